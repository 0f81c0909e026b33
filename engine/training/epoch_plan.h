// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/training/training_set.h"

/// Which photos a training epoch looks at, in which batches. Private to the room; no Torch.
namespace touchstone::training {

/// A photo, alone or with one of its made versions.
struct PhotoGroup {
    std::size_t clean = 0;
    std::optional<std::size_t> made;
    bool flip = false; ///< both, left to right

    int photos() const { return made ? 2 : 1; }
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
