// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/fonts.h"

#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>

#include "ui/style/theme.h"

// Outside any namespace, as the macro demands.
static void registerResources() {
    Q_INIT_RESOURCE(vitrine);
}

namespace vitrine::ui {

namespace {

constexpr double kBodyPixels = 13.0;
constexpr double kPlatformPixels = 40.0 / 3.0;  // 10 pt at 96 dpi

double platformScale = 1.0;
double userScale = 1.0;

double bodyPixels() {
    return kBodyPixels * platformScale * userScale;
}

QFont interFont(double ratio, QFont::Weight weight) {
    QFont font = QApplication::font();
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(bodyPixels() * ratio))));
    font.setWeight(weight);
    return font;
}

QFont fixedFont(double ratio, QFont::Weight weight) {
    QFont font(QStringLiteral("JetBrains Mono"));
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(bodyPixels() * ratio))));
    font.setWeight(weight);
    return font;
}

void applyApplicationFont() {
    QFont font(QStringLiteral("Vitrine Inter"));
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(bodyPixels()))));
    QApplication::setFont(font);
    for (const char* name : {"QPushButton", "QToolButton", "QTabBar"})
        QApplication::setFont(bodyFont(QFont::Medium), name);
    QApplication::setFont(captionFont(QFont::Medium), "QHeaderView");
    for (const char* name : {"QTipLabel", "QStatusBar"}) QApplication::setFont(captionFont(), name);
}

}  // namespace

void initResources() {
    registerResources();
}

bool installFonts(QApplication& application) {
    Q_UNUSED(application);
    initResources();
    static const double system = QFontInfo(QApplication::font()).pixelSize() / kPlatformPixels;
    platformScale = std::clamp(system, 1.0, 2.0);
    bool complete = true;
    static bool registered = false;
    if (!registered) {
        for (const char* file : {"VitrineInter-Regular.otf", "VitrineInter-Medium.otf", "VitrineInter-SemiBold.otf",
                                 "JetBrainsMono-Regular.ttf", "JetBrainsMono-Medium.ttf"}) {
            if (QFontDatabase::addApplicationFont(QStringLiteral(":/fonts/") + QLatin1String(file)) < 0)
                complete = false;
        }
        registered = complete;
    }
    applyApplicationFont();
    return complete;
}

void setTextScale(double scale) {
    const double wanted = std::clamp(scale, 0.5, 4.0);
    if (wanted == userScale) return;
    userScale = wanted;
    applyApplicationFont();
    emit Theme::current().changed();
}

double textScale() {
    return platformScale * userScale;
}

int scaled(double pixels) {
    return static_cast<int>(std::lround(pixels * textScale()));
}

QFont captionFont(QFont::Weight weight) {
    return interFont(0.85, weight);
}
QFont bodyFont(QFont::Weight weight) {
    return interFont(1.0, weight);
}

QFont titleFont(QFont::Weight weight) {
    QFont font = interFont(1.4, weight);
    font.setLetterSpacing(QFont::PercentageSpacing, 99);
    return font;
}

QFont monoFont(QFont::Weight weight) {
    return fixedFont(12.0 / 13.0, weight);
}
QFont monoCaptionFont(QFont::Weight weight) {
    return fixedFont(0.85, weight);
}

}  // namespace vitrine::ui
