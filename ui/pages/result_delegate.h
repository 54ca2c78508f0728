// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace vitrine::ui {

/// Paints the cells of result tables from the roles of cell_roles.h: data bars (filled when final, a dashed outline while
/// open), `~` before open values, state chips, and a mark at cells that the newest batch changed.
class ResultDelegate : public QStyledItemDelegate {
    Q_OBJECT
  public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

    /// What is read in a cell: the value, with `~` while it may still change.
    QString displayText(const QModelIndex& index) const;
    using QStyledItemDelegate::displayText;
};

/// A header that shows the colour of a key before its name.
class SwatchHeader : public QHeaderView {
    Q_OBJECT
  public:
    explicit SwatchHeader(QWidget* parent = nullptr);

  protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;
    void initStyleOptionForIndex(QStyleOptionHeader* option, int section) const override;
};

}  // namespace vitrine::ui
