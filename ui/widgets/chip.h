// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include <QAbstractButton>

#include "ui/style/icon_glyphs.h"

namespace vitrine::ui {

/// Small rounded label of one or two words: a state, a mode, a switch.
///
/// Only shown until setInteractive(true), which makes it a tab stop that can be clicked (Space or Enter); with
/// setCheckable(true) it is a toggle. The text may have a quieter second part ("LIVE" + "batch 47").
class Chip : public QAbstractButton {
    Q_OBJECT

  public:
    enum class Kind {
        Plain,   ///< raised, border line
        Accent,  ///< live, event time
        Warn,    ///< viewing, paused, stale
        Error,   ///< failed
        Dashed,  ///< open window: no ground, dashed border
    };

    explicit Chip(const QString& text = {}, Kind kind = Kind::Plain, QWidget* parent = nullptr);

    Kind kind() const { return kind_; }
    void setKind(Kind kind);
    /// Icon of the icon font before the text; none when empty.
    void setGlyph(std::optional<Icon> glyph);
    /// Filled dot before the text, as in LIVE.
    void setDot(bool dot);
    /// Second part in weight 500 after the first in 600.
    void setDetail(const QString& detail);
    QString detail() const { return detail_; }
    /// 24 instead of 20 high: the live chip of the command bar and chips in card heads.
    void setLarge(bool large);
    void setInteractive(bool interactive);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    bool event(QEvent* event) override;

  private:
    void refresh();

    Kind kind_;
    std::optional<Icon> glyph_;
    bool dot_ = false;
    bool large_ = false;
    bool interactive_ = false;
    QString detail_;
};

}  // namespace vitrine::ui
