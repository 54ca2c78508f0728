// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/shell/user_settings.h"

#include <array>

#include <QDir>
#include <QSettings>

namespace vitrine::ui {
namespace {

constexpr int kMostRecent = 10;
constexpr int kMostAllowed = 200;

constexpr std::array<std::pair<ThemeChoice, const char*>, 5> kThemes{{{ThemeChoice::System, "system"},
                                                                      {ThemeChoice::Light, "light"},
                                                                      {ThemeChoice::Dark, "dark"},
                                                                      {ThemeChoice::HighContrast, "high-contrast"},
                                                                      {ThemeChoice::HighContrastDark, "high-contrast-dark"}}};

QSettings store() {
    return QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("vitrine"), QStringLiteral("vitrine"));
}

QVariant read(const char* key, const QVariant& fallback = {}) {
    return store().value(QLatin1String(key), fallback);
}

void write(const char* key, const QVariant& value) {
    QSettings settings = store();
    settings.setValue(QLatin1String(key), value);
}

}  // namespace

QString UserSettings::language() const { return read("language").toString(); }
void UserSettings::setLanguage(const QString& code) { write("language", code); }

ThemeChoice UserSettings::theme() const {
    const QString word = read("theme").toString();
    for (const auto& [choice, name] : kThemes) {
        if (word == QLatin1String(name)) return choice;
    }
    return ThemeChoice::System;
}

void UserSettings::setTheme(ThemeChoice choice) {
    for (const auto& [candidate, name] : kThemes) {
        if (candidate == choice) write("theme", QLatin1String(name));
    }
}

double UserSettings::textScale() const { return qBound(0.8, read("textScale", 1.0).toDouble(), 2.0); }
void UserSettings::setTextScale(double scale) { write("textScale", scale); }

QByteArray UserSettings::geometry() const { return read("geometry").toByteArray(); }
void UserSettings::setGeometry(const QByteArray& geometry) { write("geometry", geometry); }

bool UserSettings::isSidebarVisible() const { return read("sidebar", true).toBool(); }
void UserSettings::setSidebarVisible(bool visible) { write("sidebar", visible); }

QStringList UserSettings::recentProjects() const { return read("recent").toStringList(); }

void UserSettings::addRecentProject(const QString& path) {
    QStringList paths = recentProjects();
    paths.removeAll(path);
    paths.prepend(path);
    while (paths.size() > kMostRecent) paths.removeLast();
    write("recent", paths);
}

void UserSettings::removeRecentProject(const QString& path) {
    QStringList paths = recentProjects();
    paths.removeAll(path);
    write("recent", paths);
}

QStringList UserSettings::sqlHistory() const { return read("sqlHistory").toStringList(); }
void UserSettings::setSqlHistory(const QStringList& statements) { write("sqlHistory", statements); }

bool UserSettings::isAllowed(const QString& consentKey) const { return read("allowedOutside").toStringList().contains(consentKey); }

void UserSettings::allow(const QString& consentKey) {
    QStringList keys = read("allowedOutside").toStringList();
    keys.removeAll(consentKey);
    keys.prepend(consentKey);
    while (keys.size() > kMostAllowed) keys.removeLast();
    write("allowedOutside", keys);
}

QString UserSettings::lastFolder() const { return read("lastFolder", QDir::homePath()).toString(); }
void UserSettings::setLastFolder(const QString& folder) { write("lastFolder", folder); }

}  // namespace vitrine::ui
