// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <span>
#include <vector>

#include <torch/torch.h>

#include "engine/nn/model_file.h"
#include "engine/training/training_set.h"

/// What lets a network learn from scores that are on other scales than its own. Private to the room.
namespace touchstone::training {

/// Mean and deviation of human scores: the network learns (score − mean) / deviation.
struct ScoreScale {
    double mean = 0, deviation = 1;
    double normal(double score) const { return (score - mean) / deviation; }
    double score(double normal_value) const { return normal_value * deviation + mean; }
};
ScoreScale scale_of(const TrainingSet& set, std::span<const std::size_t> photos);

/// A strictly rising curve: offset + slope·x + Σ height_k·tanh(x − k), k = −2…2, with slope and heights above 0. It
/// begins as x, nearly. One parameter tensor of `link_size` numbers.
inline constexpr int link_size = 7;
at::Tensor fresh_link();
at::Tensor through_link(const at::Tensor& link, const at::Tensor& values);

inline constexpr const char* link_prefix = "link."; ///< of a list's link among the parameters that are trained
std::string link_name(const LabelList& list);
/// The links that a run needs, by name; part of its weights until a model is written.
std::map<std::string, at::Tensor> fresh_links(const std::vector<LabelList>& lists);

/// Probability that the first of two photos is the better one by people's scores: Φ of the difference over the
/// deviation of both ratings where the list gives these; else 0, ½ or 1.
double preference(const Label& first, const Label& second);

/// Fidelity loss (Tsai et al., 2007) of Φ((first − second)/√2) and a wanted probability, per pair.
at::Tensor fidelity_loss(const at::Tensor& first, const at::Tensor& second, const at::Tensor& wanted);

} // namespace touchstone::training
