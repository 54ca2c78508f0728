// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QCoreApplication>
#include <QImage>
#include <QLocale>
#include <QSize>
#include <QString>

#include "core/base/result.h"
#include "ui/charts/chart_view.h"
#include "ui/export/provenance.h"

namespace vitrine::ui {

/// How a chart leaves the window: always drawn anew, with title, legend and a line saying where it comes from.
struct ChartExportOptions {
    QSize size{960, 540};     ///< logical pixels
    double scale = 2;         ///< of PNG: pixels a logical pixel, 0.5 to 8
    bool asOnScreen = false;  ///< the theme of the window instead of the print theme (R36)
    bool withTitle = true;
    bool withProvenance = true;
    QLocale locale;
    TimeZone zone;
};

/// Pictures of charts as files. Needs a QApplication, no window; blocks while drawing and writing. GUI thread.
class ChartExport {
    Q_DECLARE_TR_FUNCTIONS(ChartExport)

  public:
    /// The picture; `scale` times as many pixels as `size`, at most 16,384 a side.
    static QImage image(const ChartFrame& frame, const ChartExportOptions& options, const Provenance& provenance);
    /// SVG text: text stays text; provenance in `<metadata>`.
    static QByteArray svg(const ChartFrame& frame, const ChartExportOptions& options, const Provenance& provenance);

    /// Errors: DiskFull, FileNotWritable, WriteFailed, InvalidArgument (nothing to draw).
    static Result<void> writePng(const QString& path, const ChartFrame& frame, const ChartExportOptions& options,
                                 const Provenance& provenance);
    static Result<void> writeSvg(const QString& path, const ChartFrame& frame, const ChartExportOptions& options,
                                 const Provenance& provenance);

  private:
    static void paint(QPainter& painter, const ChartFrame& frame, const ChartExportOptions& options,
                      const Provenance& provenance);
};

}  // namespace vitrine::ui
