// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/engine/streaming_query.h"

namespace vitrine {

/// All sources and sinks this program has, by the format name of the document. Thread-safe; lives as long as the process.
Connectors& allConnectors();

}  // namespace vitrine
