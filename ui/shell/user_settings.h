// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>
#include <QStringList>

#include "ui/style/theme.h"

namespace vitrine::ui {

/// What the user chose, kept in the user's configuration directory. Reads and writes at once; window thread only.
class UserSettings {
  public:
    QString language() const;                    ///< `en`, `fr`; empty: the system's
    void setLanguage(const QString& code);

    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    double textScale() const;
    void setTextScale(double scale);

    QByteArray geometry() const;
    void setGeometry(const QByteArray& geometry);

    bool isSidebarVisible() const;
    void setSidebarVisible(bool visible);

    QStringList recentProjects() const;          ///< absolute paths, newest first, at most 10
    void addRecentProject(const QString& path);
    void removeRecentProject(const QString& path);

    QStringList sqlHistory() const;              ///< statements, newest first
    void setSqlHistory(const QStringList& statements);

    /// Whether what `consentKey()` stands for was allowed (F4); the newest kMostAllowed yeses are remembered.
    bool isAllowed(const QString& consentKey) const;
    void allow(const QString& consentKey);

    QString lastFolder() const;                  ///< where the last dialog was
    void setLastFolder(const QString& folder);
};

}  // namespace vitrine::ui
