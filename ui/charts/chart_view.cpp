// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <QAccessible>
#include <QChart>
#include <QGraphicsScene>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "ui/charts/chart_summary.h"
#include "ui/charts/mark_tool_tip.h"
#include "ui/charts/safe_chart_view.h"
#include "ui/style/control_properties.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr int kFrameMilliseconds = 33;
constexpr double kLargestShareOfTime = 3;  // a frame every three times its cost, at most
constexpr double kCostMemory = 0.2;        // weight of the newest of about five frames
constexpr int kAnnounceEveryMilliseconds = 5000;
constexpr int kFewestWindows = 4;
constexpr double kThinnestBar = 3;  // pixels (R31)
constexpr int kMostWindows = 60;

bool isSmooth(ChartType type) {
    return type != ChartType::Bar && type != ChartType::Histogram && type != ChartType::Table;
}

AxisRange rangeOf(StickyAxis& axis, const ChartData& data, const ChartSpec& spec, bool looksBack = false) {
    const StackMode stack = data.stacking(spec);
    if (stack == StackMode::Percent) return {0, 1, 0.25, false};
    const ChartData::Extremes extremes = data.extremes(stack != StackMode::Grouped, false);
    StickyAxis::Values values;
    values.lowest = extremes.lowest;
    values.highest = extremes.highest;
    values.lowestPositive = extremes.lowestPositive;
    // Bars and areas always begin at 0, and lines of counts and sums; lines of averages and points need not (R6).
    const bool lines = spec.type == ChartType::Line || spec.type == ChartType::Scatter;
    values.fromZero = !lines || (spec.type == ChartType::Line && data.additive);
    values.whole = data.whole;
    values.batch = data.batch;
    values.firstWindow = data.places.empty() || data.axis == ChartAxis::Numbers ? 0 : data.places.front().end;
    // What is looked back at is compared with what came later: the axis only grows meanwhile (R7).
    if (looksBack) values.firstWindow = std::numeric_limits<std::int64_t>::min();
    return axis.update(values, spec);
}

/// The range of the x axis of points at numbers or instants.
AxisRange numbersRange(StickyAxis& axis, const ChartData& data) {
    if (data.axis != ChartAxis::Numbers || data.places.empty()) return {};
    const double lowest = data.places.front().low;
    const double highest = data.places.back().low;
    if (data.timeNumbers) {
        constexpr double kSecond = 1e6;
        constexpr std::array<double, 15> kSpans{1,    5,     15,    30,    60,    300,    900,    1800,
                                                3600, 10800, 21600, 43200, 86400, 604800, 2592000};
        constexpr double kMostSteps = 6;
        double step = kSpans.back() * kSecond;
        for (const double span : kSpans) {
            if ((highest - lowest) / (span * kSecond) > kMostSteps) continue;
            step = span * kSecond;
            break;
        }
        while ((highest - lowest) / step > kMostSteps) step *= 2;
        const double low = std::floor(lowest / step) * step;
        return {low, std::max(low + step, std::ceil(highest / step) * step), step, false};
    }
    StickyAxis::Values values;
    values.lowest = lowest;
    values.highest = highest;
    values.fromZero = false;
    values.batch = data.batch;
    return axis.update(values, ChartSpec());
}

}  // namespace

ChartFrame makeChartFrame(const ResultSnapshot& snapshot, const ChartSpec& spec, const TimeZone& zone,
                          KeyColors& colors) {
    ChartFrame frame;
    frame.spec = spec;
    ChartDataBuilder builder;
    frame.data = builder.build(snapshot, spec, {zone, std::nullopt, {}, 0}, colors);
    StickyAxis axis;
    frame.range = rangeOf(axis, frame.data, spec);
    StickyAxis numbers;
    frame.xRange = numbersRange(numbers, frame.data);
    return frame;
}

void renderChart(const ChartFrame& frame, QPainter* painter, const QSizeF& size, const ChartLook& look) {
    QGraphicsScene scene;
    const auto picture = ChartPicture::create(frame.spec);
    scene.addItem(picture->chart());
    scene.setSceneRect(QRectF(QPointF(), size));
    ChartFrame copy = frame;
    copy.before.clear();
    picture->show(std::move(copy), look, size);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing, isSmooth(frame.spec.type));
    painter->setRenderHint(QPainter::TextAntialiasing, true);
    scene.render(painter, QRectF(QPointF(), size), QRectF(QPointF(), size));
    painter->restore();
    scene.removeItem(picture->chart());
}

ChartView::ChartView(QWidget* parent)
    : QWidget(parent),
      colors_(std::make_shared<KeyColors>()),
      view_(new SafeChartView(this)),
      tip_(new MarkToolTip(view_->viewport())) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(view_);
    view_->setFrameShape(QFrame::NoFrame);
    view_->setFocusPolicy(Qt::NoFocus);
    view_->setRubberBand(QChartView::NoRubberBand);
    view_->viewport()->setFocusPolicy(Qt::NoFocus);
    view_->viewport()->setMouseTracking(true);
    view_->viewport()->installEventFilter(this);
    setFocusPolicy(Qt::StrongFocus);
    setProperty(kOwnFocusProperty, true);
    timer_.setSingleShot(true);
    connect(&timer_, &QTimer::timeout, this, [this] { flushPendingUpdate(); });
    connect(&Theme::current(), &Theme::changed, this, &ChartView::invalidate);
    makePicture();
}

ChartView::~ChartView() = default;

void ChartView::makePicture() {
    auto next = ChartPicture::create(spec_);
    next->setMinimumLeft(minimumLeft_);
    // QChartView owns a chart only until it is given another one or dies; the picture dies first.
    QChart* idle = view_->chart();
    view_->setChart(next->chart());
    if (!picture_) delete idle;
    picture_ = std::move(next);
    view_->setRenderHint(QPainter::Antialiasing, isSmooth(spec_.type));
}

void ChartView::setSpec(const ChartSpec& spec) {
    if (spec == spec_) return;
    const bool otherData = spec.query != spec_.query || spec.keys != spec_.keys || spec.groups != spec_.groups ||
                           spec.values != spec_.values;
    const bool otherPicture = spec.type != spec_.type;
    const bool otherBins = spec.bins != spec_.bins;
    const bool otherAxis = otherData || otherPicture || spec.stack != spec_.stack || spec.yMode != spec_.yMode ||
                           spec.logScale != spec_.logScale;
    spec_ = spec;
    if (otherData) {
        newestBatch_ = -1;
        builder_.reset();
        hidden_.clear();
        viewEnd_.reset();
    }
    if (otherAxis) axis_.reset();
    if (otherAxis) numbersAxis_.reset();
    // Bins and the memory of a number belong to what was drawn.
    if (otherPicture || otherBins) builder_.reset();
    if (otherPicture) makePicture();
    setAccessibleName(tr("Chart: %1").arg(ChartSummary::title(spec_)));
    invalidate();
}

void ChartView::setSnapshot(ResultSnapshotPtr snapshot) {
    if (snapshot == snapshot_) return;
    const bool newBatch = snapshot && snapshot_ && snapshot->batchId > snapshot_->batchId;
    if (snapshot && snapshot_ && snapshot->shape != snapshot_->shape && snapshot->batchId <= snapshot_->batchId) {
        // Another run: its batches are numbered anew.
        newestBatch_ = -1;
        builder_.reset();
    }
    snapshot_ = std::move(snapshot);
    if (viewEnd_ && newBatch) emit missedBatchesChanged(++missedBatches_);
    invalidate();
}

void ChartView::setColors(KeyColorsPtr colors) {
    colors_ = colors ? std::move(colors) : std::make_shared<KeyColors>();
    invalidate();
}

void ChartView::setZone(const TimeZone& zone) {
    zone_ = zone;
    invalidate();
}

void ChartView::setLateRows(std::vector<EventTime> times) {
    late_.clear();
    for (const EventTime time : times) late_.push_back(time.time_since_epoch().count());
    invalidate();
}

void ChartView::setFollow(bool follow) {
    if (follow == isFollowing()) return;
    if (follow) {
        viewEnd_.reset();
        missedBatches_ = 0;
        emit missedBatchesChanged(0);
    } else {
        const ChartData& drawn = picture_->frame().data;
        if (drawn.axis != ChartAxis::Windows || drawn.places.empty()) return;
        viewEnd_ = drawn.places.back().end;
    }
    emit followChanged(follow);
    invalidate();
}

void ChartView::setStale(std::optional<int> seconds) {
    if (seconds == stale_) return;
    stale_ = seconds;
    emit staleChanged();
}

void ChartView::setHiddenKeys(const std::set<std::string>& keys) {
    if (keys == hidden_) return;
    hidden_ = keys;
    axis_.reset();
    invalidate();
}

void ChartView::setHost(QWidget* host) {
    if (host_) host_->removeEventFilter(this);
    host_ = host;
    if (host_) host_->installEventFilter(this);
}

void ChartView::setScheduled(bool scheduled) {
    scheduled_ = scheduled;
    if (scheduled) timer_.stop();
    else if (pending_) schedule();
}

void ChartView::invalidate() {
    const bool already = pending_;
    pending_ = true;
    if (scheduled_) {
        if (!already) emit updatePending();
        return;
    }
    schedule();
}

void ChartView::schedule() {
    if (!isOnScreen() || timer_.isActive() || scheduled_) return;
    const double interval = std::max<double>(kFrameMilliseconds, meanCost_ * kLargestShareOfTime);
    const double passed = sinceDrawn_.isValid() ? static_cast<double>(sinceDrawn_.elapsed()) : interval;
    timer_.start(static_cast<int>(std::clamp(interval - passed, 0.0, interval)));
}

bool ChartView::flushPendingUpdate(bool evenHidden) {
    if (!pending_ || (!evenHidden && !isOnScreen())) return false;
    QElapsedTimer cost;
    cost.start();
    pending_ = false;
    draw();
    meanCost_ += kCostMemory * (static_cast<double>(cost.nsecsElapsed()) / 1e6 - meanCost_);
    sinceDrawn_.start();
    return true;
}

ChartLook ChartView::look() const {
    return ChartLook::current(locale(), zone_);
}

int ChartView::mostBars() const {
    if (spec_.type != ChartType::Bar) return 0;
    // Bars side by side share the width of a window, with one bar of air.
    const ChartData& drawn = frame().data;
    const bool stacked = drawn.stacking(spec_) != StackMode::Grouped;
    const double bars = stacked || drawn.series.empty() ? 1 : static_cast<double>(drawn.series.size()) + 1;
    return std::max(1, static_cast<int>(view_->viewport()->width() / (kThinnestBar * bars)));
}

void ChartView::draw() {
    ChartFrame frame;
    frame.spec = spec_;
    if (snapshot_) {
        ChartDataBuilder::View view{zone_, viewEnd_, {}, mostBars()};
        for (const std::string& key : hidden_) view.hidden[key] = true;
        frame.data = builder_.build(*snapshot_, spec_, view, *colors_);
    }
    const bool looksBack = snapshot_ && snapshot_->batchId < newestBatch_;
    newestBatch_ = std::max(newestBatch_, frame.data.batch);
    frame.range = rangeOf(axis_, frame.data, spec_, looksBack);
    frame.xRange = numbersRange(numbersAxis_, frame.data);
    frame.late = late_;
    frame.before = changesSince(picture_->frame(), frame.data);

    // The chosen mark stays on its key and window, wherever these are now.
    std::optional<MarkId> moved;
    if (current_) {
        const ChartData& old = picture_->frame().data;
        const auto series = static_cast<std::size_t>(current_->series);
        const auto place = static_cast<std::size_t>(current_->place);
        if (series < old.series.size() && place < old.places.size()) {
            for (std::size_t index = 0; index < frame.data.series.size() && !moved; ++index) {
                const ChartSeries& one = frame.data.series[index];
                if (one.key != old.series[series].key || one.isOther != old.series[series].isOther || one.hidden)
                    continue;
                for (std::size_t at = 0; at < frame.data.places.size(); ++at) {
                    const ChartPlace& here = frame.data.places[at];
                    if (here.end == old.places[place].end && here.label == old.places[place].label &&
                        here.isOther == old.places[place].isOther)
                        moved = MarkId{static_cast<int>(index), static_cast<int>(at)};
                }
            }
        }
    }
    const QSizeF size = view_->viewport()->size();
    picture_->show(std::move(frame), look(), size);
    view_->setBackgroundBrush(Theme::tokens().surface);
    view_->setSceneRect(QRectF(QPointF(), size));
    current_ = moved;
    if (!moved) pinned_ = false;
    picture_->setHighlight(current_);
    showTip();
    announce();
    emit updated();
}

std::vector<std::vector<std::optional<double>>> ChartView::changesSince(const ChartFrame& shown,
                                                                        const ChartData& drawn) const {
    std::vector<std::vector<std::optional<double>>> before(drawn.series.size());
    const ChartData& old = shown.data;
    if (old.axis != drawn.axis || old.valueName != drawn.valueName || old.pitch != drawn.pitch) return before;
    if (drawn.axis == ChartAxis::Numbers) return before;
    for (std::size_t index = 0; index < drawn.series.size(); ++index) {
        before[index].resize(drawn.places.size());
        const auto same = std::find_if(old.series.begin(), old.series.end(), [&](const ChartSeries& one) {
            return one.key == drawn.series[index].key && one.isOther == drawn.series[index].isOther;
        });
        if (same == old.series.end()) continue;
        const auto oldIndex = static_cast<std::size_t>(same - old.series.begin());
        std::size_t oldPlace = 0;
        for (std::size_t place = 0; place < drawn.places.size(); ++place) {
            if (drawn.axis == ChartAxis::Categories) {
                const auto found = std::find_if(old.places.begin(), old.places.end(), [&](const ChartPlace& one) {
                    return one.label == drawn.places[place].label;
                });
                oldPlace = static_cast<std::size_t>(found - old.places.begin());
            } else {
                while (oldPlace < old.places.size() && old.places[oldPlace].end < drawn.places[place].end) ++oldPlace;
                if (oldPlace < old.places.size() && old.places[oldPlace].end != drawn.places[place].end) continue;
            }
            if (oldPlace >= old.places.size()) continue;
            const ChartCell& now = drawn.series[index].cells[place];
            const ChartCell& then = same->cells[oldPlace];
            if (!now.present || !then.present) continue;
            if (now.changedIn != then.changedIn && now.value != then.value) before[index][place] = then.value;
            else if (oldIndex < shown.before.size() && oldPlace < shown.before[oldIndex].size())
                before[index][place] = shown.before[oldIndex][oldPlace];
        }
    }
    return before;
}

const ChartFrame& ChartView::frame() const {
    return picture_->frame();
}

void ChartView::render(QPainter* painter, const QSizeF& size, const ChartLook& look) const {
    renderChart(frame(), painter, size, look);
}

QString ChartView::summary() const {
    const ChartLook now = look();
    return ChartSummary(frame(), now).description();
}

QString ChartView::caption() const {
    const ChartLook now = look();
    return ChartSummary(frame(), now).caption();
}

void ChartView::announce() {
    setAccessibleDescription(summary());
    if (sinceAnnounced_.isValid() && sinceAnnounced_.elapsed() < kAnnounceEveryMilliseconds) return;
    sinceAnnounced_.start();
    QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&changed);
}

std::optional<MarkId> ChartView::hitTest(const QPoint& position) const {
    const QPointF inView = view_->viewport()->mapFrom(const_cast<ChartView*>(this), position);
    return picture_->markAt(inView);
}

void ChartView::setCurrentMark(std::optional<MarkId> mark) {
    if (mark && !picture_->mark(*mark)) mark.reset();
    if (mark == current_) return;
    current_ = mark;
    picture_->setHighlight(mark);
    showTip();
}

void ChartView::setPinned(bool pinned) {
    if (pinned_ == (pinned && current_)) return;
    pinned_ = pinned && current_;
    showTip();
}

void ChartView::showTip() {
    const ChartMark* mark = current_ ? picture_->mark(*current_) : nullptr;
    if (!mark) {
        tip_->hide();
        return;
    }
    const ChartLook now = look();
    const ChartSummary words(frame(), now);
    MarkToolTip::Content content;
    const ChartData& drawn = frame().data;
    content.slot = drawn.series[static_cast<std::size_t>(mark->id.series)].slot;
    const QString key = words.seriesName(mark->id.series);
    const QString place = words.placeName(mark->id.place);
    content.title = drawn.stackedByCategory ? key : place.isEmpty() ? key : key + QStringLiteral(" · ") + place;
    content.state = words.stateText(mark->id.place);
    content.lines = words.details(mark->id);
    content.pinned = pinned_;
    tip_->setContent(content);
    QList<QRectF> others;
    for (const ChartMark& other : picture_->marks()) {
        if (other.id != mark->id) others << other.rect;
    }
    tip_->placeBeside(mark->rect, others, QRectF(view_->viewport()->rect()).adjusted(4, 4, -4, -4));
    tip_->show();
    tip_->raise();
}

double ChartView::preferredPlotLeft() const {
    return picture_->plotArea().left();
}

void ChartView::setMinimumPlotLeft(double pixels) {
    if (pixels == minimumLeft_) return;
    minimumLeft_ = pixels;
    picture_->setMinimumLeft(pixels);
    invalidate();
}

QSize ChartView::sizeHint() const {
    return {scaled(560), scaled(234)};
}

QSize ChartView::minimumSizeHint() const {
    return {scaled(220), scaled(140)};
}

void ChartView::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    if (pending_) return;
    const QSizeF size = view_->viewport()->size();
    view_->setSceneRect(QRectF(QPointF(), size));
    picture_->resize(size);
    showTip();
}

void ChartView::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (!pending_) return;
    if (scheduled_) emit updatePending();
    else schedule();
}

void ChartView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    switch (event->type()) {
        case QEvent::LanguageChange:
        case QEvent::LocaleChange:
        case QEvent::FontChange:
        case QEvent::ApplicationFontChange: invalidate(); break;
        default: break;
    }
}

bool ChartView::event(QEvent* event) {
    if (event->type() == QEvent::ApplicationFontChange) invalidate();
    // Keys of the chart are its own while it has the focus, also where a menu has them as shortcuts.
    if (event->type() == QEvent::ShortcutOverride) {
        const auto* key = static_cast<QKeyEvent*>(event);
        if (key->modifiers() == Qt::NoModifier &&
            (key->key() == Qt::Key_T || (key->key() == Qt::Key_Escape && current_))) {
            event->accept();
            return true;
        }
    }
    return QWidget::event(event);
}

void ChartView::focusInEvent(QFocusEvent* event) {
    QWidget::focusInEvent(event);
    // Shown when the focus came by the keyboard, as everywhere in the window.
    const Qt::FocusReason reason = event->reason();
    picture_->setFocusRing(reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                           reason == Qt::ShortcutFocusReason);
}

void ChartView::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    picture_->setFocusRing(false);
}

void ChartView::moveBy(int places) {
    const ChartData& drawn = frame().data;
    if (drawn.axis != ChartAxis::Windows || drawn.places.empty()) return;
    const std::int64_t from = viewEnd_.value_or(drawn.places.back().end);
    const std::int64_t to =
        std::clamp(from + places * drawn.pitch, std::min(drawn.oldest + drawn.pitch, drawn.newest), drawn.newest);
    if (to == from && isFollowing()) return;
    const bool wasFollowing = isFollowing();
    viewEnd_ = to;
    if (wasFollowing) emit followChanged(false);
    invalidate();
}

void ChartView::step(int places, int series) {
    const ChartData& drawn = frame().data;
    const auto& marks = picture_->marks();
    if (marks.empty()) return;
    if (!current_) {
        setCurrentMark(marks.back().id);
        return;
    }
    MarkId id = *current_;
    // Over marks that are not there (gaps, hidden keys) to the next one.
    while (true) {
        id.place += places;
        id.series += series;
        if (id.place < 0 || id.series < 0 || id.place >= static_cast<int>(drawn.places.size()) ||
            id.series >= static_cast<int>(drawn.series.size()))
            return;
        if (picture_->mark(id)) break;
    }
    setCurrentMark(id);
}

void ChartView::keyPressEvent(QKeyEvent* event) {
    const bool lying = frame().data.axis == ChartAxis::Categories;
    // Bars of one colour a category lie on the diagonal: series and place go together.
    const bool diagonal = frame().data.stackedByCategory;
    if (event->modifiers() & Qt::ControlModifier) {
        // The card moves itself by them.
        QWidget::keyPressEvent(event);
        return;
    }
    switch (event->key()) {
        case Qt::Key_Right: lying ? step(0, diagonal ? 0 : 1) : step(1, 0); break;
        case Qt::Key_Left: lying ? step(0, diagonal ? 0 : -1) : step(-1, 0); break;
        case Qt::Key_Down: diagonal ? step(1, 1) : lying ? step(1, 0) : step(0, 1); break;
        case Qt::Key_Up: diagonal ? step(-1, -1) : lying ? step(-1, 0) : step(0, -1); break;
        case Qt::Key_Home:
            if (!picture_->marks().empty()) setCurrentMark(picture_->marks().front().id);
            break;
        case Qt::Key_End:
            if (!picture_->marks().empty()) setCurrentMark(picture_->marks().back().id);
            break;
        case Qt::Key_PageUp: moveBy(-std::max(1, spec_.span / 2)); break;
        case Qt::Key_PageDown: moveBy(std::max(1, spec_.span / 2)); break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (!current_) {
                event->ignore();
                return;
            }
            if (pinned_) emit explainRequested(*current_);
            setPinned(true);
            break;
        case Qt::Key_Escape:
            if (!current_) {
                event->ignore();
                return;
            }
            if (pinned_) setPinned(false);
            else setCurrentMark(std::nullopt);
            break;
        case Qt::Key_L: setFollow(true); break;
        case Qt::Key_T: emit tableRequested(); break;
        default: QWidget::keyPressEvent(event); return;
    }
    if (current_) {
        const ChartLook now = look();
        setAccessibleDescription(ChartSummary(frame(), now).markText(*current_));
        QAccessibleEvent changed(this, QAccessible::DescriptionChanged);
        QAccessible::updateAccessibility(&changed);
        picture_->setFocusRing(hasFocus());
    }
}

bool ChartView::eventFilter(QObject* watched, QEvent* event) {
    if (watched == host_ && event->type() == QEvent::Show && pending_) {
        if (scheduled_) emit updatePending();
        else QMetaObject::invokeMethod(this, &ChartView::schedule, Qt::QueuedConnection);
    }
    if (watched != view_->viewport()) return QWidget::eventFilter(watched, event);
    switch (event->type()) {
        case QEvent::MouseMove: {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            const QPoint position = mouse->position().toPoint();
            if (dragFrom_ && (mouse->buttons() & Qt::LeftButton) && frame().data.axis == ChartAxis::Windows) {
                const int places =
                    static_cast<int>(std::lround((dragFrom_->x() - position.x()) / picture_->placePitch()));
                const std::int64_t wanted = dragEnd_ + places * frame().data.pitch;
                const std::int64_t shown =
                    viewEnd_.value_or(frame().data.places.empty() ? 0 : frame().data.places.back().end);
                if (wanted != shown) {
                    dragged_ = true;
                    moveBy(static_cast<int>((wanted - shown) / frame().data.pitch));
                }
                return true;
            }
            if (!pinned_) setCurrentMark(picture_->markAt(position));
            return true;
        }
        case QEvent::MouseButtonPress: {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            setFocus(Qt::MouseFocusReason);
            if (mouse->button() != Qt::LeftButton) return true;
            dragged_ = false;
            const ChartData& drawn = frame().data;
            if (drawn.axis == ChartAxis::Windows && !drawn.places.empty()) {
                dragFrom_ = mouse->position().toPoint();
                dragEnd_ = viewEnd_.value_or(drawn.places.back().end);
            }
            return true;
        }
        case QEvent::MouseButtonRelease: {
            const auto* mouse = static_cast<QMouseEvent*>(event);
            dragFrom_.reset();
            if (mouse->button() != Qt::LeftButton) return true;
            if (!dragged_) {
                const auto mark = picture_->markAt(mouse->position());
                const bool same = mark && mark == current_ && pinned_;
                setCurrentMark(mark);
                setPinned(mark && !same);
            }
            return true;
        }
        case QEvent::MouseButtonDblClick: {
            const auto mark = picture_->markAt(static_cast<QMouseEvent*>(event)->position());
            if (mark) emit explainRequested(*mark);
            return true;
        }
        case QEvent::Leave:
            if (!pinned_ && !hasFocus()) setCurrentMark(std::nullopt);
            return false;
        case QEvent::Wheel: {
            const auto* wheel = static_cast<QWheelEvent*>(event);
            const int steps = wheel->angleDelta().y() != 0 ? wheel->angleDelta().y() : wheel->angleDelta().x();
            if (wheel->modifiers() & Qt::ControlModifier) {
                const int span = std::clamp(spec_.span + (steps > 0 ? -1 : 1) * std::max(1, spec_.span / 8),
                                            kFewestWindows, kMostWindows);
                if (steps != 0 && span != spec_.span) emit spanRequested(span);
                return true;
            }
            if (wheel->angleDelta().x() != 0 || (wheel->modifiers() & Qt::ShiftModifier)) {
                moveBy(steps > 0 ? -1 : 1);
                return true;
            }
            // Without a modifier the page scrolls.
            event->ignore();
            return true;
        }
        default: return false;
    }
}

}  // namespace vitrine::ui
