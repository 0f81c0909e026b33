// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include "engine/musiq/config.h"
#include "engine/musiq/model.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/kernels/packed_weights.h"

namespace touchstone::musiq {

/// The stem (musiq.md 2.1 to 2.3) on the CPU, one patch at a time and all of it in the caches of one core: pixels are
/// laid out once so that windows of the convolutions are rows of products, and every normalisation, ReLU and pooling
/// goes from one buffer of the worker to the next. T is the type of the products' operands, but for the first
/// convolution: its operands are float32 like all sums and normalisations, because the GroupNorm behind it blows the
/// rounding of a flat patch's pixels up to whole points of the score.
template <class T>
class CpuStem {
public:
    CpuStem(const nn::Kernels& kernels, const nn::Checkpoint& checkpoint, const Config& config);

    /// What one thread works in.
    struct Scratch {
        nn::AlignedBuffer<T> pooled, bordered, inner;
        nn::AlignedBuffer<float> even_rows, odd_rows, wide, normed, narrow, outer, shortcut;
        nn::AlignedBuffer<float> scale[2], shift[2], centre, sums;
    };
    void reserve(Scratch& scratch) const;

    /// patch [3][patch][patch] → features [edge·edge·4·width], flattened (y, x, c). Inside a KernelScope. `trace` may
    /// be null.
    void run(const float* patch, T* features, Scratch& scratch, Trace* trace) const;

    std::int64_t features() const { return std::int64_t{edge_} * edge_ * 4 * width_; }

private:
    struct Norm {
        std::vector<float> weight, bias;
        double epsilon = 0;
    };
    Norm norm_of(const nn::Checkpoint& checkpoint, const std::string& name, double epsilon) const;
    nn::PackedWeights<T> conv_of(const nn::Checkpoint& checkpoint, const std::string& name) const;
    void lay_out(const float* patch, Scratch& scratch) const;
    void root(T* pooled, Scratch& scratch, Trace* trace) const;
    void scale_and_shift(const nn::Block& x, const Norm& norm, int which, Scratch& scratch) const;
    /// Rows of `edge` pixels that lie `pitch` pixels apart are moved together.
    void close_up(float* x, int edge, int pitch, std::ptrdiff_t stride) const;

    const nn::Kernels& kernels_;
    Flavour flavour_;
    int patch_, root_edge_, edge_, width_, groups_;
    nn::PackedWeights<float> root_even_, root_odd_; ///< even and odd rows of the window
    nn::PackedWeights<T> conv1_, conv2_, conv3_, shortcut_;
    Norm root_norm_, norm1_, norm2_, norm3_, shortcut_norm_;
};

extern template class CpuStem<float>;
extern template class CpuStem<nn::Bf16>;
extern template class CpuStem<nn::SplitFloat>;

} // namespace touchstone::musiq
