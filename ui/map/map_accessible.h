// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

namespace touchstone::ui {

/// Lets screen readers see MapCanvas as a chart that says where one is; installed once, by the first map.
void installMapAccessibility();

} // namespace touchstone::ui
