// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>

#include "engine/imaging/photo.h"

/// Resamplers that match a reference library to the last bit or to float rounding. No dependencies, so that they also
/// build on a training machine that has only LibTorch. Pure functions, safe on any thread. Every size is at least 1x1
/// and a target of the source's own size still goes through the filter where the reference does so.
namespace touchstone::imaging {

/// Float value of each 8-bit level, so that a resampler can read 8-bit pixels without a float copy of the whole photo.
using LevelValues = std::array<float, 256>;

/// TensorFlow's `tf.image.resize(GAUSSIAN, antialias=False)`: σ 0.5, radius 1.5, never widened, border renormalised;
/// rows first, then columns, float32 accumulation in tap order (musiq.md 1.4). Exact to 2e-6.
FloatImage resize_tf_gaussian(const FloatImage& source, Size target);
/// The same on `levels[pixel]`; equal bits to converting first.
FloatImage resize_tf_gaussian(const RgbImage& source, const LevelValues& levels, Size target);

/// PyTorch's `interpolate(bicubic, align_corners=False)`: a = −0.75, no antialias, replicated border (musiq.md 1.4).
/// Positions in float32 as there. Exact to 2e-6.
FloatImage resize_torch_bicubic(const FloatImage& source, Size target);
FloatImage resize_torch_bicubic(const RgbImage& source, const LevelValues& levels, Size target);

/// Pillow's 8-bit `Image.resize`: fixed-point weights, rounded to 8 bit after each of the two passes. Identical bytes.
enum class PillowFilter { Nearest, Bilinear, Bicubic, Lanczos };
RgbImage resize_pillow(const RgbImage& source, Size target, PillowFilter filter);

/// Exact box average of the encoded values, for the native limit: long side to `long_side`, aspect kept (short side
/// rounded to nearest, at least 1), each sample rounded half up to 8 bit. Returns the source unchanged when it is small
/// enough. Integer arithmetic: the same bytes everywhere. Sides up to 2^24.
RgbImage shrink_area_average(const RgbImage& source, int long_side);
/// The same into `target`, no larger than the source either way and at least 1x1; each axis at its own ratio.
RgbImage shrink_area_average(const RgbImage& source, Size target);

} // namespace touchstone::imaging
