// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>
#include <QList>
#include <QPair>
#include <QString>

namespace vitrine::ui {

/// The small sheet beside a mark: key and window, state, values. Stays and updates; can be pinned. Takes no mouse events.
class MarkToolTip : public QFrame {
    Q_OBJECT

  public:
    struct Content {
        int slot = 0;
        QString title;
        QString state;
        QList<QPair<QString, QString>> lines;
        bool pinned = false;
        bool operator==(const Content&) const = default;
    };

    explicit MarkToolTip(QWidget* parent);

    void setContent(const Content& content);
    const Content& content() const { return content_; }
    QSize sizeHint() const override;

    /// Moves it beside `mark` inside the parent, where the fewest of `others` lie under it.
    void placeBeside(const QRectF& mark, const QList<QRectF>& others, const QRectF& within);

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    Content content_;
};

}  // namespace vitrine::ui
