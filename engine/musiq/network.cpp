// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/network_p.h"

#include <array>
#include <cmath>

#include "engine/nn/products_p.h"

namespace touchstone::musiq {

namespace {

constexpr double layer_norm_epsilon = 1e-6;

/// (w − mean) / (std + 1e-5) over each output filter; google divides by N, pyiqa by N − 1 (musiq.md 2.3).
at::Tensor standardise(const at::Tensor& weight, Flavour flavour) {
    const std::array<std::int64_t, 3> filter{1, 2, 3};
    const at::Tensor mean = weight.mean(filter, true);
    const at::Tensor deviation = weight.std(filter, flavour == Flavour::Pyiqa, true);
    return ((weight - mean) / (deviation + 1e-5)).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor group_norm(const at::Tensor& x, const Norm& norm, int groups, double epsilon) {
    return at::group_norm(x, groups, norm.weight, norm.bias, epsilon);
}

/// A 1×1 convolution over channels-last data is one matrix product.
at::Tensor conv_1x1(const at::Tensor& x, const at::Tensor& weight) {
    const at::Tensor pixels = x.permute({0, 2, 3, 1}).reshape({-1, x.size(1)});
    const at::Tensor kernel = weight.reshape({weight.size(0), weight.size(1)});
    return nn::matmul(pixels, kernel.t()).view({x.size(0), x.size(2), x.size(3), kernel.size(0)}).permute({0, 3, 1, 2});
}

Trace::Plane first_item(const at::Tensor& x) {
    const at::Tensor item = x[0].contiguous().cpu();
    return {item.sizes().vec(), {item.data_ptr<float>(), item.data_ptr<float>() + item.numel()}};
}

/// The photo that a row of embed() belongs to, [Σ(length+1)].
at::Tensor photo_of_row(const TokenBatch& batch, const at::Device& device) {
    std::vector<std::int64_t> owners;
    for (std::size_t photo = 0; photo < batch.lengths.size(); ++photo)
        owners.insert(owners.end(), static_cast<std::size_t>(batch.lengths[photo]) + 1,
                      static_cast<std::int64_t>(photo));
    return at::tensor(owners, at::kLong).to(device);
}

/// The one bottleneck unit of the stem: post-activation, projection shortcut (musiq.md 2.2).
at::Tensor bottleneck(const NetworkView& view, const at::Tensor& x) {
    const int groups = view.config.norm_groups;
    const at::Tensor shortcut = group_norm(conv_1x1(x, view.conv_proj), view.gn_proj, groups, bottleneck_epsilon);
    at::Tensor y = at::relu(group_norm(conv_1x1(x, view.conv1), view.gn1, groups, bottleneck_epsilon));
    y = at::conv2d(y, view.conv2, at::Tensor(), at::IntArrayRef{1, 1}, at::IntArrayRef{1, 1});
    y = at::relu(group_norm(y, view.gn2, groups, bottleneck_epsilon));
    y = group_norm(conv_1x1(y, view.conv3), view.gn3, groups, bottleneck_epsilon);
    return at::relu(shortcut + y);
}

} // namespace

Result<Parameters> parameters_from(const nn::Checkpoint& checkpoint, const Config& config, const std::string& file) {
    if (const Result<void> fits = check_parameters(checkpoint, config, file); !fits)
        return tl::unexpected(fits.error());
    Parameters parameters;
    for (const auto& [name, tensor] : checkpoint.tensors)
        parameters[name] = at::from_blob(const_cast<float*>(tensor.values.data()), tensor.shape, at::kFloat).clone();
    return parameters;
}

nn::Checkpoint to_checkpoint(const Parameters& parameters) {
    nn::Checkpoint checkpoint;
    for (const auto& [name, parameter] : parameters) {
        const at::Tensor plain = parameter.detach().to(at::kCPU, at::kFloat).contiguous();
        nn::Tensor& tensor = checkpoint.tensors[name];
        tensor.shape = plain.sizes().vec();
        tensor.values.assign(plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel());
    }
    return checkpoint;
}

Parameters random_parameters(const Config& config, std::uint64_t seed) {
    auto generator = at::detail::createCPUGenerator(seed);
    Parameters parameters;
    for (const ParameterSpec& spec : parameter_list(config)) {
        const std::string& name = spec.name;
        const bool norm = name.find("gn") != std::string::npos || name.find("norm") != std::string::npos;
        if (norm && name.ends_with("weight"))
            parameters[name] = at::ones(spec.shape);
        else if (name.ends_with("bias"))
            parameters[name] = at::zeros(spec.shape);
        else if (name.ends_with("cls") || name.ends_with("_emb"))
            parameters[name] = at::randn(spec.shape, generator) * 0.02;
        else {
            std::int64_t fan_in = 1;
            for (std::size_t axis = 1; axis < spec.shape.size(); ++axis)
                fan_in *= spec.shape[axis];
            parameters[name] = at::randn(spec.shape, generator) / std::sqrt(static_cast<double>(fan_in));
        }
    }
    return parameters;
}

NetworkView make_view(const Parameters& parameters, const Config& config) {
    const auto get = [&](const std::string& name) { return parameters.at(name); };
    const auto norm = [&](const std::string& name) { return Norm{get(name + ".weight"), get(name + ".bias")}; };
    const auto linear = [&](const std::string& name) { return Linear{get(name + ".weight"), get(name + ".bias")}; };
    const auto conv = [&](const std::string& name) { return standardise(get(name + ".weight"), config.flavour); };

    NetworkView view;
    view.config = config;
    view.conv_root = conv("conv_root");
    view.gn_root = norm("gn_root");
    view.conv1 = conv("block1.conv1");
    view.conv2 = conv("block1.conv2");
    view.conv3 = conv("block1.conv3");
    view.conv_proj = conv("block1.conv_proj");
    view.gn1 = norm("block1.gn1");
    view.gn2 = norm("block1.gn2");
    view.gn3 = norm("block1.gn3");
    view.gn_proj = norm("block1.gn_proj");
    view.embedding = linear("embedding");

    const std::string encoder = "transformer_encoder.";
    view.cls = get(encoder + "cls").view({1, config.hidden});
    view.position = get(encoder + "posembed_input.position_emb")[0];
    view.scale = get(encoder + "scaleembed_input.scale_emb");
    view.encoder_norm = norm(encoder + "encoder_norm");
    view.head = linear("head");

    // The factor is a power of two for the usual head widths, so folding it into the weights changes no bit.
    const double query_scale = 1.0 / std::sqrt(static_cast<double>(config.hidden) / config.heads);
    for (int layer = 0; layer < config.layers; ++layer) {
        const std::string name = encoder + "transformer.encoderblock_" + std::to_string(layer) + ".";
        const Linear q = linear(name + "attention.query"), k = linear(name + "attention.key"),
                     v = linear(name + "attention.value");
        view.blocks.push_back({norm(name + "norm1"), norm(name + "norm2"),
                               Linear{at::cat({q.weight * query_scale, k.weight, v.weight}),
                                      at::cat({q.bias * query_scale, k.bias, v.bias})},
                               linear(name + "attention.out"), linear(name + "mlp.fc1"), linear(name + "mlp.fc2")});
    }
    return view;
}

TokenBatch make_batch(std::span<const TokenSequence* const> sequences, const at::Device& device, bool with_patches) {
    TokenBatch batch;
    std::vector<std::int64_t> hash, scale;
    std::vector<at::Tensor> patches;
    for (const TokenSequence* sequence : sequences) {
        hash.insert(hash.end(), sequence->hash_index.begin(), sequence->hash_index.end());
        scale.insert(scale.end(), sequence->scale_index.begin(), sequence->scale_index.end());
        batch.lengths.push_back(sequence->tokens());
        if (with_patches && sequence->tokens() > 0) {
            const auto values = static_cast<std::int64_t>(sequence->patches.size());
            const auto edge = std::llround(std::sqrt(static_cast<double>(values / sequence->tokens() / 3)));
            patches.push_back(at::from_blob(const_cast<float*>(sequence->patches.data()),
                                            {sequence->tokens(), 3, edge, edge}, at::kFloat));
        }
    }
    batch.hash_index = at::tensor(hash, at::kLong).to(device);
    batch.scale_index = at::tensor(scale, at::kLong).to(device);
    if (with_patches)
        batch.patches = at::cat(patches).to(device);
    return batch;
}

at::Tensor stem(const NetworkView& view, const at::Tensor& patches, Trace* trace) {
    // "SAME" at stride 2 pads the odd pixel behind: 2 before, 3 after (musiq.md 2.1).
    at::Tensor x = at::constant_pad_nd(patches, {2, 3, 2, 3}).contiguous(at::MemoryFormat::ChannelsLast);
    x = at::conv2d(x, view.conv_root, at::Tensor(), at::IntArrayRef{2, 2});
    if (trace)
        trace->conv_root = first_item(x);
    x = at::relu(group_norm(x, view.gn_root, view.config.norm_groups, root_epsilon));
    if (trace)
        trace->gn_root_relu = first_item(x);
    // What is padded comes after a ReLU, so zero is as good as −∞.
    x = at::max_pool2d(at::constant_pad_nd(x, {0, 1, 0, 1}).contiguous(at::MemoryFormat::ChannelsLast), {3, 3}, {2, 2});
    if (trace)
        trace->max_pool = first_item(x);
    x = bottleneck(view, x);
    if (trace)
        trace->block1 = first_item(x);
    return x.permute({0, 2, 3, 1}).reshape({x.size(0), -1});
}

at::Tensor embed(const NetworkView& view, const at::Tensor& tokens, const TokenBatch& batch) {
    const at::Tensor placed =
        tokens + view.position.index_select(0, batch.hash_index) + view.scale.index_select(0, batch.scale_index);
    std::vector<at::Tensor> pieces;
    std::int64_t start = 0;
    for (const std::int64_t length : batch.lengths) {
        pieces.push_back(view.cls);
        pieces.push_back(placed.narrow(0, start, length));
        start += length;
    }
    return at::cat(pieces);
}

at::Tensor layer_norm(const at::Tensor& x, const Norm& norm) {
    return at::layer_norm(x, {x.size(-1)}, norm.weight, norm.bias, layer_norm_epsilon);
}

at::Tensor mlp(const NetworkView& view, const NetworkView::Block& block, const at::Tensor& x) {
    const char* form = view.config.flavour == Flavour::Google ? "tanh" : "none";
    const at::Tensor inner = at::gelu(nn::linear(x, block.fc1.weight, block.fc1.bias), form);
    return nn::linear(inner, block.fc2.weight, block.fc2.bias);
}

at::Tensor forward_for_training(const NetworkView& view, const TokenBatch& batch, const at::Tensor& branch_factors) {
    const int hidden = view.config.hidden, heads = view.config.heads;
    const at::Tensor tokens = nn::linear(stem(view, batch.patches), view.embedding.weight, view.embedding.bias);
    at::Tensor x = embed(view, tokens, batch);
    const at::Tensor owners = branch_factors.defined() ? photo_of_row(batch, x.device()) : at::Tensor();
    const auto weighed = [&](const at::Tensor& branch, std::int64_t layer, std::int64_t which) {
        return owners.defined() ? branch * branch_factors[layer][which].index_select(0, owners).unsqueeze(1) : branch;
    };
    for (std::size_t layer = 0; layer < view.blocks.size(); ++layer) {
        const NetworkView::Block& block = view.blocks[layer];
        const auto number = static_cast<std::int64_t>(layer);
        const at::Tensor qkv = nn::linear(layer_norm(x, block.norm1), block.qkv.weight, block.qkv.bias);
        std::vector<at::Tensor> attended;
        std::int64_t start = 0;
        for (const std::int64_t length : batch.lengths) {
            const auto part = [&](int which) {
                return qkv.narrow(0, start, length + 1)
                    .narrow(1, std::int64_t{which} * hidden, hidden)
                    .reshape({length + 1, heads, hidden / heads})
                    .transpose(0, 1)
                    .contiguous();
            };
            const at::Tensor weights = at::softmax(nn::matmul(part(0), part(1).transpose(1, 2)), -1);
            attended.push_back(nn::matmul(weights, part(2)).transpose(0, 1).reshape({length + 1, hidden}));
            start += length + 1;
        }
        x = x + weighed(nn::linear(at::cat(attended), block.out.weight, block.out.bias), number, 0);
        x = x + weighed(mlp(view, block, layer_norm(x, block.norm2)), number, 1);
    }
    std::vector<std::int64_t> cls_rows;
    std::int64_t row = 0;
    for (const std::int64_t length : batch.lengths) {
        cls_rows.push_back(row);
        row += length + 1;
    }
    const at::Tensor cls = x.index_select(0, at::tensor(cls_rows, at::kLong).to(x.device()));
    return nn::linear(layer_norm(cls, view.encoder_norm), view.head.weight, view.head.bias);
}

} // namespace touchstone::musiq
