// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QBitmap>
#include <QComboBox>
#include <QFocusFrame>
#include <QFontInfo>
#include <QFontMetrics>
#include <QHBoxLayout>
#include <QImage>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include "ui/style/control_kind.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"
#include "ui/style/paint_tools.h"
#include "ui/style/theme.h"
#include "ui/style/vitrine_style.h"

using namespace vitrine::ui;

namespace {

struct NamedTokens {
    const char* name;
    const ThemeTokens* tokens;
};

const NamedTokens kTables[] = {{"light", &kLightTokens},
                               {"dark", &kDarkTokens},
                               {"high contrast", &kHighContrastTokens},
                               {"high contrast dark", &kHighContrastDarkTokens}};

int inkedPixels(const QImage& image) {
    int inked = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) inked += qAlpha(image.pixel(x, y)) > 40 ? 1 : 0;
    }
    return inked;
}

}  // namespace

class StyleTest : public QObject {
    Q_OBJECT

  private slots:
    void init() { Theme::current().setChoice(ThemeChoice::Light); }

    void textIsReadable_data() {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        for (const NamedTokens& table : kTables) {
            const ThemeTokens& t = *table.tokens;
            const auto row = [&](const char* what, const QColor& ink, const QColor& ground) {
                QTest::addRow("%s: %s", table.name, what) << ink << ground;
            };
            for (const auto& [name, ground] :
                 {std::pair("bg", t.bg), std::pair("surface", t.surface), std::pair("raised", t.raised)}) {
                row(qPrintable(QStringLiteral("text on %1").arg(QLatin1String(name))), t.text, ground);
                row(qPrintable(QStringLiteral("text2 on %1").arg(QLatin1String(name))), t.text2, ground);
                row(qPrintable(QStringLiteral("text3 on %1").arg(QLatin1String(name))), t.text3, ground);
            }
            row("text on sunken", t.text, t.sunken);
            row("text2 on sunken", t.text2, t.sunken);
            row("text on sel", t.text, t.sel);
            row("accentText on surface", t.accentText, t.surface);
            row("accentText on raised", t.accentText, t.raised);
            row("accentText on tint", t.accentText, t.tint);
            row("onAccent on accent", t.onAccent, t.accent);
            row("err on errBg", t.err, t.errBg);
            row("err on surface", t.err, t.surface);
            row("warn on warnBg", t.warn, t.warnBg);
            row("text on errBg", t.text, t.errBg);
            row("text2 on errBg", t.text2, t.errBg);
            row("text2 on warnBg", t.text2, t.warnBg);
        }
    }

    void textIsReadable() {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        const double ratio = contrastRatio(ink, ground);
        QVERIFY2(ratio >= 4.5, qPrintable(QStringLiteral("%1:1").arg(ratio, 0, 'f', 2)));
    }

    void marksAreVisible_data() {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        for (const NamedTokens& table : kTables) {
            const ThemeTokens& t = *table.tokens;
            const auto row = [&](const char* what, const QColor& ink, const QColor& ground) {
                QTest::addRow("%s: %s", table.name, what) << ink << ground;
            };
            row("axis on surface", t.axis, t.surface);
            row("watermark on surface", t.wm, t.surface);
            row("watermark on final", t.wm, t.final);
            row("focus ring on surface", t.accent, t.surface);
            row("focus ring on bg", t.accent, t.bg);
            row("focus ring on raised", t.accent, t.raised);
            for (int slot = 0; slot < kSeriesSlots; ++slot) {
                row(qPrintable(QStringLiteral("outline %1").arg(slot + 1)),
                    t.series[static_cast<std::size_t>(slot)].outline, t.surface);
            }
        }
    }

    void marksAreVisible() {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        const double ratio = contrastRatio(ink, ground);
        QVERIFY2(ratio >= 3.0, qPrintable(QStringLiteral("%1:1").arg(ratio, 0, 'f', 2)));
    }

    void contrastIsThatOfWcag() {
        QCOMPARE(qRound(contrastRatio(Qt::white, Qt::black) * 10), 210);
        QCOMPARE(qRound(contrastRatio(kLightTokens.text, kLightTokens.surface) * 10), 171);
        QCOMPARE(qRound(contrastRatio(kDarkTokens.text, kDarkTokens.surface) * 10), 142);
    }

    void linesOnLightGroundUseTheOutlineOfPaleSlots() {
        const Theme& theme = Theme::current();
        for (const int pale : {4, 5, 6}) QCOMPARE(theme.lineColor(pale), theme.series(pale).outline);
        for (const int strong : {0, 1, 2, 3, 7}) QCOMPARE(theme.lineColor(strong), theme.series(strong).fill);
    }

    void fontsResolve_data() {
        QTest::addColumn<QFont>("font");
        QTest::addColumn<QString>("family");
        QTest::addColumn<int>("pixels");
        QTest::addColumn<int>("weight");
        QTest::newRow("caption") << captionFont() << "Vitrine Inter" << 11 << 400;
        QTest::newRow("body 500") << bodyFont(QFont::Medium) << "Vitrine Inter" << 13 << 500;
        QTest::newRow("title") << titleFont() << "Vitrine Inter" << 18 << 600;
        QTest::newRow("mono") << monoFont() << "JetBrains Mono" << 12 << 400;
        QTest::newRow("mono 500") << monoFont(QFont::Medium) << "JetBrains Mono" << 12 << 500;
    }

    void fontsResolve() {
        QFETCH(QFont, font);
        QFETCH(QString, family);
        QFETCH(int, pixels);
        QFETCH(int, weight);
        const QFontInfo info(font);
        QCOMPARE(info.family(), family);
        QCOMPARE(info.pixelSize(), pixels);
        QCOMPARE(info.weight(), weight);
    }

    void buttonsAndTabsAreMedium() {
        QPushButton button(QStringLiteral("Run"));
        button.ensurePolished();
        QCOMPARE(QFontInfo(button.font()).weight(), 500);
        QTabBar tabs;
        tabs.ensurePolished();
        QCOMPARE(QFontInfo(tabs.font()).weight(), 500);
        QLineEdit field;
        field.ensurePolished();
        QCOMPARE(QFontInfo(field.font()).weight(), 400);
    }

    void digitsHaveOneWidth() {
        for (const QFont& font : {captionFont(), bodyFont(QFont::Medium), titleFont()}) {
            const QFontMetricsF metrics(font);
            for (char digit = '1'; digit <= '9'; ++digit) {
                QVERIFY(qAbs(metrics.horizontalAdvance(QLatin1Char(digit)) -
                             metrics.horizontalAdvance(QLatin1Char('0'))) < 0.05);
            }
        }
    }

    void textScaleGrowsEverything() {
        setTextScale(1.6);
        QCOMPARE(QFontInfo(QApplication::font()).pixelSize(), 21);
        QCOMPARE(scaled(10), 16);
        QPushButton button(QStringLiteral("Run"));
        QCOMPARE(button.sizeHint().height(), 51);
        setTextScale(1.0);
        QCOMPARE(QFontInfo(QApplication::font()).pixelSize(), 13);
    }

    void everyIconPaintsInsideItsBox() {
        for (std::size_t index = 0; index < kIconGlyphs.size(); ++index) {
            QImage image(48, 48, QImage::Format_ARGB32_Premultiplied);
            image.fill(Qt::transparent);
            {
                QPainter painter(&image);
                paintIcon(painter, QRectF(12, 12, 24, 24), static_cast<Icon>(index), Qt::black);
            }
            const int all = inkedPixels(image);
            const QRect ink = QRegion(QBitmap::fromImage(image.createAlphaMask())).boundingRect();
            if (static_cast<Icon>(index) == Icon::Pause) QVERIFY(qAbs(ink.center().x() - 23.5) <= 1.0);
            const int inside = inkedPixels(image.copy(11, 11, 26, 26));
            QVERIFY2(all > 8, kIconGlyphs[index].name.data());
            QVERIFY2(all == inside, kIconGlyphs[index].name.data());
        }
    }

    void iconsFollowModeAndTheme() {
        const QIcon play = icon(Icon::Square);
        const auto colour = [&](QIcon::Mode mode) {
            const QImage image = play.pixmap(QSize(96, 96), 1.0, mode).toImage();
            for (int x = 0; x < image.width(); ++x) {
                if (qAlpha(image.pixel(x, 48)) == 255) return QColor(image.pixel(x, 48));
            }
            return QColor();
        };
        QCOMPARE(colour(QIcon::Normal), kLightTokens.text2);
        QCOMPARE(colour(QIcon::Selected), kLightTokens.accentText);
        Theme::current().setChoice(ThemeChoice::Dark);
        QCOMPARE(colour(QIcon::Active), kDarkTokens.text);
    }

    void paletteIsFilledInEveryTheme() {
        for (const ThemeChoice choice :
             {ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast, ThemeChoice::HighContrastDark}) {
            Theme::current().setChoice(choice);
            const ThemeTokens& t = Theme::tokens();
            const QPalette palette = QApplication::palette();
            QCOMPARE(palette.color(QPalette::Window), t.bg);
            QCOMPARE(palette.color(QPalette::Base), t.surface);
            QCOMPARE(palette.color(QPalette::Text), t.text);
            QCOMPARE(palette.color(QPalette::Highlight), t.sel);
            for (const auto group : {QPalette::Active, QPalette::Inactive, QPalette::Disabled}) {
                for (int role = 0; role < QPalette::NColorRoles; ++role) {
                    if (role == QPalette::NoRole) continue;
                    QVERIFY2(palette.isBrushSet(group, static_cast<QPalette::ColorRole>(role)),
                             qPrintable(QStringLiteral("group %1 role %2").arg(group).arg(role)));
                }
            }
        }
    }

    void themeTellsOnceWhenItChanges() {
        QSignalSpy changed(&Theme::current(), &Theme::changed);
        Theme::current().setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        QVERIFY(Theme::current().isDark());
        Theme::current().setChoice(ThemeChoice::Dark);
        QCOMPARE(changed.count(), 1);
        Theme::current().setChoice(ThemeChoice::HighContrast);
        QVERIFY(!Theme::current().isDark());
        QCOMPARE(Theme::current().focusWidth(), 3);
    }

    void controlsHaveTheHeightsOfTheDesign() {
        QPushButton button(QStringLiteral("Run"));
        QCOMPARE(button.sizeHint().height(), 32);
        setControlSize(&button, ControlSize::Small);
        QCOMPARE(button.sizeHint().height(), 24);
        QComboBox combo;
        combo.addItem(QStringLiteral("1 hour"));
        QCOMPARE(combo.sizeHint().height(), 28);
        QLineEdit field;
        QCOMPARE(field.sizeHint().height(), 28);
        QTabBar tabs;
        tabs.addTab(QStringLiteral("actions_live"));
        QCOMPARE(tabs.sizeHint().height(), 36);
    }

    void badgeMakesTheTabWider() {
        QTabBar tabs;
        setFlatTabs(&tabs);
        tabs.addTab(QStringLiteral("Late rows"));
        const int before = tabs.sizeHint().width();
        setTabBadge(&tabs, 0, 3);
        QVERIFY(tabs.sizeHint().width() > before);
        setTabBadge(&tabs, 0, -1);
        QCOMPARE(tabs.sizeHint().width(), before);
    }

    void focusRingComesByKeyboardOnly() {
        QWidget window;
        auto* row = new QHBoxLayout(&window);
        row->setContentsMargins(12, 12, 12, 12);
        auto* first = new QPushButton(QStringLiteral("first"));
        auto* second = new QPushButton(QStringLiteral("second"));
        row->addWidget(first);
        row->addWidget(second);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        const auto ring = [&]() -> QFocusFrame* {
            for (auto* frame : window.findChildren<QFocusFrame*>()) {
                if (frame->isVisible()) return frame;
            }
            return nullptr;
        };
        QTest::mouseClick(first, Qt::LeftButton);
        first->setFocus(Qt::MouseFocusReason);
        QVERIFY(!ring());
        QTest::keyClick(first, Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), second);
        QTRY_VERIFY(ring());
        QCOMPARE(ring()->widget(), second);
        QTest::mouseClick(second, Qt::LeftButton);
        QVERIFY(!ring());
    }

    void hairlinesAreSharpAtEveryScale() {
        for (const double scale : {1.0, 1.25, 1.5, 2.0}) {
            QImage image(qRound(40 * scale), qRound(40 * scale), QImage::Format_ARGB32_Premultiplied);
            image.setDevicePixelRatio(scale);
            image.fill(Qt::white);
            {
                QPainter painter(&image);
                drawBox(painter, QRectF(5, 5, 30, 30), 0, QColor(), Qt::black);
            }
            const int row = image.height() / 2;
            for (int x = 0; x < image.width(); ++x) {
                const int grey = qGray(image.pixel(x, row));
                QVERIFY2(grey == 0 || grey == 255,
                         qPrintable(QStringLiteral("scale %1, x %2, grey %3").arg(scale).arg(x).arg(grey)));
            }
        }
    }
};

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (!applyStyle(application)) qFatal("a font of the program is missing");
    StyleTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "style_test.moc"
