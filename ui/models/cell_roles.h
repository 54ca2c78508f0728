// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Qt>

namespace vitrine::ui {

/// Roles that result tables answer beside Qt's own; ResultDelegate paints from them.
enum CellRole : int {
    RawRole = Qt::UserRole + 1,   ///< the value as a number or text, for sorting and copying
    OpenRole,                     ///< bool: belongs to a window that may still change
    BarRole,                      ///< double 0…1: length of the data bar; invalid: none
    BarSlotRole,                  ///< int: its colour slot, -1 for Other
    StateRole,                    ///< int: PlaceState, shown as a chip
    ChangedRole,                  ///< bool: changed in the newest batch
};

}  // namespace vitrine::ui
