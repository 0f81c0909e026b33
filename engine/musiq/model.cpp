// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>

#include <torch/torch.h>

#include "engine/musiq/attention_p.h"
#include "engine/musiq/network_p.h"
#include "engine/musiq/torch_part.h"
#include "engine/nn/network_failure.h"
#include "engine/nn/products_p.h"

namespace touchstone::musiq {

namespace {

struct LoadedModel {
    Config config;
    NetworkView view;
    at::Device device = at::kCPU;
};

/// Rows of the MLP that are in work at once: its wide inner activations then stay in the cache.
constexpr std::int64_t mlp_rows = 512;
/// Bytes of stem activations one 32×32 patch needs at its widest, two 16×16 planes of 64 channels and their copies.
constexpr std::int64_t stem_bytes_per_value = 4 * 4;
constexpr std::int64_t stem_patches = 64; ///< enough to fill the cores, few enough for the cache

std::vector<float> to_floats(const at::Tensor& x) {
    const at::Tensor plain = x.contiguous().to(at::kCPU, at::kFloat);
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

/// One forward pass over a batch. Lives for the length of a call.
class ForwardPass {
public:
    ForwardPass(const LoadedModel& model, const RunOptions& options)
        : model_(model)
        , view_(model.view)
        , options_(options)
        , attention_(model.config.heads, options.memory_budget, options.query_chunk, options.stop) {}

    /// Keeps what the attention rollout needs: the input of every layer.
    void keep_layer_inputs() { keep_inputs_ = true; }
    void write_trace(Trace* trace, int stem_token) {
        trace_ = trace;
        stem_token_ = stem_token;
    }

    /// Logits [photos, outputs].
    at::Tensor run(std::span<const TokenSequence* const> photos) {
        const TokenBatch batch = make_batch(photos, model_.device, false);
        const at::Tensor tokens = stem_tokens(photos);
        at::Tensor x = embed(view_, tokens, batch);
        if (trace_) {
            trace_->tokens = to_floats(tokens);
            trace_->embedded = to_floats(x.narrow(0, 1, x.size(0) - 1));
        }
        starts_.clear();
        lengths_.clear();
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
            if (trace_)
                trace_->cls_after_block.push_back(to_floats(x[0]));
        }
        const at::Tensor cls = last_block(view_.blocks.back(), x);
        const at::Tensor normed = layer_norm(cls, view_.encoder_norm);
        if (trace_) {
            trace_->cls_after_block.push_back(to_floats(cls[0]));
            trace_->cls_final_norm = to_floats(normed[0]);
        }
        return nn::linear(normed, view_.head.weight, view_.head.bias);
    }

    /// Attention of the first photo's class token after run(): head mean of the last layer.
    at::Tensor last_layer_row() const { return last_row_; }

    /// Row of the class token in the rollout of all layers (musiq.md 5): r ← 0.5·r·A + 0.5·r from the last layer up,
    /// queries and keys made again layer by layer, so that nothing of size N×N and no Q, K of all layers is kept.
    at::Tensor rollout() {
        at::Tensor r = 0.5 * last_row_;
        r[0] += 0.5;
        for (std::size_t layer = layer_inputs_.size(); layer-- > 0;) {
            const NetworkView::Block& b = view_.blocks[layer];
            const std::int64_t two = 2 * std::int64_t{view_.config.hidden};
            const at::Tensor qk = nn::linear(layer_norm(layer_inputs_[layer], b.norm1), b.qkv.weight.narrow(0, 0, two),
                                             b.qkv.bias.narrow(0, 0, two));
            r = 0.5 * attention_.propagate(r, qk) + 0.5 * r;
        }
        return r;
    }

private:
    /// The stem in batches of patches, so that its wide activations never exist for a whole photo.
    at::Tensor stem_tokens(std::span<const TokenSequence* const> photos) {
        const Config& config = view_.config;
        const std::int64_t patch_values = 3 * std::int64_t{config.patch} * config.patch;
        const std::int64_t patch_bytes = stem_bytes_per_value * config.stem_width * config.patch * config.patch / 4;
        const std::int64_t step =
            std::clamp<std::int64_t>(static_cast<std::int64_t>(options_.memory_budget) / patch_bytes, 1, stem_patches);
        std::int64_t total = 0;
        for (const TokenSequence* photo : photos)
            total += photo->tokens();
        at::Tensor tokens = at::empty({total, config.hidden}, at::TensorOptions(at::kFloat).device(model_.device));
        std::int64_t written = 0;
        for (const TokenSequence* photo : photos)
            for (std::int64_t first = 0; first < photo->tokens(); first += step) {
                stop_if_asked();
                const std::int64_t count = std::min<std::int64_t>(step, photo->tokens() - first);
                const at::Tensor patches =
                    at::from_blob(const_cast<float*>(photo->patches.data()) + first * patch_values,
                                  {count, 3, config.patch, config.patch}, at::kFloat)
                        .to(model_.device);
                const at::Tensor features = stem(view_, patches);
                tokens.narrow(0, written, count)
                    .copy_(nn::linear(features, view_.embedding.weight, view_.embedding.bias));
                written += count;
            }
        if (trace_)
            trace_stem(*photos[0]);
        return tokens;
    }

    void trace_stem(const TokenSequence& photo) {
        const Config& config = view_.config;
        const std::int64_t patch_values = 3 * std::int64_t{config.patch} * config.patch;
        stem(view_,
             at::from_blob(const_cast<float*>(photo.patches.data()) + stem_token_ * patch_values,
                           {1, 3, config.patch, config.patch}, at::kFloat),
             trace_);
    }

    at::Tensor block(const NetworkView::Block& b, const at::Tensor& x) {
        stop_if_asked();
        at::Tensor attended = at::empty_like(x);
        {
            const at::Tensor qkv = nn::linear(layer_norm(x, b.norm1), b.qkv.weight, b.qkv.bias);
            for (std::size_t i = 0; i < starts_.size(); ++i)
                attention_.attend(qkv.narrow(0, starts_[i], lengths_[i]), attended.narrow(0, starts_[i], lengths_[i]));
        }
        at::Tensor y = nn::linear(attended, b.out.weight, b.out.bias).add_(x);
        for (std::int64_t row = 0; row < y.size(0); row += mlp_rows) {
            at::Tensor rows = y.narrow(0, row, std::min(mlp_rows, y.size(0) - row));
            rows.add_(mlp(view_, b, layer_norm(rows, b.norm2)));
        }
        return y;
    }

    /// Nothing but the class token is read after the last layer, so only its query is worked out.
    at::Tensor last_block(const NetworkView::Block& b, const at::Tensor& x) {
        stop_if_asked();
        const std::int64_t hidden = view_.config.hidden;
        const at::Tensor cls_rows = at::tensor(starts_, at::kLong).to(model_.device);
        const at::Tensor normed = layer_norm(x, b.norm1);
        const at::Tensor query = nn::linear(normed.index_select(0, cls_rows), b.qkv.weight.narrow(0, 0, hidden),
                                            b.qkv.bias.narrow(0, 0, hidden));
        const at::Tensor kv =
            nn::linear(normed, b.qkv.weight.narrow(0, hidden, 2 * hidden), b.qkv.bias.narrow(0, hidden, 2 * hidden));
        at::Tensor attended = at::empty({static_cast<std::int64_t>(starts_.size()), hidden}, x.options());
        for (std::size_t i = 0; i < starts_.size(); ++i) {
            const auto photo = static_cast<std::int64_t>(i);
            attention_.attend_class_token(query.narrow(0, photo, 1), kv.narrow(0, starts_[i], lengths_[i]),
                                          attended.narrow(0, photo, 1), i == 0 ? &last_row_ : nullptr);
        }
        at::Tensor y = x.index_select(0, cls_rows) + nn::linear(attended, b.out.weight, b.out.bias);
        return y + mlp(view_, b, layer_norm(y, b.norm2));
    }

    void stop_if_asked() const {
        if (options_.stop.stop_requested())
            throw Stopped{};
    }

    const LoadedModel& model_;
    const NetworkView& view_;
    const RunOptions& options_;
    ChunkedAttention attention_;
    std::vector<std::int64_t> starts_, lengths_; ///< of each photo in the packed rows, class token included
    std::vector<at::Tensor> layer_inputs_;
    at::Tensor last_row_;
    bool keep_inputs_ = false;
    Trace* trace_ = nullptr;
    int stem_token_ = 0;
};

/// Value, or mean and deviation of the distribution over 1…n (musiq.md 2.7). In double: it costs nothing.
Output read_output(const at::Tensor& logits) {
    Output output;
    for (const float v : to_floats(logits))
        output.logits.push_back(v);
    if (output.logits.size() == 1) {
        output.value = output.logits[0];
        return output;
    }
    const double top = *std::max_element(output.logits.begin(), output.logits.end());
    double sum = 0;
    for (const double logit : output.logits)
        sum += output.distribution.emplace_back(std::exp(logit - top));
    for (std::size_t k = 0; k < output.distribution.size(); ++k) {
        output.distribution[k] /= sum;
        output.value += static_cast<double>(k + 1) * output.distribution[k];
    }
    double variance = 0;
    for (std::size_t k = 0; k < output.distribution.size(); ++k)
        variance += output.distribution[k] * std::pow(static_cast<double>(k + 1) - output.value, 2);
    output.standard_deviation = std::sqrt(variance);
    return output;
}

/// The room's border: what Torch and oneDNN throw becomes an Error.
template <class Work>
auto guarded(Work work) -> Result<decltype(work())> {
    try {
        const c10::InferenceMode inference;
        return work();
    } catch (const Stopped&) {
        return failure(ErrorCode::Cancelled, {}, "was cancelled");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "the network ran out of memory", "set a smaller --native-limit");
    } catch (const c10::Error& error) {
        return tl::unexpected(nn::network_failure(error.what_without_backtrace()));
    } catch (const std::exception& error) {
        return failure(ErrorCode::Internal, {}, std::string("the network failed: ") + error.what());
    }
}

class TorchModel final : public Model::Impl {
public:
    explicit TorchModel(LoadedModel loaded)
        : loaded_(std::move(loaded)) {}

    const Config& config() const override { return loaded_.config; }
    Precision precision() const override { return Precision::Reference; }

    Result<std::vector<Output>> run(std::span<const TokenSequence* const> batch,
                                    const RunOptions& options) const override {
        if (batch.empty())
            return std::vector<Output>{};
        return guarded([&] {
            nn::use_threads(options.threads);
            const at::Tensor logits = ForwardPass(loaded_, options).run(batch);
            std::vector<Output> outputs;
            for (std::int64_t i = 0; i < logits.size(0); ++i)
                outputs.push_back(read_output(logits[i]));
            return outputs;
        });
    }

    Result<Model::Explained> explain(const TokenSequence& sequence, AttentionMethod method,
                                     const RunOptions& options) const override {
        return guarded([&] {
            nn::use_threads(options.threads);
            ForwardPass pass(loaded_, options);
            if (method == AttentionMethod::Rollout)
                pass.keep_layer_inputs();
            const TokenSequence* const photo = &sequence;
            Model::Explained result;
            result.output = read_output(pass.run({&photo, 1})[0]);
            std::vector<float> row =
                to_floats(method == AttentionMethod::Rollout ? pass.rollout() : pass.last_layer_row());
            result.attention.cls = row.front();
            result.attention.tokens.assign(row.begin() + 1, row.end());
            return result;
        });
    }

    Result<Output> trace(const TokenSequence& sequence, int stem_token, Trace& trace,
                         const RunOptions& options) const override {
        return guarded([&] {
            nn::use_threads(options.threads);
            ForwardPass pass(loaded_, options);
            pass.write_trace(&trace, stem_token);
            const TokenSequence* const photo = &sequence;
            return read_output(pass.run({&photo, 1})[0]);
        });
    }

private:
    LoadedModel loaded_;
};

Result<std::unique_ptr<Model::Impl>> load_model(const nn::ModelFile& file, const Device& device, Precision,
                                                const nn::Kernels*) {
    if (file.card.architecture != "musiq")
        return failure(ErrorCode::BadModel, file.card.file,
                       "is a \"" + file.card.architecture + "\" model where a MUSIQ model is needed");
    const auto config = Config::from_json(file.card.config, file.card.preprocessing, file.card.file);
    if (!config)
        return tl::unexpected(config.error());
    auto parameters = parameters_from(file.weights, *config, file.card.file);
    if (!parameters)
        return tl::unexpected(parameters.error());
    LoadedModel loaded;
    loaded.config = *config;
    auto ready = guarded([&] {
        if (device.kind == Device::Kind::Cuda)
            loaded.device = at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(device.index));
        for (auto& [name, tensor] : *parameters)
            tensor = tensor.to(loaded.device);
        loaded.view = make_view(*parameters, *config);
        return true;
    });
    if (!ready) {
        Error error = ready.error();
        error.file = file.card.file;
        error.remedy = "use --device cpu, or close other programs";
        return tl::unexpected(std::move(error));
    }
    return std::make_unique<TorchModel>(std::move(loaded));
}

} // namespace

const TorchPart torch_functions{load_model};

} // namespace touchstone::musiq
