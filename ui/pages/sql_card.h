// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include <QStringList>

#include "ui/pages/sql_result.h"
#include "ui/pages/sql_runner.h"
#include "ui/widgets/card.h"

class QComboBox;
class QMenu;
class QPushButton;
class QSplitter;
class QStackedWidget;
class QTableView;
class QToolButton;

namespace vitrine::ui {

class CatalogTree;
class EmptyState;
class SqlEditor;
class TextLabel;

/// SQL over live results and tables: the catalog at the left, the editor above the rows at the right.
///
/// Statements run on a thread of their own and end at a time limit; what is wrong stands under the editor, at its place.
class SqlCard : public Card {
    Q_OBJECT
  public:
    explicit SqlCard(QWidget* parent = nullptr);
    ~SqlCard() override;

    /// What statements may read; asked when one starts, in the window thread.
    void setSurroundings(std::function<SqlSurroundings()> surroundings) { surroundings_ = std::move(surroundings); }
    /// Reads the catalog again.
    void refreshCatalog();
    /// Another workspace: its own databases.
    void resetDatabase();

    /// Statements that were run, newest first.
    const QStringList& history() const noexcept { return history_; }
    void setHistory(const QStringList& statements);

    /// How a DROP TABLE is confirmed; a message box unless set.
    void setConfirmation(std::function<bool(const SqlAnswer&)> confirm) { confirm_ = std::move(confirm); }

    /// The rows shown; null when there are none.
    SqlAnswerPtr answer() const { return model_.answer(); }
    QString statementShown() const { return statement_; }   ///< that gave the rows
    TimeZone zone() const { return zone_; }

    SqlEditor* editor() const { return editor_; }
    CatalogTree* catalog() const { return tree_; }
    QTableView* table() const { return table_; }
    QString problem() const;          ///< as it stands under the editor
    QString footer() const;
    bool isRunning() const { return runner_.isRunning(); }

    void run();
    void stop();

  Q_SIGNALS:
    void historyChanged();
    void exportRequested();
    void finished();                  ///< a statement ended, one way or another

  protected:
    void changeEvent(QEvent* event) override;

  private:
    QWidget* makeHead();
    QWidget* makeCatalog();
    QWidget* makeFoot();
    void start(const QString& statement, bool confirmed);
    void showAnswer(const SqlAnswerPtr& answer);
    void showFailure(const Error& error);
    void showProblem(const QString& text);
    void refreshState();
    void refreshFoot();
    void fitColumns();
    void remember(const QString& statement);
    void walkHistory(int step);
    void fillHistoryMenu();
    void insertSelect(const QString& table);
    void copy();
    void retranslate();

    std::function<SqlSurroundings()> surroundings_;
    std::function<bool(const SqlAnswer&)> confirm_;
    SqlRunner runner_;
    SqlResultModel model_;
    QStringList history_;
    int historyPlace_ = -1;           ///< in history_; -1: what is being written
    QString draft_;
    QString statement_;
    QString running_;
    int runningBegin_ = 0;
    TimeZone zone_;
    bool ran_ = false;
    bool stale_ = false;              ///< the last statement failed: the rows are older

    TextLabel* title_;
    TextLabel* note_;
    QToolButton* historyButton_;
    QMenu* historyMenu_;
    QComboBox* limit_;
    TextLabel* keyHint_;
    QPushButton* run_;
    TextLabel* catalogTitle_;
    QToolButton* refresh_;
    CatalogTree* tree_;
    TextLabel* catalogProblem_;
    SqlEditor* editor_;
    TextLabel* problem_;
    QStackedWidget* body_;
    EmptyState* empty_;
    QTableView* table_;
    TextLabel* foot_;
    QToolButton* copy_;
    QToolButton* export_;
};

}  // namespace vitrine::ui
