// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/momentum_update_p.h"

namespace touchstone::training {

void MomentumUpdate::step(NamedTensors& parameters, double rate) {
    const at::NoGradGuard no_gradients;
    for (auto& [name, value] : parameters) {
        if (!value.grad().defined())
            continue;
        at::Tensor gradient = value.grad();
        if (!settings_.lars || value.dim() > 1)
            gradient = gradient + settings_.weight_decay * value;
        if (settings_.lars && value.dim() > 1) {
            // Stays on the device: asking for the number would make a GPU wait once for every tensor.
            const at::Tensor size = value.norm(), slope = gradient.norm();
            const at::Tensor usable = at::logical_and(size > 0, slope > 0);
            gradient = gradient * at::where(usable, settings_.trust * size / slope, at::ones_like(size));
        }
        at::Tensor& momentum = momenta_[name];
        if (!momentum.defined())
            momentum = at::zeros_like(value);
        momentum.mul_(settings_.momentum).add_(gradient);
        value.add_(momentum, -rate);
        value.mutable_grad() = at::Tensor();
    }
}

} // namespace touchstone::training
