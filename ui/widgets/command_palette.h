// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QPointer>
#include <QString>

class QLineEdit;
class QListView;
class QStandardItemModel;

namespace vitrine::ui {

/// Something the user can do now.
struct Command {
    QString text;        ///< "Stop"
    QString place;       ///< where it is found otherwise: "Query"
    QString keys;        ///< "Shift+F5", or empty
    std::function<void()> run;
};

/// The commands of `commands` that have each word of `typed` in text or place, those first whose text begins with it. Letters
/// count without their case and accents.
std::vector<Command> matching(const std::vector<Command>& commands, const QString& typed);

/// Every command of the window by its name (Ctrl+K): type a part of it, choose with the arrows, Enter does it, Esc leaves. Lies
/// over the top of its parent and is gone when the focus leaves it.
class CommandPalette : public QFrame {
    Q_OBJECT
  public:
    explicit CommandPalette(QWidget* parent);

    /// Shows `commands`, in this order while nothing is typed.
    void open(std::vector<Command> commands);
    const std::vector<Command>& shown() const { return shown_; }

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

  private:
    void refresh();
    void run();
    void leave();

    QLineEdit* search_;
    QListView* list_;
    QStandardItemModel* model_;
    std::vector<Command> commands_;
    std::vector<Command> shown_;
    QPointer<QWidget> before_;   ///< had the focus
};

}  // namespace vitrine::ui
