// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/teacher_p.h"

#include <cmath>

#include <torch/script.h>

#include "engine/base/files.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/script_loading_p.h"

namespace touchstone::training {

namespace {

constexpr int folds = 5;
constexpr std::int64_t aesthetic_edge = 224; // what the aesthetic networks were trained at

struct Networks {
    std::optional<torch::jit::Module> features, aesthetic;
};

Result<std::optional<torch::jit::Module>> load_network(const std::string& file) {
    if (file.empty())
        return std::optional<torch::jit::Module>();
    try {
        Result<torch::jit::Module> module = nn::load_script_file(file);
        if (!module)
            return tl::unexpected(module.error());
        module->eval();
        // Freezing folds the weights' decompression and lets oneDNN take over: five times faster on the CPU.
        torch::jit::Module frozen = torch::jit::freeze(*module);
        return std::optional(torch::jit::optimize_for_inference(frozen));
    } catch (const std::exception& problem) {
        const std::string text = problem.what();
        return failure(ErrorCode::BadModel, file, "is no TorchScript network: " + text.substr(0, text.find('\n')),
                       "correct the section \"teacher\" of the configuration");
    }
}

at::Tensor to_unit_tensor(const RgbImage& photo) {
    const at::Tensor bytes = at::from_blob(const_cast<std::uint8_t*>(photo.pixels.data()),
                                           {1, photo.size.height, photo.size.width, 3}, at::kByte);
    return bytes.permute({0, 3, 1, 2}).to(at::kFloat).div_(255.0).contiguous();
}

at::Tensor call(torch::jit::Module& network, const at::Tensor& input) {
    return network.forward({input}).toTensor().flatten().to(at::kCPU, at::kFloat).clone();
}

/// Features at full and at half size: the large one sees texture, the small one content.
at::Tensor features_of(torch::jit::Module& network, const at::Tensor& photo) {
    at::Tensor half = photo;
    if (photo.size(2) >= 128 && photo.size(3) >= 128)
        half = at::avg_pool2d(photo, {2, 2}, {2, 2});
    return at::cat({call(network, photo), call(network, half)});
}

/// Nearest neighbour, as the aesthetic network's own loader reduced its training pictures.
at::Tensor aesthetic_of(torch::jit::Module& network, const at::Tensor& photo) {
    return call(network,
                at::_upsample_nearest_exact2d(photo, {aesthetic_edge, aesthetic_edge}, c10::nullopt, c10::nullopt));
}

struct RawOutputs {
    at::Tensor features, aesthetic;
};

nn::Tensor to_plain(const at::Tensor& tensor) {
    nn::Tensor plain;
    plain.shape = tensor.sizes().vec();
    plain.values.assign(tensor.data_ptr<float>(), tensor.data_ptr<float>() + tensor.numel());
    return plain;
}

at::Tensor from_plain(const nn::Tensor& plain) {
    return at::from_blob(const_cast<float*>(plain.values.data()), plain.shape, at::kFloat).clone();
}

std::string cache_key(const TrainConfig& config, const TrainingSet& set) {
    const std::string text = set.key + config.teacher.features + "|" + config.teacher.aesthetic;
    return sha256_hex(std::as_bytes(std::span(text)));
}

std::optional<RawOutputs> cached_outputs(const std::string& file, const std::string& key) {
    auto cache = nn::read_safetensors(file);
    if (!cache || cache->metadata["key"] != key)
        return std::nullopt;
    RawOutputs raw;
    if (const auto found = cache->tensors.find("features"); found != cache->tensors.end())
        raw.features = from_plain(found->second);
    if (const auto found = cache->tensors.find("aesthetic"); found != cache->tensors.end())
        raw.aesthetic = from_plain(found->second);
    return raw;
}

Result<RawOutputs> run_networks(Networks& networks, const TrainingSet& set, const TrainCallbacks& callbacks,
                                std::stop_token stop) {
    const c10::InferenceMode inference;
    std::vector<at::Tensor> features, aesthetic;
    for (std::size_t i = 0; i < set.samples.size(); ++i) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, set.samples[i].name, "was not looked at: stopped");
        const RgbImage photo = set.pack.photo(i);
        const at::Tensor input = to_unit_tensor(photo);
        if (networks.features)
            features.push_back(features_of(*networks.features, input));
        if (networks.aesthetic)
            aesthetic.push_back(aesthetic_of(*networks.aesthetic, input));
        if (callbacks.progress)
            callbacks.progress({"prepare", 1, 1, static_cast<int>(i + 1), static_cast<int>(set.samples.size()), 0, 0});
    }
    RawOutputs raw;
    if (!features.empty())
        raw.features = at::stack(features);
    if (!aesthetic.empty())
        raw.aesthetic = at::stack(aesthetic);
    return raw;
}

Result<RawOutputs> raw_outputs(const TrainConfig& config, const TrainingSet& set, const TrainCallbacks& callbacks,
                               std::stop_token stop) {
    const std::string file = config.work_folder + "/teacher.safetensors", key = cache_key(config, set);
    if (auto cached = cached_outputs(file, key))
        return std::move(*cached);
    Networks networks;
    for (auto [path, network] : {std::pair{&config.teacher.features, &networks.features},
                                 std::pair{&config.teacher.aesthetic, &networks.aesthetic}}) {
        auto loaded = load_network(*path);
        if (!loaded)
            return tl::unexpected(loaded.error());
        *network = std::move(*loaded);
    }
    auto raw = run_networks(networks, set, callbacks, std::move(stop));
    if (!raw)
        return raw;
    nn::Checkpoint cache;
    cache.metadata["key"] = key;
    if (raw->features.defined())
        cache.tensors["features"] = to_plain(raw->features);
    if (raw->aesthetic.defined())
        cache.tensors["aesthetic"] = to_plain(raw->aesthetic);
    if (auto written = nn::write_safetensors(file, cache, nn::StoredType::Float32); !written)
        return tl::unexpected(written.error());
    return raw;
}

at::Tensor rows(const at::Tensor& table, const std::vector<std::size_t>& which) {
    std::vector<std::int64_t> index(which.begin(), which.end());
    return table.index_select(0, at::tensor(index, at::kLong));
}

std::vector<double> to_vector(const at::Tensor& values) {
    const at::Tensor plain = values.contiguous();
    return {plain.data_ptr<double>(), plain.data_ptr<double>() + plain.numel()};
}

/// The alpha whose cross-validated predictions rank best.
double choose_alpha(const at::Tensor& x, const at::Tensor& y, const std::vector<double>& alphas) {
    const std::int64_t n = x.size(0);
    at::Tensor predictions = at::zeros({static_cast<std::int64_t>(alphas.size()), n}, at::kDouble);
    for (int fold = 0; fold < folds; ++fold) {
        std::vector<std::size_t> inside, outside;
        for (std::int64_t i = 0; i < n; ++i)
            (i % folds == fold ? outside : inside).push_back(static_cast<std::size_t>(i));
        if (inside.size() < 2 || outside.empty())
            continue;
        const at::Tensor found = ridge_predictions(rows(x, inside), rows(y, inside), rows(x, outside), alphas);
        std::vector<std::int64_t> columns(outside.begin(), outside.end());
        predictions.index_copy_(1, at::tensor(columns, at::kLong), found);
    }
    const std::vector<double> target = to_vector(y);
    double best = alphas.front(), best_rank = -2;
    for (std::size_t i = 0; i < alphas.size(); ++i) {
        const auto rank = spearman(to_vector(predictions[static_cast<std::int64_t>(i)]), target);
        if (rank && *rank > best_rank) {
            best_rank = *rank;
            best = alphas[i];
        }
    }
    return best;
}

void fit_score_head(const TrainConfig& config, const TrainingSet& set, const at::Tensor& table,
                    TeacherTargets& targets) {
    const std::vector<std::size_t> train = set.clean(Part::Train), validation = set.clean(Part::Validation);
    const at::Tensor x = rows(table, train);
    const at::Tensor mean = x.mean(0), deviation = x.std(0) + 1e-6;
    const at::Tensor standardised = (table - mean) / deviation;
    std::vector<double> mos;
    for (const std::size_t index : train)
        mos.push_back(set.samples[index].label.mos);
    const at::Tensor y = at::tensor(mos, at::kDouble);
    const at::Tensor x_train = rows(standardised, train);
    targets.ridge_alpha = choose_alpha(x_train, y, config.teacher.ridge_alphas);
    const at::Tensor all = ridge_predictions(x_train, y, standardised, {targets.ridge_alpha})[0];
    targets.score = all.to(at::kFloat);
    if (validation.size() < 2)
        return;
    std::vector<double> human;
    for (const std::size_t index : validation)
        human.push_back(set.samples[index].label.mos);
    targets.validation = agreement(to_vector(rows(all, validation)), human);
}

/// Principal components of the standardised table, each scaled to unit variance.
at::Tensor principal_components(const at::Tensor& table, int count) {
    const at::Tensor x = (table - table.mean(0)) / (table.std(0) + 1e-6);
    const at::Tensor covariance = at::mm(x.t(), x) / static_cast<double>(x.size(0));
    const auto [values, vectors] = at::linalg_eigh(covariance);
    const std::int64_t kept = std::min<std::int64_t>(count, values.size(0));
    const at::Tensor top = vectors.narrow(1, values.size(0) - kept, kept).flip(1);
    const at::Tensor projected = at::mm(x, top);
    return (projected / (projected.std(0) + 1e-9)).to(at::kFloat);
}

} // namespace

at::Tensor ridge_predictions(const at::Tensor& x, const at::Tensor& y, const at::Tensor& query,
                             const std::vector<double>& alphas) {
    const at::Tensor centre = x.mean(0), level = y.mean();
    const at::Tensor xc = x - centre, yc = y - level;
    const auto [values, vectors] = at::linalg_eigh(at::mm(xc, xc.t()));
    const at::Tensor rotated = at::mv(vectors.t(), yc);
    const at::Tensor cross = at::mm(at::mm(query - centre, xc.t()), vectors);
    std::vector<at::Tensor> predictions;
    for (const double alpha : alphas)
        predictions.push_back(at::mv(cross, rotated / (values.clamp_min(0) + alpha)) + level);
    return at::stack(predictions);
}

Result<void> rate_by_teacher(const TrainConfig& config, const TeacherTargets& targets, TrainingSet& set) {
    if (!config.teacher.rates)
        return {};
    const std::int64_t bins = targets.aesthetic.size(1);
    if (bins != config.network.outputs)
        return failure(ErrorCode::BadModel, config.teacher.aesthetic,
                       "gives " + std::to_string(bins) + " probabilities, the network to be trained has " +
                           std::to_string(config.network.outputs),
                       "set \"network.outputs\" to " + std::to_string(bins));
    for (std::size_t i = 0; i < set.samples.size(); ++i) {
        Sample& sample = set.samples[i];
        if (sample.part == Part::OtherList)
            continue;
        const at::Tensor row = targets.aesthetic[static_cast<std::int64_t>(i)].to(at::kDouble).contiguous();
        sample.label.distribution = to_vector(row);
        double mean = 0, squares = 0;
        for (std::int64_t bin = 0; bin < bins; ++bin) {
            const double part = sample.label.distribution[static_cast<std::size_t>(bin)];
            mean += part * static_cast<double>(bin + 1);
            squares += part * static_cast<double>((bin + 1) * (bin + 1));
        }
        sample.label.mos = mean;
        sample.label.std = std::sqrt(std::max(0.0, squares - mean * mean));
        if (sample.part == Part::Unlabelled)
            sample.part = Part::Train;
        else if (sample.part == Part::HeldOut)
            sample.part = Part::Validation;
    }
    return {};
}

Result<TeacherTargets> prepare_teacher(const TrainConfig& config, const TrainingSet& set,
                                       const TrainCallbacks& callbacks, std::stop_token stop) {
    TeacherTargets targets;
    if (!config.teacher.any())
        return targets;
    auto raw = raw_outputs(config, set, callbacks, std::move(stop));
    if (!raw)
        return tl::unexpected(raw.error());
    const at::NoGradGuard no_gradients;
    targets.aesthetic = raw->aesthetic;
    if (raw->features.defined()) {
        at::Tensor table = raw->features.to(at::kDouble);
        targets.components = principal_components(table, config.teacher.components);
        if (raw->aesthetic.defined())
            table = at::cat({table, raw->aesthetic.to(at::kDouble)}, 1);
        if (!config.teacher.rates)
            fit_score_head(config, set, table, targets);
    }
    return targets;
}

} // namespace touchstone::training
