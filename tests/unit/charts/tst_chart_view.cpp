// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QImage>
#include <QPainter>
#include <QTest>

#include "chart_samples.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/default_charts.h"
#include "ui/style/fonts.h"
#include "ui/style/theme.h"

using namespace vitrine;
using namespace vitrine::ui;

class TestChartView : public QObject {
    Q_OBJECT
  private slots:
    void initTestCase() {
        QVERIFY(installFonts(*qApp));
    }
    void first() {
        const auto snapshot = samples::actions();
        for (const ChartSpec& spec : defaultCharts(*snapshot->shape, "q")) {
            KeyColors colors;
            ChartFrame frame = makeChartFrame(*snapshot, spec, TimeZone(), colors);
            frame.late = {samples::kTwo + 2832 * samples::kSecond, samples::kTwo + 4466 * samples::kSecond, samples::kTwo + 6720 * samples::kSecond};
            QImage image(642 * 2, 234 * 2, QImage::Format_ARGB32_Premultiplied);
            image.setDevicePixelRatio(2);
            image.fill(Qt::white);
            QPainter painter(&image);
            renderChart(frame, &painter, QSizeF(642, 234), ChartLook::current(QLocale(QLocale::English), TimeZone()));
            painter.end();
            QVERIFY(image.save(QString("first-%1.png").arg(QString::fromStdString(spec.id))));
        }
    }
};

QTEST_MAIN(TestChartView)
#include "tst_chart_view.moc"
