// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

namespace vitrine::ui {

Language::Language() = default;

Language::~Language() {
    if (QCoreApplication::instance() == nullptr) return;
    if (own_) QCoreApplication::removeTranslator(own_.get());
    if (qt_) QCoreApplication::removeTranslator(qt_.get());
}

QStringList Language::available() {
    return {QStringLiteral("en"), QStringLiteral("fr")};
}

QString Language::systemChoice() {
    for (const QString& wanted : QLocale::system().uiLanguages()) {
        const QString code = wanted.left(2);
        if (available().contains(code)) return code;
    }
    return QStringLiteral("en");
}

QString Language::nameOf(const QString& code) {
    return code == QLatin1String("fr") ? QStringLiteral("Français") : QStringLiteral("English");
}

bool Language::use(const QString& code) {
    code_ = available().contains(code) ? code : QStringLiteral("en");
    // The territory stays the system's where the language is: dates of Canada are not those of France.
    const QLocale system = QLocale::system();
    const QLocale wanted(code_);
    QLocale::setDefault(system.language() == wanted.language() ? system : wanted);

    auto own = std::make_unique<QTranslator>();
    const bool found = own->load(QStringLiteral(":/i18n/vitrine_%1.qm").arg(code_));
    auto qt = std::make_unique<QTranslator>();
    const bool foundQt = qt->load(QStringLiteral("qtbase_%1").arg(code_), QLibraryInfo::path(QLibraryInfo::TranslationsPath));

    if (own_) QCoreApplication::removeTranslator(own_.get());
    if (qt_) QCoreApplication::removeTranslator(qt_.get());
    own_ = std::move(own);
    qt_ = std::move(qt);
    if (foundQt) QCoreApplication::installTranslator(qt_.get());
    if (found) QCoreApplication::installTranslator(own_.get());
    return found;
}

}  // namespace vitrine::ui
