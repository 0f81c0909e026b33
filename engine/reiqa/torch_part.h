// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/nn/networks_library.h"
#include "engine/reiqa/encoder.h"

/// What this room does with Torch, on the other side of the border (engine/nn/networks_library.h).
namespace touchstone::reiqa {

/// The other side of an Encoder; its functions are those of that class.
struct Encoder::Impl {
    virtual ~Impl() = default;
    virtual const ModelCard& card() const = 0;
    virtual const TrunkConfig& config() const = 0;
    virtual bool l2_normalised() const = 0;
    virtual Result<ExpertFeatures> run(const RgbImage& photo, const RgbImage& half,
                                       const EncoderOptions& options) const = 0;
    virtual Result<std::vector<FeatureMap>> stages(const RgbImage& photo) const = 0;
};

struct TorchPart {
    static constexpr const char* name = "reiqa";
    static constexpr std::uint64_t layout = nn::layout_of<Error, nn::ModelFile, Device, TrunkConfig, EncoderOptions,
                                                          ExpertFeatures, FeatureMap, RgbImage>();

    Result<std::unique_ptr<Encoder::Impl>> (*load)(const nn::ModelFile& file, Expert role, const Device& device,
                                                   Precision precision);
};
extern const TorchPart torch_functions;

} // namespace touchstone::reiqa
