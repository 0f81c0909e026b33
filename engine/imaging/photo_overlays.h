// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>

#include "engine/imaging/false_colour.h"
#include "engine/imaging/photo.h"

/// What is drawn over a photo to judge its exposure and focus. Pure functions, any thread, no copy of the photo.
namespace touchstone::imaging {

/// Pixels of each level: red, green, blue, and luma Y = 0.299 R + 0.587 G + 0.114 B rounded to nearest.
using LevelCounts = std::array<std::array<std::int64_t, 256>, 4>;
LevelCounts count_levels(const RgbImage& photo);

/// Shares of a photo's pixels, 0…1, by the limits of Measures.
struct ClippedShares {
    double shadows = 0, highlights = 0;
};
ClippedShares clipped_shares(const RgbImage& photo);

/// Marks clipped pixels, by the limits of Measures: all channels at most 2 in blue with stripes falling to the right,
/// one channel of 253 or more in orange with stripes rising to the right, so that the two differ without colours. Long
/// side at most `largest`: a pixel of the overlay is marked when any pixel below it is; highlights win.
RgbaImage clipping_overlay(const RgbImage& photo, int largest);

/// Marks what is in focus: pixels whose gradient of luma, taken over two pixels, is at least `peaking_gradient` levels
/// per pixel, in light green with a dark one beside it, which shows on every photo. Sized as above.
RgbaImage peaking_overlay(const RgbImage& photo, int largest);
inline constexpr double peaking_gradient = 24;

} // namespace touchstone::imaging
