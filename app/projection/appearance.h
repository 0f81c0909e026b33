// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "engine/imaging/photo.h"

namespace touchstone::projection {

/// What a photo looks like from far away, without any network: which colours lie where, which colours there are at all,
/// and where edges run which way. It knows nothing of what the photo shows or how good it is.
///
/// All of it comes from 32 × 32 cells of equal size, whatever the photo's aspect, so that the size of the thumbnail
/// hardly matters. Three parts, each scaled to weigh about the same in a distance:
///   layout:    luma and two colour differences of 8 × 8 cells: 192 values
///   colours:   square roots of the shares of 4 × 4 × 4 soft bins of the same three: 64 values
///   structure: gradient energy of 4 × 4 cells in 8 directions, of unit length as a whole: 128 values
/// Kept as bytes: 384 a photo.
struct Appearance {
    static constexpr int dimension = 384;
    static constexpr int version = 1; ///< raise it when the same picture gives other bytes

    std::array<std::uint8_t, dimension> bytes{};

    /// Into `row`, `dimension` values with the parts' weights.
    void unpack(std::span<float> row) const;
    friend bool operator==(const Appearance&, const Appearance&) = default;
};

/// Of a picture of 1 × 1 or more; a thumbnail of 128 pixels is as good as the photo.
Appearance appearance_of(const RgbImage& picture);

} // namespace touchstone::projection
