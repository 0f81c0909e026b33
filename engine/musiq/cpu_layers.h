// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include "engine/musiq/config.h"
#include "engine/musiq/cpu_stem.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/kernels/packed_weights.h"

namespace touchstone::musiq {

/// Weights of the network as the CPU's kernels read them.
template <class T>
struct CpuWeights {
    CpuWeights(const nn::Kernels& kernels, const nn::Checkpoint& checkpoint, const Config& config);

    struct Norm {
        nn::AlignedBuffer<float> weight, bias;
    };
    struct Layer {
        Norm norm1, norm2;
        nn::PackedWeights<T> qkv; ///< query already scaled by 1/√d
        nn::PackedWeights<T> out, fc1, fc2;
    };
    CpuStem<T> stem;
    /// The embedding of the stem's features, its depth cut into pieces of at most `embedding_depth`, one behind the
    /// other: a piece of all columns then stays in the cache while a batch of patches goes by.
    std::vector<nn::PackedWeights<T>> embedding;
    std::vector<int> embedding_first; ///< the feature that each piece begins with
    std::vector<float> embedding_bias, cls, position, scale;
    std::vector<Layer> layers;
    Norm encoder_norm;
    std::vector<float> head_weight, head_bias; ///< [outputs][hidden], plain
};

/// Memory of one pass, reused from photo to photo.
template <class T>
struct CpuWorker {
    typename CpuStem<T>::Scratch stem;
    nn::AlignedBuffer<T> normed, inner; ///< rows of one block: after a LayerNorm, and the MLP's wide middle
};

/// Steps over some rows of x [rows][hidden], each on the calling thread inside a KernelScope. Row strides are those
/// of RowLayout.
template <class T>
class CpuRows {
public:
    CpuRows(const nn::Kernels& kernels, const Config& config)
        : kernels_(kernels)
        , config_(config) {}

    /// Elements from one row to the next: of what products read, so that the padded depth meets zeros.
    std::ptrdiff_t hidden_stride() const { return nn::rounded_up(config_.hidden, 32); }
    std::ptrdiff_t inner_stride() const { return nn::rounded_up(config_.mlp, 32); }
    std::ptrdiff_t qkv_stride() const { return nn::rounded_up(3 * config_.hidden, 32); }

    /// qkv = LayerNorm(x)·W + b.
    void queries_keys_values(const typename CpuWeights<T>::Layer& layer, const float* x, int rows, T* qkv,
                             CpuWorker<T>& worker) const;
    /// x += attended·W + b, then x += fc2(gelu(fc1(LayerNorm(x)))).
    void finish_block(const typename CpuWeights<T>::Layer& layer, const T* attended, float* x, int rows,
                      CpuWorker<T>& worker) const;
    void reserve(CpuWorker<T>& worker, int rows) const;

private:
    void normalise(const typename CpuWeights<T>::Norm& norm, const float* x, int rows, T* out) const;

    const nn::Kernels& kernels_;
    const Config& config_;
};

extern template struct CpuWeights<float>;
extern template struct CpuWeights<nn::Bf16>;
extern template struct CpuWeights<nn::SplitFloat>;
extern template class CpuRows<float>;
extern template class CpuRows<nn::Bf16>;
extern template class CpuRows<nn::SplitFloat>;

inline constexpr float layer_norm_epsilon = 1e-6f;

} // namespace touchstone::musiq
