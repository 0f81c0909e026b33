// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QColor>

namespace touchstone::ui {

/// Colour ramps that rise evenly in lightness and that colour-blind people can read. No red to green.
enum class Ramp { Cividis, Viridis, Grey };

/// The colour at `fraction` (clamped to 0…1) of a ramp; opaque.
QRgb rampColour(Ramp ramp, double fraction);

} // namespace touchstone::ui
