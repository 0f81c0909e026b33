// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/encoder_session_p.h"

#include <chrono>
#include <cmath>
#include <numeric>

#include <ATen/autocast_mode.h>

#include "engine/training/contrast/trained_trunk_p.h"

namespace touchstone::training {

namespace {

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// bfloat16 has float32's range, so the loss needs no scaling.
class MixedPrecision {
public:
    explicit MixedPrecision(bool on)
        : on_(on) {
        if (!on_)
            return;
        at::autocast::set_autocast_gpu_dtype(at::kBFloat16);
        at::autocast::set_enabled(true);
    }
    ~MixedPrecision() {
        if (!on_)
            return;
        at::autocast::clear_cache();
        at::autocast::set_enabled(false);
    }
    MixedPrecision(const MixedPrecision&) = delete;
    MixedPrecision& operator=(const MixedPrecision&) = delete;

private:
    bool on_;
};

/// The crops of all items below one another: [items·pairs, patch, patch, 3].
at::Tensor joined(const std::vector<ContrastItem>& items, std::vector<std::uint8_t> ContrastItem::*part, int patch) {
    const auto bytes = static_cast<std::int64_t>((items.front().*part).size());
    at::Tensor crops = at::empty({static_cast<std::int64_t>(items.size()), bytes}, at::kByte);
    for (std::size_t i = 0; i < items.size(); ++i)
        std::copy((items[i].*part).begin(), (items[i].*part).end(),
                  crops.data_ptr<std::uint8_t>() + static_cast<std::int64_t>(i) * bytes);
    return crops.reshape({-1, patch, patch, 3});
}

std::vector<std::int64_t> permutation(std::int64_t count, Draws draws) {
    std::vector<std::int64_t> order(static_cast<std::size_t>(count));
    std::iota(order.begin(), order.end(), 0);
    draws.shuffle(order);
    return order;
}

int worker_count(int asked) {
    return asked > 0 ? asked : std::max(1, static_cast<int>(std::thread::hardware_concurrency()) - 1);
}

} // namespace

EncoderSession::EncoderSession(const ContrastConfig& config, const TrainOptions& options,
                               const ContrastCallbacks& callbacks, ContrastPhotos photos, std::stop_token stop)
    : config_(config)
    , options_(options)
    , callbacks_(callbacks)
    , photos_(std::move(photos))
    , stop_(std::move(stop))
    , device_(options.device.kind == Device::Kind::Cuda
                  ? at::Device(at::kCUDA, static_cast<at::DeviceIndex>(options.device.index))
                  : at::Device(at::kCPU))
    , queue_(config.contrast.queue, config.contrast.dimension, config.seed, config.contrast.random_start)
    , update_({config.schedule.lars, config.schedule.weight_decay, config.schedule.momentum, config.schedule.trust}) {}

std::string EncoderSession::stage() const {
    return std::string(reiqa::expert_name(config_.expert)) + "-encoder";
}

Result<void> EncoderSession::prepare() {
    if (!config_.teacher.file.empty()) {
        auto loaded = Distillation::load(config_.teacher, config_.patch(), device_);
        if (!loaded)
            return tl::unexpected(loaded.error());
        teacher_ = std::move(*loaded);
    }
    auto judge = FeatureJudge::prepare(config_, photos_, callbacks_, stop_);
    if (!judge)
        return tl::unexpected(judge.error());
    judge_ = std::move(*judge);
    return {};
}

at::Tensor EncoderSession::features(const NamedTensors& weights, const at::Tensor& crops, bool batch_statistics) const {
    return pooled_features(weights, config_.trunk, network_input(crops, config_.expert, device_), batch_statistics);
}

/// Keys in a drawn order, group by group, so that no group's statistics tell which crops belong together (ShuffleBN).
at::Tensor EncoderSession::encode_keys(const at::Tensor& crops) {
    const at::NoGradGuard no_gradients;
    const MixedPrecision mixed(config_.contrast.mixed_precision && device_.is_cuda());
    const std::int64_t count = crops.size(0), group = count / config_.contrast.groups;
    const at::Tensor order =
        at::tensor(permutation(count, Draws(mix_seed(config_.seed, "shuffle " + std::to_string(standing_.epoch) + " " +
                                                                       std::to_string(standing_.step)))),
                   at::kLong);
    const at::Tensor shuffled = crops.index_select(0, order);
    std::vector<at::Tensor> keys;
    for (std::int64_t start = 0; start < count; start += group)
        keys.push_back(projected(key_, features(key_, shuffled.narrow(0, start, group), true)));
    return at::cat(keys).index_select(0, order.argsort().to(device_));
}

/// How many neighbouring rows are negatives of one another.
std::int64_t EncoderSession::negatives_beside(std::int64_t group) const {
    switch (config_.contrast.in_scene) {
    case InScene::SameScale:
        return config_.quality.versions();
    case InScene::BothScales:
        return config_.pairs_per_photo();
    case InScene::Batch:
        return group;
    case InScene::None:
        break;
    }
    return 1;
}

/// Forward and backward of one group of photos; `share` is its part of the step. Returns the unit queries.
at::Tensor EncoderSession::run_group(const at::Tensor& crops, const at::Tensor& keys, double share) {
    at::Tensor pooled, queries;
    {
        const MixedPrecision mixed(config_.contrast.mixed_precision && device_.is_cuda());
        pooled = features(query_, crops, true);
        queries = projected(query_, pooled);
    }
    at::Tensor extra;
    if (const std::int64_t rows = negatives_beside(queries.size(0)); rows > 1)
        extra = in_scene_similarities(queries, keys, rows);
    const InfoNce contrast = info_nce(queries, keys, queue_.rows(), config_.contrast.temperature, extra);
    at::Tensor loss = contrast.loss;
    EpochSums& sums = standing_.sums;
    if (teacher_) {
        const Distillation::Terms terms = teacher_->terms(query_, crops, pooled);
        loss = config_.teacher.contrast * loss + terms.loss;
        sums.cosine += share * terms.cosine;
    }
    (loss * share).backward();
    sums.loss += share * loss.item<double>();
    sums.contrast += share * contrast.loss.item<double>();
    sums.top1 += share * contrast.logits.argmax(1).eq(0).to(at::kDouble).mean().item<double>();
    return queries.detach();
}

void EncoderSession::follow_query() {
    const at::NoGradGuard no_gradients;
    const double momentum = config_.contrast.key_momentum;
    for (auto& [name, value] : key_)
        if (!is_statistic(name))
            value.mul_(momentum).add_(query_.at(name), 1 - momentum);
}

void EncoderSession::run_step(const std::vector<ContrastItem>& items, double rate) {
    const at::Tensor query_crops = joined(items, &ContrastItem::query, config_.patch());
    const at::Tensor keys = encode_keys(joined(items, &ContrastItem::key, config_.patch()));
    const std::int64_t group = query_crops.size(0) / config_.contrast.groups;
    std::vector<at::Tensor> queries;
    for (int i = 0; i < config_.contrast.groups; ++i)
        queries.push_back(run_group(query_crops.narrow(0, i * group, group), keys.narrow(0, i * group, group),
                                    1.0 / config_.contrast.groups));
    update_.step(query_, rate);
    follow_query();
    queue_.write(keys);
    standing_.sums.alignment += alignment(at::cat(queries), keys);
    standing_.sums.uniformity += uniformity(queries.front());
}

int EncoderSession::steps_of(std::size_t photos) const {
    return static_cast<int>(photos / static_cast<std::size_t>(config_.contrast.batch_photos));
}

/// Hangs on seed and epoch alone. Every photo is used once before any is used again.
std::vector<std::size_t> EncoderSession::epoch_order() const {
    Draws draws(mix_seed(config_.seed, "epoch " + std::to_string(standing_.epoch)));
    const std::size_t wanted = config_.data.photos_per_epoch > 0
                                   ? static_cast<std::size_t>(config_.data.photos_per_epoch)
                                   : photos_.train.size();
    std::vector<std::size_t> order;
    while (order.size() < wanted) {
        std::vector<std::size_t> round = photos_.train;
        draws.shuffle(round);
        round.resize(std::min(round.size(), wanted - order.size()));
        order.insert(order.end(), round.begin(), round.end());
    }
    return order;
}

ItemWorkers::Make EncoderSession::item_maker(const std::vector<std::size_t>& order) const {
    const std::string prefix = "item " + std::to_string(standing_.epoch) + " ";
    return [this, prefix, &order](std::size_t batch, std::size_t place) -> Result<ContrastItem> {
        const std::size_t at = batch * static_cast<std::size_t>(config_.contrast.batch_photos) + place;
        const std::uint64_t seed = mix_seed(config_.seed, prefix + std::to_string(at));
        const RgbImage photo = photos_.pack.photo(order[at]);
        if (config_.expert == reiqa::Expert::Content)
            return make_content_item(photo, config_.content, seed);
        return make_quality_item(photo, config_.quality, seed, callbacks_);
    };
}

void EncoderSession::show(int steps, double begun) const {
    if (!callbacks_.progress)
        return;
    const int done = standing_.step;
    const double each = standing_.sums.seconds > 0 ? standing_.sums.seconds / done : now() - begun;
    const double left = static_cast<double>(steps) * (config_.schedule.epochs - standing_.epoch) - done;
    callbacks_.progress(
        {stage(), standing_.epoch + 1, config_.schedule.epochs, done, steps, standing_.sums.loss / done, each * left});
}

Result<void> EncoderSession::run_epoch() {
    const std::vector<std::size_t> order = epoch_order();
    const int steps = steps_of(order.size());
    if (steps == 0)
        return failure(ErrorCode::BadInput, config_.work_folder,
                       "has " + std::to_string(order.size()) + " photos to train on, fewer than one batch",
                       "lower \"contrast.batch_photos\" or set \"data.photos_per_epoch\"");
    ItemWorkers workers(item_maker(order), static_cast<std::size_t>(standing_.step), static_cast<std::size_t>(steps),
                        static_cast<std::size_t>(config_.contrast.batch_photos), worker_count(config_.workers));
    double rate = config_.schedule.at(standing_.epoch + 1, std::max(0, standing_.step - 1), steps);
    double saved = now();
    while (standing_.step < steps) {
        const double begun = now(), waited = workers.waited_seconds();
        if (stop_.stop_requested()) {
            if (auto written = save(); !written)
                return written;
            return failure(ErrorCode::Cancelled, config_.work_folder, "training was stopped",
                           "continue it with --resume");
        }
        const auto items = workers.take();
        if (!items)
            return tl::unexpected(items.error());
        rate = config_.schedule.at(standing_.epoch + 1, standing_.step, steps);
        run_step(*items, rate);
        if (!std::isfinite(standing_.sums.loss))
            return failure(ErrorCode::Internal, config_.work_folder, "the loss is no longer a number",
                           "lower \"schedule.learning_rate\" or \"schedule.base_rate\"");
        ++standing_.step;
        standing_.sums.seconds += now() - begun;
        standing_.sums.idle_seconds += workers.waited_seconds() - waited;
        show(steps, begun);
        if (now() - saved > config_.checkpoint_seconds && standing_.step < steps) {
            if (auto written = save(); !written)
                return written;
            saved = now();
        }
    }
    const ContrastReport report = report_of(steps, rate);
    ++standing_.epoch;
    standing_.step = 0;
    standing_.seconds += report.seconds;
    standing_.sums = {};
    standing_.last_report = nlohmann::json::parse(report.json_line());
    if (auto written = save(); !written)
        return written;
    log(report);
    if (callbacks_.epoch)
        callbacks_.epoch(report);
    return {};
}

void EncoderSession::judge_features(ContrastReport& report) const {
    const at::NoGradGuard no_gradients;
    report.neighbour_accuracy = judge_->accuracy(
        [&](const at::Tensor& crops) { return features(query_, crops, false).to(at::kCPU, at::kFloat); });
    report.chance = judge_->chance();
}

ContrastReport EncoderSession::report_of(int steps, double rate) {
    const double begun = now();
    const EpochSums& sums = standing_.sums;
    ContrastReport report;
    report.stage = stage();
    report.epoch = standing_.epoch + 1;
    report.learning_rate = rate;
    report.loss = sums.loss / steps;
    report.contrast_loss = sums.contrast / steps;
    report.top1 = sums.top1 / steps;
    report.alignment = sums.alignment / steps;
    report.uniformity = sums.uniformity / steps;
    if (teacher_)
        report.teacher_cosine = sums.cosine / steps;
    report.idle_share = sums.seconds > 0 ? sums.idle_seconds / sums.seconds : 0;
    report.photos_per_second = sums.seconds > 0 ? steps * config_.contrast.batch_photos / sums.seconds : 0;
    judge_features(report);
    report.seconds = sums.seconds + now() - begun;
    return report;
}

Result<void> EncoderSession::run() {
    for (auto& [name, value] : query_)
        value.set_requires_grad(!is_statistic(name));
    while (standing_.epoch < config_.schedule.epochs)
        if (auto done = run_epoch(); !done)
            return done;
    return {};
}

} // namespace touchstone::training
