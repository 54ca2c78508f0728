// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace vitrine::ui {

/// A recent project: name, directory, and how long ago it was saved. One that is not there any more is quiet and offers to
/// be taken from the list.
class RecentRow : public QAbstractButton {
    Q_OBJECT
  public:
    explicit RecentRow(const QString& path, QWidget* parent = nullptr);

    bool isThere() const { return isThere_; }
    QSize sizeHint() const override;

  Q_SIGNALS:
    void removeRequested();

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

  private:
    bool isThere_;
};

}  // namespace vitrine::ui
