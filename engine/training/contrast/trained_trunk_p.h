// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>

#include "engine/nn/checkpoint.h"
#include "engine/reiqa/encoder.h"
#include "engine/training/optimizer_p.h"

/// The ResNet trunk with its BatchNorms alive, and the projection head, under the names that engine/reiqa reads
/// (torchvision's; the head is head.0 and head.2). Private to the room.
namespace touchstone::training {

/// Kaiming-normal convolutions by their fan-out, norms at one and zero, head as a linear layer's default.
NamedTensors random_encoder(const reiqa::TrunkConfig& trunk, int head_width, int dimension, std::uint64_t seed);

/// The trunk of a model file over `weights`' own. BadModel when it is of another shape or role.
Result<void> take_trunk(const std::string& model_file, reiqa::Expert role, const reiqa::TrunkConfig& trunk,
                        NamedTensors& weights);

/// Running means and variances are no parameters: no gradient, no optimiser, no averaging.
bool is_statistic(const std::string& name);

/// Means of the stage-4 map [n, features]. `batch_statistics`: normalise by this batch and let the running statistics
/// follow it; else by the running statistics, as inference does.
at::Tensor pooled_features(const NamedTensors& weights, const reiqa::TrunkConfig& trunk, const at::Tensor& input,
                           bool batch_statistics);

/// Unit vectors [n, dimension].
at::Tensor projected(const NamedTensors& weights, const at::Tensor& features);

/// 8-bit crops [n, side, side, 3] as the expert takes them, on the device: plain or ImageNet-normalised.
at::Tensor network_input(const at::Tensor& crops, reiqa::Expert expert, const at::Device& device);

/// Trunk only, as a model file has it.
nn::Checkpoint trunk_checkpoint(const NamedTensors& weights, const reiqa::TrunkConfig& trunk);

/// Everything, for checkpoints of a run.
void put_tensors(nn::Checkpoint& into, const std::string& prefix, const NamedTensors& tensors);
NamedTensors take_tensors(const nn::Checkpoint& from, const std::string& prefix, const at::Device& device);

} // namespace touchstone::training
