#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the three Vitrine Inter faces from Inter, as packaged in Debian's fonts-inter.

The digits 0-9 of the character map are sent to Inter's own tabular digits (feature tnum),
because Qt 6.4 cannot switch OpenType features. The family is renamed as its licence asks.
Needs python3-fonttools. A build never runs this: the results are committed.
"""
from fontTools.ttLib import TTFont

SOURCE = "/usr/share/fonts/opentype/inter/Inter-{}.otf"

for weight in ("Regular", "Medium", "SemiBold"):
    font = TTFont(SOURCE.format(weight), recalcTimestamp=False)
    substitutions = font["GSUB"].table
    tabular = {}
    for feature in substitutions.FeatureList.FeatureRecord:
        if feature.FeatureTag != "tnum":
            continue
        for index in feature.Feature.LookupListIndex:
            for subtable in substitutions.LookupList.Lookup[index].SubTable:
                subtable = getattr(subtable, "ExtSubTable", subtable)
                tabular.update(getattr(subtable, "mapping", {}))
    for table in font["cmap"].tables:
        if table.isUnicode():
            for digit in range(ord("0"), ord("9") + 1):
                if table.cmap.get(digit) in tabular:
                    table.cmap[digit] = tabular[table.cmap[digit]]
    for name in font["name"].names:
        if name.nameID in (1, 4, 6, 16):
            name.string = str(name).replace("Inter", "VitrineInter" if name.nameID == 6 else "Vitrine Inter")
    if "CFF " in font:
        font["CFF "].cff.fontNames = [f"VitrineInter-{weight}"]
    font.save(f"VitrineInter-{weight}.otf")
