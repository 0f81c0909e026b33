// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/distillation_p.h"

#include <cmath>

#include <torch/script.h>

#include "engine/nn/script_loading_p.h"
#include "engine/training/contrast/contrast_items.h"
#include "engine/training/contrast/trained_trunk_p.h"
#include "engine/training/made_version.h"

namespace touchstone::training {

namespace {

/// Rows of length 1.
at::Tensor unit_rows(const at::Tensor& rows) {
    return rows / rows.norm(2, {1}, true).clamp_min(1e-12);
}

std::string first_line(const std::exception& problem) {
    const std::string text = problem.what();
    return text.substr(0, text.find('\n'));
}

} // namespace

struct Distillation::Impl {
    DistilSettings settings;
    at::Device device{at::kCPU};
    mutable torch::jit::Module network;
    std::int64_t width = 0;
    at::Tensor mean, deviation;

    /// The teacher takes plain 0…1 whatever the expert is.
    at::Tensor features(const at::Tensor& crops) const {
        const at::NoGradGuard no_gradients;
        const at::Tensor input = network_input(crops, reiqa::Expert::Quality, device);
        return network.forward({input}).toTensor().flatten(1).to(at::kFloat);
    }
};

Distillation::Distillation(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
Distillation::~Distillation() = default;

Result<std::unique_ptr<Distillation>> Distillation::load(const DistilSettings& settings, int patch,
                                                         const at::Device& device) {
    auto impl = std::make_unique<Impl>();
    impl->settings = settings;
    impl->device = device;
    try {
        Result<torch::jit::Module> module = nn::load_script_file(settings.file);
        if (!module)
            return tl::unexpected(module.error());
        module->eval();
        module->to(device);
        impl->network = torch::jit::freeze(*module);
        const at::Tensor probe = impl->features(at::zeros({2, patch, patch, 3}, at::kByte));
        if (probe.size(0) != 2)
            return failure(ErrorCode::BadModel, settings.file, "does not give one row of features a picture");
        impl->width = probe.size(1);
    } catch (const std::exception& problem) {
        return failure(ErrorCode::BadModel, settings.file, "is no TorchScript network: " + first_line(problem),
                       "correct \"teacher.file\"");
    }
    impl->mean = at::zeros({impl->width}, at::TensorOptions(at::kFloat).device(device));
    impl->deviation = at::ones({impl->width}, at::TensorOptions(at::kFloat).device(device));
    return std::unique_ptr<Distillation>(new Distillation(std::move(impl)));
}

Result<void> Distillation::normalise(const ContrastConfig& config, const ContrastPhotos& photos,
                                     const std::stop_token& stop) {
    std::vector<at::Tensor> rows;
    const std::size_t count = std::min(photos.train.size(), static_cast<std::size_t>(impl_->settings.normalise_photos));
    ContentItems views;
    views.patch = config.patch();
    for (std::size_t i = 0; i < count; ++i) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, config.work_folder, "training was stopped");
        const std::size_t photo = photos.train[i * photos.train.size() / count];
        ContrastItem item =
            make_content_item(photos.pack.photo(photo), views, mix_seed(config.seed, "teacher " + std::to_string(i)));
        rows.push_back(impl_->features(at::from_blob(item.query.data(), {1, views.patch, views.patch, 3}, at::kByte)));
    }
    const at::Tensor table = at::cat(rows);
    impl_->mean = table.mean(0);
    // A feature that never changed among these photos must not be blown up when it does.
    const at::Tensor spread = count > 1 ? table.std(0) : at::ones_like(impl_->mean);
    impl_->deviation = spread.clamp_min(spread.mean().item<float>() * 0.01F + 1e-6F);
    return {};
}

NamedTensors Distillation::state() const {
    return {{"mean", impl_->mean}, {"deviation", impl_->deviation}};
}

void Distillation::restore(const NamedTensors& state) {
    impl_->mean = state.at("mean");
    impl_->deviation = state.at("deviation");
}

void Distillation::add_projection(NamedTensors& weights, int features, std::uint64_t seed) const {
    Draws draws(mix_seed(seed, "teacher projection"));
    at::Tensor weight = at::empty({impl_->width, features}, at::kFloat);
    float* data = weight.data_ptr<float>();
    // Answers of length 1: the slope of a cosine shrinks with the length of what it is taken of.
    const double scale = 1 / std::sqrt(static_cast<double>(features) * static_cast<double>(impl_->width));
    for (std::int64_t i = 0; i < weight.numel(); ++i)
        data[i] = static_cast<float>(draws.normal() * scale);
    weights["teacher.weight"] = weight;
    weights["teacher.bias"] = at::zeros({impl_->width});
}

Distillation::Terms Distillation::terms(const NamedTensors& weights, const at::Tensor& crops,
                                        const at::Tensor& features) const {
    const at::Tensor wanted = unit_rows((impl_->features(crops) - impl_->mean) / impl_->deviation);
    // Standardised over the group like the teacher's: what all features share would drown what tells photos apart.
    const at::Tensor own = at::batch_norm(features.to(at::kFloat), {}, {}, {}, {}, true, 0.1, 1e-5, true);
    const at::Tensor answer = unit_rows(at::linear(own, weights.at("teacher.weight"), weights.at("teacher.bias")));
    const at::Tensor cosine = (answer * wanted).sum(1).mean();
    const at::Tensor ours = unit_rows(own);
    const at::Tensor relation = (at::mm(ours, ours.t()) - at::mm(wanted, wanted.t())).square().mean();
    return {impl_->settings.weight * (1 - cosine) + impl_->settings.relation * relation, cosine.item<double>()};
}

} // namespace touchstone::training
