// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QObject>
#include <QString>

#include "ui/bridge/query_controller.h"
#include "ui/document/project_document.h"
#include "ui/models/listed_rows_model.h"
#include "ui/models/log_model.h"
#include "ui/pages/outside_action.h"
#include "ui/widgets/state_mark.h"
#include "ui/widgets/time_panel.h"

namespace vitrine::ui {

/// One query of the project with everything a page shows of it: its document, its run, its lanes and its sentence.
///
/// A tab has one. It follows a rename of its query. Window thread only; destruction stops the query.
class QuerySession : public QObject {
    Q_OBJECT
  public:
    QuerySession(ProjectDocument& project, Connectors& connectors, std::string queryName, QObject* parent = nullptr);
    ~QuerySession() override;

    const std::string& name() const noexcept { return name_; }
    /// The result to show: the newest, or the one after viewedBatch().
    ResultSnapshotPtr snapshot() const { return viewed_ ? viewed_ : controller_.snapshot(); }
    /// The batch that is looked back at; -1 while the newest result is shown. The engine goes on all the same.
    std::int64_t viewedBatch() const noexcept { return viewedBatch_; }
    /// Looks at the result after `batchId`; -1: at the newest again. False, and nothing changes, when it is not kept any more.
    bool viewBatch(std::int64_t batchId);

    /// The query's document; its last one after it was removed from the project.
    const QueryDocument& document() const;
    ProjectDocument& project() noexcept { return project_; }
    QueryController& controller() noexcept { return controller_; }

    /// Where runs are listed; null, as at first: nowhere. Must outlive the session.
    void setRegistry(QueryRegistry* registry) { registry_ = registry; }
    /// Asked before a start that does something outside; without one everything may run. False leaves the query unstarted.
    void setConsent(std::function<bool(const std::vector<OutsideAction>&)> consent) { consent_ = std::move(consent); }

    /// Changes the query's document as one undo step. Names as in ProjectDocument::setQuery().
    void edit(const QString& text, QueryDocument next, const QString& mergeKey = {});

    /// What Spark would say of the document now: refreshed 150 ms after an edit, in the window thread.
    const std::vector<Diagnostic>& diagnostics() const noexcept { return diagnostics_; }
    bool isRunnable() const;
    /// Why the last start was refused although the document is in order, such as a checkpoint in use; also one of the
    /// diagnostics. Gone with the next edit or start.
    const std::optional<Error>& startError() const noexcept { return startError_; }
    /// The plan of the document as it stands; null while it is refused.
    QueryPlanPtr plan() const noexcept { return plan_; }

    /// Starts anew. False, and diagnosticsChanged(), when the document is refused.
    bool run();
    /// Stops the query when it runs, sets its checkpoint aside and starts it anew; restartedFresh() follows, perhaps at once.
    void restartFresh();
    void runOrPause();   ///< F5: run, pause or resume, whatever fits the state
    void stop();
    void step();         ///< F10: one batch; starts a query that is not active, paused after it

    /// True when the document was edited since the run started: *restart to apply*.
    bool isEdited() const;

    StateMark mark() const;
    /// The first line below the tabs, without the state's word; names in backticks are code.
    QString sentence() const;
    /// Why there is no output yet, or what is waited for, with the value that must arrive. Empty when nothing is held back.
    QString whyNoOutput() const;

    ListedRowsModel& lateRows() noexcept { return late_; }
    ListedRowsModel& malformedRows() noexcept { return malformed_; }
    LogModel& log() noexcept { return log_; }
    BatchTicks ticks() const noexcept { return ticks_; }
    TimeZone zone() const;

  Q_SIGNALS:
    void documentChanged();
    void diagnosticsChanged();
    void stateChanged();          ///< state, sentence or edited mark
    void snapshotChanged();       ///< another snapshot(), newer or looked back at
    void viewedBatchChanged();
    void reportAdded();
    void renamed(const QString& name);
    /// `aside` is where the checkpoint of before is now, empty when there was none. Whether the query runs: isActive(), startError().
    void restartedFresh(const QString& aside);

  private:
    void followDocument();
    void rememberPlace();
    void check();
    bool mayRun();
    void beginFresh();
    void refuseStart(const Error& error);
    void onReport(const BatchReportPtr& report);
    void addTick(BatchTick tick);
    void onStatus();
    QString waitingSentence() const;
    /// Which row put the watermark far ahead; empty where none did (D1).
    QString jumpSentence() const;

    ProjectDocument& project_;
    Connectors& connectors_;
    QueryRegistry* registry_ = nullptr;
    std::function<bool(const std::vector<OutsideAction>&)> consent_;
    std::string name_;
    QueryDocument last_;
    std::size_t place_ = 0;                     ///< of the query among the project's queries_
    std::size_t queries_ = 0;
    std::vector<Diagnostic> diagnostics_;
    QueryPlanPtr plan_;
    std::optional<Error> startError_;
    QTimer checkTimer_;
    ListedRowsModel late_{ListedRowsModel::Kind::Late};
    ListedRowsModel malformed_{ListedRowsModel::Kind::Malformed};
    LogModel log_;
    BatchTicks ticks_;
    ResultSnapshotPtr viewed_;                  ///< null while the newest is shown
    std::int64_t viewedBatch_ = -1;
    QueryState loggedState_ = QueryState::NotStarted;
    std::size_t notesLogged_ = 0;               ///< of QueryStatus::notes
    bool sourceMissing_ = false;
    bool freshNext_ = false;                    ///< begin anew as soon as the run has ended
    std::optional<std::int64_t> nextToClose_;   ///< end of the open window that closes first, microseconds
    std::optional<std::int64_t> earliestEvent_; ///< of the run, microseconds
    WatermarkJumpPtr watermarkJump_;            ///< of the last report
    QueryController controller_;
};

}  // namespace vitrine::ui
