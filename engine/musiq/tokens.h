// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <vector>

#include "engine/imaging/photo.h"
#include "engine/musiq/config.h"

namespace touchstone::musiq {

/// One scale of a photo cut into patches (musiq.md 1.5).
struct ScaleGrid {
    int long_side = 0; ///< 0 = native
    Size scaled;
    int rows = 0, cols = 0;
    int pad_left = 0, pad_top = 0;
    int first_token = 0; ///< index of its first token in the sequence (class token not counted)

    int tokens() const { return rows * cols; }
};

/// A photo as the transformer sees it: scales in sequence order 224, 384, native; masked tokens are never made.
struct TokenSequence {
    std::vector<ScaleGrid> scales;
    std::vector<float>
        patches; ///< tokens * 3 * patch * patch, each patch channel-first [c][y][x], values −1…1, padding 0
    std::vector<int> hash_index;  ///< per token, 0 … grid*grid−1 (musiq.md 1.6)
    std::vector<int> scale_index; ///< per token, 0 … scales−1

    int tokens() const { return static_cast<int>(hash_index.size()); }
};

/// Size of the photo at a resized scale: google rounds in float32, pyiqa in float64, both half to even; a side is at
/// least 1 (musiq.md 1.3).
Size scaled_size(Size photo, int long_side, Flavour flavour);

/// Cell of the spatial hash for patch `index` of `count` along an axis, float32 arithmetic (musiq.md 1.6).
int hash_cell(int index, int count, int grid);

/// Geometry only, without pixels.
std::vector<ScaleGrid> scale_grids(Size photo, const Config& config);
std::int64_t token_count(Size photo, const Config& config);

/// The whole preprocessing: values to −1…1, resamplers of the flavour, centred padding, hash and scale indices.
TokenSequence make_tokens(const RgbImage& photo, const Config& config);

/// One scale as the network got it, put together from its patches without their padding. Values −1…1 become 0…255,
/// rounded to nearest; what a bicubic filter shot over is clamped.
RgbImage picture_of_scale(const TokenSequence& sequence, std::size_t scale, int patch);

} // namespace touchstone::musiq
