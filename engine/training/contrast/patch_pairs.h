// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>

#include "engine/imaging/photo.h"
#include "engine/training/made_version.h"

/// Pairs of patches whose overlap is bounded from both sides (reiqa.md 4.3): too little and the pair shows different
/// things, too much and it is the same picture. No Torch.
namespace touchstone::training {

/// Published: down and to the right, mainly downwards, as the released code draws it. Free: every direction, the
/// overlap uniform between the bounds.
enum class OverlapRule { Published, Free };

struct OverlapBounds {
    double low = 0.10, high = 0.30; ///< shared area over the patch's
};

/// Two places inside a window.
struct PatchPair {
    Size window;
    int first_x = 0, first_y = 0;   ///< left top corner of the first patch in the window
    int second_x = 0, second_y = 0; ///< of the second

    double overlap(int side) const;
};

PatchPair draw_pair(int side, OverlapRule rule, const OverlapBounds& bounds, Draws& draws);

/// Where a window of that size lies in a picture: anywhere when it fits; centred when the picture is smaller in either
/// direction, so that parts of the window may lie outside.
struct Corner {
    int x = 0, y = 0;
};
Corner place_window(Size picture, Size window, Draws& draws);

/// `side`×`side` RGB pixels with their left top at (x, y), black outside the picture. `out` has 3·side² bytes.
void cut_patch(const RgbImage& picture, int x, int y, int side, std::uint8_t* out);

} // namespace touchstone::training
