// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/device_pass_p.h"

#include <algorithm>

#include "engine/nn/uploads_p.h"

#if TORCH_VERSION_MAJOR > 2 || (TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 1)
#define TOUCHSTONE_TORCH_ATTENTION // with a scale of the caller's choice
#endif

namespace touchstone::musiq {

namespace {

/// Patches that go through the stem at once: enough to fill a GPU, few enough that copies and work overlap in one
/// photo.
constexpr std::int64_t stem_patches = 1024;
/// Floats of stem activations that one patch needs at its widest: two planes of `stem_width` channels at half its side
/// and their copies.
constexpr std::int64_t stem_planes = 4;

/// x·wᵀ + b with the operands in the weights' type.
at::Tensor narrow_linear(const at::Tensor& x, const Linear& linear) {
    return at::linear(x.to(linear.weight.scalar_type()), linear.weight, linear.bias);
}

at::Tensor narrow_mlp(const NetworkView& view, const NetworkView::Block& b, const at::Tensor& x) {
    const char* form = view.config.flavour == Flavour::Google ? "tanh" : "none";
    return narrow_linear(at::gelu(narrow_linear(x, b.fc1).to(at::kFloat), form), b.fc2);
}

/// Convolution with its operands in the weights' type; float32 comes out.
at::Tensor narrow_conv(const at::Tensor& x, const at::Tensor& kernel, std::int64_t stride, std::int64_t padding) {
    return at::conv2d(x.to(kernel.scalar_type()), kernel, at::Tensor(), at::IntArrayRef{stride, stride},
                      at::IntArrayRef{padding, padding})
        .to(at::kFloat);
}

/// stem() of network.cpp, whose group norms would take their input's type.
at::Tensor narrow_stem(const NetworkView& view, const at::Tensor& patches) {
    const auto norm = [&](const at::Tensor& x, const Norm& n, double epsilon) {
        return at::group_norm(x, view.config.norm_groups, n.weight, n.bias, epsilon);
    };
    at::Tensor x = at::constant_pad_nd(patches, {2, 3, 2, 3}).contiguous(at::MemoryFormat::ChannelsLast);
    x = at::relu(norm(narrow_conv(x, view.conv_root, 2, 0), view.gn_root, root_epsilon));
    x = at::max_pool2d(at::constant_pad_nd(x, {0, 1, 0, 1}), {3, 3}, {2, 2});
    const at::Tensor shortcut = norm(narrow_conv(x, view.conv_proj, 1, 0), view.gn_proj, bottleneck_epsilon);
    at::Tensor y = at::relu(norm(narrow_conv(x, view.conv1, 1, 0), view.gn1, bottleneck_epsilon));
    y = at::relu(norm(narrow_conv(y, view.conv2, 1, 1), view.gn2, bottleneck_epsilon));
    y = norm(narrow_conv(y, view.conv3, 1, 0), view.gn3, bottleneck_epsilon);
    return at::relu(shortcut + y).permute({0, 2, 3, 1}).reshape({x.size(0), -1});
}

/// [N, heads·d] → [heads, N, d].
at::Tensor heads_first(const at::Tensor& x, int heads) {
    return x.reshape({x.size(0), heads, x.size(1) / heads}).transpose(0, 1);
}

} // namespace

NetworkView on_device(const NetworkView& view, const at::Device& device, at::ScalarType type) {
    NetworkView moved = view;
    const auto narrow = [&](at::Tensor& tensor) { tensor = tensor.to(device, type); };
    const auto wide = [&](at::Tensor& tensor) { tensor = tensor.to(device, at::kFloat); };
    const auto narrow_layer = [&](Linear& linear) {
        narrow(linear.weight);
        narrow(linear.bias);
    };
    const auto wide_norm = [&](Norm& norm) {
        wide(norm.weight);
        wide(norm.bias);
    };
    for (at::Tensor* kernel : {&moved.conv_root, &moved.conv1, &moved.conv2, &moved.conv3, &moved.conv_proj})
        *kernel = kernel->to(device, type).contiguous(at::MemoryFormat::ChannelsLast);
    for (Norm* norm : {&moved.gn_root, &moved.gn1, &moved.gn2, &moved.gn3, &moved.gn_proj, &moved.encoder_norm})
        wide_norm(*norm);
    narrow_layer(moved.embedding);
    for (at::Tensor* table : {&moved.cls, &moved.position, &moved.scale, &moved.head.weight, &moved.head.bias})
        wide(*table);
    for (NetworkView::Block& block : moved.blocks) {
        wide_norm(block.norm1);
        wide_norm(block.norm2);
        for (Linear* linear : {&block.qkv, &block.out, &block.fc1, &block.fc2})
            narrow_layer(*linear);
    }
    return moved;
}

DevicePass::DevicePass(const NetworkView& view, const RunOptions& options)
    : view_(view)
    , options_(options)
    , device_(view.cls.device())
    , type_(view.embedding.weight.scalar_type()) {}

void DevicePass::stop_if_asked() const {
    if (options_.stop.stop_requested())
        throw Stopped{};
}

/// For what has to look at attention rows; as many queries at once as the budget allows.
ChunkedAttention DevicePass::chunked(std::int64_t tokens) const {
    const std::int64_t row_bytes = view_.config.heads * tokens * std::int64_t{sizeof(float)};
    const std::int64_t queries = static_cast<std::int64_t>(options_.memory_budget / 2) / row_bytes;
    const auto chunk = static_cast<int>(std::clamp<std::int64_t>(queries, 1, tokens));
    return {view_.config.heads, options_.memory_budget, options_.query_chunk > 0 ? options_.query_chunk : chunk,
            options_.stop};
}

/// In pieces, each on its way to the device while the one before is worked on.
at::Tensor DevicePass::stem_tokens(std::span<const TokenSequence* const> photos) const {
    const Config& config = view_.config;
    const std::int64_t patch_values = 3 * std::int64_t{config.patch} * config.patch;
    const std::int64_t patch_bytes =
        stem_planes * std::int64_t{sizeof(float)} * config.stem_width * config.patch * config.patch / 4;
    const std::int64_t step =
        std::clamp<std::int64_t>(static_cast<std::int64_t>(options_.memory_budget) / patch_bytes, 1, stem_patches);
    std::int64_t total = 0, longest = 0;
    for (const TokenSequence* photo : photos) {
        total += photo->tokens();
        longest = std::max<std::int64_t>(longest, photo->tokens());
    }
    nn::Uploads uploads(device_, type_, std::min(step, longest) * patch_values);
    const at::Tensor tokens = at::empty({total, config.hidden}, at::TensorOptions(at::kFloat).device(device_));
    std::int64_t written = 0;
    for (const TokenSequence* photo : photos)
        for (std::int64_t first = 0; first < photo->tokens(); first += step) {
            stop_if_asked();
            const std::int64_t count = std::min(step, photo->tokens() - first);
            const at::Tensor patches =
                uploads.send(photo->patches.data() + first * patch_values, {count, 3, config.patch, config.patch});
            tokens.narrow(0, written, count).copy_(narrow_linear(narrow_stem(view_, patches), view_.embedding));
            written += count;
        }
    return tokens;
}

/// qkv [N, 3·hidden], queries scaled → [N, hidden], in the same type.
at::Tensor DevicePass::attend(const at::Tensor& qkv) const {
    const std::int64_t tokens = qkv.size(0), hidden = qkv.size(1) / 3;
    const auto part = [&](std::int64_t which) {
        return heads_first(qkv.narrow(1, which * hidden, hidden), view_.config.heads);
    };
    const at::Tensor queries = part(0), keys = part(1), values = part(2);
#ifdef TOUCHSTONE_TORCH_ATTENTION
    const at::Tensor mixed =
        at::scaled_dot_product_attention(queries.unsqueeze(0), keys.unsqueeze(0), values.unsqueeze(0), {}, 0.0,
                                         /*is_causal=*/false, /*scale=*/1.0)
            .squeeze(0);
    return mixed.transpose(0, 1).reshape({tokens, hidden});
#else
    const std::int64_t row_bytes = view_.config.heads * tokens * std::int64_t{sizeof(float)};
    const std::int64_t affordable = static_cast<std::int64_t>(options_.memory_budget / 2) / row_bytes;
    const std::int64_t chunk =
        options_.query_chunk > 0 ? options_.query_chunk : std::clamp<std::int64_t>(affordable, 1, tokens);
    at::Tensor mixed = at::empty({tokens, hidden}, qkv.options());
    for (std::int64_t start = 0; start < tokens; start += chunk) {
        stop_if_asked();
        const std::int64_t count = std::min(chunk, tokens - start);
        const at::Tensor rows =
            at::matmul(queries.narrow(1, start, count), keys.transpose(1, 2)).softmax(-1, at::kFloat);
        const at::Tensor part_of_it = at::matmul(rows.to(qkv.scalar_type()), values);
        mixed.narrow(0, start, count).copy_(part_of_it.transpose(0, 1).reshape({count, hidden}));
    }
    return mixed;
#endif
}

at::Tensor DevicePass::block(const NetworkView::Block& b, const at::Tensor& x) const {
    stop_if_asked();
    const at::Tensor qkv = narrow_linear(layer_norm(x, b.norm1), b.qkv);
    at::Tensor attended = at::empty({x.size(0), x.size(1)}, qkv.options());
    for (std::size_t i = 0; i < starts_.size(); ++i)
        attended.narrow(0, starts_[i], lengths_[i]).copy_(attend(qkv.narrow(0, starts_[i], lengths_[i])));
    const at::Tensor y = x + narrow_linear(attended, b.out);
    return y + narrow_mlp(view_, b, layer_norm(y, b.norm2));
}

/// Nothing but the class token is read after the last layer, so only its query is worked out.
at::Tensor DevicePass::last_block(const NetworkView::Block& b, const at::Tensor& x) {
    stop_if_asked();
    const std::int64_t hidden = view_.config.hidden;
    const at::Tensor cls_rows = at::tensor(starts_, at::kLong).to(device_);
    const at::Tensor qkv = narrow_linear(layer_norm(x, b.norm1), b.qkv).to(at::kFloat);
    at::Tensor attended = at::empty({static_cast<std::int64_t>(starts_.size()), hidden}, x.options());
    for (std::size_t i = 0; i < starts_.size(); ++i) {
        const at::Tensor rows = qkv.narrow(0, starts_[i], lengths_[i]);
        chunked(lengths_[i])
            .attend_class_token(rows.narrow(0, 0, 1).narrow(1, 0, hidden), rows.narrow(1, hidden, 2 * hidden),
                                attended.narrow(0, static_cast<std::int64_t>(i), 1), i == 0 ? &last_row_ : nullptr);
    }
    const at::Tensor y = x.index_select(0, cls_rows) + narrow_linear(attended, b.out);
    return y + narrow_mlp(view_, b, layer_norm(y, b.norm2));
}

at::Tensor DevicePass::run(std::span<const TokenSequence* const> photos) {
    const TokenBatch batch = make_batch(photos, device_, false);
    at::Tensor x = embed(view_, stem_tokens(photos), batch);
    starts_.clear();
    lengths_.clear();
    layer_inputs_.clear();
    std::int64_t start = 0;
    for (const std::int64_t length : batch.lengths) {
        starts_.push_back(start);
        lengths_.push_back(length + 1);
        start += length + 1;
    }
    for (std::size_t layer = 0; layer + 1 < view_.blocks.size(); ++layer) {
        if (keep_inputs_)
            layer_inputs_.push_back(x);
        x = block(view_.blocks[layer], x);
    }
    const at::Tensor cls = last_block(view_.blocks.back(), x);
    return at::linear(layer_norm(cls, view_.encoder_norm), view_.head.weight, view_.head.bias);
}

/// As on the CPU (model.cpp, musiq.md 5).
at::Tensor DevicePass::rollout() {
    at::Tensor r = 0.5 * last_row_;
    r[0] += 0.5;
    ChunkedAttention attention = chunked(r.size(0));
    for (std::size_t layer = layer_inputs_.size(); layer-- > 0;) {
        const NetworkView::Block& b = view_.blocks[layer];
        const std::int64_t two = 2 * std::int64_t{view_.config.hidden};
        const Linear query_and_key{b.qkv.weight.narrow(0, 0, two), b.qkv.bias.narrow(0, 0, two)};
        const at::Tensor qk =
            narrow_linear(layer_norm(layer_inputs_[layer].narrow(0, 0, r.size(0)), b.norm1), query_and_key)
                .to(at::kFloat);
        r = 0.5 * attention.propagate(r, qk) + 0.5 * r;
    }
    return r;
}

} // namespace touchstone::musiq
