// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_card.h"

#include <algorithm>

#include <QActionGroup>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/charts/chart_look.h"
#include "ui/charts/chart_summary.h"
#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/theme.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/flow_layout.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/legend_chip.h"
#include "ui/widgets/segment_bar.h"

namespace vitrine::ui {

namespace {

constexpr int kHeadHeight = 40;
constexpr int kFootHeight = 28;
constexpr int kSide = 16;

/// A line of text that is cut with "…" where the head is narrow; the whole of it is in the tool tip.
class ElidingLabel : public TextLabel {
  public:
    using TextLabel::TextLabel;
    QSize minimumSizeHint() const override {
        return {std::min(QLabel::sizeHint().width(), scaled(60)), QLabel::minimumSizeHint().height()};
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setPen(palette().color(foregroundRole()));
        painter.drawText(rect(), Qt::AlignVCenter | Qt::AlignLeft,
                         fontMetrics().elidedText(text(), Qt::ElideRight, width()));
    }
};

/// The end of the foot: what hatches and triangles mean (R16, R19).
class MarksKey : public QWidget {
  public:
    using QWidget::QWidget;

    void setMarks(bool open, bool late, const QString& openText, const QString& lateText) {
        if (open == open_ && late == late_ && openText == openText_ && lateText == lateText_) return;
        open_ = open;
        late_ = late;
        openText_ = openText;
        lateText_ = lateText;
        setVisible(open || late);
        QStringList words;
        if (open) words << openText;
        if (late) words << lateText;
        setAccessibleName(words.join(QStringLiteral(", ")));
        updateGeometry();
        update();
    }
    QSize sizeHint() const override {
        const QFontMetrics metrics(captionFont());
        int width = 0;
        if (open_) width += scaled(20) + metrics.horizontalAdvance(openText_);
        if (late_) width += scaled(open_ ? 28 : 18) + metrics.horizontalAdvance(lateText_);
        return {width, scaled(20)};
    }
    /// A narrow card has no room for the words: they may be cut, the marks stay in the tool tip.
    QSize minimumSizeHint() const override { return {0, scaled(20)}; }

  protected:
    void paintEvent(QPaintEvent*) override {
        if (width() < sizeHint().width()) return;
        QPainter painter(this);
        const ChartLook look = ChartLook::current(locale(), {});
        const ThemeTokens& tokens = *look.tokens;
        painter.setFont(look.font);
        double x = width() - sizeHint().width();
        const double middle = height() / 2.0;
        const auto write = [&](const QString& text) {
            painter.setPen(tokens.text2);
            const double advance = painter.fontMetrics().horizontalAdvance(text);
            painter.drawText(QRectF(x, 0, advance + 1, height()), Qt::AlignVCenter | Qt::TextDontClip, text);
            x += advance;
        };
        if (open_) {
            const QRectF box(x + 0.5, middle - look.px(5.5) + 0.5, look.px(13), look.px(11));
            paintHatch(painter, box, tokens.text, tokens.surface, look.scale * 0.6);
            paintOpenOutline(painter, box, tokens.text, look.scale);
            x += look.px(20);
            write(openText_);
            if (late_) x += look.px(10);
        }
        if (late_) {
            paintLateMark(painter, {x + look.px(5), middle - look.px(5)}, look.px(10), look.lineColor(1),
                          tokens.surface, look.px(1.5));
            x += look.px(18);
            write(lateText_);
        }
    }

  private:
    bool open_ = false;
    bool late_ = false;
    QString openText_;
    QString lateText_;
};

}  // namespace

ChartCard::ChartCard(QWidget* parent)
    : Card(parent),
      view_(new ChartView),
      body_(new QStackedWidget),
      empty_(new EmptyState),
      title_(new ElidingLabel(TextLabel::Role::Strong)),
      caption_(new ElidingLabel(TextLabel::Role::Caption)),
      stack_(new SegmentBar(ControlSize::Small)),
      stale_(new Chip({}, Chip::Kind::Warn)),
      follow_(new Chip),
      enlarge_(new QToolButton),
      more_(new QToolButton),
      menu_(new QMenu(this)),
      foot_(new QWidget),
      legend_(new QWidget),
      legendFlow_(new FlowLayout(legend_, 8, 4)),
      marks_(new MarksKey) {
    view_->setHost(this);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);

    auto* head = new QHBoxLayout;
    head->setContentsMargins(scaled(kSide), scaled(6), scaled(10), 0);
    head->setSpacing(scaled(8));
    title_->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    caption_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    caption_->setTokenColor(&ThemeTokens::text2);
    head->addWidget(title_);
    head->addWidget(caption_, 1);
    for (int index = 0; index < 3; ++index) stack_->addSegment(QString());
    head->addWidget(stack_);
    stale_->setGlyph(Icon::Clock);
    stale_->setLarge(true);
    stale_->hide();
    head->addWidget(stale_);
    follow_->setLarge(true);
    follow_->setInteractive(true);
    head->addWidget(follow_);
    for (QToolButton* button : {enlarge_, more_}) {
        ui::setKind(button, ButtonKind::Quiet);
        setControlSize(button, ControlSize::Small);
        button->setFocusPolicy(Qt::StrongFocus);
        head->addWidget(button);
    }
    enlarge_->setIcon(icon(Icon::Maximize2));
    more_->setIcon(icon(Icon::Ellipsis));
    more_->setPopupMode(QToolButton::InstantPopup);
    more_->setMenu(menu_);
    auto* headBox = new QWidget;
    headBox->setLayout(head);
    headBox->setMinimumHeight(scaled(kHeadHeight));
    all->addWidget(headBox);

    body_->addWidget(view_);
    body_->addWidget(empty_);
    all->addWidget(body_, 1);

    auto* foot = new QHBoxLayout(foot_);
    foot->setContentsMargins(scaled(kSide), scaled(2), scaled(kSide), scaled(5));
    foot->setSpacing(scaled(12));
    legendFlow_->setContentsMargins(0, 0, 0, 0);
    foot->addWidget(legend_, 1);
    foot->addWidget(marks_, 0, Qt::AlignTop);
    foot_->setMinimumHeight(scaled(kFootHeight));
    all->addWidget(foot_);

    connect(stack_, &SegmentBar::chosen, this, [this](int index) {
        ChartSpec wanted = spec();
        wanted.stack = static_cast<StackMode>(index);
        ask(wanted);
    });
    connect(follow_, &Chip::clicked, this, [this] { view_->setFollow(!view_->isFollowing()); });
    connect(enlarge_, &QToolButton::clicked, this, &ChartCard::enlargeRequested);
    connect(view_, &ChartView::updated, this, &ChartCard::refresh);
    connect(view_, &ChartView::followChanged, this, &ChartCard::refreshFollow);
    connect(view_, &ChartView::missedBatchesChanged, this, &ChartCard::refreshFollow);
    connect(view_, &ChartView::staleChanged, this, &ChartCard::refresh);
    connect(view_, &ChartView::tableRequested, this, &ChartCard::tableRequested);
    connect(view_, &ChartView::spanRequested, this, [this](int windows) {
        ChartSpec wanted = spec();
        wanted.span = windows;
        ask(wanted);
    });
    connect(&Theme::current(), &Theme::changed, this, [this] { marks_->update(); });
    retranslate();
}

void ChartCard::setSpec(const ChartSpec& spec) {
    view_->setSpec(spec);
    retranslate();
}

void ChartCard::setEmptyTexts(const QString& what, const QString& why) {
    emptyWhat_ = what;
    emptyWhy_ = why;
    retranslate();
}

bool ChartCard::isEmpty() const {
    return view_->frame().data.isEmpty();
}

void ChartCard::ask(ChartSpec wanted) {
    if (wanted == spec()) return;
    emit specChanged(wanted);
    // What the document refused is not shown as chosen.
    stack_->setCurrentIndex(static_cast<int>(spec().stack));
}

void ChartCard::setNeighbours(bool before, bool after) {
    if (before == before_ && after == after_) return;
    before_ = before;
    after_ = after;
    retranslate();
}

void ChartCard::keyPressEvent(QKeyEvent* event) {
    const bool ours = event->modifiers() == (Qt::ControlModifier | Qt::ShiftModifier);
    if (ours && event->key() == Qt::Key_Left && before_) emit moveRequested(-1);
    else if (ours && event->key() == Qt::Key_Right && after_) emit moveRequested(1);
    else Card::keyPressEvent(event);
}

void ChartCard::changeEvent(QEvent* event) {
    Card::changeEvent(event);
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::LocaleChange) retranslate();
}

void ChartCard::retranslate() {
    stack_->setText(0, spec().type == ChartType::Area ? tr("Overlaid") : tr("Grouped"));
    stack_->setText(1, tr("Stacked"));
    stack_->setText(2, tr("100\u00A0%"));
    stack_->setAccessibleName(spec().type == ChartType::Area ? tr("Areas over each other or stacked")
                                                             : tr("Bars side by side or stacked"));
    enlarge_->setToolTip(tr("Enlarge this chart"));
    enlarge_->setAccessibleName(tr("Enlarge this chart"));
    more_->setToolTip(tr("More for this chart"));
    more_->setAccessibleName(tr("More for this chart"));
    emptyShown_ = ChartRefusal::None;
    refreshEmpty(true);

    // The spec is asked for when an action runs: the menu may be older than it.
    qDeleteAll(menu_->findChildren<QAction*>(QString(), Qt::FindDirectChildrenOnly));
    const auto add = [this](Icon glyph, const QString& text, auto signal) {
        QAction* action = menu_->addAction(icon(glyph), text);
        connect(action, &QAction::triggered, this, signal);
        return action;
    };
    const auto edit = [this](const QString& text, bool checked, auto change) {
        QAction* action = menu_->addAction(text);
        action->setCheckable(true);
        action->setChecked(checked);
        connect(action, &QAction::triggered, this, [this, change] {
            ChartSpec wanted = spec();
            change(wanted);
            ask(wanted);
        });
        return action;
    };
    add(Icon::Pencil, tr("Edit chart…"), &ChartCard::editRequested);
    auto* types = new QActionGroup(menu_);
    for (const ChartType type : {ChartType::Bar, ChartType::Line, ChartType::Area, ChartType::Scatter, ChartType::Pie,
                                 ChartType::Histogram, ChartType::Number})
        types->addAction(
            edit(ChartSummary::typeName(type), spec().type == type, [type](ChartSpec& wanted) { wanted.type = type; }));
    menu_->addSeparator();
    edit(tr("Show open windows"), spec().showOpenWindows,
         [](ChartSpec& wanted) { wanted.showOpenWindows = !wanted.showOpenWindows; });
    if (spec().type != ChartType::Pie && spec().type != ChartType::Number)
        edit(tr("Logarithmic values"), spec().logScale, [](ChartSpec& wanted) { wanted.logScale = !wanted.logScale; });
    menu_->addSeparator();
    add(Icon::Table2, tr("Show the table"), &ChartCard::tableRequested);
    add(Icon::Copy, tr("Copy as image"), &ChartCard::copyImageRequested);
    add(Icon::Download, tr("Export…"), &ChartCard::exportRequested);
    menu_->addSeparator();
    const auto move = [this](Icon glyph, const QString& text, int places) {
        // The card takes the keys itself, where the focus is in it; the menu only names them.
        const QKeySequence keys(Qt::CTRL | Qt::SHIFT | (places < 0 ? Qt::Key_Left : Qt::Key_Right));
        QAction* action =
            menu_->addAction(icon(glyph), text + QLatin1Char('\t') + keys.toString(QKeySequence::NativeText));
        connect(action, &QAction::triggered, this, [this, places] { emit moveRequested(places); });
    };
    if (before_) move(Icon::ChevronLeft, tr("Move one place forward"), -1);
    if (after_) move(Icon::ChevronRight, tr("Move one place back"), 1);
    add(Icon::Plus, tr("Duplicate"), &ChartCard::duplicateRequested);
    add(Icon::Trash2, tr("Remove"), &ChartCard::removeRequested);
    refreshFollow();
    refresh();
}

void ChartCard::refreshFollow() {
    const bool following = view_->isFollowing();
    follow_->setGlyph(Icon::ArrowRightToLine);
    follow_->setKind(following ? Chip::Kind::Plain : Chip::Kind::Warn);
    follow_->setText(following ? tr("Follow")
                     : view_->missedBatches() > 0
                         ? tr("Back to live (L), %n batch(es) missed", nullptr, view_->missedBatches())
                         : tr("Free: back to live (L)"));
    follow_->setToolTip(following ? tr("The chart follows the newest windows. Click to stay where it is.")
                                  : tr("The chart stays where you left it."));
}

/// What stands where nothing is drawn: that nothing came yet, or why this kind of chart would lie.
void ChartCard::refreshEmpty(bool always) {
    const ChartRefusal refused = view_->frame().data.refusal;
    if (!always && refused == emptyShown_) return;
    emptyShown_ = refused;
    empty_->clearActions();
    if (refused == ChartRefusal::None) {
        empty_->setTexts(
            emptyWhat_.isEmpty() ? tr("No rows yet") : emptyWhat_,
            emptyWhy_.isEmpty() ? tr("The chart is drawn with the first batch that has rows.") : emptyWhy_);
        return;
    }
    const ChartLook look = ChartLook::current(locale(), {});
    const auto [what, why] = ChartSummary(view_->frame(), look).refusal();
    empty_->setTexts(what, why);
    connect(empty_->addAction(tr("Show as bars"), Icon::ChartColumn), &QPushButton::clicked, this, [this] {
        ChartSpec wanted = spec();
        wanted.type = ChartType::Bar;
        ask(wanted);
    });
    connect(empty_->addAction(tr("Edit chart…"), Icon::Pencil), &QPushButton::clicked, this, &ChartCard::editRequested);
}

void ChartCard::refresh() {
    const ChartData& drawn = view_->frame().data;
    const ChartType type = spec().type;
    const bool bars = type != ChartType::Line && type != ChartType::Scatter && type != ChartType::Number;
    refreshEmpty(false);
    const QString title = ChartSummary::title(spec());
    title_->setText(title);
    title_->setToolTip(title);
    // The narrow card of the lines gives its head to the title.
    caption_->setText(type == ChartType::Line || type == ChartType::Number ? QString() : view_->caption());
    caption_->setToolTip(view_->caption());
    setAccessibleName(title);

    int shown = 0;
    for (const ChartSeries& series : drawn.series) shown += series.isOther ? 0 : 1;
    const bool canStack = (type == ChartType::Bar || type == ChartType::Area) && !drawn.isEmpty() &&
                          !drawn.stackedByCategory && drawn.series.size() > 1;
    stack_->setVisible(canStack);
    stack_->setCurrentIndex(static_cast<int>(spec().stack));
    const bool sums = drawn.additive && !drawn.overlapping;
    for (int index = 1; index < 3; ++index)
        stack_->setSegmentEnabled(index, drawn.additive, tr("Averages, lowest and highest values cannot be stacked"));
    if (sums) stack_->setSegmentEnabled(2, true);
    else
        stack_->setSegmentEnabled(2, false,
                                  drawn.overlapping ? tr("Windows overlap: a row is in several, shares would lie")
                                                    : tr("These values have no total"));
    follow_->setVisible(drawn.axis == ChartAxis::Windows);
    stale_->setVisible(view_->staleSeconds().has_value());
    if (view_->staleSeconds()) stale_->setText(tr("stale %1 s").arg(locale().toString(*view_->staleSeconds())));
    body_->setCurrentWidget(drawn.isEmpty() ? static_cast<QWidget*>(empty_) : view_);
    foot_->setVisible(!drawn.isEmpty());
    static_cast<MarksKey*>(marks_)->setMarks(drawn.openPlaces > 0 && drawn.canBeFinal && bars,
                                             !view_->frame().late.empty() && type == ChartType::Bar,
                                             tr("open window (~ may change)"), tr("late row dropped"));
    refreshLegend();
}

void ChartCard::refreshLegend() {
    const ChartData& drawn = view_->frame().data;
    const bool lines = spec().type == ChartType::Line || spec().type == ChartType::Area;
    const bool points = spec().type == ChartType::Scatter;
    // A pie has its table beside it, a number says itself what it is.
    const bool itself = drawn.stackedByCategory || spec().type == ChartType::Number;
    const ChartLook look = ChartLook::current(locale(), {});
    const ChartSummary words(view_->frame(), look);
    // Chips keep their focus: the legend is made anew only when its keys change.
    QString signature = lines ? QStringLiteral("l") : points ? QStringLiteral("p") : QStringLiteral("b");
    for (std::size_t index = 0; index < drawn.series.size(); ++index) {
        const ChartSeries& series = drawn.series[index];
        signature += words.seriesName(static_cast<int>(index)) + QLatin1Char('\n') + QString::number(series.slot) +
                     (series.hidden ? QLatin1Char('-') : QLatin1Char('+'));
    }
    if (itself) signature.clear();
    if (signature == legendText_) return;
    const QString before = legendText_;
    legendText_ = signature;
    QString focused;
    for (LegendChip* chip : legend_->findChildren<LegendChip*>()) {
        if (chip->hasFocus()) focused = chip->text();
        legendFlow_->removeWidget(chip);
        chip->hide();
        chip->deleteLater();
    }
    if (itself) return;
    for (std::size_t index = 0; index < drawn.series.size(); ++index) {
        const ChartSeries& series = drawn.series[index];
        auto* chip = new LegendChip(words.seriesName(static_cast<int>(index)), series.slot,
                                    lines    ? LegendChip::Swatch::Line
                                    : points ? LegendChip::Swatch::Point
                                             : LegendChip::Swatch::Square,
                                    legend_);
        chip->setShown(!series.hidden);
        if (!series.isOther) {
            connect(chip, &LegendChip::isolateRequested, this, [this, key = series.key] { isolate(key); });
            connect(chip, &LegendChip::toggleRequested, this, [this, key = series.key] { toggle(key); });
        }
        legendFlow_->addWidget(chip);
        chip->show();
        if (chip->text() == focused) chip->setFocus();
    }
}

void ChartCard::isolate(const std::string& key) {
    std::set<std::string> hidden;
    for (const ChartSeries& series : view_->frame().data.series) {
        if (!series.isOther && series.key != key) hidden.insert(series.key);
    }
    // The only one shown: all come back.
    view_->setHiddenKeys(hidden == view_->hiddenKeys() ? std::set<std::string>() : hidden);
}

void ChartCard::toggle(const std::string& key) {
    std::set<std::string> hidden = view_->hiddenKeys();
    if (!hidden.erase(key)) hidden.insert(key);
    view_->setHiddenKeys(hidden);
}

}  // namespace vitrine::ui
