// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QColor>

#include "engine/imaging/false_colour.h"

namespace touchstone::ui {

using imaging::Ramp;

/// The colour at `fraction` (clamped to 0…1) of a ramp; opaque.
QRgb rampColour(Ramp ramp, double fraction);

} // namespace touchstone::ui
