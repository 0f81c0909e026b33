// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

/// The innermost loops of the networks on the CPU, one table of functions for each kind of processor. All of them work
/// on plain memory, on the calling thread, without allocating, and fail never. Rows are `stride` elements apart.
///
/// Products are made tile by tile: `tile_rows` rows of the left operand times one panel (`panel` columns) of a packed
/// right operand. Rows behind the last valid one are read and worked out too, so left operands and results have room
/// for whole tiles; what stands there reaches no other row.
namespace touchstone::nn {

/// The upper half of a float32.
struct Bf16 {
    std::uint16_t bits;
};

/// One tile of a product: c[i][j] = Σ over segments s and k < depth of a[i·row_stride + s·segment_stride +
/// k]·b[s][k][j]. A plain product has one segment. A convolution has one for each row of its window: along the window's
/// row, pixels and channels lie side by side.
template <class T>
struct TileOperands {
    const T* a = nullptr;
    std::ptrdiff_t row_stride = 0;
    int segments = 1;
    std::ptrdiff_t segment_stride = 0;
    int depth = 0;        ///< of one segment, a multiple of depth_step; what is padded meets zeros in `b`
    const T* b = nullptr; ///< one panel as pack() writes it, the segments one behind the other
};

/// A block of float32 results and where its columns begin.
struct Block {
    const float* values = nullptr;
    std::ptrdiff_t stride = 0;
    int rows = 0, columns = 0;
};

/// State of one block of queries between two blocks of keys (softmax over keys that come piece by piece).
struct SoftmaxRows {
    float* max = nullptr;   ///< [rows], largest score so far
    float* sum = nullptr;   ///< [rows], Σ exp(score − max)
    float* mixed = nullptr; ///< [rows][mixed_stride], Σ exp(score − max)·value so far; scaled down when max grows
    std::ptrdiff_t mixed_stride = 0;
    int mixed_columns = 0;
    bool first = false; ///< nothing so far: max, sum and mixed are not read
};

/// What depends on the type of the operands. Sums, softmax and normalisations are float32 for both.
template <class T>
struct TypedKernels {
    int tile_rows = 0, panel = 0, depth_step = 0;

    /// c += instead of = when `add`. Null for bfloat16 where there are no such products.
    void (*tile)(const TileOperands<T>& operands, float* c, std::ptrdiff_t c_stride, bool add) = nullptr;
    /// One segment of one panel: element (k, j) is source[k·depth_stride + j·column_stride]; what is missing up to
    /// `padded_depth` and `panel` becomes zero. Writes padded_depth·panel elements.
    void (*pack)(const T* source, std::ptrdiff_t depth_stride, std::ptrdiff_t column_stride, int depth, int columns,
                 int padded_depth, T* out) = nullptr;

    /// out = c + bias, and the same through GELU, tanh form and erf form. `bias` has room for whole vectors.
    void (*store)(const Block& c, const float* bias, T* out, std::ptrdiff_t stride) = nullptr;
    void (*store_gelu_tanh)(const Block& c, const float* bias, T* out, std::ptrdiff_t stride) = nullptr;
    void (*store_gelu_erf)(const Block& c, const float* bias, T* out, std::ptrdiff_t stride) = nullptr;

    void (*layer_norm)(const Block& x, const float* weight, const float* bias, float epsilon, T* out,
                       std::ptrdiff_t stride) = nullptr;

    /// scores [rows][stride] of `columns` keys → p = exp(score − max), zeros up to `padded` keys; p may be the scores'
    /// own memory. Follows in `state`.
    void (*softmax_step)(float* scores, std::ptrdiff_t stride, int rows, int columns, int padded, T* p,
                         std::ptrdiff_t p_stride, const SoftmaxRows& state) = nullptr;
    /// out[i][j] = c[i][j] / divisor[i].
    void (*divide_rows)(const Block& c, const float* divisor, T* out, std::ptrdiff_t stride) = nullptr;

    /// out = max(0, c·scale + shift) with one scale and shift a column.
    void (*scale_relu)(const Block& c, const float* scale, const float* shift, T* out, std::ptrdiff_t stride) = nullptr;
    /// out = max(0, a·scale_a + shift_a + b·scale_b + shift_b); a and b have one shape.
    void (*scale_add_relu)(const Block& a, const float* scale_a, const float* shift_a, const Block& b,
                           const float* scale_b, const float* shift_b, T* out, std::ptrdiff_t stride) = nullptr;
    /// Maximum of each 3×3 window at stride 2 over an edge×edge plane of pixels [y][x][c]; a window ends at the border.
    void (*max_pool)(const float* x, int edge, int channels, T* out, std::ptrdiff_t stride) = nullptr;
};

struct Kernels {
    const char* name = "";
    /// Around everything a thread does with `tile`: some processors want to be set up for it.
    void (*begin)() = nullptr;
    void (*end)() = nullptr;

    TypedKernels<float> f32;
    TypedKernels<Bf16> bf16;

    /// out += c + bias.
    void (*add)(const Block& c, const float* bias, float* out, std::ptrdiff_t stride) = nullptr;
    /// Sums over the rows of each column, and of the squared distances to `centre` [columns]. Added up in 8 pieces, so
    /// that they are exact to a few bits.
    void (*column_sums)(const Block& x, float* sums) = nullptr;
    void (*column_squares)(const Block& x, const float* centre, float* sums) = nullptr;
    /// total[j] += Σ_i weight[i]·exp(score[i][j] − max[i]).
    void (*weighted_exp)(const Block& scores, const float* max, const float* weight, float* total) = nullptr;
    void (*to_bf16)(const float* x, std::size_t count, Bf16* out) = nullptr;

    template <class T>
    const TypedKernels<T>& of() const;
    bool has_bf16() const { return bf16.tile != nullptr; }
};

template <>
inline const TypedKernels<float>& Kernels::of<float>() const {
    return f32;
}
template <>
inline const TypedKernels<Bf16>& Kernels::of<Bf16>() const {
    return bf16;
}

/// Sets a thread up for one table's tiles while it lives.
class KernelScope {
public:
    explicit KernelScope(const Kernels& kernels)
        : kernels_(kernels) {
        kernels_.begin();
    }
    ~KernelScope() { kernels_.end(); }
    KernelScope(const KernelScope&) = delete;
    KernelScope& operator=(const KernelScope&) = delete;

private:
    const Kernels& kernels_;
};

/// The fastest table that this processor runs. Always the same one, any thread.
const Kernels& best_kernels();

/// The fastest table whose bfloat16 products are faster than float32; null when this processor has none.
const Kernels* best_bf16_kernels();

/// Every table that this processor runs, the portable one first, the fastest last. For tests and benchmarks.
std::span<const Kernels* const> usable_kernels();

/// The plain form that runs everywhere: it has bfloat16 products too (slow ones), so that there is something to compare
/// with, and is never chosen for `fast`.
const Kernels& portable_kernels();

} // namespace touchstone::nn
