// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/reiqa/encoder.h"

namespace touchstone::reiqa {

/// One tensor of a ResNet v1.5 trunk, by torchvision's name ("layer1.0.bn3.weight"), in PyTorch's layout.
struct ParameterSpec {
    std::string name;
    std::vector<std::int64_t> shape;
};

/// All tensors of a trunk of that shape, without `num_batches_tracked` and without a head.
std::vector<ParameterSpec> trunk_parameters(const TrunkConfig& config);

/// Channels into and inside stage 0…3; what comes out is inner·expansion.
std::int64_t stage_inner(const TrunkConfig& config, int stage);
std::int64_t stage_input(const TrunkConfig& config, int stage);
/// The first block of a stage brings its input to the block's shape with a 1×1 convolution, where it has another.
bool has_downsample(const TrunkConfig& config, int stage);

} // namespace touchstone::reiqa
