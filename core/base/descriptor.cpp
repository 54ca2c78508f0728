// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/descriptor.h"

#include <unistd.h>

namespace vitrine {

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

}  // namespace vitrine
