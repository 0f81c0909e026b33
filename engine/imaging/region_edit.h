// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/imaging/photo.h"

/// Altered copies of a photo, to see what a score does without a part of it. Pure functions, any thread.
namespace touchstone::imaging {

/// Pixels of the upright photo: x, y … x + width, y + height, the end not included.
struct PixelRect {
    int x = 0, y = 0, width = 0, height = 0;
    friend bool operator==(const PixelRect&, const PixelRect&) = default;
};

/// Cover: the mean colour of the whole photo. Blur: three box averages over what lies around, strong enough that no
/// detail is left. Restore: the photo as it was.
enum class EditKind { Cover, Blur, Restore };

struct RegionEdit {
    EditKind kind = EditKind::Cover;
    std::vector<PixelRect> rects; ///< parts outside the photo do not count
};

/// Mean of the encoded values, each channel rounded to nearest. Black for a photo without pixels.
std::array<std::uint8_t, 3> mean_colour(const RgbImage& photo);

/// Radius of the box that Blur averages, three times: a fortieth of the long side, 3 at least.
int blur_radius(Size photo);

/// The edits in their order on a copy. Blur takes its colours from the photo as it was, so what was covered shines
/// through again; it reads at most 3 blur_radius() beyond its rectangle.
RgbImage apply_edits(const RgbImage& photo, std::span<const RegionEdit> edits);

/// A part of the photo; clipped to it, 1×1 at least. Pre: the photo has pixels.
RgbImage crop(const RgbImage& photo, const PixelRect& rect);

} // namespace touchstone::imaging
