// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <algorithm>
#include <span>

#include "engine/nn/kernels/aligned_buffer.h"
#include "engine/nn/kernels/kernels.h"

namespace touchstone::nn {

inline int rounded_up(int n, int step) {
    return (n + step - 1) / step * step;
}

/// Memory behind the last row of a left operand or of results: room for the tile that sticks out, and for the depth
/// that is padded.
inline constexpr int spare_rows = 96, spare_values = 64;
/// Rows that every table's tiles divide: blocks of so many rows have no tile that sticks out.
inline constexpr int even_rows = 96;

/// The weights of a linear layer or a convolution, laid out once as the tiles of one table read them.
template <class T>
class PackedWeights {
public:
    PackedWeights() = default;
    /// weight [outputs][segments][depth], bias [outputs] or empty for none. For SplitFloat `depth` is a multiple of 32.
    PackedWeights(const Kernels& kernels, std::span<const float> weight, std::span<const float> bias, int outputs,
                  int segments, int depth);

    int outputs() const { return outputs_; }
    int panels() const { return panels_; }
    int panel_width() const { return panel_width_; }
    int padded_outputs() const { return panels_ * panel_width_; }
    int segments() const { return segments_; }
    int depth() const { return padded_depth_; } ///< of a segment, padded
    const T* panel(int panel) const {
        return values_.data() + static_cast<std::ptrdiff_t>(panel) * segments_ * padded_depth_ * panel_width_;
    }
    const float* bias(int panel) const { return bias_.data() + static_cast<std::ptrdiff_t>(panel) * panel_width_; }

private:
    AlignedBuffer<T> values_;
    AlignedBuffer<float> bias_; ///< padded_outputs(), and room for a vector more
    int outputs_ = 0, panels_ = 0, panel_width_ = 0, segments_ = 0, padded_depth_ = 0;
};

extern template class PackedWeights<float>;
extern template class PackedWeights<Bf16>;
extern template class PackedWeights<SplitFloat>;

/// Where a product's left operand lies: row i at values + i·row_stride, its segments segment_stride apart.
template <class T>
struct LeftOperand {
    const T* values = nullptr;
    std::ptrdiff_t row_stride = 0, segment_stride = 0;
};

/// a·weights for `rows` rows, tile by tile, on the calling thread inside a KernelScope. Each tile of sums goes to
/// finish(block, first row, first column, bias of that column) while it is in the cache.
template <class T, class Finish>
void for_product_tiles(const Kernels& kernels, const LeftOperand<T>& a, int rows, const PackedWeights<T>& weights,
                       Finish finish) {
    const TypedKernels<T>& typed = kernels.of<T>();
    alignas(64) float sums[32 * 32];
    TileOperands<T> operands;
    operands.row_stride = a.row_stride;
    operands.segments = weights.segments();
    operands.segment_stride = a.segment_stride;
    operands.depth = weights.depth();
    for (int panel = 0; panel < weights.panels(); ++panel) {
        operands.b = weights.panel(panel);
        const int column = panel * typed.panel;
        const int columns = std::min(typed.panel, weights.outputs() - column);
        for (int row = 0; row < rows; row += typed.tile_rows) {
            operands.a = a.values + row * a.row_stride;
            typed.tile(operands, sums, typed.panel, false);
            finish(Block{sums, typed.panel, std::min(typed.tile_rows, rows - row), columns}, row, column,
                   weights.bias(panel));
        }
    }
}

/// a·weights as plain sums without the bias, whole tiles, into c [rows rounded up to tiles][c_stride]; c_stride is at
/// least padded_outputs(). `add` adds to what is there.
template <class T>
void product_into(const Kernels& kernels, const LeftOperand<T>& a, int rows, const PackedWeights<T>& weights, float* c,
                  std::ptrdiff_t c_stride, bool add = false) {
    const TypedKernels<T>& typed = kernels.of<T>();
    TileOperands<T> operands;
    operands.row_stride = a.row_stride;
    operands.segments = weights.segments();
    operands.segment_stride = a.segment_stride;
    operands.depth = weights.depth();
    for (int panel = 0; panel < weights.panels(); ++panel) {
        operands.b = weights.panel(panel);
        for (int row = 0; row < rows; row += typed.tile_rows) {
            operands.a = a.values + row * a.row_stride;
            typed.tile(operands, c + row * c_stride + panel * typed.panel, c_stride, add);
        }
    }
}

} // namespace touchstone::nn
