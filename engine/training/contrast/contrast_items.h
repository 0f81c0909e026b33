// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <vector>

#include "engine/imaging/photo.h"
#include "engine/training/contrast/encoder_trainer.h"

/// What the network is shown of one photo in one step. Made in worker threads; no Torch. Private to the room.
namespace touchstone::training {

/// Crops side by side, `count` of 3·patch² bytes each: row i of one belongs to row i of the other. Quality: scale by
/// scale, the original first and then its distortions.
struct ContrastItem {
    std::vector<std::uint8_t> query, key;
};

/// One kind at a level, or two on one another.
struct DrawnDistortion {
    imaging::Distortion kind = imaging::Distortion::GaussianBlur;
    int level = 1;
    bool composed = false;
    imaging::Distortion second_kind = imaging::Distortion::GaussianBlur;
    int second_level = 1;
};

/// The kinds of the bank that this program can make.
std::vector<imaging::Distortion> usable_kinds(imaging::DistortionBank bank, const ContrastCallbacks& callbacks);

/// Different kinds, levels uniform over 1…5 (reiqa.md 3.7).
std::vector<DrawnDistortion> draw_distortions(const QualityItems& items, const std::vector<imaging::Distortion>& kinds,
                                              Draws& draws);

/// A photo made worse through the callback, or without codecs.
Result<RgbImage> damaged_photo(const RgbImage& photo, imaging::Distortion kind, int level, imaging::DistortionBank bank,
                               std::uint64_t seed, const ContrastCallbacks& callbacks);

/// Half of both sides with the filter that the settings name; each at least 1.
RgbImage halved(const RgbImage& photo, HalfScale filter);

Result<ContrastItem> make_quality_item(const RgbImage& photo, const QualityItems& items, std::uint64_t seed,
                                       const ContrastCallbacks& callbacks);

/// Two independent augmentations B: random crop and ratio, flip, colour jitter, grey, blur.
ContrastItem make_content_item(const RgbImage& photo, const ContentItems& items, std::uint64_t seed);

} // namespace touchstone::training
