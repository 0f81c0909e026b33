// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/training/optimizer_p.h"

/// The two optimisers of contrastive training, with a state that travels through checkpoints by name. Private to the
/// room.
namespace touchstone::training {

struct MomentumSettings {
    bool lars = true; ///< else plain SGD
    double weight_decay = 1e-4;
    double momentum = 0.9;
    double trust = 0.001; ///< LARS only
};

/// SGD: g += decay·w; μ = momentum·μ + g; w -= rate·μ. LARS (reiqa.md 4.8): tensors of more than one dimension are
/// decayed and then scaled by trust·|w|/|g| (1 when either norm is 0); norms and biases get neither.
class MomentumUpdate {
public:
    explicit MomentumUpdate(MomentumSettings settings)
        : settings_(settings) {}

    /// One step from the gradients of `parameters`, which are cleared. Parameters without a gradient stay.
    void step(NamedTensors& parameters, double rate);

    const NamedTensors& state() const { return momenta_; }
    void restore(NamedTensors momenta) { momenta_ = std::move(momenta); }

private:
    MomentumSettings settings_;
    NamedTensors momenta_;
};

} // namespace touchstone::training
