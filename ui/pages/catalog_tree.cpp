// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/catalog_tree.h"

#include <set>

#include <QHeaderView>
#include <QLocale>

#include "core/data/schema.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"

namespace vitrine::ui {
namespace {

constexpr int kKeyRole = Qt::UserRole + 1;    ///< what an entry is, for keeping it open: `demo`, `demo.counts`
constexpr int kTextRole = Qt::UserRole + 2;   ///< what it stands for in a statement

QString written(const QString& name) { return QString::fromStdString(quoteIdentifier(name.toStdString())); }

QString formatName(const QString& format) {
    if (format == QLatin1String("delta")) return QStringLiteral("Delta");
    if (format == QLatin1String("sqlite")) return QStringLiteral("SQLite");
    if (format == QLatin1String("parquet")) return QStringLiteral("Parquet");
    return format.toUpper();
}

void visit(QTreeWidgetItem* item, const std::function<void(QTreeWidgetItem*)>& each) {
    for (int index = 0; index < item->childCount(); ++index) {
        each(item->child(index));
        visit(item->child(index), each);
    }
}

}  // namespace

CatalogTree::CatalogTree(QWidget* parent) : QTreeWidget(parent) {
    setColumnCount(2);
    setHeaderHidden(true);
    setFrameShape(QFrame::NoFrame);
    setRootIsDecorated(true);
    setUniformRowHeights(true);
    setIndentation(scaled(16));
    setIconSize(QSize(scaled(16), scaled(16)));
    setExpandsOnDoubleClick(false);
    setSelectionMode(QAbstractItemView::SingleSelection);
    header()->setStretchLastSection(false);
    header()->setMinimumSectionSize(scaled(24));
    header()->setSectionResizeMode(0, QHeaderView::Stretch);
    header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    connect(this, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem* item) {
        const QString text = item->data(0, kTextRole).toString();
        if (item->parent() == nullptr) item->setExpanded(!item->isExpanded());
        else if (item->parent()->parent() == nullptr) Q_EMIT tableChosen(text);
        else Q_EMIT columnChosen(text);
    });
    connect(&Theme::current(), &Theme::changed, this, &CatalogTree::fill);
    retranslate();
}

void CatalogTree::retranslate() {
    setAccessibleName(tr("Catalog"));
    fill();
}

void CatalogTree::setCatalog(const CatalogListingPtr& catalog) {
    catalog_ = catalog;
    fill();
}

void CatalogTree::setDatabase(const QString& database) {
    if (database_ == database) return;
    database_ = database;
    fill();
}

void CatalogTree::fill() {
    std::set<QString> open;
    std::set<QString> known;
    QString chosen = currentItem() ? currentItem()->data(0, kKeyRole).toString() : QString();
    visit(invisibleRootItem(), [&](QTreeWidgetItem* item) {
        known.insert(item->data(0, kKeyRole).toString());
        if (item->isExpanded()) open.insert(item->data(0, kKeyRole).toString());
    });
    clear();
    if (!catalog_) return;
    const QBrush quiet(Theme::tokens().text3);
    const auto add = [&](QTreeWidgetItem* parent, const QString& key, const QString& name, const QString& detail, const QString& text) {
        auto* item = new QTreeWidgetItem(parent, {name, detail});
        item->setData(0, kKeyRole, key);
        item->setData(0, kTextRole, text);
        item->setForeground(1, quiet);
        item->setFont(1, captionFont());
        item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
        item->setToolTip(0, detail.isEmpty() ? name : name + QLatin1Char('\n') + detail);
        item->setData(0, Qt::AccessibleTextRole, detail.isEmpty() ? name : name + QStringLiteral(", ") + detail);
        return item;
    };
    for (const CatalogListing::Database& database : catalog_->databases) {
        auto* home = add(invisibleRootItem(), database.name, database.name, {}, written(database.name));
        home->setIcon(0, icon(database.live ? Icon::Radio : Icon::Database));
        if (database.name == database_) home->setFont(0, bodyFont(QFont::DemiBold));
        for (const CatalogListing::Table& table : database.tables) {
            const QString detail = database.live ? tr("%n row(s)", nullptr, static_cast<int>(table.rows)) : formatName(table.format);
            const QString key = database.name + QLatin1Char('.') + table.name;
            auto* item = add(home, key, table.name, detail, written(database.name) + QLatin1Char('.') + written(table.name));
            item->setIcon(0, icon(database.live ? Icon::Radio : Icon::Table2));
            if (!table.problem.isEmpty()) {
                item->setIcon(0, icon(Icon::TriangleAlert, &ThemeTokens::warn));
                item->setToolTip(0, table.problem);
                item->setData(0, Qt::AccessibleDescriptionRole, table.problem);
            }
            for (const Field& field : table.columns) {
                const QString name = QString::fromStdString(field.name);
                auto* column = add(item, key + QLatin1Char('.') + name, name, QString::fromStdString(field.type->sql()), written(name));
                column->setFont(0, monoFont());
                column->setFont(1, monoCaptionFont());
                // A long type has its tool tip; the name has the room.
                if (column->text(1).size() > 16) column->setText(1, column->text(1).section(QLatin1Char('<'), 0, 0));
            }
            item->setExpanded(open.count(key) > 0);
            if (key == chosen) setCurrentItem(item);
        }
        home->setExpanded(known.count(database.name) == 0 || open.count(database.name) > 0);
        if (database.name == chosen) setCurrentItem(home);
    }
}

}  // namespace vitrine::ui
