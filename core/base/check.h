// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>

/// States an invariant of our own code; terminates with its text when it does not hold. Never reachable from user input.
#define VITRINE_ASSERT(condition)                                                                       \
    do {                                                                                                \
        if (!(condition)) {                                                                             \
            std::fprintf(stderr, "%s:%d: broken invariant: %s\n", __FILE__, __LINE__, #condition);      \
            std::abort();                                                                               \
        }                                                                                               \
    } while (false)
