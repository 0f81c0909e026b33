// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <map>
#include <string>

#include <torch/torch.h>

#include "engine/training/train_config.h"

/// AdamW and SGD with momentum over named parameters. Written out because the state has to travel through checkpoints
/// by name. Private to the room.
namespace touchstone::training {

using NamedTensors = std::map<std::string, at::Tensor>;

class ParameterUpdate {
public:
    explicit ParameterUpdate(const StageConfig& stage)
        : stage_(stage) {}

    /// One step from the gradients of `parameters` (clipped by their joint norm), which are cleared. Norms, biases and
    /// embedding tables are not decayed. Returns the norm before clipping.
    double step(NamedTensors& parameters, double learning_rate);

    long steps() const { return steps_; }
    /// Moments under "first." and "second." + the parameter's name.
    NamedTensors state() const;
    void restore(const NamedTensors& state, long steps);

private:
    void adamw(const std::string& name, at::Tensor& value, const at::Tensor& gradient, double rate, double decay);
    void sgd(const std::string& name, at::Tensor& value, const at::Tensor& gradient, double rate, double decay);

    StageConfig stage_;
    long steps_ = 0;
    NamedTensors first_, second_;
};

} // namespace touchstone::training
