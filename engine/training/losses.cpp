// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/losses_p.h"

#include <algorithm>

namespace touchstone::training {

namespace {

/// A made version must score below its photo by this part of severity × what the photo has to lose.
constexpr double rank_margin = 0.35;
/// What a made version's pseudo score loses at least, in the same measure.
constexpr double least_loss = 0.5;

} // namespace

HeadLayout head_layout(const TrainConfig& config, const TeacherTargets& targets) {
    HeadLayout layout;
    layout.score = config.network.outputs;
    if (targets.components.defined())
        layout.components = targets.components.size(1);
    if (targets.aesthetic.defined())
        layout.aesthetic = targets.aesthetic.size(1);
    return layout;
}

at::Tensor predicted_values(const TrainConfig& config, const at::Tensor& outputs) {
    if (config.score_loss == ScoreLoss::L1)
        return outputs.select(1, 0);
    const std::int64_t bins = config.network.outputs;
    const at::Tensor numbers = at::arange(1, bins + 1, outputs.options());
    return (at::softmax(outputs.narrow(1, 0, bins), -1) * numbers).sum(-1);
}

at::Tensor emd_loss(const at::Tensor& logits, const at::Tensor& distribution) {
    const at::Tensor difference = (at::softmax(logits, -1) - distribution).cumsum(-1);
    // The root has no slope at 0; the tiny addend keeps a perfect row from giving NaN.
    return (difference.square().mean(-1) + 1e-12).sqrt().mean();
}

Losses::Losses(const TrainConfig& config, const TrainingSet& set, const TeacherTargets& targets,
               const ScoreScale& scale)
    : config_(config)
    , set_(set)
    , targets_(targets)
    , scale_(scale)
    , layout_(head_layout(config, targets)) {
    for (std::size_t i = 0; i < set.lists.size(); ++i)
        list_scales_.push_back(training::scale_of(set, set.clean_of_list(static_cast<int>(i))));
}

/// The score a sample is held to, in the units of the human scores. A made version follows the teacher's opinion of how
/// much was lost, but never less than its severity implies.
double Losses::target(std::size_t index) const {
    const Sample& sample = set_.samples[index];
    const auto teacher = [&](std::size_t i) {
        return targets_.score.defined() ? targets_.score[static_cast<std::int64_t>(i)].item<double>() : scale_.mean;
    };
    const double clean = has_no_score(sample.part) ? teacher(sample.clean) : sample.label.mos;
    if (sample.severity == 0)
        return clean;
    const double room = std::max(0.0, clean - config_.range.first);
    const double seen = targets_.score.defined() ? teacher(index) - teacher(sample.clean) : 0;
    return std::max(config_.range.first, clean + std::min(seen, -least_loss * sample.severity * room));
}

at::Tensor Losses::rows(const at::Tensor& table, std::span<const std::size_t> samples, const at::Device& device) const {
    const std::vector<std::int64_t> index(samples.begin(), samples.end());
    return table.index_select(0, at::tensor(index, at::kLong)).to(device);
}

at::Tensor Losses::score_term(const StageConfig& stage, std::span<const std::size_t> samples,
                              const at::Tensor& outputs) const {
    std::vector<float> wanted, weights;
    std::vector<at::Tensor> emd;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Sample& sample = set_.samples[samples[i]];
        const bool human = (sample.severity == 0 || config_.teacher.rates) && sample.part == Part::Train;
        const bool pseudo = !human && sample.part != Part::OtherList && targets_.score.defined();
        wanted.push_back(static_cast<float>(scale_.normal(target(samples[i]))));
        weights.push_back(static_cast<float>(human ? 1.0 : pseudo ? stage.loss.pseudo : 0.0));
        if (config_.score_loss == ScoreLoss::Emd && human)
            emd.push_back(emd_loss(outputs.narrow(0, static_cast<std::int64_t>(i), 1).narrow(1, 0, layout_.score),
                                   at::tensor(sample.label.distribution).to(outputs.options()).unsqueeze(0)));
    }
    if (config_.score_loss == ScoreLoss::Emd)
        return emd.empty() ? outputs.sum() * 0 : at::stack(emd).sum();
    const at::Tensor difference = outputs.select(1, 0) - at::tensor(wanted).to(outputs.device());
    return (difference.abs() * at::tensor(weights).to(outputs.device())).sum();
}

at::Tensor Losses::rank_term(const Batch& batch, const at::Tensor& outputs) const {
    std::vector<at::Tensor> hinges;
    const at::Tensor values = predicted_values(config_, outputs);
    std::int64_t row = 0;
    for (const PhotoGroup& group : batch) {
        const double room = std::max(0.0, target(group.clean) - config_.range.first) / scale_.deviation;
        const auto below = [&](std::int64_t worse, std::int64_t better, double severity) {
            hinges.push_back(at::relu(values[worse] - values[better] + rank_margin * severity * room));
        };
        const double severity = group.made ? set_.samples[*group.made].severity : 0;
        if (group.made)
            below(row + 1, row, severity);
        if (group.worse)
            below(row + 2, row + 1, set_.samples[*group.worse].severity - severity);
        row += group.photos();
    }
    return hinges.empty() ? outputs.sum() * 0 : at::stack(hinges).sum();
}

/// Pairs of photos that share a list: of the model's own scale, or of the others, by their list's weight.
at::Tensor Losses::pair_term(const Batch& batch, const at::Tensor& outputs, bool other_lists) const {
    const at::Tensor values = predicted_values(config_, outputs);
    std::vector<std::int64_t> firsts, seconds;
    std::vector<float> wanted, weights;
    std::int64_t row = 0;
    for (const PhotoGroup& group : batch) {
        const Sample& sample = set_.samples[group.clean];
        if (group.rival && (sample.part == Part::OtherList) == other_lists) {
            firsts.push_back(row);
            seconds.push_back(row + group.photos() - 1);
            wanted.push_back(static_cast<float>(preference(sample.label, set_.samples[*group.rival].label)));
            weights.push_back(other_lists ? static_cast<float>(set_.lists[static_cast<std::size_t>(sample.list)].weight)
                                          : 1.0f);
        }
        row += group.photos();
    }
    if (firsts.empty())
        return outputs.sum() * 0;
    const auto device = outputs.device();
    const at::Tensor first = values.index_select(0, at::tensor(firsts, at::kLong).to(device));
    const at::Tensor second = values.index_select(0, at::tensor(seconds, at::kLong).to(device));
    return (fidelity_loss(first, second, at::tensor(wanted).to(device)) * at::tensor(weights).to(device)).sum();
}

/// L1 between the scores of lists with a link, normalised inside their list, and the linked values.
at::Tensor Losses::link_term(std::span<const std::size_t> samples, const at::Tensor& outputs,
                             const NamedTensors& parameters) const {
    at::Tensor total = outputs.sum() * 0;
    at::Tensor values = predicted_values(config_, outputs);
    if (config_.score_loss == ScoreLoss::Emd) // the links expect numbers around 0
        values = (values - 0.5 * (config_.network.outputs + 1)) / std::max(1.0, 0.25 * config_.network.outputs);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        const Sample& sample = set_.samples[samples[i]];
        if (sample.part != Part::OtherList || sample.severity > 0)
            continue;
        const auto number = static_cast<std::size_t>(sample.list);
        const LabelList& list = set_.lists[number];
        if (list.link != ScoreLink::Monotone)
            continue;
        const at::Tensor linked =
            through_link(parameters.at(link_name(list)), values.narrow(0, static_cast<std::int64_t>(i), 1));
        total = total + list.weight * (linked - list_scales_[number].normal(sample.label.mos)).abs().sum();
    }
    return total;
}

at::Tensor Losses::sum(const StageConfig& stage, const Batch& batch, const at::Tensor& outputs,
                       const NamedTensors& parameters, std::vector<std::pair<std::string, double>>& parts) const {
    std::vector<std::size_t> samples;
    for (const PhotoGroup& group : batch) {
        const std::vector<std::size_t> of_group = group.samples();
        samples.insert(samples.end(), of_group.begin(), of_group.end());
    }
    at::Tensor total = outputs.sum() * 0;
    const auto add = [&](const char* name, double weight, const at::Tensor& term) {
        parts.emplace_back(name, term.item<double>());
        total = total + term * weight;
    };
    if (stage.loss.score > 0)
        add("score", stage.loss.score, score_term(stage, samples, outputs));
    if (stage.loss.features > 0) {
        const at::Tensor wanted = rows(targets_.components, samples, outputs.device());
        const at::Tensor given = outputs.narrow(1, layout_.score, layout_.components);
        add("features", stage.loss.features, at::smooth_l1_loss(given, wanted, at::Reduction::None).mean(1).sum());
    }
    if (stage.loss.aesthetic > 0) {
        const at::Tensor wanted = rows(targets_.aesthetic, samples, outputs.device());
        const at::Tensor given = outputs.narrow(1, layout_.score + layout_.components, layout_.aesthetic);
        add("aesthetic", stage.loss.aesthetic, emd_loss(given, wanted) * static_cast<double>(samples.size()));
    }
    if (stage.loss.rank > 0)
        add("rank", stage.loss.rank, rank_term(batch, outputs));
    if (stage.loss.fidelity > 0)
        add("fidelity", stage.loss.fidelity, pair_term(batch, outputs, false));
    if (stage.loss.lists > 0 && !set_.lists.empty())
        add("lists", stage.loss.lists, pair_term(batch, outputs, true) + link_term(samples, outputs, parameters));
    return total;
}

} // namespace touchstone::training
