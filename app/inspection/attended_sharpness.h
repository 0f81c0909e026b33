// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>

#include "engine/imaging/measures.h"
#include "engine/scoring/assessment.h"

namespace touchstone::inspection {

/// A photo with a shallow focus is soft as a whole and sharp where it matters: both numbers beside each other.
struct AttendedSharpness {
    double attended = 0; ///< levels per pixel, root of the mean square over the tiles below
    double frame = 0;    ///< the same over all tiles
    double area = 0;     ///< part of the frame that the attended tiles cover, 0…1
    /// attended / frame; empty where the frame has no detail at all.
    std::optional<double> ratio() const;
};

/// The attended region is the fewest tiles of `measures` that together draw half of the attention of all scales.
/// Empty without tiles or attention. `photo` is the upright size that `measures` was taken of. Any thread.
std::optional<AttendedSharpness> attended_sharpness(const imaging::Measures& measures, const Attention& attention,
                                                    Size photo);

} // namespace touchstone::inspection
