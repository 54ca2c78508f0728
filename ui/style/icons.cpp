// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/icons.h"

#include <QIconEngine>
#include <QPainter>
#include <QPainterPath>
#include <QRawFont>

#include "ui/style/fonts.h"
#include "ui/style/theme.h"

namespace vitrine::ui {

namespace {

constexpr double kGlyphSize = 96.0;

// Outline of a glyph in a square of kGlyphSize, top left at the origin.
const QPainterPath& glyphPath(Icon glyph) {
    static std::array<QPainterPath, kIconGlyphs.size()> paths;
    static const QRawFont font = [] {
        initResources();
        return QRawFont(QStringLiteral(":/fonts/lucide.ttf"), kGlyphSize, QFont::PreferNoHinting);
    }();
    const auto index = static_cast<std::size_t>(glyph);
    QPainterPath& path = paths[index];
    if (path.isEmpty() && font.isValid()) {
        const QString text = QString::fromUcs4(&kIconGlyphs[index].codePoint, 1);
        const QList<quint32> glyphs = font.glyphIndexesForString(text);
        if (!glyphs.isEmpty()) {
            path = font.pathForGlyph(glyphs.first());
            path.setFillRule(Qt::WindingFill);
            // Lucide's em box stands on the base line: the outline lies between -size and 0.
            path.translate(0.0, font.ascent());
        }
    }
    return path;
}

class GlyphIconEngine : public QIconEngine {
  public:
    explicit GlyphIconEngine(Icon glyph, QColor ThemeTokens::*color = nullptr) : glyph_(glyph), color_(color) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override {
        Q_UNUSED(state);
        paintIcon(*painter, rect, glyph_, modeColor(mode));
        if (mode == QIcon::Disabled && Theme::current().isHighContrast()) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(Theme::tokens().text, 1.5));
            painter->drawLine(rect.bottomLeft(), rect.topRight());
            painter->restore();
        }
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    QIconEngine* clone() const override { return new GlyphIconEngine(*this); }

  private:
    QColor modeColor(QIcon::Mode mode) const {
        const ThemeTokens& t = Theme::tokens();
        if (mode == QIcon::Disabled) return mixed(t.surface, t.text3, 0.6);
        if (color_) return t.*color_;
        if (mode == QIcon::Active) return t.text;
        if (mode == QIcon::Selected) return t.accentText;
        return t.text2;
    }

    Icon glyph_;
    QColor ThemeTokens::*color_;
};

class LogoIconEngine : public QIconEngine {
  public:
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
        const double side = std::min(rect.width(), rect.height());
        painter->save();
        painter->translate(rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0);
        painter->scale(side / 48.0, side / 48.0);
        painter->setRenderHint(QPainter::Antialiasing);
        const ThemeTokens& t = kLightTokens;
        painter->setPen(Qt::NoPen);
        painter->setBrush(t.accent);
        painter->drawRoundedRect(QRectF(2, 2, 44, 44), 9, 9);
        painter->setBrush(t.onAccent);
        painter->drawRect(QRectF(9, 25, 7, 14));
        painter->drawRect(QRectF(20, 16, 7, 23));
        QPen dashed(t.onAccent, 2.0);
        dashed.setDashPattern({2.0, 1.4});
        painter->setPen(dashed);
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(32, 10, 6, 28));
        painter->restore();
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap pixmap(size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return pixmap;
    }

    QList<QSize> availableSizes(QIcon::Mode, QIcon::State) override {
        return {{16, 16}, {32, 32}, {48, 48}, {256, 256}};
    }

    QIconEngine* clone() const override { return new LogoIconEngine(*this); }
};

}  // namespace

QIcon icon(Icon glyph) {
    return QIcon(new GlyphIconEngine(glyph));
}

QIcon icon(Icon glyph, QColor ThemeTokens::*color) {
    return QIcon(new GlyphIconEngine(glyph, color));
}

void paintIcon(QPainter& painter, const QRectF& rect, Icon glyph, const QColor& color) {
    const double side = std::min(rect.width(), rect.height());
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(rect.x() + (rect.width() - side) / 2.0, rect.y() + (rect.height() - side) / 2.0);
    painter.scale(side / kGlyphSize, side / kGlyphSize);
    painter.fillPath(glyphPath(glyph), color);
    painter.restore();
}

QIcon applicationIcon() {
    return QIcon(new LogoIconEngine);
}

}  // namespace vitrine::ui
