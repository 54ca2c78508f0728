// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QLabel>

namespace vitrine::ui {

struct ThemeTokens;

/// Text in one of the design's fonts and one of the theme's colours; follows theme and text scale.
class TextLabel : public QLabel {
    Q_OBJECT

  public:
    enum class Role {
        Body,           ///< 13, text
        Strong,         ///< 13, 600, text: card titles
        Label,          ///< 13, text2
        Title,          ///< 18, 600
        Caption,        ///< 11, text3: hints
        CaptionStrong,  ///< 11, 600, text
        SectionHead,    ///< 11, 600, text2
        Mono,           ///< 12 mono, text
        MonoCaption,    ///< 11 mono, text2
        Sentence,       ///< 18, 400, text2: plain words of the large sentence
    };

    explicit TextLabel(const QString& text, Role role = Role::Body, QWidget* parent = nullptr);
    explicit TextLabel(Role role, QWidget* parent = nullptr) : TextLabel({}, role, parent) {}

    void setRole(Role role);
    /// Colour other than that of the role: `&ThemeTokens::err`.
    void setTokenColor(QColor ThemeTokens::*color);

  protected:
    bool event(QEvent* event) override;

  private:
    void refresh();

    Role role_;
    QColor ThemeTokens::*color_ = nullptr;
    bool refreshing_ = false;
};

}  // namespace vitrine::ui
