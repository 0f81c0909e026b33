// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/kernels/packed_weights.h"

#include <cassert>

namespace touchstone::nn {

namespace {

/// The values as T, in memory that `narrow` keeps.
const float* as(const Kernels& /*kernels*/, std::span<const float> values, AlignedBuffer<float>& /*narrow*/) {
    return values.data();
}
const Bf16* as(const Kernels& kernels, std::span<const float> values, AlignedBuffer<Bf16>& narrow) {
    narrow.reserve(values.size());
    kernels.to_bf16(values.data(), values.size(), narrow.data());
    return narrow.data();
}
const SplitFloat* as(const Kernels& kernels, std::span<const float> values, AlignedBuffer<SplitFloat>& narrow) {
    assert(values.size() % split_group == 0);
    narrow.reserve(values.size());
    kernels.to_split(values.data(), values.size(), narrow.data());
    return narrow.data();
}

} // namespace

template <class T>
PackedWeights<T>::PackedWeights(const Kernels& kernels, std::span<const float> weight, std::span<const float> bias,
                                int outputs, int segments, int depth)
    : outputs_(outputs)
    , segments_(segments) {
    const TypedKernels<T>& typed = kernels.of<T>();
    assert(weight.size() == static_cast<std::size_t>(outputs) * segments * depth);
    panel_width_ = typed.panel;
    panels_ = (outputs + panel_width_ - 1) / panel_width_;
    padded_depth_ = rounded_up(depth, typed.depth_step);
    const std::ptrdiff_t segment_values = static_cast<std::ptrdiff_t>(padded_depth_) * panel_width_;
    values_.reserve(static_cast<std::size_t>(panels_ * segments_ * segment_values));
    bias_.reserve(static_cast<std::size_t>(padded_outputs()) + spare_values);
    std::copy(bias.begin(), bias.end(), bias_.data());

    AlignedBuffer<T> narrow;
    const T* source = as(kernels, weight, narrow);
    const std::ptrdiff_t filter = static_cast<std::ptrdiff_t>(segments) * depth;
    T* out = values_.data();
    for (int panel = 0; panel < panels_; ++panel)
        for (int segment = 0; segment < segments; ++segment, out += segment_values) {
            const int first = panel * panel_width_;
            typed.pack(source + first * filter + static_cast<std::ptrdiff_t>(segment) * depth, 1, filter, depth,
                       std::min(panel_width_, outputs - first), padded_depth_, out);
        }
}

template class PackedWeights<float>;
template class PackedWeights<Bf16>;
template class PackedWeights<SplitFloat>;

} // namespace touchstone::nn
