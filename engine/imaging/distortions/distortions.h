// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "engine/base/error.h"
#include "engine/imaging/distortions/random_numbers.h"
#include "engine/imaging/photo.h"

/// The distortion bank of Re-IQA's quality-aware training (reiqa.md 3): photos made worse in known ways, five levels
/// each. Pure functions of (photo, kind, level, random numbers), 8 bit in and out, the photo's size kept, any thread.
namespace touchstone::imaging {

/// Names and order of KADID-10k; the resize kinds are those the published code has instead of three of them.
enum class Distortion {
    GaussianBlur,
    LensBlur,
    MotionBlur,
    ColorDiffusion,
    ColorShift,
    ColorQuantisation,
    SaturationHsv,
    SaturationLab,
    Jpeg2000,
    Jpeg,
    WhiteNoise,
    YcbcrNoise,
    ImpulseNoise,
    MultiplicativeNoise,
    Denoise,
    Brighten,
    Darken,
    MeanShift,
    Jitter,
    PatchDisplacement,
    Pixelate,
    Quantisation,
    ColorBlock,
    Sharpen,
    Contrast,
    ResizeBicubic,
    ResizeBilinear,
    ResizeNearest,
    ResizeLanczos,
};

/// Kadid: the 25 kinds as the paper says. Published: the 26 of the released code with its quirks: colour shift is a
/// flat roll, sharpening feeds 0…255 into a conversion that expects 0…1, motion blur is long and only along an axis,
/// weaker denoising and JPEG levels.
enum class DistortionBank { Kadid, Published };

std::string_view bank_name(DistortionBank bank); ///< "kadid", "published"
std::optional<DistortionBank> bank_from_name(std::string_view name);

std::span<const Distortion> distortion_kinds(DistortionBank bank);
std::string_view distortion_name(Distortion kind); ///< "gaussian_blur", …
std::optional<Distortion> distortion_from_name(std::string_view name);

/// The strength of a level 1…5 in the kind's own unit (σ, radius, quality, variance …; reiqa.md 3.1 and 3.8).
double distortion_strength(Distortion kind, int level, DistortionBank bank);
/// Draws that leave the photo as it is, or nearly (reiqa.md 3.7): a trainer may want to leave them out.
bool is_nearly_identity(Distortion kind, int level);

/// Every kind. BadInput for a level outside 1…5 or a kind that is not in the bank; what the codecs may say.
Result<RgbImage> distort(const RgbImage& photo, Distortion kind, int level, DistortionBank bank,
                         const RandomNumbers& numbers);

/// All but Jpeg and Jpeg2000, without any library: for machines that only train. UnsupportedFormat for those two.
Result<RgbImage> distort_pixels(const RgbImage& photo, Distortion kind, int level, DistortionBank bank,
                                const RandomNumbers& numbers);

} // namespace touchstone::imaging
