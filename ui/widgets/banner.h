// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QFrame>

#include "ui/style/icon_glyphs.h"

class QHBoxLayout;
class QLabel;
class QPushButton;
class QToolButton;

namespace vitrine::ui {

/// Message at the top of the content: what happened, what it means, and what can be done (at most three actions).
///
/// Announced to screen readers when shown. Never takes the focus by itself.
class Banner : public QFrame {
    Q_OBJECT

  public:
    enum class Kind { Error, Warning, Note };

    explicit Banner(Kind kind, const QString& text, const QString& detail = {}, QWidget* parent = nullptr);

    Kind kind() const { return kind_; }
    void setKind(Kind kind);
    QString text() const { return text_; }
    void setText(const QString& text, const QString& detail);
    QString detail() const { return detail_; }

    /// Adds a small button at the right; `text` is already translated. The banner owns it.
    QPushButton* addAction(const QString& text, std::function<void()> run, std::optional<Icon> glyph = {});
    /// Takes all actions away.
    void clearActions();
    /// Shows a cross that hides the banner and emits closed().
    void setClosable(bool closable);

  signals:
    void closed();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void changeEvent(QEvent* event) override;

  private:
    void refresh();

    Kind kind_;
    QString text_;
    QString detail_;
    QLabel* label_;
    QHBoxLayout* actions_;
    std::vector<QPushButton*> buttons_;
    QToolButton* close_;
};

/// Stack of banners: errors first, at most two shown, the others behind "3 more".
class BannerStack : public QWidget {
    Q_OBJECT

  public:
    explicit BannerStack(QWidget* parent = nullptr);

    /// Takes the banner over and sorts it in; `key` replaces an earlier banner of the same key.
    void put(const QString& key, Banner* banner);
    /// Takes the banner of this key away; nothing happens if there is none.
    void remove(const QString& key);
    bool contains(const QString& key) const;
    int count() const { return static_cast<int>(entries_.size()); }
    void clear();

  signals:
    /// The user closed the banner of this key.
    void dismissed(const QString& key);

  protected:
    bool event(QEvent* event) override;

  private:
    struct Entry {
        QString key;
        Banner* banner;
    };
    void arrange();

    std::vector<Entry> entries_;
    QPushButton* more_;
    bool unfolded_ = false;
};

}  // namespace vitrine::ui
