// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/export/chart_export.h"

#include <algorithm>

#include <QBuffer>
#include <QImageWriter>
#include <QPainter>
#include <QSvgGenerator>

#include "core/data/timestamp_text.h"
#include "ui/charts/chart_summary.h"
#include "ui/charts/time_labels.h"
#include "ui/export/file_saver.h"

namespace vitrine::ui {

namespace {

constexpr int kMostPixels = 16384;
constexpr double kScreenDotsPerMeter = 96 / 0.0254;
constexpr double kMargin = 16;
constexpr double kTitleHeight = 36;
constexpr double kLegendHeight = 24;
constexpr double kFooterHeight = 24;

ChartLook lookOf(const ChartExportOptions& options) {
    return options.asOnScreen ? ChartLook::current(options.locale, options.zone)
                              : ChartLook::print(options.locale, options.zone);
}

/// Why there is no picture: nothing came yet, or the kind of chart would lie about these values.
Error nothingToDraw(const ChartFrame& frame, const ChartExportOptions& options) {
    if (frame.data.refusal == ChartRefusal::None)
        return Error(ErrorCode::InvalidArgument, "The chart has nothing to draw yet.");
    const ChartLook look = lookOf(options);
    const auto [what, why] = ChartSummary(frame, look).refusal();
    return Error(ErrorCode::InvalidArgument, what.toStdString() + ". " + why.toStdString());
}

}  // namespace

void ChartExport::paint(QPainter& painter, const ChartFrame& frame, const ChartExportOptions& options,
                        const Provenance& provenance) {
    const ChartLook look = lookOf(options);
    const ThemeTokens& tokens = *look.tokens;
    const ChartSummary words(frame, look);
    const QSizeF size(options.size);
    painter.fillRect(QRectF(QPointF(), size), tokens.surface);
    painter.setRenderHint(QPainter::TextAntialiasing, true);
    double top = 0;
    const double margin = look.px(kMargin);
    if (options.withTitle) {
        QFont titleFont = look.strongFont;
        titleFont.setPixelSize(static_cast<int>(look.px(14)));
        painter.setFont(titleFont);
        painter.setPen(tokens.text);
        const QString title = ChartSummary::title(frame.spec);
        const double titleWidth = QFontMetricsF(titleFont).horizontalAdvance(title);
        painter.drawText(QRectF(margin, look.px(6), titleWidth + 1, look.px(kTitleHeight - 6)),
                         Qt::AlignVCenter | Qt::TextDontClip, title);
        painter.setFont(look.font);
        painter.setPen(tokens.text2);
        painter.drawText(QRectF(margin + titleWidth + look.px(12), look.px(7), size.width() - titleWidth - look.px(40),
                                look.px(kTitleHeight - 6)),
                         Qt::AlignVCenter, words.caption());
        top += look.px(kTitleHeight);
    }
    double bottom = size.height();
    if (options.withProvenance) {
        bottom -= look.px(kFooterHeight);
        QStringList parts;
        if (!provenance.query.empty()) parts << QString::fromStdString(provenance.query);
        if (provenance.batch >= 0)
            parts << tr("batch %1").arg(look.locale.toString(static_cast<qlonglong>(provenance.batch)));
        if (provenance.watermark && frame.data.hasWatermark) {
            const std::int64_t mark =
                std::chrono::duration_cast<Micros>(provenance.watermark->time_since_epoch()).count();
            parts << tr("watermark %1").arg(QString::fromStdString(formatTimestamp(mark, look.zone)));
        }
        parts << tr("%n row(s)", nullptr, static_cast<int>(std::min<std::uint64_t>(provenance.rows, 2'000'000'000)));
        parts << QString::fromStdString(provenance.zone);
        if (!provenance.version.empty())
            parts << QStringLiteral("Vitrine ") + QString::fromStdString(provenance.version);
        painter.setFont(look.font);
        painter.setPen(tokens.text2);
        painter.drawText(QRectF(margin, bottom, size.width() - 2 * margin, look.px(kFooterHeight - 6)),
                         Qt::AlignVCenter, parts.join(QStringLiteral(" · ")));
    }
    const bool itself = frame.data.stackedByCategory || frame.spec.type == ChartType::Number;
    if (!itself && frame.data.series.size() > 0) {
        bottom -= look.px(kLegendHeight);
        double x = margin;
        const bool points = frame.spec.type == ChartType::Scatter;
        const bool lines = points || frame.spec.type == ChartType::Line || frame.spec.type == ChartType::Area;
        const double middle = bottom + look.px(kLegendHeight) / 2;
        painter.setFont(look.font);
        for (std::size_t index = 0; index < frame.data.series.size(); ++index) {
            const ChartSeries& series = frame.data.series[index];
            if (series.hidden) continue;
            const SeriesColor color = look.series(series.slot);
            const double swatch = look.px(lines ? 22 : 11);
            if (lines) {
                painter.setPen(QPen(look.lineColor(series.slot), look.px(2)));
                if (!points) painter.drawLine(QLineF(x, middle, x + swatch, middle));
                paintSeriesMarker(painter, {x + swatch / 2, middle}, look.px(8), series.slot, color, tokens.surface,
                                  false);
            } else {
                const QRectF box(x, middle - swatch / 2, swatch, swatch);
                painter.fillRect(box, color.fill);
                if (look.textures || series.isOther)
                    paintTexture(painter, box, series.slot, tokens.surface, look.scale);
                painter.setPen(QPen(color.outline, 1));
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(box);
            }
            x += swatch + look.px(6);
            const QString name = words.seriesName(static_cast<int>(index));
            const double width = QFontMetricsF(look.font).horizontalAdvance(name);
            painter.setPen(tokens.text2);
            painter.drawText(QRectF(x, bottom, width + 1, look.px(kLegendHeight)), Qt::AlignVCenter | Qt::TextDontClip,
                             name);
            x += width + look.px(16);
            if (x > size.width() - margin) break;
        }
        if (frame.data.canBeFinal && frame.data.openPlaces > 0 && (!lines || frame.spec.type == ChartType::Area)) {
            const QString text = tr("open window (~ may change)");
            const double width = QFontMetricsF(look.font).horizontalAdvance(text);
            const double left = size.width() - margin - width;
            if (left - look.px(20) > x) {
                const QRectF box(left - look.px(20), middle - look.px(5.5), look.px(13), look.px(11));
                paintHatch(painter, box, tokens.text, tokens.surface, look.scale * 0.6);
                paintOpenOutline(painter, box, tokens.text, look.scale);
                painter.setPen(tokens.text2);
                painter.drawText(QRectF(left, bottom, width + 1, look.px(kLegendHeight)),
                                 Qt::AlignVCenter | Qt::TextDontClip, text);
            }
        }
    }
    painter.translate(0, top);
    renderChart(frame, &painter, QSizeF(size.width(), std::max(40.0, bottom - top)), look);
    painter.translate(0, -top);
}

QImage ChartExport::image(const ChartFrame& frame, const ChartExportOptions& options, const Provenance& provenance) {
    double scale = std::clamp(options.scale, 0.5, 8.0);
    scale =
        std::min(scale, static_cast<double>(kMostPixels) / std::max({1, options.size.width(), options.size.height()}));
    QImage picture((QSizeF(options.size) * scale).toSize(), QImage::Format_ARGB32_Premultiplied);
    picture.setDevicePixelRatio(scale);
    picture.fill(Qt::white);
    QPainter painter(&picture);
    paint(painter, frame, options, provenance);
    painter.end();
    picture.setDotsPerMeterX(static_cast<int>(kScreenDotsPerMeter * scale));
    picture.setDotsPerMeterY(static_cast<int>(kScreenDotsPerMeter * scale));
    picture.setText(QStringLiteral("Software"), QStringLiteral("Vitrine"));
    picture.setText(QStringLiteral("Title"), ChartSummary::title(frame.spec));
    if (options.withProvenance) picture.setText(QStringLiteral("vitrine"), QString::fromStdString(toJson(provenance)));
    return picture;
}

QByteArray ChartExport::svg(const ChartFrame& frame, const ChartExportOptions& options, const Provenance& provenance) {
    QByteArray text;
    QBuffer buffer(&text);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(options.size);
    generator.setViewBox(QRect(QPoint(), options.size));
    generator.setResolution(96);
    generator.setTitle(ChartSummary::title(frame.spec));
    const ChartLook look = lookOf(options);
    generator.setDescription(ChartSummary(frame, look).description());
    QPainter painter(&generator);
    paint(painter, frame, options, provenance);
    painter.end();
    // Readers without the font fall back to their own.
    text.replace("font-family=\"Vitrine Inter\"", "font-family=\"Vitrine Inter, Inter, sans-serif\"");
    if (options.withProvenance) {
        const QByteArray metadata = "<metadata id=\"vitrine\">" +
                                    QString::fromStdString(toJson(provenance)).toHtmlEscaped().toUtf8() +
                                    "</metadata>\n";
        const qsizetype at = text.indexOf("</desc>");
        if (at >= 0) text.insert(at + qsizetype(sizeof("</desc>") - 1), "\n" + metadata);
    }
    return text;
}

Result<void> ChartExport::writePng(const QString& path, const ChartFrame& frame, const ChartExportOptions& options,
                                   const Provenance& provenance) {
    if (frame.data.isEmpty()) return nothingToDraw(frame, options);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QImageWriter writer(&buffer, "png");
    if (!writer.write(image(frame, options, provenance)))
        return Error(ErrorCode::WriteFailed,
                     "The picture could not be encoded: " + writer.errorString().toStdString() + ".");
    return saveFile(path, std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

Result<void> ChartExport::writeSvg(const QString& path, const ChartFrame& frame, const ChartExportOptions& options,
                                   const Provenance& provenance) {
    if (frame.data.isEmpty()) return nothingToDraw(frame, options);
    const QByteArray text = svg(frame, options, provenance);
    return saveFile(path, std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
}

}  // namespace vitrine::ui
