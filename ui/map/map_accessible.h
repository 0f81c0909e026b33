// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>

namespace touchstone::ui {

/// Points that a screen reader is told of at a time: it asks for all children, and a map may have a hundred thousand.
inline constexpr std::size_t most_spoken_points = 200;

/// Lets screen readers see MapCanvas as a chart that says where one is, with the points in view as its children, those
/// nearest to the current one when they are more than most_spoken_points; installed once, by the first map.
void installMapAccessibility();

} // namespace touchstone::ui
