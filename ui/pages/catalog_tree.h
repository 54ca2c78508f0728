// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTreeWidget>

#include "ui/pages/sql_runner.h"

namespace vitrine::ui {

/// Databases, their tables, and the columns of these. Keeps what is open and chosen when the catalog is read again.
class CatalogTree : public QTreeWidget {
    Q_OBJECT
  public:
    explicit CatalogTree(QWidget* parent = nullptr);

    void setCatalog(const CatalogListingPtr& catalog);
    /// Shows the database of unqualified names in a heavier weight.
    void setDatabase(const QString& database);
    void retranslate();

  Q_SIGNALS:
    /// A table was double-clicked or entered: `demo.counts`, quoted where it must be.
    void tableChosen(const QString& name);
    void columnChosen(const QString& name);

  private:
    void fill();

    CatalogListingPtr catalog_;
    QString database_;
};

}  // namespace vitrine::ui
