// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/trained_trunk_p.h"

#include <cmath>

#include "engine/nn/model_file.h"
#include "engine/reiqa/trunk_parameters.h"
#include "engine/training/made_version.h"

namespace touchstone::training {

namespace {

constexpr double norm_epsilon = 1e-5, norm_momentum = 0.1;

at::Tensor normal(const std::vector<std::int64_t>& shape, double deviation, std::uint64_t seed) {
    Draws draws(seed);
    at::Tensor values = at::empty(shape, at::kFloat);
    float* data = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i)
        data[i] = static_cast<float>(deviation * draws.normal());
    return values;
}

at::Tensor uniform(const std::vector<std::int64_t>& shape, double bound, std::uint64_t seed) {
    Draws draws(seed);
    at::Tensor values = at::empty(shape, at::kFloat);
    float* data = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i)
        data[i] = static_cast<float>(bound * (2 * draws.unit() - 1));
    return values;
}

/// The forward pass: names go down, tensors come up.
class Pass {
public:
    Pass(const NamedTensors& weights, bool batch_statistics)
        : weights_(weights)
        , batch_statistics_(batch_statistics) {}

    at::Tensor convolved(const at::Tensor& x, const std::string& conv, const std::string& norm, int stride,
                         int padding) const {
        const at::Tensor y = at::conv2d(x, at(conv + ".weight"), {}, stride, padding);
        return at::batch_norm(y, at(norm + ".weight"), at(norm + ".bias"), at(norm + ".running_mean"),
                              at(norm + ".running_var"), batch_statistics_, norm_momentum, norm_epsilon, true);
    }

    at::Tensor block(const at::Tensor& x, const std::string& name, int stride, bool downsample) const {
        at::Tensor y = at::relu(convolved(x, name + "conv1", name + "bn1", 1, 0));
        y = at::relu(convolved(y, name + "conv2", name + "bn2", stride, 1));
        y = convolved(y, name + "conv3", name + "bn3", 1, 0);
        const at::Tensor shortcut =
            downsample ? convolved(x, name + "downsample.0", name + "downsample.1", stride, 0) : x;
        return at::relu(y + shortcut);
    }

private:
    const at::Tensor& at(const std::string& name) const { return weights_.at(name); }

    const NamedTensors& weights_;
    bool batch_statistics_;
};

} // namespace

NamedTensors random_encoder(const reiqa::TrunkConfig& trunk, int head_width, int dimension, std::uint64_t seed) {
    NamedTensors weights;
    for (const reiqa::ParameterSpec& spec : reiqa::trunk_parameters(trunk)) {
        at::Tensor& value = weights[spec.name];
        if (spec.shape.size() == 4) {
            const double fan_out = static_cast<double>(spec.shape[0] * spec.shape[2] * spec.shape[3]);
            value = normal(spec.shape, std::sqrt(2 / fan_out), mix_seed(seed, spec.name));
        } else {
            const bool one = spec.name.ends_with(".weight") || spec.name.ends_with("running_var");
            value = one ? at::ones(spec.shape) : at::zeros(spec.shape);
        }
    }
    const std::int64_t features = trunk.features(), width = head_width > 0 ? head_width : features;
    const auto linear = [&](const std::string& name, std::int64_t out, std::int64_t in) {
        const double bound = 1 / std::sqrt(static_cast<double>(in));
        weights[name + ".weight"] = uniform({out, in}, bound, mix_seed(seed, name + ".weight"));
        weights[name + ".bias"] = uniform({out}, bound, mix_seed(seed, name + ".bias"));
    };
    linear("head.0", width, features);
    linear("head.2", dimension, width);
    return weights;
}

Result<void> take_trunk(const std::string& model_file, reiqa::Expert role, const reiqa::TrunkConfig& trunk,
                        NamedTensors& weights) {
    const auto file = nn::read_model_file(model_file);
    if (!file)
        return tl::unexpected(file.error());
    const auto shape = reiqa::TrunkConfig::from_card(file->card);
    if (!shape)
        return tl::unexpected(shape.error());
    if (file->card.architecture != "reiqa-" + std::string(reiqa::expert_name(role)))
        return failure(ErrorCode::BadModel, model_file, "is a \"" + file->card.architecture + "\" model",
                       "start from a " + std::string(reiqa::expert_name(role)) + " expert");
    if (shape->to_json() != trunk.to_json())
        return failure(ErrorCode::BadModel, model_file, "is a network of another shape",
                       "make \"network\" in the configuration equal to the model's card");
    for (const reiqa::ParameterSpec& spec : reiqa::trunk_parameters(trunk)) {
        const auto found = file->weights.tensors.find(spec.name);
        if (found == file->weights.tensors.end() || found->second.shape != spec.shape)
            return failure(ErrorCode::BadModel, model_file, "tensor '" + spec.name + "' is missing or misshaped");
        weights[spec.name] =
            at::from_blob(const_cast<float*>(found->second.values.data()), spec.shape, at::kFloat).clone();
    }
    return {};
}

bool is_statistic(const std::string& name) {
    return name.ends_with("running_mean") || name.ends_with("running_var");
}

at::Tensor pooled_features(const NamedTensors& weights, const reiqa::TrunkConfig& trunk, const at::Tensor& input,
                           bool batch_statistics) {
    const Pass pass(weights, batch_statistics);
    at::Tensor x = at::relu(pass.convolved(input, "conv1", "bn1", 2, 3));
    x = at::max_pool2d(x, {3, 3}, {2, 2}, {1, 1});
    for (int stage = 0; stage < 4; ++stage)
        for (int block = 0; block < trunk.blocks[static_cast<std::size_t>(stage)]; ++block) {
            const std::string name = "layer" + std::to_string(stage + 1) + "." + std::to_string(block) + ".";
            x = pass.block(x, name, stage > 0 && block == 0 ? 2 : 1, block == 0 && reiqa::has_downsample(trunk, stage));
        }
    return x.mean({2, 3});
}

at::Tensor projected(const NamedTensors& weights, const at::Tensor& features) {
    const at::Tensor hidden = at::relu(at::linear(features, weights.at("head.0.weight"), weights.at("head.0.bias")));
    const at::Tensor raw = at::linear(hidden, weights.at("head.2.weight"), weights.at("head.2.bias")).to(at::kFloat);
    return raw / raw.norm(2, {1}, true).clamp_min(1e-12);
}

at::Tensor network_input(const at::Tensor& crops, reiqa::Expert expert, const at::Device& device) {
    at::Tensor x = crops.to(device).permute({0, 3, 1, 2}).to(at::kFloat).div_(255.0);
    if (expert == reiqa::Expert::Content) {
        const auto per_channel = [&](double r, double g, double b) {
            return at::tensor({r, g, b}, at::kFloat).to(device).reshape({1, 3, 1, 1});
        };
        x = (x - per_channel(0.485, 0.456, 0.406)) / per_channel(0.229, 0.224, 0.225);
    }
    return device.is_cuda() ? x.contiguous(at::MemoryFormat::ChannelsLast) : x.contiguous();
}

nn::Checkpoint trunk_checkpoint(const NamedTensors& weights, const reiqa::TrunkConfig& trunk) {
    NamedTensors kept;
    for (const reiqa::ParameterSpec& spec : reiqa::trunk_parameters(trunk))
        kept[spec.name] = weights.at(spec.name);
    nn::Checkpoint checkpoint;
    put_tensors(checkpoint, {}, kept);
    return checkpoint;
}

void put_tensors(nn::Checkpoint& into, const std::string& prefix, const NamedTensors& tensors) {
    for (const auto& [name, tensor] : tensors) {
        const at::Tensor plain = tensor.detach().to(at::kCPU, at::kFloat).contiguous();
        nn::Tensor& target = into.tensors[prefix + name];
        target.shape = plain.sizes().vec();
        target.values.assign(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
    }
}

NamedTensors take_tensors(const nn::Checkpoint& from, const std::string& prefix, const at::Device& device) {
    NamedTensors tensors;
    for (const auto& [name, plain] : from.tensors)
        if (name.starts_with(prefix))
            tensors[name.substr(prefix.size())] =
                at::from_blob(const_cast<float*>(plain.values.data()), plain.shape, at::kFloat).clone().to(device);
    return tensors;
}

} // namespace touchstone::training
