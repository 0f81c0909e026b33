// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/label_lists_p.h"

#include <cmath>

namespace touchstone::training {

namespace {

constexpr float slope_of_one = 0.541325f; // softplus gives 1
constexpr float low_height = -4.0f;       // softplus gives 0.018

} // namespace

ScoreScale scale_of(const TrainingSet& set, std::span<const std::size_t> photos) {
    double sum = 0, squares = 0;
    for (const std::size_t index : photos) {
        sum += set.samples[index].label.mos;
        squares += set.samples[index].label.mos * set.samples[index].label.mos;
    }
    ScoreScale scale;
    const auto count = static_cast<double>(photos.size());
    scale.mean = sum / count;
    const double variance = squares / count - scale.mean * scale.mean;
    scale.deviation = variance > 1e-9 ? std::sqrt(variance) : 1.0;
    return scale;
}

at::Tensor fresh_link() {
    at::Tensor link = at::full({link_size}, low_height);
    link[0] = 0.0f;
    link[1] = slope_of_one;
    return link;
}

at::Tensor through_link(const at::Tensor& link, const at::Tensor& values) {
    const at::Tensor rising = at::softplus(link.narrow(0, 1, link_size - 1));
    const at::Tensor places = at::arange(-2, 3, values.options());
    const at::Tensor steps = at::tanh(values.unsqueeze(-1) - places);
    return link[0] + rising[0] * values + (steps * rising.narrow(0, 1, link_size - 2)).sum(-1);
}

std::string link_name(const LabelList& list) {
    return link_prefix + list.name;
}

std::map<std::string, at::Tensor> fresh_links(const std::vector<LabelList>& lists) {
    std::map<std::string, at::Tensor> links;
    for (const LabelList& list : lists)
        if (list.link == ScoreLink::Monotone)
            links[link_name(list)] = fresh_link();
    return links;
}

double preference(const Label& first, const Label& second) {
    const double difference = first.mos - second.mos;
    const double spread = std::sqrt(first.std * first.std + second.std * second.std);
    if (spread > 0)
        return 0.5 * std::erfc(-difference / spread / std::sqrt(2.0));
    return difference > 0 ? 1.0 : difference < 0 ? 0.0 : 0.5;
}

at::Tensor fidelity_loss(const at::Tensor& first, const at::Tensor& second, const at::Tensor& wanted) {
    constexpr double root_floor = 1e-6; // keeps the root's slope finite where a probability is 0
    const at::Tensor given = 0.5 * (1 + at::erf((first - second) / 2));
    return 1 - (wanted * given + root_floor).sqrt() - ((1 - wanted) * (1 - given) + root_floor).sqrt();
}

} // namespace touchstone::training
