// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include "engine/imaging/photo.h"

/// Technical measures: plain, fast numbers beside the models' scores. None is a quality score by itself.
namespace touchstone::imaging {

/// All on the encoded luma Y = 0.299 R + 0.587 G + 0.114 B, 0…255, of an upright sRGB photo. Parts of a picture too
/// small for a measure's window count as 0. No value is ever NaN.
struct Measures {
    /// Gradient strength in levels per pixel: sqrt(max(0, E - sigma^2)), where E is the mean of
    /// ((Y(x+1)-Y(x-1))/2)^2 + ((Y(y+1)-Y(y-1))/2)^2 and sigma^2 is what noise of `noise_sigma` adds to it. Falls with
    /// defocus and motion blur; depends on the scene, so compare photos of one scene.
    double sharpness = 0;
    /// The same of the sharpest parts: 90th percentile of the tiles. What a photo with a shallow focus is judged by.
    double peak_sharpness = 0;
    int tile = 64; ///< side of a tile in pixels; those at the right and bottom may be smaller
    int tile_rows = 0, tile_columns = 0;
    std::vector<float> tile_sharpness; ///< row-major, `tile_rows` x `tile_columns`

    /// Standard deviation of the noise in levels: 20th percentile over the tiles of sqrt(pi/2)/6 * mean |L|, L = Y
    /// filtered with (1 -2 1; -2 4 -2; 1 -2 1) (Immerkaer 1996). Flat tiles decide; fine texture everywhere reads as
    /// noise. Tiles that are mostly clipped are left out.
    double noise_sigma = 0;

    double clipped_shadows = 0;    ///< share (0…1) of pixels whose three channels are all at most 2
    double clipped_highlights = 0; ///< share (0…1) of pixels with at least one channel of 253 or more
    double mean_luma = 0;          ///< mean Y, 0…255
    double contrast = 0;           ///< standard deviation of Y (RMS contrast), 0…127.5

    /// Steps at 8 x 8 block borders in levels. D = |Y(x+1)-Y(x)| less the mean of its two neighbours' is averaged for
    /// each of the eight phases of x; the value is the largest of these averages less the mean of the other seven, at
    /// least 0, and the mean of both directions. Any phase, because photos get cropped. Near 0 without visible blocks.
    double blockiness = 0;
};

/// Any thread; memory for a band of rows. About 20 ms per megapixel at most.
Measures measure(const RgbImage& photo);

} // namespace touchstone::imaging
