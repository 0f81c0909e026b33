// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <span>
#include <utility>
#include <vector>

#include <torch/torch.h>

#include "engine/training/epoch_plan.h"
#include "engine/training/label_lists_p.h"
#include "engine/training/optimizer_p.h"
#include "engine/training/teacher_p.h"

/// What a network is asked for in training. Private to the room.
namespace touchstone::training {

/// Rows of the network's last layer while it trains: the score's own, then the components, then the aesthetic bins.
struct HeadLayout {
    std::int64_t score = 1, components = 0, aesthetic = 0;
    std::int64_t rows() const { return score + components + aesthetic; }
};
HeadLayout head_layout(const TrainConfig& config, const TeacherTargets& targets);

/// One number per row: the score's output in normal units, or Σ k·p_k of a distribution (whose scale is 0, 1).
at::Tensor predicted_values(const TrainConfig& config, const at::Tensor& outputs);

/// EMD (r = 2) per row between the softmax of `logits` and `distribution`, averaged over the rows.
at::Tensor emd_loss(const at::Tensor& logits, const at::Tensor& distribution);

class Losses {
public:
    Losses(const TrainConfig& config, const TrainingSet& set, const TeacherTargets& targets, const ScoreScale& scale);

    /// Sum over the photos of a micro-batch (the samples of the groups, in order), to be divided by the photos of the
    /// whole batch. `parameters` hold the links of data.more_labels. The parts come back under their names, unweighted.
    at::Tensor sum(const StageConfig& stage, const Batch& batch, const at::Tensor& outputs,
                   const NamedTensors& parameters, std::vector<std::pair<std::string, double>>& parts) const;

private:
    at::Tensor score_term(const StageConfig& stage, std::span<const std::size_t> samples,
                          const at::Tensor& outputs) const;
    at::Tensor rank_term(const Batch& batch, const at::Tensor& outputs) const;
    at::Tensor pair_term(const Batch& batch, const at::Tensor& outputs, bool other_lists) const;
    at::Tensor link_term(std::span<const std::size_t> samples, const at::Tensor& outputs,
                         const NamedTensors& parameters) const;
    double target(std::size_t sample) const;
    at::Tensor rows(const at::Tensor& table, std::span<const std::size_t> samples, const at::Device& device) const;

    const TrainConfig& config_;
    const TrainingSet& set_;
    const TeacherTargets& targets_;
    ScoreScale scale_;
    std::vector<ScoreScale> list_scales_; ///< of data.more_labels
    HeadLayout layout_;
};

} // namespace touchstone::training
