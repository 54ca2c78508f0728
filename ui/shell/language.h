// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include <QString>
#include <QStringList>

class QTranslator;

namespace vitrine::ui {

/// The language of the window, switched while it is open: widgets get QEvent::LanguageChange. Window thread only.
class Language {
  public:
    Language();
    ~Language();

    /// Codes that are there: `en`, `fr`.
    static QStringList available();
    /// The best available language for the system's.
    static QString systemChoice();

    /// Loads the texts of `code` and sets the default locale for numbers and dates. False when a file is missing; the
    /// texts of the source (English) are used then.
    bool use(const QString& code);
    const QString& code() const noexcept { return code_; }

    /// `English`, `Français`: each in its own language.
    static QString nameOf(const QString& code);

  private:
    QString code_;
    std::unique_ptr<QTranslator> own_;
    std::unique_ptr<QTranslator> qt_;
};

}  // namespace vitrine::ui
