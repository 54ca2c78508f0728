// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/state_mark.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QIconEngine>
#include <QPainter>

#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

class StateIconEngine : public QIconEngine {
  public:
    StateIconEngine(StateMark state, bool quiet) : state_(state), quiet_(quiet) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State iconState) override {
        // The tab bar asks for On in the chosen tab: there the accent is shown.
        paintStateMark(*painter, rect, state_, quiet_ && iconState == QIcon::Off);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State iconState) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, iconState);
        return pixmap;
    }

    QIconEngine* clone() const override { return new StateIconEngine(*this); }

  private:
    StateMark state_;
    bool quiet_;
};

}  // namespace

void paintStateMark(QPainter& painter, const QRectF& rect, StateMark state, bool quiet) {
    const ThemeTokens& t = Theme::tokens();
    const double side = std::min(rect.width(), rect.height());
    const double shape = std::round(side * 0.6);
    const QPointF centre = rect.center();
    const QRectF box =
        alignedToPixels(painter, QRectF(centre.x() - shape / 2.0, centre.y() - shape / 2.0, shape, shape));
    const double stroke = std::max(1.5, shape / 6.5);
    const QRectF ring = box.adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    switch (state) {
        case StateMark::NotStarted: {
            QPen pen(t.text2, stroke, Qt::CustomDashLine, Qt::FlatCap);
            // Eight dashes go round whatever the size.
            const double step = 3.14159265 * ring.width() / stroke / 8.0;
            pen.setDashPattern({step * 0.55, step * 0.45});
            painter.setPen(pen);
            painter.drawEllipse(ring);
            break;
        }
        case StateMark::Starting:
        case StateMark::Stopping: {
            const QColor color = quiet ? t.text2 : t.accent;
            painter.setBrush(color);
            // Starting fills the left half, stopping has the right half left.
            painter.drawChord(ring, (state == StateMark::Starting ? 90 : 270) * 16, 180 * 16);
            painter.setBrush(Qt::NoBrush);
            painter.setPen(QPen(color, stroke));
            painter.drawEllipse(ring);
            break;
        }
        case StateMark::Running:
            painter.setBrush(quiet ? t.text2 : t.accent);
            painter.drawEllipse(box);
            break;
        case StateMark::Paused: {
            const double bar = std::max(2.0, std::round(shape * 0.3));
            painter.setRenderHint(QPainter::Antialiasing, false);
            painter.fillRect(alignedToPixels(painter, QRectF(box.left(), box.top(), bar, box.height())), t.warn);
            painter.fillRect(alignedToPixels(painter, QRectF(box.right() - bar, box.top(), bar, box.height())), t.warn);
            break;
        }
        case StateMark::Stopped: painter.fillRect(box, t.text2); break;
        case StateMark::Finished: {
            painter.fillRect(box.adjusted(-1, -1, 1, 1), t.text2);
            painter.setPen(QPen(t.surface, stroke, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
            painter.drawPolyline(QPolygonF({box.topLeft() + QPointF(shape * 0.12, shape * 0.52),
                                            box.topLeft() + QPointF(shape * 0.42, shape * 0.8),
                                            box.topLeft() + QPointF(shape * 0.9, shape * 0.22)}));
            break;
        }
        case StateMark::Failed: drawCross(painter, box.center(), shape, t.err, std::max(2.0, stroke)); break;
    }
    painter.restore();
}

QIcon stateIcon(StateMark state, bool quiet) {
    return QIcon(new StateIconEngine(state, quiet));
}

QString stateWord(StateMark state) {
    const auto word = [](const char* text) { return QCoreApplication::translate("vitrine::ui::StateMark", text); };
    switch (state) {
        case StateMark::NotStarted: return word(QT_TRANSLATE_NOOP("vitrine::ui::StateMark", "Not started"));
        case StateMark::Starting: return word(QT_TRANSLATE_NOOP("vitrine::ui::StateMark", "Starting"));
        case StateMark::Running: return word(QT_TRANSLATE_NOOP("vitrine::ui::StateMark", "Running"));
        case StateMark::Stopping: return word(QT_TRANSLATE_NOOP("vitrine::ui::StateMark", "Stopping"));
        case StateMark::Paused: return word(QT_TRANSLATE_NOOP("vitrine::ui::StateMark", "Paused"));
        case StateMark::Stopped: return word(QT_TRANSLATE_NOOP("vitrine::ui::StateMark", "Stopped"));
        case StateMark::Finished: return word(QT_TRANSLATE_NOOP("vitrine::ui::StateMark", "Finished"));
        case StateMark::Failed: return word(QT_TRANSLATE_NOOP("vitrine::ui::StateMark", "Failed"));
    }
    return {};
}

}  // namespace vitrine::ui
