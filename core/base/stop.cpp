// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/stop.h"

namespace vitrine {

Error cancelled() {
    return Error(ErrorCode::Cancelled, "The work was stopped.");
}

Result<void> checkStop(const std::stop_token& stop) {
    if (stop.stop_requested()) return cancelled();
    return {};
}

}  // namespace vitrine
