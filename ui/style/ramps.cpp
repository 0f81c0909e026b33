// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/style/ramps.h"

namespace touchstone::ui {

QRgb rampColour(Ramp ramp, double fraction) {
    const auto colour = imaging::ramp_colour(ramp, fraction);
    return qRgb(colour[0], colour[1], colour[2]);
}

} // namespace touchstone::ui
