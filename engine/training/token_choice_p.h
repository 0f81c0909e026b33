// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <vector>

#include "engine/musiq/network_p.h"

/// What a training step leaves out: tokens of a photo, and layers for a photo. Scoring uses all of both. Private to the
/// room.
namespace touchstone::training {

/// Length of a photo's sequence in training: at most `native_patches` of its native scale, 0 = all.
int trained_tokens(Size photo, const musiq::Config& config, int native_patches);

/// The rows that a step looks at: of every photo at most `native_patches` of the native scale (0 = all), and of what is
/// left the part `keep`; both random without replacement, in the order of the sequence. One seed per photo.
musiq::TokenBatch choose_tokens(const musiq::TokenBatch& batch, const musiq::Config& config, int native_patches,
                                double keep, const std::vector<std::uint64_t>& seeds);

/// Stochastic depth (Huang et al., ECCV 2016), for forward_for_training: [layers, 2, photos], 0 where a photo skips a
/// branch, else 1/(1 − rate of its layer). The rate rises evenly from 0 in the first layer to `rate` in the last one.
at::Tensor branch_factors(int layers, double rate, const std::vector<std::uint64_t>& seeds);

} // namespace touchstone::training
