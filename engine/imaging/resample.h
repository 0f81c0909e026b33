// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/imaging/photo.h"

/// Resamplers that match a reference library to the last bit or to float rounding. No dependencies, so that they also
/// build on a training machine that has only LibTorch.
namespace touchstone::imaging {

/// TensorFlow's `tf.image.resize(GAUSSIAN, antialias=False)`: σ 0.5, radius 1.5, never widened, border renormalised;
/// rows first, then columns, float32 accumulation in tap order (musiq.md 1.4). Exact to 2e-6.
FloatImage resize_tf_gaussian(const FloatImage& source, Size target);

/// PyTorch's `interpolate(bicubic, align_corners=False)`: a = −0.75, no antialias, replicated border (musiq.md 1.4).
FloatImage resize_torch_bicubic(const FloatImage& source, Size target);

/// Pillow's 8-bit `Image.resize`: fixed-point weights, rounded to 8 bit after each of the two passes. Identical bytes.
enum class PillowFilter { Nearest, Bilinear, Bicubic, Lanczos };
RgbImage resize_pillow(const RgbImage& source, Size target, PillowFilter filter);

/// Exact box average in linear order of pixels, for the native limit: long side to `long_side`, aspect kept, rounded to
/// the nearest 8-bit value. Returns the source unchanged when it is small enough.
RgbImage shrink_area_average(const RgbImage& source, int long_side);

} // namespace touchstone::imaging
