// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>

/// Counts what this program asks `new` for, so that a test can show that a lying file made nobody take gigabytes.
namespace touchstone::test {

void forget_allocations();
std::size_t largest_allocation(); ///< bytes, the largest single one since forget_allocations()

} // namespace touchstone::test
