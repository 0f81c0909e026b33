// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/optimizer_p.h"

#include <cmath>

namespace touchstone::training {

namespace {

constexpr double beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8;

bool decayed(const std::string& name, const at::Tensor& value) {
    return value.dim() >= 2 && !name.ends_with("cls") && !name.ends_with("_emb");
}

at::Tensor& moment(NamedTensors& moments, const std::string& name, const at::Tensor& like) {
    auto [found, fresh] = moments.try_emplace(name);
    if (fresh)
        found->second = at::zeros_like(like);
    return found->second;
}

} // namespace

double ParameterUpdate::step(NamedTensors& parameters, double learning_rate) {
    const at::NoGradGuard no_gradients;
    ++steps_;
    double squares = 0;
    for (const auto& [name, value] : parameters)
        if (value.grad().defined())
            squares += value.grad().square().sum().item<double>();
    const double norm = std::sqrt(squares);
    const double factor = stage_.clip_norm > 0 && norm > stage_.clip_norm ? stage_.clip_norm / norm : 1.0;
    for (auto& [name, value] : parameters) {
        if (!value.grad().defined())
            continue;
        at::Tensor gradient = value.grad();
        if (factor < 1)
            gradient.mul_(factor);
        const double decay = decayed(name, value) ? stage_.weight_decay : 0;
        if (stage_.optimizer == Optimizer::AdamW)
            adamw(name, value, gradient, learning_rate, decay);
        else
            sgd(name, value, gradient, learning_rate, decay);
        gradient.zero_();
    }
    return norm;
}

void ParameterUpdate::adamw(const std::string& name, at::Tensor& value, const at::Tensor& gradient, double rate,
                            double decay) {
    at::Tensor& first = moment(first_, name, value);
    at::Tensor& second = moment(second_, name, value);
    first.mul_(beta1).add_(gradient, 1 - beta1);
    second.mul_(beta2).addcmul_(gradient, gradient, 1 - beta2);
    const double correction1 = 1 - std::pow(beta1, static_cast<double>(steps_));
    const double correction2 = 1 - std::pow(beta2, static_cast<double>(steps_));
    const at::Tensor root = (second / correction2).sqrt_().add_(epsilon);
    if (decay > 0)
        value.mul_(1 - rate * decay);
    value.addcdiv_(first, root, -rate / correction1);
}

void ParameterUpdate::sgd(const std::string& name, at::Tensor& value, const at::Tensor& gradient, double rate,
                          double decay) {
    at::Tensor& first = moment(first_, name, value);
    first.mul_(stage_.momentum).add_(gradient);
    if (decay > 0)
        first.add_(value, decay);
    value.add_(first, -rate);
}

NamedTensors ParameterUpdate::state() const {
    NamedTensors all;
    for (const auto& [name, tensor] : first_)
        all["first." + name] = tensor;
    for (const auto& [name, tensor] : second_)
        all["second." + name] = tensor;
    return all;
}

void ParameterUpdate::restore(const NamedTensors& state, long steps) {
    steps_ = steps;
    for (const auto& [name, tensor] : state) {
        if (name.starts_with("first."))
            first_[name.substr(6)] = tensor.clone();
        else if (name.starts_with("second."))
            second_[name.substr(7)] = tensor.clone();
    }
}

} // namespace touchstone::training
