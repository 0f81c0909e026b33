// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/cpu_layers.h"

#include <algorithm>
#include <cmath>

namespace touchstone::musiq {

namespace {

/// A piece of 384 columns takes 1.5 MiB as bfloat16.
constexpr int embedding_depth = 2048;

using Values = std::vector<float>;

const Values& values_of(const nn::Checkpoint& checkpoint, const std::string& name) {
    return checkpoint.tensors.at(name).values;
}

template <class T>
typename CpuWeights<T>::Norm norm_of(const nn::Checkpoint& checkpoint, const std::string& name) {
    typename CpuWeights<T>::Norm norm;
    for (const auto& [leaf, target] : {std::pair(".weight", &norm.weight), std::pair(".bias", &norm.bias)}) {
        const Values& values = values_of(checkpoint, name + leaf);
        target->reserve(values.size() + nn::spare_values);
        std::copy(values.begin(), values.end(), target->data());
    }
    return norm;
}

template <class T>
nn::PackedWeights<T> linear_of(const nn::Kernels& kernels, const nn::Checkpoint& checkpoint, const std::string& name) {
    const nn::Tensor& weight = checkpoint.tensors.at(name + ".weight");
    return {kernels,
            weight.values,
            values_of(checkpoint, name + ".bias"),
            static_cast<int>(weight.shape[0]),
            1,
            static_cast<int>(weight.shape[1])};
}

/// Query, key and value as one layer. The query's factor is a power of two for the usual head widths, so folding it
/// into the weights changes no bit.
template <class T>
nn::PackedWeights<T> joined_qkv(const nn::Kernels& kernels, const nn::Checkpoint& checkpoint, const std::string& name,
                                const Config& config) {
    const double query_scale = 1.0 / std::sqrt(static_cast<double>(config.hidden) / config.heads);
    Values weight, bias;
    for (const char* part : {"query", "key", "value"}) {
        const double factor = part[0] == 'q' ? query_scale : 1.0;
        for (const auto& [leaf, target] : {std::pair(".weight", &weight), std::pair(".bias", &bias)})
            for (const float v : values_of(checkpoint, name + part + leaf))
                target->push_back(static_cast<float>(v * factor));
    }
    return {kernels, weight, bias, 3 * config.hidden, 1, config.hidden};
}

} // namespace

template <class T>
CpuWeights<T>::CpuWeights(const nn::Kernels& kernels, const nn::Checkpoint& checkpoint, const Config& config)
    : stem(kernels, checkpoint, config) {
    const Values& whole = values_of(checkpoint, "embedding.weight");
    const int features = static_cast<int>(stem.features());
    for (int first = 0; first < features; first += embedding_depth) {
        const int depth = std::min(embedding_depth, features - first);
        Values piece;
        piece.reserve(static_cast<std::size_t>(depth) * static_cast<std::size_t>(config.hidden));
        for (int output = 0; output < config.hidden; ++output) {
            const auto begin = whole.begin() + static_cast<std::ptrdiff_t>(output) * features + first;
            piece.insert(piece.end(), begin, begin + depth);
        }
        embedding.emplace_back(kernels, piece, Values(), config.hidden, 1, depth);
        embedding_first.push_back(first);
    }
    embedding_bias = values_of(checkpoint, "embedding.bias");
    const std::string encoder = "transformer_encoder.";
    cls = values_of(checkpoint, encoder + "cls");
    position = values_of(checkpoint, encoder + "posembed_input.position_emb");
    scale = values_of(checkpoint, encoder + "scaleembed_input.scale_emb");
    for (int i = 0; i < config.layers; ++i) {
        const std::string name = encoder + "transformer.encoderblock_" + std::to_string(i) + ".";
        Layer& layer = layers.emplace_back();
        layer.norm1 = norm_of<T>(checkpoint, name + "norm1");
        layer.norm2 = norm_of<T>(checkpoint, name + "norm2");
        layer.qkv = joined_qkv<T>(kernels, checkpoint, name + "attention.", config);
        layer.out = linear_of<T>(kernels, checkpoint, name + "attention.out");
        layer.fc1 = linear_of<T>(kernels, checkpoint, name + "mlp.fc1");
        layer.fc2 = linear_of<T>(kernels, checkpoint, name + "mlp.fc2");
    }
    encoder_norm = norm_of<T>(checkpoint, encoder + "encoder_norm");
    head_weight = values_of(checkpoint, "head.weight");
    head_bias = values_of(checkpoint, "head.bias");
}

template <class T>
void CpuRows<T>::reserve(CpuWorker<T>& worker, int rows) const {
    const auto with_spare = [&](std::ptrdiff_t stride) {
        return static_cast<std::size_t>((rows + nn::spare_rows) * stride + nn::spare_values);
    };
    worker.normed.reserve(with_spare(hidden_stride()));
    worker.inner.reserve(with_spare(inner_stride()));
}

template <class T>
void CpuRows<T>::normalise(const typename CpuWeights<T>::Norm& norm, const float* x, int rows, T* out) const {
    kernels_.of<T>().layer_norm({x, config_.hidden, rows, config_.hidden}, norm.weight.data(), norm.bias.data(),
                                layer_norm_epsilon, out, hidden_stride());
}

template <class T>
void CpuRows<T>::queries_keys_values(const typename CpuWeights<T>::Layer& layer, const float* x, int rows, T* qkv,
                                     CpuWorker<T>& worker) const {
    normalise(layer.norm1, x, rows, worker.normed.data());
    nn::for_product_tiles<T>(kernels_, {worker.normed.data(), hidden_stride(), 0}, rows, layer.qkv,
                             [&](const nn::Block& c, int row, int column, const float* bias) {
                                 kernels_.of<T>().store(c, bias, qkv + row * qkv_stride() + column, qkv_stride());
                             });
}

template <class T>
void CpuRows<T>::finish_block(const typename CpuWeights<T>::Layer& layer, const T* attended, float* x, int rows,
                              CpuWorker<T>& worker) const {
    const nn::TypedKernels<T>& typed = kernels_.of<T>();
    const std::ptrdiff_t hidden = config_.hidden;
    const auto add_to_x = [&](const nn::Block& c, int row, int column, const float* bias) {
        kernels_.add(c, bias, x + row * hidden + column, hidden);
    };
    nn::for_product_tiles<T>(kernels_, {attended, hidden_stride(), 0}, rows, layer.out, add_to_x);
    normalise(layer.norm2, x, rows, worker.normed.data());
    const auto gelu = config_.flavour == Flavour::Google ? typed.store_gelu_tanh : typed.store_gelu_erf;
    nn::for_product_tiles<T>(kernels_, {worker.normed.data(), hidden_stride(), 0}, rows, layer.fc1,
                             [&](const nn::Block& c, int row, int column, const float* bias) {
                                 gelu(c, bias, worker.inner.data() + row * inner_stride() + column, inner_stride());
                             });
    nn::for_product_tiles<T>(kernels_, {worker.inner.data(), inner_stride(), 0}, rows, layer.fc2, add_to_x);
}

template struct CpuWeights<float>;
template struct CpuWeights<nn::Bf16>;
template struct CpuWeights<nn::SplitFloat>;
template class CpuRows<float>;
template class CpuRows<nn::Bf16>;
template class CpuRows<nn::SplitFloat>;

} // namespace touchstone::musiq
