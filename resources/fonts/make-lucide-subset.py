#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cuts Lucide's icon font to the icons of Vitrine and writes their code points.

Usage: make-lucide-subset.py FOLDER, where FOLDER is the unpacked npm package lucide-static,
version 1.62.0 (npm pack lucide-static@1.62.0). Writes lucide.ttf and lucide-codepoints.tsv beside
this script and ui/style/icon_glyphs.h. Needs python3-fonttools. A build never runs this.
"""
import json
import pathlib
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

NAMES = """
play pause square step-forward skip-forward chevrons-left skip-back chevron-left chevron-right
flag-triangle-right octagon-x rotate-ccw refresh-cw arrow-right-to-line history plus copy filter
download search git-compare maximize-2 ellipsis chart-column chart-line undo-2 redo-2 x trash-2
hourglass calendar-clock timer anchor layers folder folder-open notebook-text clock type hash
database table-2 radio waves lightbulb eye presentation graduation-cap book-open circle-x
triangle-alert info circle-check circle-alert sun moon contrast languages shield-check
check chevron-down chevron-up arrow-down arrow-up arrow-right minus chart-pie chart-area
chart-scatter chart-bar file file-text save settings printer image pin pin-off list
external-link upload pencil braces calendar send sliders-horizontal panel-right maximize
minimize-2 unplug log-out keyboard link grip-vertical toggle-left binary lock activity
""".split()

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
package = pathlib.Path(sys.argv[1])
points = json.loads((package / "font" / "codepoints.json").read_text())
version = json.loads((package / "package.json").read_text())["version"]

font = TTFont(package / "font" / "lucide.ttf", recalcTimestamp=False)
options = subset.Options()
options.layout_features = []
options.drop_tables += ["GSUB"]
options.name_IDs = ["*"]
cutter = subset.Subsetter(options)
cutter.populate(unicodes=[points[name] for name in NAMES])
cutter.subset(font)
font.save(here / "lucide.ttf")

# The upstream side bearings are all 0, which makes FreeType move every glyph to the left edge of its box.
font = TTFont(here / "lucide.ttf", recalcTimestamp=False)
for name in font.getGlyphOrder():
    glyph = font["glyf"][name]
    glyph.expand(font["glyf"])
    if glyph.numberOfContours:
        glyph.recalcBounds(font["glyf"])
        font["hmtx"].metrics[name] = (font["hmtx"].metrics[name][0], glyph.xMin)
font.save(here / "lucide.ttf")

rows = sorted((points[name], name) for name in set(NAMES))
(here / "lucide-codepoints.tsv").write_text("".join(f"{point:04x}\t{name}\n" for point, name in rows))


def pascal(name):
    return "".join(part.capitalize() for part in name.split("-"))


ordered = sorted(set(NAMES))
lines = [
    "// SPDX-License-Identifier: GPL-3.0-or-later",
    f"// Written by resources/fonts/make-lucide-subset.py from lucide-static {version}; do not edit.",
    "#pragma once",
    "",
    "#include <array>",
    "#include <string_view>",
    "",
    "namespace vitrine::ui {",
    "",
    "/// The icons of the window, named as in Lucide.",
    "enum class Icon {",
    *[f"    {pascal(name)}," for name in ordered],
    "};",
    "",
    "/// A glyph of the icon font.",
    "struct IconGlyph {",
    "    std::string_view name;  ///< Lucide's name",
    "    char32_t codePoint;     ///< in resources/fonts/lucide.ttf",
    "};",
    "",
    "/// One glyph for each Icon, in the order of the enumeration.",
    f"inline constexpr std::array<IconGlyph, {len(ordered)}> kIconGlyphs{{{{",
    *[f'    {{"{name}", U\'\\x{points[name]:04x}\'}},' for name in ordered],
    "}};",
    "",
    "}  // namespace vitrine::ui",
    "",
]
(root / "ui" / "style" / "icon_glyphs.h").write_text("\n".join(lines))
