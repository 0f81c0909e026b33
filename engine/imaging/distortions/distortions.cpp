// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/distortions/distortions.h"

#include <array>

#include "engine/imaging/distortions/kinds.h"
#include "engine/imaging/resample.h"

namespace touchstone::imaging {

namespace {

using Levels = std::array<double, 5>;

struct Entry {
    Distortion kind;
    std::string_view name;
    Levels kadid, published;
};

/// Levels of a bank that does not have the kind.
constexpr Levels none{};

// reiqa.md 3.1 and 3.8.
constexpr std::array<Entry, 29> table{{
    {Distortion::GaussianBlur, "gaussian_blur", {.1, .5, 1, 2, 5}, {.1, .5, 1, 2, 5}},
    {Distortion::LensBlur, "lens_blur", {1, 2, 4, 6, 8}, {1, 2, 4, 6, 8}},
    {Distortion::MotionBlur, "motion_blur", {1, 2, 4, 6, 10}, {12, 16, 20, 24, 28}},
    {Distortion::ColorDiffusion, "color_diffusion", {1, 3, 6, 8, 12}, {1, 3, 6, 8, 12}},
    {Distortion::ColorShift, "color_shift", {1, 3, 6, 8, 12}, {1, 3, 6, 8, 12}},
    {Distortion::ColorQuantisation, "color_quantisation", {64, 48, 32, 16, 8}, none},
    {Distortion::SaturationHsv, "saturation_hsv", {.4, .2, .1, 0, -.4}, {.4, .2, .1, 0, -.4}},
    {Distortion::SaturationLab, "saturation_lab", {1, 2, 3, 6, 9}, {1, 2, 3, 6, 9}},
    {Distortion::Jpeg2000, "jpeg2000", {16, 32, 45, 120, 400}, none},
    {Distortion::Jpeg, "jpeg", {43, 36, 24, 7, 4}, {70, 43, 36, 24, 7}},
    {Distortion::WhiteNoise, "white_noise", {.001, .002, .003, .005, .01}, {.001, .002, .003, .005, .01}},
    {Distortion::YcbcrNoise, "ycbcr_noise", {.0001, .0005, .001, .002, .003}, {.0001, .0005, .001, .002, .003}},
    {Distortion::ImpulseNoise, "impulse_noise", {.001, .005, .01, .02, .03}, {.001, .005, .01, .02, .03}},
    {Distortion::MultiplicativeNoise, "multiplicative_noise", {.001, .005, .01, .02, .05}, {.001, .005, .01, .02, .05}},
    {Distortion::Denoise, "denoise", {.01, .03, .05, .1, .15}, {.001, .002, .003, .005, .01}},
    {Distortion::Brighten, "brighten", {.1, .2, .4, .7, 1.1}, {.1, .2, .4, .7, 1.1}},
    {Distortion::Darken, "darken", {.05, .1, .2, .4, .8}, {.05, .1, .2, .4, .8}},
    {Distortion::MeanShift, "mean_shift", {.15, .08, 0, -.08, -.15}, {.15, .08, 0, -.08, -.15}},
    {Distortion::Jitter, "jitter", {.05, .1, .2, .5, 1}, {.05, .1, .2, .5, 1}},
    {Distortion::PatchDisplacement, "patch_displacement", {20, 40, 60, 80, 100}, {20, 40, 60, 80, 100}},
    {Distortion::Pixelate, "pixelate", {.01, .05, .1, .2, .5}, {.01, .05, .1, .2, .5}},
    {Distortion::Quantisation, "quantisation", {20, 16, 13, 10, 7}, none},
    {Distortion::ColorBlock, "color_block", {2, 4, 6, 8, 10}, {2, 4, 6, 8, 10}},
    {Distortion::Sharpen, "sharpen", {1, 2, 3, 6, 12}, {1, 2, 3, 6, 12}},
    {Distortion::Contrast, "contrast", {.3, .15, 0, -.4, -.6}, {.3, .15, 0, -.4, -.6}},
    {Distortion::ResizeBicubic, "resize_bicubic", none, {2, 3, 4, 8, 16}},
    {Distortion::ResizeBilinear, "resize_bilinear", none, {2, 3, 4, 8, 16}},
    {Distortion::ResizeNearest, "resize_nearest", none, {2, 3, 4, 5, 6}},
    {Distortion::ResizeLanczos, "resize_lanczos", none, {2, 3, 4, 8, 16}},
}};

const Entry& entry_of(Distortion kind) {
    return table[static_cast<std::size_t>(kind)];
}

const Levels& levels_of(Distortion kind, DistortionBank bank) {
    return bank == DistortionBank::Kadid ? entry_of(kind).kadid : entry_of(kind).published;
}

template <std::size_t count>
constexpr std::array<Distortion, count> kinds_of(Levels Entry::*bank) {
    std::array<Distortion, count> kinds{};
    std::size_t next = 0;
    for (const Entry& entry : table)
        if (entry.*bank != none)
            kinds[next++] = entry.kind;
    return kinds;
}
constexpr auto kadid_kinds = kinds_of<25>(&Entry::kadid);
constexpr auto published_kinds = kinds_of<26>(&Entry::published);

RgbImage resized_and_back(const RgbImage& photo, double factor, PillowFilter filter) {
    const auto shrunk = [factor](int side) { return std::max(1, static_cast<int>(side / factor)); };
    const Size small{shrunk(photo.size.width), shrunk(photo.size.height)};
    return resize_pillow(resize_pillow(photo, small, filter), photo.size, filter);
}

RgbImage apply(const RgbImage& photo, Distortion kind, double strength, DistortionBank bank,
               const RandomNumbers& numbers) {
    using namespace distortions;
    const bool published = bank == DistortionBank::Published;
    const int count = static_cast<int>(strength);
    switch (kind) {
    case Distortion::GaussianBlur:
        return pillow_gaussian_blur(photo, strength);
    case Distortion::LensBlur:
        return lens_blur(photo, strength);
    case Distortion::MotionBlur:
        return published ? axis_motion_blur(photo, count, numbers.uniform("motion/axis", 0) < 0.5)
                         : motion_blur(photo, strength, 180 * numbers.uniform("motion/angle", 0));
    case Distortion::ColorDiffusion:
        return colour_diffusion(photo, strength);
    case Distortion::ColorShift:
        return colour_shift(photo, draw_colour_shift(strength, numbers), published);
    case Distortion::ColorQuantisation:
        return colour_quantisation(photo, count);
    case Distortion::SaturationHsv:
        return saturation_hsv(photo, strength);
    case Distortion::SaturationLab:
        return saturation_lab(photo, strength);
    case Distortion::WhiteNoise:
        return white_noise(photo, strength, numbers);
    case Distortion::YcbcrNoise:
        return ycbcr_noise(photo, strength, numbers);
    case Distortion::ImpulseNoise:
        return impulse_noise(photo, strength, numbers);
    case Distortion::MultiplicativeNoise:
        return multiplicative_noise(photo, strength, numbers);
    case Distortion::Denoise:
        return denoise(photo, strength, numbers.uniform("denoise/filter", 0) < 0.5, numbers);
    case Distortion::Brighten:
        return brighten(photo, strength);
    case Distortion::Darken:
        return darken(photo, strength);
    case Distortion::MeanShift:
        return mean_shift(photo, strength);
    case Distortion::Jitter:
        return jitter(photo, strength, numbers);
    case Distortion::PatchDisplacement:
        return patch_displacement(photo, count, numbers);
    case Distortion::Pixelate:
        return pixelate(photo, strength);
    case Distortion::Quantisation:
        return quantisation(photo, count);
    case Distortion::ColorBlock:
        return colour_block(photo, count, numbers);
    case Distortion::Sharpen:
        return sharpen(photo, strength, published ? Sharpening::Published : Sharpening::Kadid);
    case Distortion::Contrast:
        return contrast(photo, strength);
    case Distortion::ResizeBicubic:
        return resized_and_back(photo, strength, PillowFilter::Bicubic);
    case Distortion::ResizeBilinear:
        return resized_and_back(photo, strength, PillowFilter::Bilinear);
    case Distortion::ResizeNearest:
        return resized_and_back(photo, strength, PillowFilter::Nearest);
    case Distortion::ResizeLanczos:
        return resized_and_back(photo, strength, PillowFilter::Lanczos);
    case Distortion::Jpeg:
    case Distortion::Jpeg2000:
        break; // distort() has the codecs
    }
    return photo;
}

} // namespace

std::string_view bank_name(DistortionBank bank) {
    return bank == DistortionBank::Kadid ? "kadid" : "published";
}

std::optional<DistortionBank> bank_from_name(std::string_view name) {
    for (const DistortionBank bank : {DistortionBank::Kadid, DistortionBank::Published})
        if (bank_name(bank) == name)
            return bank;
    return std::nullopt;
}

std::span<const Distortion> distortion_kinds(DistortionBank bank) {
    if (bank == DistortionBank::Kadid)
        return kadid_kinds;
    return published_kinds;
}

std::string_view distortion_name(Distortion kind) {
    return entry_of(kind).name;
}

std::optional<Distortion> distortion_from_name(std::string_view name) {
    for (const Entry& entry : table)
        if (entry.name == name)
            return entry.kind;
    return std::nullopt;
}

double distortion_strength(Distortion kind, int level, DistortionBank bank) {
    return levels_of(kind, bank)[static_cast<std::size_t>(std::clamp(level, 1, 5) - 1)];
}

bool is_nearly_identity(Distortion kind, int level) {
    return (kind == Distortion::MeanShift && level == 3) || (kind == Distortion::SaturationLab && level == 1) ||
           (kind == Distortion::GaussianBlur && level == 1);
}

Result<RgbImage> distort_pixels(const RgbImage& photo, Distortion kind, int level, DistortionBank bank,
                                const RandomNumbers& numbers) {
    const std::string what = std::string(distortion_name(kind));
    if (level < 1 || level > 5)
        return failure(ErrorCode::BadInput, {}, "the level of a distortion is 1 to 5, not " + std::to_string(level));
    if (levels_of(kind, bank) == none)
        return failure(ErrorCode::BadInput, {},
                       "the bank \"" + std::string(bank_name(bank)) + "\" has no distortion \"" + what + "\"",
                       "see touchstone-cli distort --help for the kinds of each bank");
    if (photo.size.width < 1 || photo.size.height < 1)
        return failure(ErrorCode::BadInput, {}, "has no pixels to distort");
    if (kind == Distortion::Jpeg || kind == Distortion::Jpeg2000)
        return failure(ErrorCode::UnsupportedFormat, {}, "this build has no codec for \"" + what + "\"");
    return apply(photo, kind, distortion_strength(kind, level, bank), bank, numbers);
}

} // namespace touchstone::imaging
