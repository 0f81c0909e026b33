// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/device.h"
#include "engine/nn/model_file.h"
#include "engine/reiqa/features.h"

namespace touchstone::reiqa {

/// Shape of the ResNet trunk, from the card's `config`: {"stem_width":64, "blocks":[3,4,6,3], "expansion":4}.
struct TrunkConfig {
    int stem_width = 64;                   ///< channels of the stem; stage s has stem_width·2^s·expansion
    std::array<int, 4> blocks{3, 4, 6, 3}; ///< bottlenecks per stage
    int expansion = 4;                     ///< output channels of a bottleneck over its inner width

    int features() const { return stem_width * 8 * expansion; }
    static Result<TrunkConfig> from_card(const ModelCard& card);
    nlohmann::json to_json() const;
};

struct EncoderOptions {
    bool maps = false; ///< keep the stage-4 maps
    int threads = 0;   ///< 0 = one per core
    /// Bytes for activations. Photos that need more are run in tiles at multiples of 32 px with a halo that makes every
    /// cell the same as in the whole image (reiqa.md 1.6).
    std::uint64_t memory_budget = std::uint64_t{512} << 20;
    std::stop_token stop;
};

/// Half the photo, Pillow's 8-bit bicubic to (w div 2, h div 2), each at least 1: the scale both experts share.
RgbImage half_scale(const RgbImage& photo);

/// One expert: ResNet v1.5 trunk with BatchNorm folded in at load. Safe on any thread; two that run it at once take
/// turns, because one uses all cores anyway.
class Encoder {
public:
    /// The role is the card's architecture, "reiqa-content" or "reiqa-quality": it decides on the normalisation, which
    /// must never be mixed up. BadModel when the card names another role than `role` or the other one's preprocessing,
    /// or a tensor does not fit. The first network of a program loads Torch: errors of nn::torch_part() too.
    static Result<Encoder> load(const nn::ModelFile& file, Expert role, const Device& device, Precision precision);
    ~Encoder();
    Encoder(Encoder&&) noexcept;
    Encoder& operator=(Encoder&&) noexcept;

    const ModelCard& card() const;
    const TrunkConfig& config() const;
    /// The card's flag "l2_normalised" (CONTRIQUE): the means of each scale are divided by their length. The maps are
    /// not, so there is no exact breakdown.
    bool l2_normalised() const;

    /// `half` is half_scale(photo), made once for both experts. Cancelled, OutOfMemory.
    Result<ExpertFeatures> run(const RgbImage& photo, const RgbImage& half, const EncoderOptions& options) const;

    /// The whole photo's maps after the stem (pooling included) and after each of the four stages, untiled. For tests.
    Result<std::vector<FeatureMap>> stages(const RgbImage& photo) const;

    struct Impl; ///< engine/reiqa/torch_part.h

private:
    explicit Encoder(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

/// Turns a published checkpoint into a model file: Re-IQA (`model` → `module.encoder.*`), Facebook MoCo
/// (`module.encoder_q.*`), torchvision ResNet-50 (plain names, `fc` ignored), CONTRIQUE's encoder (card flag
/// "l2_normalised"). The trunk's shape is found from the tensors.
Result<nn::ModelFile> import_encoder(const nn::Checkpoint& checkpoint, const std::string& file, Expert role);

} // namespace touchstone::reiqa
