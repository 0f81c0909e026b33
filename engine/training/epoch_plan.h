// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/training/training_set.h"

/// Which photos a training epoch looks at, in which batches. Private to the room; no Torch.
namespace touchstone::training {

/// A photo, alone or with what it is compared with.
struct PhotoGroup {
    std::size_t clean = 0;
    std::optional<std::size_t> made;  ///< one of its made versions
    std::optional<std::size_t> worse; ///< a stronger one of the same kind
    std::optional<std::size_t> rival; ///< another photo of the same list of human scores
    bool flip = false;                ///< all, left to right

    std::vector<std::size_t> samples() const; ///< clean, made, worse, rival: those that there are, in this order
    int photos() const { return 1 + made.has_value() + worse.has_value() + rival.has_value(); }
};
using Batch = std::vector<PhotoGroup>;

/// Hangs only on seed, stage and epoch (from 1), so that a resumed run sees what an uninterrupted one would.
/// `tokens` gives the sequence length of every sample; photos of similar length share a batch, which is closed when the
/// kept tokens reach the stage's `batch_tokens`.
std::vector<Batch> plan_epoch(const TrainingSet& set, const StageConfig& stage, int epoch, std::uint64_t seed,
                              const std::vector<int>& tokens);

/// Cuts a batch into pieces that are run one after another with their gradients summed: small pieces stay in the cache.
std::vector<Batch> micro_batches(const Batch& batch, const std::vector<int>& tokens, double token_keep);

/// At least one, at most all.
int kept_tokens(int tokens, double token_keep);

} // namespace touchstone::training
