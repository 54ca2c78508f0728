// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/self_test.h"

#include <QApplication>
#include <QDir>
#include <QFontInfo>
#include <QImage>
#include <QImageReader>
#include <QImageWriter>
#include <QLibraryInfo>
#include <QStandardPaths>
#include <QTemporaryFile>
#include <QTranslator>

#include <fmt/format.h>

#include "app/desktop/demo_check.h"
#include "core/data/time_zone.h"
#include "core/formats/kafka_options.h"
#include "ui/shell/language.h"
#include "ui/style/fonts.h"
#include "ui/style/icons.h"

namespace vitrine {
namespace {

bool say(bool found, const char* what) {
    fmt::print("{} {}\n", found ? "ok     " : "MISSING", what);
    return found;
}

/// What Vitrine runs without, though not with everything.
void mention(bool found, const char* what) { fmt::print("{} {}\n", found ? "ok     " : "absent ", what); }

bool paintsSomething(const QIcon& icon) {
    const QImage image = icon.pixmap(32, 32).toImage();
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            if (qAlpha(image.pixel(x, y)) > 0) return true;
        }
    }
    return false;
}

}  // namespace

int runSelfTest(QApplication&, bool fontsFound) {
    bool complete = say(fontsFound, "fonts compiled in");
    complete &= say(!QFontInfo(ui::bodyFont()).family().isEmpty(), "a font for the window");
    complete &= say(paintsSomething(ui::icon(ui::Icon::Play)) && !ui::applicationIcon().isNull(), "icons");
    for (const QString& code : ui::Language::available()) {
        QTranslator translator;
        complete &= say(translator.load(QStringLiteral(":/i18n/vitrine_%1.qm").arg(code)), qPrintable(QStringLiteral("translation ") + code));
    }
    QTranslator dialogs;
    mention(dialogs.load(QStringLiteral("qtbase_fr"), QLibraryInfo::path(QLibraryInfo::TranslationsPath)), "Qt's own dialogs in French");
    complete &= say(QImageWriter::supportedImageFormats().contains("png"), "PNG pictures");
    mention(QImageReader::supportedImageFormats().contains("svg"), "SVG pictures");
    complete &= say(TimeZone::find("Europe/Paris").hasValue(), "time zones");
    const QString cache = QStandardPaths::writableLocation(QStandardPaths::GenericCacheLocation) + QStringLiteral("/vitrine");
    QDir().mkpath(cache);
    QTemporaryFile file(cache + QStringLiteral("/self-test-XXXXXX"));
    complete &= say(file.open(), "a writable folder for temporary files");
    mention(hasParquet(), "Parquet and Delta tables");
    mention(hasKafka(), "Kafka");
    const Result<void> demo = checkDemo();
    complete &= say(demo.hasValue(), "the demonstration gives the right answer");
    if (!demo) fmt::print("        {}\n", demo.error().detail());
    fmt::print("platform {}\n", QGuiApplication::platformName().toStdString());
    return complete ? 0 : 1;
}

}  // namespace vitrine
