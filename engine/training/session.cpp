// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/session_p.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <utility>

#include "engine/base/files.h"
#include "engine/training/made_version.h"
#include "engine/training/schedule.h"
#include "engine/training/token_choice_p.h"

namespace touchstone::training {

namespace {

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

RgbImage flipped(const RgbImage& photo) {
    RgbImage result(photo.size);
    const int width = photo.size.width;
    for (int y = 0; y < photo.size.height; ++y)
        for (int x = 0; x < width; ++x)
            std::copy_n(photo.row(y) + 3 * (width - 1 - x), 3, result.row(y) + 3 * x);
    return result;
}

/// "noise" of "photo.jpg#0,0|noise-2".
std::string kind_of(const std::string& version) {
    const std::size_t from = version.rfind('|') + 1;
    return version.substr(from, version.rfind('-') - from);
}

bool in_stem(const std::string& name) {
    return name.starts_with("conv_root") || name.starts_with("gn_root") || name.starts_with("block1") ||
           name.starts_with("embedding");
}

void add_parts(std::vector<std::pair<std::string, double>>& sums,
               const std::vector<std::pair<std::string, double>>& parts) {
    for (const auto& [name, value] : parts) {
        const auto found = std::find_if(sums.begin(), sums.end(), [&](const auto& sum) { return sum.first == name; });
        if (found == sums.end())
            sums.emplace_back(name, value);
        else
            found->second += value;
    }
}

} // namespace

NamedTensors copy_of_weights(const NamedTensors& tensors) {
    NamedTensors copy;
    for (const auto& [name, tensor] : tensors)
        copy[name] = tensor.detach().clone();
    return copy;
}

Session::Session(const TrainConfig& config, const TrainOptions& options, const TrainCallbacks& callbacks,
                 TrainingSet set, TeacherTargets targets, std::stop_token stop)
    : config_(config)
    , options_(options)
    , callbacks_(callbacks)
    , set_(std::move(set))
    , targets_(std::move(targets))
    , stop_(std::move(stop))
    , scale_(config.score_loss == ScoreLoss::Emd ? ScoreScale{} : scale_of(set_, set_.clean(Part::Train)))
    , layout_(head_layout(config, targets_))
    , losses_(config_, set_, targets_, scale_)
    , device_(options.device.kind == Device::Kind::Cuda
                  ? at::Device(at::kCUDA, static_cast<at::DeviceIndex>(options.device.index))
                  : at::Device(at::kCPU)) {
    for (const PackEntry& entry : set_.pack.entries())
        tokens_.push_back(trained_tokens(entry.size, config_.network, config_.native_patches));
}

void Session::note(const std::string& text) const {
    if (callbacks_.message)
        callbacks_.message(text);
}

musiq::TokenSequence Session::tokens_of(std::size_t sample, bool flip) const {
    const RgbImage photo = set_.pack.photo(sample);
    return musiq::make_tokens(flip ? flipped(photo) : photo, config_.network);
}

at::Tensor Session::forward(const musiq::NetworkView& view, const StageConfig& stage, int epoch, const Batch& piece) {
    std::vector<musiq::TokenSequence> sequences;
    std::vector<std::uint64_t> seeds;
    const auto add = [&](std::size_t sample, bool flip) {
        sequences.push_back(tokens_of(sample, flip));
        seeds.push_back(
            mix_seed(config_.seed, stage.name + " tokens " + std::to_string(epoch) + " " + std::to_string(sample)));
    };
    for (const PhotoGroup& group : piece)
        for (const std::size_t sample : group.samples())
            add(sample, group.flip);
    std::vector<const musiq::TokenSequence*> pointers;
    for (const musiq::TokenSequence& sequence : sequences)
        pointers.push_back(&sequence);
    const musiq::TokenBatch whole = musiq::make_batch(pointers, at::kCPU, true);
    musiq::TokenBatch batch = choose_tokens(whole, config_.network, config_.native_patches, stage.token_keep, seeds);
    batch.patches = batch.patches.to(device_);
    batch.hash_index = batch.hash_index.to(device_);
    batch.scale_index = batch.scale_index.to(device_);
    at::Tensor depth;
    if (stage.stochastic_depth > 0)
        depth = branch_factors(config_.network.layers, stage.stochastic_depth, seeds).to(device_);
    return musiq::forward_for_training(view, batch, depth);
}

void Session::run_batch(const StageConfig& stage, int epoch, const Batch& batch, EpochReport& report) {
    int photos = 0;
    for (const PhotoGroup& group : batch)
        photos += group.photos();
    std::vector<std::pair<std::string, double>> parts;
    double loss = 0;
    for (const Batch& piece : micro_batches(batch, tokens_, stage.token_keep)) {
        const musiq::NetworkView view = musiq::make_view(parameters_, config_.network);
        const at::Tensor sum =
            losses_.sum(stage, piece, forward(view, stage, epoch, piece), parameters_, parts) / photos;
        sum.backward();
        loss += sum.item<double>();
    }
    for (auto& [name, value] : parts)
        value /= photos;
    report.loss += loss;
    add_parts(report.loss_terms, parts);
}

Result<EpochReport> Session::run_epoch(const StageConfig& stage, ParameterUpdate& update, int epoch) {
    const std::vector<Batch> batches = plan_epoch(set_, stage, epoch, config_.seed, tokens_);
    const auto steps = static_cast<long>(batches.size());
    const StepCosine rate{stage.learning_rate, stage.final_factor,
                          std::lround(stage.warmup_epochs * static_cast<double>(steps)), steps * stage.epochs};
    EpochReport report;
    report.stage = stage.name;
    report.epoch = epoch;
    report.loss = so_far_.loss;
    report.loss_terms = so_far_.loss_terms;
    const long first = so_far_.step;
    const double begun = now() - so_far_.seconds;
    for (long step = first; step < steps; ++step) {
        if (auto paused = pause_if_due(update, report, step, begun); !paused)
            return tl::unexpected(paused.error());
        const long all_steps = (epoch - 1) * steps + step;
        report.learning_rate = rate.at(all_steps);
        run_batch(stage, epoch, batches[static_cast<std::size_t>(step)], report);
        if (!std::isfinite(report.loss))
            return failure(ErrorCode::Internal, config_.work_folder, "the loss is no longer a number",
                           "lower the learning rate of stage \"" + stage.name + "\"");
        update.step(parameters_, report.learning_rate);
        follow_average(stage.average_decay);
        if (callbacks_.progress) {
            const double each = (now() - begun - so_far_.seconds) / static_cast<double>(step + 1 - first);
            callbacks_.progress({stage.name, epoch, stage.epochs, static_cast<int>(step + 1), static_cast<int>(steps),
                                 report.loss / static_cast<double>(step + 1),
                                 each * static_cast<double>(steps * stage.epochs - all_steps - 1)});
        }
    }
    report.loss /= static_cast<double>(std::max(1L, steps));
    for (auto& [name, value] : report.loss_terms)
        value /= static_cast<double>(std::max(1L, steps));
    if (set_.clean(Part::Validation).size() > 1)
        validate(judged(stage), report);
    report.seconds = now() - begun;
    so_far_ = {};
    return report;
}

/// A checkpoint in the middle of an epoch: before a stop, and every few minutes because power fails, too.
Result<void> Session::pause_if_due(const ParameterUpdate& update, const EpochReport& report, long step, double begun) {
    const bool stopped = stop_.stop_requested();
    if (saved_at_ == 0)
        saved_at_ = now();
    if (!stopped && now() - saved_at_ < config_.checkpoint_seconds)
        return {};
    const EpochSoFar before = std::exchange(so_far_, {step, report.loss, report.loss_terms, now() - begun});
    auto saved = save(update);
    if (!stopped)
        so_far_ = before; // the clock of this epoch goes on from what it was when it began
    saved_at_ = now();
    if (!saved)
        return saved;
    if (stopped)
        return failure(ErrorCode::Cancelled, config_.work_folder, "training was stopped", "continue it with --resume");
    return {};
}

void Session::follow_average(double decay) {
    const at::NoGradGuard no_gradients;
    if (decay <= 0)
        return;
    for (auto& [name, value] : parameters_) {
        const auto found = average_.find(name);
        if (found == average_.end())
            average_[name] = value.detach().clone();
        else
            found->second.mul_(decay).add_(value, 1 - decay);
    }
}

double Session::score_of(const musiq::NetworkView& view, const RgbImage& photo) const {
    const musiq::TokenSequence sequence = musiq::make_tokens(photo, config_.network);
    const musiq::TokenSequence* pointer = &sequence;
    const at::Tensor outputs =
        musiq::forward_for_training(view, musiq::make_batch(std::span(&pointer, 1), device_, true));
    return scale_.score(predicted_values(config_, outputs)[0].item<double>());
}

void Session::validate(const NamedTensors& weights, EpochReport& report) const {
    const at::NoGradGuard no_gradients;
    const musiq::NetworkView view = musiq::make_view(weights, config_.network);
    std::vector<double> predicted, human;
    for (const std::size_t sample : set_.clean(Part::Validation)) {
        predicted.push_back(score_of(view, set_.pack.photo(sample)));
        human.push_back(set_.samples[sample].label.mos);
    }
    report.validation = agreement(predicted, human);
    if (config_.order_weight > 0)
        report.ordered = ordered_versions(view, predicted);
}

/// One version of every kind for every validation photo; levels take turns, the same ones in every epoch. Photos that
/// were held out count by themselves: their versions were made at their own size, perhaps.
std::map<std::string, double> Session::ordered_versions(const musiq::NetworkView& view,
                                                        const std::vector<double>& clean) const {
    const std::vector<std::size_t> photos = set_.clean(Part::Validation);
    std::map<std::string, double> shares;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        const std::string& name = set_.samples[photos[i]].name;
        for (const MadeVersion& version : plan_versions(name, made_kind_count(config_.data.exposure), config_.seed,
                                                        PlanOrder::Noise, config_.data.exposure)) {
            const std::uint64_t seed = mix_seed(config_.seed, name + "|" + version.name());
            const double worse = score_of(view, make_version(set_.pack.photo(photos[i]), version, seed));
            shares[version.kind_name()] += (worse < clean[i]) / static_cast<double>(photos.size());
        }
    }
    const std::vector<std::size_t> held_out = set_.clean(Part::HeldOut);
    for (const std::size_t photo : held_out) {
        const double better = score_of(view, set_.pack.photo(photo));
        for (const std::size_t version : set_.samples[photo].versions) {
            const double worse = score_of(view, set_.pack.photo(version));
            shares["held-out " + kind_of(set_.samples[version].name)] +=
                (worse < better) / static_cast<double>(held_out.size());
        }
    }
    return shares;
}

/// After the criterion has changed between two parts of a run, the best weights so far are judged by the new one.
void Session::judge_best_anew() {
    if (best_.empty() || standing_.order_weight == config_.order_weight)
        return;
    EpochReport report;
    validate(best_, report);
    standing_.best_worth = report.worth(config_.order_weight);
    standing_.order_weight = config_.order_weight;
}

/// A model that is trained on is a candidate itself: fine-tuning never writes weights that the criterion likes less.
void Session::judge_start() {
    if (!standing_.judge_start || set_.clean(Part::Validation).size() < 2)
        return;
    standing_.judge_start = false;
    EpochReport report;
    report.stage = start_stage;
    const double begun = now();
    validate(parameters_, report);
    report.seconds = now() - begun;
    keep_if_best(report, parameters_);
    publish(report);
}

void Session::publish(const EpochReport& report) const {
    std::ofstream log(config_.work_folder + "/log.jsonl", std::ios::app);
    log << report.json_line() << '\n';
    if (callbacks_.epoch)
        callbacks_.epoch(report);
}

bool Session::keep_if_best(const EpochReport& report, const NamedTensors& weights) {
    const std::optional<double> worth = report.worth(config_.order_weight);
    // Without a validation part the last weights are the best ones.
    if (worth && standing_.best_worth && *worth <= *standing_.best_worth)
        return false;
    if (!worth && standing_.best_worth)
        return false;
    standing_.best_worth = worth;
    standing_.order_weight = config_.order_weight;
    standing_.best_stage = report.stage;
    standing_.best_epoch = report.epoch;
    best_ = copy_of_weights(weights);
    return true;
}

Result<void> Session::run_stage(const StageConfig& stage) {
    ParameterUpdate update(stage);
    const bool begun = standing_.epoch > 0 || so_far_.step > 0;
    if (begun)
        update.restore(resumed_moments_, resumed_steps_);
    else if (stage.start_from_best && !best_.empty())
        parameters_ = copy_of_weights(best_);
    if (!begun)
        average_.clear();
    for (auto& [name, value] : parameters_)
        value.set_requires_grad(!(stage.freeze_stem && in_stem(name)));
    while (standing_.epoch < stage.epochs) {
        auto report = run_epoch(stage, update, standing_.epoch + 1);
        if (!report)
            return tl::unexpected(report.error());
        ++standing_.epoch;
        ++standing_.epochs_done;
        standing_.seconds += report->seconds;
        keep_if_best(*report, judged(stage));
        publish(*report);
        if (auto saved = save(update); !saved)
            return saved;
        saved_at_ = now();
    }
    return {};
}

Result<void> Session::run() {
    judge_best_anew();
    judge_start();
    while (standing_.stage < static_cast<int>(config_.stages.size())) {
        if (auto done = run_stage(config_.stages[static_cast<std::size_t>(standing_.stage)]); !done)
            return done;
        ++standing_.stage;
        standing_.epoch = 0;
    }
    return blend();
}

} // namespace touchstone::training
