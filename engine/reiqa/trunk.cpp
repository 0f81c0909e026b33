// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/trunk_p.h"

#include <algorithm>
#include <cmath>

#include "engine/reiqa/tiles.h"
#include "engine/reiqa/trunk_parameters.h"

namespace touchstone::reiqa {

namespace {

constexpr double norm_epsilon = 1e-5; // BatchNorm's default, which all published encoders keep

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t side : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(side);
    return text + "]";
}

Result<void> check_tensors(const nn::Checkpoint& checkpoint, const TrunkConfig& config, const std::string& file) {
    constexpr const char* remedy = "get the model file again";
    const std::vector<ParameterSpec> specs = trunk_parameters(config);
    for (const ParameterSpec& spec : specs) {
        const auto found = checkpoint.tensors.find(spec.name);
        if (found == checkpoint.tensors.end())
            return failure(ErrorCode::BadModel, file, "the tensor \"" + spec.name + "\" is missing", remedy);
        const nn::Tensor& tensor = found->second;
        if (tensor.shape != spec.shape || tensor.is_integer())
            return failure(ErrorCode::BadModel, file,
                           "the tensor \"" + spec.name + "\" has shape " + shape_text(tensor.shape) + " where " +
                               shape_text(spec.shape) + " is needed",
                           "the card and the weights do not belong together");
        if (!std::all_of(tensor.values.begin(), tensor.values.end(), [](float v) { return std::isfinite(v); }))
            return failure(ErrorCode::BadModel, file,
                           "the tensor \"" + spec.name + "\" holds a value that is not a finite number", remedy);
        const auto negative = [](float v) { return v < 0; };
        if (spec.name.ends_with("running_var") && std::any_of(tensor.values.begin(), tensor.values.end(), negative))
            return failure(ErrorCode::BadModel, file, "the tensor \"" + spec.name + "\" holds a negative variance",
                           remedy);
    }
    if (checkpoint.tensors.size() != specs.size())
        for (const auto& [name, tensor] : checkpoint.tensors)
            if (std::none_of(specs.begin(), specs.end(), [&](const ParameterSpec& s) { return s.name == name; }))
                return failure(ErrorCode::BadModel, file, "the tensor \"" + name + "\" does not belong to this network",
                               "the card and the weights do not belong together");
    return {};
}

/// conv followed by BatchNorm as one convolution: w·γ/√(σ²+ε), β − μ·γ/√(σ²+ε). In double, rounded once.
class Folder {
public:
    Folder(const nn::Checkpoint& checkpoint, const at::Device& device)
        : checkpoint_(checkpoint)
        , device_(device) {}

    nn::Convolution fold(const std::string& conv, const std::string& norm, int stride, int padding,
                         at::ScalarType type) const {
        const nn::Tensor& weight = checkpoint_.tensors.at(conv + ".weight");
        const auto values = [&](const char* leaf) -> const std::vector<float>& {
            return checkpoint_.tensors.at(norm + leaf).values;
        };
        const std::vector<float>&gamma = values(".weight"), &beta = values(".bias"), &mean = values(".running_mean"),
              &variance = values(".running_var");
        at::Tensor folded = at::empty(weight.shape, at::kFloat);
        at::Tensor bias = at::empty({weight.shape[0]}, at::kFloat);
        const std::size_t filter = weight.values.size() / gamma.size();
        float* out = folded.data_ptr<float>();
        for (std::size_t channel = 0; channel < gamma.size(); ++channel) {
            const double scale = gamma[channel] / std::sqrt(variance[channel] + norm_epsilon);
            for (std::size_t i = channel * filter; i < (channel + 1) * filter; ++i)
                out[i] = static_cast<float>(weight.values[i] * scale);
            bias.data_ptr<float>()[channel] = static_cast<float>(beta[channel] - mean[channel] * scale);
        }
        return {folded.to(device_), bias.to(device_), stride, padding, type};
    }

private:
    const nn::Checkpoint& checkpoint_;
    at::Device device_;
};

} // namespace

void Workspace::reserve(const TrunkConfig& config, std::int64_t count, Size tile) {
    const std::array<std::int64_t, 4> wanted = buffer_elements(config, count, tile);
    const auto grow = [&](at::Tensor& buffer, std::int64_t elements, at::ScalarType type) {
        if (buffer.defined() && buffer.numel() >= elements)
            return;
        buffer = at::Tensor(); // the old one first: both at once may be too much
        buffer = at::empty({elements}, at::TensorOptions(type).device(device_));
    };
    grow(buffers_[0], wanted[0], at::kFloat);
    grow(buffers_[1], wanted[1], at::kFloat);
    grow(buffers_[2], wanted[2], type_);
    grow(buffers_[3], wanted[3], type_);
    if (narrow()) {
        grow(input_, 3 * count * tile.pixels(), at::kFloat);
        grow(copy_, std::max(wanted[0], wanted[1]), type_);
    }
}

at::Tensor Workspace::operand(const at::Tensor& sum) const {
    if (!narrow())
        return sum;
    at::Tensor copy = nn::channels_last_view(copy_, sum.size(0), sum.size(1), sum.size(2), sum.size(3));
    return copy.copy_(sum);
}

Trunk::Trunk(nn::Convolution stem, std::vector<std::vector<Block>> stages)
    : stem_(std::move(stem))
    , stages_(std::move(stages)) {}

Result<Trunk> Trunk::build(const nn::Checkpoint& checkpoint, const TrunkConfig& config, const std::string& file,
                           const at::Device& device, at::ScalarType type) {
    if (const Result<void> fits = check_tensors(checkpoint, config, file); !fits)
        return tl::unexpected(fits.error());
    const Folder folder(checkpoint, device);
    std::vector<std::vector<Block>> stages(4);
    for (int stage = 0; stage < 4; ++stage) {
        const auto s = static_cast<std::size_t>(stage);
        for (int i = 0; i < config.blocks[s]; ++i) {
            const std::string name = "layer" + std::to_string(stage + 1) + "." + std::to_string(i) + ".";
            // v1.5: the 3×3 convolution takes the stride.
            const int stride = stage > 0 && i == 0 ? 2 : 1;
            Block block{folder.fold(name + "conv1", name + "bn1", 1, 0, type),
                        folder.fold(name + "conv2", name + "bn2", stride, 1, type),
                        folder.fold(name + "conv3", name + "bn3", 1, 0, type),
                        {},
                        stride};
            if (i == 0 && has_downsample(config, stage))
                block.downsample = folder.fold(name + "downsample.0", name + "downsample.1", stride, 0, type);
            stages[s].push_back(std::move(block));
        }
    }
    return Trunk(folder.fold("conv1", "bn1", 2, 3, at::kFloat), std::move(stages));
}

at::Tensor Trunk::run(const at::Tensor& input, const Workspace& workspace, const std::stop_token& stop,
                      const Probe& probe) const {
    const std::int64_t n = input.size(0);
    std::int64_t height = input.size(2), width = input.size(3);
    const auto halve = [](std::int64_t side) { return (side + 1) / 2; };
    const auto view = [&](std::size_t buffer, std::int64_t channels) {
        return workspace.view(buffer, n, channels, height, width);
    };
    height = halve(height);
    width = halve(width);
    const at::Tensor wide = view(0, stem_.out_channels());
    stem_.run(input, wide, true);
    height = halve(height);
    width = halve(width);
    std::size_t current = 1;
    at::Tensor x = view(current, stem_.out_channels());
    nn::max_pool_3x3(wide, x);
    if (probe)
        probe(0, x);
    for (std::size_t stage = 0; stage < stages_.size(); ++stage) {
        if (stop.stop_requested())
            throw Stopped{};
        for (const Block& block : stages_[stage]) {
            const at::Tensor inner = view(2, block.conv1.out_channels());
            const at::Tensor operand = workspace.operand(x);
            block.conv1.run(operand, inner, true);
            if (block.stride == 2) {
                height = halve(height);
                width = halve(width);
            }
            const at::Tensor middle = view(3, block.conv2.out_channels());
            block.conv2.run(inner, middle, true);
            if (block.downsample) {
                // The shortcut is made where the sum shall stand; otherwise the input itself becomes the sum.
                current = 1 - current;
                const at::Tensor shortcut = view(current, block.conv3.out_channels());
                block.downsample->run(operand, shortcut, false);
                x = shortcut;
            }
            block.conv3.add(middle, x);
        }
        if (probe)
            probe(static_cast<int>(stage) + 1, x);
    }
    return x;
}

} // namespace touchstone::reiqa
