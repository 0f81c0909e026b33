// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/cpu_network.h"

#include <algorithm>
#include <chrono>
#include <mutex>

#include "engine/musiq/cpu_layers.h"
#include "engine/musiq/stopped.h"
#include "engine/nn/kernels/team.h"
#include "engine/nn/kernels/tiled_attention.h"

namespace touchstone::musiq {

namespace {

/// Patches whose features are embedded together: enough to pay for reading the 16384×384 weights once more.
constexpr int embedded_patches = 192;
/// Rows that go through a layer's products one after the other: all that is in work stays in the second-level cache.
constexpr int layer_rows = nn::even_rows;
/// A finished pass's memory is kept up to here; what a very large photo needed goes back to the system.
constexpr std::size_t kept_bytes = std::size_t{256} << 20;

/// Memory and threads of one pass.
template <class T>
struct Workspace {
    Workspace(const nn::Kernels& kernels, int threads)
        : team(threads)
        , attention(kernels)
        , workers(static_cast<std::size_t>(team.size())) {}

    nn::Team team;
    nn::TiledAttention<T> attention;
    std::vector<CpuWorker<T>> workers;
    nn::AlignedBuffer<T> features, qkv, attended;
    nn::AlignedBuffer<float> embedded, x, cls;

    std::size_t bytes() const {
        return features.bytes() + qkv.bytes() + attended.bytes() + embedded.bytes() + x.bytes() + attention.bytes();
    }
};

/// Adds the time until its end to one of the shares.
class Stopwatch {
public:
    explicit Stopwatch(double* seconds)
        : seconds_(seconds) {}
    ~Stopwatch() {
        if (seconds_)
            *seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    Stopwatch(const Stopwatch&) = delete;
    Stopwatch& operator=(const Stopwatch&) = delete;

private:
    double* seconds_;
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

/// One forward pass. Lives for the length of a call.
template <class T>
class Pass {
public:
    Pass(const nn::Kernels& kernels, const Config& config, const CpuWeights<T>& weights, Workspace<T>& work,
         const CpuRequest& request)
        : kernels_(kernels)
        , config_(config)
        , weights_(weights)
        , work_(work)
        , request_(request)
        , shares_(request.options->shares)
        , rows_(kernels, config)
        , hidden_(config.hidden) {}

    CpuAnswer run();

private:
    void reserve();
    void embed_photo(std::size_t photo);
    void embed_patches(const TokenSequence& photo, int first, int count, float* x);
    void run_layers();
    void start_layer(std::size_t layer);
    void attend(std::size_t photo, int queries, T* out);
    void finish_layer(std::size_t layer);
    void finish_last_layer();
    std::vector<float> logits_of(std::size_t photo);
    std::vector<float> rollout(const std::vector<float>& last_row);
    nn::QueryKeyValue<T> qkv_of(std::size_t photo) const {
        return {work_.qkv.data() + starts_[photo] * rows_.qkv_stride(), rows_.qkv_stride(),
                static_cast<int>(starts_[photo + 1] - starts_[photo]), config_.heads, config_.hidden / config_.heads};
    }
    std::vector<float> row_of_x(std::int64_t row, std::int64_t count = 1) const {
        const float* begin = work_.x.data() + row * hidden_;
        return {begin, begin + count * hidden_};
    }
    double* share(double RunShares::*which) const { return shares_ ? &(shares_->*which) : nullptr; }
    bool stopping() const { return request_.options->stop.stop_requested(); }
    void stop_if_asked() const {
        if (stopping())
            throw Stopped{};
    }

    const nn::Kernels& kernels_;
    const Config& config_;
    const CpuWeights<T>& weights_;
    Workspace<T>& work_;
    const CpuRequest& request_;
    RunShares* shares_;
    CpuRows<T> rows_;
    std::ptrdiff_t hidden_;
    std::vector<std::int64_t> starts_; ///< row of each photo's class token, and the number of all rows behind them
    std::vector<std::vector<float>> layer_inputs_;
};

template <class T>
void Pass<T>::reserve() {
    starts_ = {0};
    for (const TokenSequence* photo : request_.photos)
        starts_.push_back(starts_.back() + photo->tokens() + 1);
    const auto rows = static_cast<std::size_t>(starts_.back() + nn::spare_rows);
    work_.x.reserve(rows * static_cast<std::size_t>(hidden_) + nn::spare_values);
    work_.qkv.reserve(rows * static_cast<std::size_t>(rows_.qkv_stride()) + nn::spare_values);
    work_.attended.reserve(rows * static_cast<std::size_t>(rows_.hidden_stride()) + nn::spare_values);
    const std::ptrdiff_t feature_stride = weights_.stem.features() + nn::spare_values;
    work_.features.reserve(static_cast<std::size_t>((embedded_patches + nn::spare_rows) * feature_stride));
    work_.embedded.reserve((embedded_patches + nn::spare_rows) *
                           static_cast<std::size_t>(weights_.embedding.front().padded_outputs()));
    const std::size_t photos = request_.photos.size();
    work_.cls.reserve((photos + nn::spare_rows) * static_cast<std::size_t>(hidden_) + nn::spare_values);
    const int block = std::max(layer_rows, static_cast<int>(photos));
    for (CpuWorker<T>& worker : work_.workers) {
        weights_.stem.reserve(worker.stem);
        rows_.reserve(worker, block);
    }
}

template <class T>
void Pass<T>::embed_patches(const TokenSequence& photo, int first, int count, float* x) {
    const std::ptrdiff_t stride = weights_.stem.features() + nn::spare_values;
    const std::ptrdiff_t patch_values = std::ptrdiff_t{3} * config_.patch * config_.patch;
    {
        const Stopwatch watch(share(&RunShares::stem));
        work_.team.run(count, [&](std::int64_t piece, int worker) {
            if (stopping())
                return;
            const nn::KernelScope scope(kernels_);
            weights_.stem.run(photo.patches.data() + (first + piece) * patch_values,
                              work_.features.data() + piece * stride,
                              work_.workers[static_cast<std::size_t>(worker)].stem, nullptr);
        });
    }
    const Stopwatch watch(share(&RunShares::linears));
    const nn::PackedWeights<T>& shape = weights_.embedding.front();
    const std::ptrdiff_t sums_stride = shape.padded_outputs();
    const nn::TypedKernels<T>& typed = kernels_.of<T>();
    const int group = (shape.panels() + work_.team.size() - 1) / work_.team.size();
    work_.team.run((shape.panels() + group - 1) / group, [&](std::int64_t piece, int) {
        const nn::KernelScope scope(kernels_);
        nn::TileOperands<T> operands;
        operands.row_stride = stride;
        const int begin = static_cast<int>(piece) * group, end = std::min(shape.panels(), begin + group);
        for (std::size_t part = 0; part < weights_.embedding.size(); ++part) {
            operands.depth = weights_.embedding[part].depth();
            for (int panel = begin; panel < end; ++panel) {
                operands.b = weights_.embedding[part].panel(panel);
                for (int row = 0; row < count; row += typed.tile_rows) {
                    operands.a = work_.features.data() + row * stride + weights_.embedding_first[part];
                    typed.tile(operands, work_.embedded.data() + row * sums_stride + panel * typed.panel, sums_stride,
                               part > 0);
                }
            }
        }
    });
    for (int row = 0; row < count; ++row)
        for (std::ptrdiff_t c = 0; c < hidden_; ++c)
            x[row * hidden_ + c] =
                work_.embedded.data()[row * sums_stride + c] + weights_.embedding_bias[static_cast<std::size_t>(c)];
}

/// Class token, then the tokens with their position and scale.
template <class T>
void Pass<T>::embed_photo(std::size_t number) {
    const TokenSequence& photo = *request_.photos[number];
    float* x = work_.x.data() + starts_[number] * hidden_;
    std::copy(weights_.cls.begin(), weights_.cls.end(), x);
    x += hidden_;
    for (int first = 0; first < photo.tokens(); first += embedded_patches) {
        stop_if_asked();
        embed_patches(photo, first, std::min(embedded_patches, photo.tokens() - first), x + first * hidden_);
    }
    stop_if_asked();
    if (request_.trace && number == 0)
        request_.trace->tokens = row_of_x(1, photo.tokens());
    for (int token = 0; token < photo.tokens(); ++token, x += hidden_) {
        const float* position = weights_.position.data() + photo.hash_index[static_cast<std::size_t>(token)] * hidden_;
        const float* scale = weights_.scale.data() + photo.scale_index[static_cast<std::size_t>(token)] * hidden_;
        for (std::ptrdiff_t c = 0; c < hidden_; ++c)
            x[c] = x[c] + position[c] + scale[c];
    }
    if (request_.trace && number == 0)
        request_.trace->embedded = row_of_x(1, photo.tokens());
}

template <class T>
void Pass<T>::start_layer(std::size_t layer) {
    stop_if_asked();
    const Stopwatch watch(share(&RunShares::linears));
    const std::int64_t rows = starts_.back();
    work_.team.run((rows + layer_rows - 1) / layer_rows, [&](std::int64_t piece, int worker) {
        const nn::KernelScope scope(kernels_);
        const std::int64_t first = piece * layer_rows;
        rows_.queries_keys_values(weights_.layers[layer], work_.x.data() + first * hidden_,
                                  static_cast<int>(std::min<std::int64_t>(layer_rows, rows - first)),
                                  work_.qkv.data() + first * rows_.qkv_stride(),
                                  work_.workers[static_cast<std::size_t>(worker)]);
    });
}

template <class T>
void Pass<T>::attend(std::size_t photo, int queries, T* out) {
    stop_if_asked();
    const Stopwatch watch(share(&RunShares::attention));
    work_.attention.set(work_.team, qkv_of(photo));
    work_.attention.attend(work_.team, queries, out, rows_.hidden_stride(), request_.options->stop);
}

/// What follows attention in one layer, and the next layer's queries, keys and values while the rows are in the cache.
template <class T>
void Pass<T>::finish_layer(std::size_t layer) {
    stop_if_asked();
    const Stopwatch watch(share(&RunShares::linears));
    const std::int64_t rows = starts_.back();
    work_.team.run((rows + layer_rows - 1) / layer_rows, [&](std::int64_t piece, int number) {
        const nn::KernelScope scope(kernels_);
        const std::int64_t first = piece * layer_rows;
        const int count = static_cast<int>(std::min<std::int64_t>(layer_rows, rows - first));
        CpuWorker<T>& worker = work_.workers[static_cast<std::size_t>(number)];
        float* x = work_.x.data() + first * hidden_;
        rows_.finish_block(weights_.layers[layer], work_.attended.data() + first * rows_.hidden_stride(), x, count,
                           worker);
        rows_.queries_keys_values(weights_.layers[layer + 1], x, count, work_.qkv.data() + first * rows_.qkv_stride(),
                                  worker);
    });
}

/// Nothing but the class tokens is read after the last layer, so only they go through it.
template <class T>
void Pass<T>::finish_last_layer() {
    const std::size_t photos = request_.photos.size();
    for (std::size_t photo = 0; photo < photos; ++photo) {
        attend(photo, 1, work_.attended.data() + static_cast<std::ptrdiff_t>(photo) * rows_.hidden_stride());
        std::copy_n(work_.x.data() + starts_[photo] * hidden_, hidden_,
                    work_.cls.data() + static_cast<std::ptrdiff_t>(photo) * hidden_);
    }
    const nn::KernelScope scope(kernels_);
    rows_.finish_block(weights_.layers.back(), work_.attended.data(), work_.cls.data(), static_cast<int>(photos),
                       work_.workers.front());
}

template <class T>
void Pass<T>::run_layers() {
    start_layer(0);
    for (std::size_t layer = 0; layer + 1 < weights_.layers.size(); ++layer) {
        if (request_.attention == AttentionMethod::Rollout)
            layer_inputs_.push_back(row_of_x(0, starts_[1]));
        for (std::size_t photo = 0; photo < request_.photos.size(); ++photo)
            attend(photo, static_cast<int>(starts_[photo + 1] - starts_[photo]),
                   work_.attended.data() + starts_[photo] * rows_.hidden_stride());
        finish_layer(layer);
        if (request_.trace)
            request_.trace->cls_after_block.push_back(row_of_x(0));
    }
}

/// In float32: a row of `hidden` by a handful of outputs.
template <class T>
std::vector<float> Pass<T>::logits_of(std::size_t photo) {
    std::vector<float> normed(static_cast<std::size_t>(hidden_));
    const float* cls = work_.cls.data() + static_cast<std::ptrdiff_t>(photo) * hidden_;
    kernels_.f32.layer_norm({cls, hidden_, 1, config_.hidden}, weights_.encoder_norm.weight.data(),
                            weights_.encoder_norm.bias.data(), layer_norm_epsilon, normed.data(), hidden_);
    if (request_.trace && photo == 0) {
        request_.trace->cls_after_block.emplace_back(cls, cls + hidden_);
        request_.trace->cls_final_norm = normed;
    }
    std::vector<float> logits;
    for (std::size_t output = 0; output < weights_.head_bias.size(); ++output) {
        double sum = weights_.head_bias[output];
        for (std::size_t c = 0; c < normed.size(); ++c)
            sum += static_cast<double>(normed[c]) * weights_.head_weight[output * normed.size() + c];
        logits.push_back(static_cast<float>(sum));
    }
    return logits;
}

/// Row of the class token in the rollout of all layers (musiq.md 5): r ← 0.5·r·A + 0.5·r from the last layer up,
/// queries and keys made again layer by layer, so that nothing of size N×N and no Q, K of all layers is kept.
template <class T>
std::vector<float> Pass<T>::rollout(const std::vector<float>& last_row) {
    std::vector<float> r = last_row, through;
    for (float& v : r)
        v *= 0.5f;
    r[0] += 0.5f;
    for (std::size_t layer = layer_inputs_.size(); layer-- > 0;) {
        std::copy(layer_inputs_[layer].begin(), layer_inputs_[layer].end(), work_.x.data());
        start_layer(layer);
        work_.attention.set(work_.team, qkv_of(0));
        work_.attention.weigh_attention(work_.team, r, through, request_.options->stop);
        stop_if_asked();
        for (std::size_t i = 0; i < r.size(); ++i)
            r[i] = 0.5f * through[i] + 0.5f * r[i];
    }
    return r;
}

template <class T>
CpuAnswer Pass<T>::run() {
    reserve();
    for (std::size_t photo = 0; photo < request_.photos.size(); ++photo)
        embed_photo(photo);
    if (request_.trace) {
        const std::ptrdiff_t patch_values = std::ptrdiff_t{3} * config_.patch * config_.patch;
        const nn::KernelScope scope(kernels_);
        weights_.stem.run(request_.photos[0]->patches.data() + request_.stem_token * patch_values,
                          work_.features.data(), work_.workers.front().stem, request_.trace);
    }
    run_layers();
    finish_last_layer();
    stop_if_asked();
    CpuAnswer answer;
    for (std::size_t photo = 0; photo < request_.photos.size(); ++photo)
        answer.logits.push_back(logits_of(photo));
    if (request_.attention) {
        const float one = 1;
        work_.attention.set(work_.team, qkv_of(0));
        work_.attention.weigh_attention(work_.team, {&one, 1}, answer.attention, {});
        if (request_.attention == AttentionMethod::Rollout)
            answer.attention = rollout(answer.attention);
    }
    return answer;
}

template <class T>
class Network final : public CpuNetwork {
public:
    Network(const nn::Checkpoint& checkpoint, const Config& config, const nn::Kernels& kernels)
        : kernels_(kernels)
        , config_(config)
        , weights_(kernels, checkpoint, config) {}

    CpuAnswer run(const CpuRequest& request) const override {
        std::unique_ptr<Workspace<T>> work = take(nn::thread_count(request.options->threads));
        CpuAnswer answer = Pass<T>(kernels_, config_, weights_, *work, request).run();
        if (work->bytes() <= kept_bytes) {
            const std::lock_guard lock(mutex_);
            kept_ = std::move(work);
        }
        return answer;
    }

private:
    std::unique_ptr<Workspace<T>> take(int threads) const {
        {
            const std::lock_guard lock(mutex_);
            if (kept_ && kept_->team.size() == threads)
                return std::move(kept_);
        }
        return std::make_unique<Workspace<T>>(kernels_, threads);
    }

    const nn::Kernels& kernels_;
    Config config_;
    CpuWeights<T> weights_;
    mutable std::mutex mutex_; ///< of kept_
    mutable std::unique_ptr<Workspace<T>> kept_;
};

} // namespace

std::unique_ptr<CpuNetwork> CpuNetwork::make(const nn::Checkpoint& checkpoint, const Config& config,
                                             const nn::Kernels& kernels, Operands operands) {
    switch (operands) {
    case Operands::Bf16:
        return std::make_unique<Network<nn::Bf16>>(checkpoint, config, kernels);
    case Operands::SplitFloat32:
        return std::make_unique<Network<nn::SplitFloat>>(checkpoint, config, kernels);
    case Operands::Float32:
        break;
    }
    return std::make_unique<Network<float>>(checkpoint, config, kernels);
}

Operands best_operands(const nn::Kernels& kernels, const Config& config, Precision precision) {
    if (precision == Precision::Fast && kernels.has_bf16())
        return Operands::Bf16;
    const int widths[] = {config.hidden / config.heads, config.hidden, config.mlp, config.stem_width};
    const bool whole_groups =
        std::all_of(std::begin(widths), std::end(widths), [](int columns) { return columns % nn::split_group == 0; });
    return kernels.split_pays && whole_groups ? Operands::SplitFloat32 : Operands::Float32;
}

} // namespace touchstone::musiq
