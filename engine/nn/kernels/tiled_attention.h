// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <utility>
#include <vector>

#include "engine/nn/kernels/aligned_buffer.h"
#include "engine/nn/kernels/kernels.h"
#include "engine/nn/kernels/team.h"

namespace touchstone::nn {

/// Queries, keys and values of one photo's tokens: row i holds [queries | keys | values], each heads·head_width long,
/// head after head; queries are scaled already. Behind the last row there are spare_rows more to read. For SplitFloat
/// head_width and stride are multiples of 32.
template <class T>
struct QueryKeyValue {
    const T* rows = nullptr;
    std::ptrdiff_t stride = 0;
    int tokens = 0;
    int heads = 0, head_width = 0;

    std::ptrdiff_t hidden() const { return static_cast<std::ptrdiff_t>(heads) * head_width; }
};

/// Softmax attention in blocks of queries by blocks of keys, so that what is in work stays in the cache and nothing of
/// size tokens × tokens ever exists: beside its operands it needs a copy of keys and values and half a megabyte a
/// thread. Sums and softmax are float32. Every query's result is the same however many threads there are.
///
/// One object serves one photo at a time; its memory is kept for the next.
template <class T>
class TiledAttention {
public:
    explicit TiledAttention(const Kernels& kernels);

    /// Lays keys and values out for the tiles: first for every photo and layer. `qkv` must stay until the next call.
    void set(Team& team, const QueryKeyValue<T>& qkv);

    /// The first `queries` rows of softmax(q·kᵀ)·v → out [queries][out_stride]. A stop request leaves out unfinished.
    void attend(Team& team, int queries, T* out, std::ptrdiff_t out_stride, const std::stop_token& stop);

    /// total [tokens] = Σ over i < weights.size() of weights[i] · (head mean of the attention of query i).
    void weigh_attention(Team& team, std::span<const float> weights, std::vector<float>& total,
                         const std::stop_token& stop);

    std::size_t bytes() const;

private:
    /// One block of queries against one head, in a worker's memory.
    struct Scratch {
        AlignedBuffer<float> scores, mixed, reference, sum, weight;
        AlignedBuffer<T> p; ///< softmax weights, where they do not fit into their scores' place
    };
    static constexpr bool weights_replace_scores = sizeof(T) <= sizeof(float);
    std::pair<T*, std::ptrdiff_t> weights_in(Scratch& scratch) const;
    void reserve_scratch(int workers);
    void pack_block(std::int64_t piece);
    void attend_block(int head, int first_query, int queries, T* out, std::ptrdiff_t out_stride,
                      Scratch& scratch) const;
    void scores_of(int head, int first_query, int queries, int first_key, Scratch& scratch) const;
    void weigh_block(int first_query, std::span<const float> weights, float* total, Scratch& scratch) const;
    int keys_from(int first_key) const;
    const T* keys(int head, int first_key) const;
    const T* values(int head, int panel, int first_key) const;

    const Kernels& kernels_;
    int block_queries_;
    QueryKeyValue<T> qkv_;
    int padded_tokens_ = 0, key_depth_ = 0, value_panels_ = 0;
    AlignedBuffer<T> keys_, values_;
    AlignedBuffer<float> totals_;
    std::vector<Scratch> scratch_;
};

extern template class TiledAttention<float>;
extern template class TiledAttention<Bf16>;
extern template class TiledAttention<SplitFloat>;

} // namespace touchstone::nn
