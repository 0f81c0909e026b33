// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <bit>
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

/// A float32 as the exact sum of three bfloat16, for processors whose products of bfloat16 are many times faster than
/// those of float32: the value rounded, what that left rounded, and what is left still. Of the nine products of two
/// such sums the six largest are added up, in float32; the other three are below 2^-24 of the whole, less than the
/// rounding of one float32 product. (Two parts and three products are faster still, but off by 2^-18 a value: the
/// golden activations were missed by a factor of two.)
///
/// Values lie in groups of 32, [32 first parts][32 second parts][32 third parts], each group at a multiple of 192 bytes
/// as memory addresses go. So this type has the size of its value, but an element's own place does not hold it:
/// pointers are moved by groups, and rows, depths and the columns that are written are multiples of 32.
struct SplitFloat {
    Bf16 place[3];
};
inline constexpr int split_group = 32, split_parts = 3;

inline float value_at(const float* p, std::ptrdiff_t i) {
    return p[i];
}
inline float value_at(const Bf16* p, std::ptrdiff_t i) {
    return std::bit_cast<float>(std::uint32_t{p[i].bits} << 16);
}
/// `p` at the beginning of a group.
inline float value_at(const SplitFloat* p, std::ptrdiff_t i) {
    const Bf16* part = (p + i / split_group * split_group)->place + i % split_group;
    return value_at(part, 0) + (value_at(part, split_group) + value_at(part, 2 * split_group));
}

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

/// State of one block of queries between two blocks of keys (softmax over keys that come piece by piece). Exponents are
/// taken from a reference that follows the largest score only when that is further ahead than softmax_headroom: most
/// steps then change nothing of what was added up, and no weight is above e^5.5.
struct SoftmaxRows {
    float* reference = nullptr; ///< [rows]
    float* sum = nullptr;       ///< [rows][row_lanes], together Σ exp(score − reference)
    float* mixed = nullptr;     ///< [rows][mixed_stride], Σ exp(score − reference)·value; scaled when that changes
    std::ptrdiff_t mixed_stride = 0;
    int mixed_columns = 0;
    bool first = false; ///< nothing so far: none of them is read
};
inline constexpr int row_lanes = 16; ///< as many as the widest table's vectors have
inline constexpr float softmax_headroom = 5.5f;

/// What depends on the type of the operands. Sums, softmax and normalisations are float32 for all.
template <class T>
struct TypedKernels {
    int tile_rows = 0, panel = 0, depth_step = 0;

    /// c += instead of = when `add`. Null where there are no such products.
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

    /// scores [rows][stride] of `columns` keys → p = exp(score − reference), about 2^-126 up to `padded` keys, whose
    /// values are zero. For float and bfloat16 each row of p may lie where the row of scores does. Follows in `state`.
    void (*softmax_step)(float* scores, std::ptrdiff_t stride, int rows, int columns, int padded, T* p,
                         std::ptrdiff_t p_stride, const SoftmaxRows& state) = nullptr;
    /// out[i][j] = c[i][j] / Σ lanes sum[i][lane].
    void (*divide_rows)(const Block& c, const float* sum, T* out, std::ptrdiff_t stride) = nullptr;

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
    TypedKernels<SplitFloat> split;
    bool split_pays = false; ///< products of split float32 are there and faster than those of float32

    /// out += c + bias.
    void (*add)(const Block& c, const float* bias, float* out, std::ptrdiff_t stride) = nullptr;
    /// Sums over the rows of each column, and of the squared distances to `centre` [columns]. Added up in 8 pieces, so
    /// that they are exact to a few bits.
    void (*column_sums)(const Block& x, float* sums) = nullptr;
    void (*column_squares)(const Block& x, const float* centre, float* sums) = nullptr;
    /// total[j] += Σ_i weight[i]·exp(score[i][j] − reference[i]).
    void (*weighted_exp)(const Block& scores, const float* reference, const float* weight, float* total) = nullptr;
    void (*to_bf16)(const float* x, std::size_t count, Bf16* out) = nullptr;
    /// `count` a multiple of 32.
    void (*to_split)(const float* x, std::size_t count, SplitFloat* out) = nullptr;

    template <class T>
    const TypedKernels<T>& of() const;
    bool has_bf16() const { return bf16.tile != nullptr; }
    bool has_split() const { return split.tile != nullptr; }
};

template <>
inline const TypedKernels<float>& Kernels::of<float>() const {
    return f32;
}
template <>
inline const TypedKernels<Bf16>& Kernels::of<Bf16>() const {
    return bf16;
}
template <>
inline const TypedKernels<SplitFloat>& Kernels::of<SplitFloat>() const {
    return split;
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

/// The plain form that runs everywhere: it has products of bfloat16 and of split float32 too (slow ones), so that there
/// is something to compare with, and is never chosen for them.
const Kernels& portable_kernels();

} // namespace touchstone::nn
