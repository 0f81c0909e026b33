// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/kernels/tiled_attention.h"

#include <algorithm>
#include <numeric>

#include "engine/nn/kernels/packed_weights.h"

namespace touchstone::nn {

namespace {

/// Queries and keys in work at once. 64 by 128 scores are 36 KiB and stay in the first-level cache with the softmax
/// weights that take their place; longer rows and more of them were 1.1 to 1.3 times slower (2026-12). Three parts a
/// weight do not fit there: 96 by 512 in the second-level cache cost least, by a tenth.
template <class T>
constexpr int query_block = sizeof(T) <= sizeof(float) ? 64 : 96;
template <class T>
constexpr int key_block = sizeof(T) <= sizeof(float) ? 128 : 512;
/// Rows of scores lie 16 values further apart, so that a tile's rows do not fall on the same few places of the cache.
template <class T>
constexpr int score_stride = key_block<T> + 16;
/// Keys are padded to what every table's panels and depth steps divide.
constexpr int key_unit = 32;
/// Sums over queries are made in so many pieces at most, each whole before they are added: the order of adding then
/// does not depend on the threads.
constexpr int most_pieces = 32;

} // namespace

template <class T>
TiledAttention<T>::TiledAttention(const Kernels& kernels)
    : kernels_(kernels)
    , block_queries_(rounded_up(query_block<T>, kernels.of<T>().tile_rows)) {}

template <class T>
void TiledAttention<T>::set(Team& team, const QueryKeyValue<T>& qkv) {
    const TypedKernels<T>& typed = kernels_.of<T>();
    qkv_ = qkv;
    padded_tokens_ = rounded_up(qkv.tokens, key_unit);
    key_depth_ = rounded_up(qkv.head_width, typed.depth_step);
    value_panels_ = (qkv.head_width + typed.panel - 1) / typed.panel;
    const std::size_t tokens = static_cast<std::size_t>(padded_tokens_) * static_cast<std::size_t>(qkv.heads);
    keys_.reserve(tokens * static_cast<std::size_t>(key_depth_));
    values_.reserve(tokens * static_cast<std::size_t>(value_panels_ * typed.panel));
    reserve_scratch(team.size());
    const std::int64_t blocks = (padded_tokens_ + key_block<T> - 1) / key_block<T>;
    team.run(blocks * qkv.heads, [&](std::int64_t piece, int) { pack_block(piece); });
}

template <class T>
void TiledAttention<T>::reserve_scratch(int workers) {
    if (scratch_.size() < static_cast<std::size_t>(workers))
        scratch_.resize(static_cast<std::size_t>(workers));
    const auto queries = static_cast<std::size_t>(block_queries_);
    for (Scratch& scratch : scratch_) {
        scratch.scores.reserve(queries * score_stride<T>);
        if constexpr (!weights_replace_scores)
            scratch.p.reserve(queries * key_block<T>);
        scratch.mixed.reserve(queries * static_cast<std::size_t>(value_panels_ * kernels_.of<T>().panel));
        scratch.reference.reserve(queries);
        scratch.sum.reserve(queries * row_lanes);
        scratch.weight.reserve(queries);
    }
}

/// Where the block's softmax weights go, and how far apart their rows are.
template <class T>
std::pair<T*, std::ptrdiff_t> TiledAttention<T>::weights_in(Scratch& scratch) const {
    if constexpr (weights_replace_scores)
        return {reinterpret_cast<T*>(scratch.scores.data()), score_stride<T> * sizeof(float) / sizeof(T)};
    else
        return {scratch.p.data(), key_block<T>};
}

template <class T>
const T* TiledAttention<T>::keys(int head, int first_key) const {
    return keys_.data() + (static_cast<std::ptrdiff_t>(head) * padded_tokens_ + first_key) * key_depth_;
}

template <class T>
const T* TiledAttention<T>::values(int head, int panel, int first_key) const {
    const std::ptrdiff_t before = static_cast<std::ptrdiff_t>(head * value_panels_ + panel) * padded_tokens_;
    return values_.data() + (before + first_key) * kernels_.of<T>().panel;
}

/// Keys in the block that begins there, without padding.
template <class T>
int TiledAttention<T>::keys_from(int first_key) const {
    return std::min(key_block<T>, qkv_.tokens - first_key);
}

template <class T>
void TiledAttention<T>::pack_block(std::int64_t piece) {
    const TypedKernels<T>& typed = kernels_.of<T>();
    const int head = static_cast<int>(piece % qkv_.heads), first = static_cast<int>(piece / qkv_.heads) * key_block<T>;
    const int count = keys_from(first), padded = rounded_up(count, key_unit);
    const T* row =
        qkv_.rows + first * qkv_.stride + qkv_.hidden() + static_cast<std::ptrdiff_t>(head) * qkv_.head_width;
    T* packed_keys = const_cast<T*>(keys(head, first));
    for (int key = 0; key < padded; key += typed.panel, packed_keys += typed.panel * key_depth_)
        typed.pack(row + key * qkv_.stride, 1, qkv_.stride, qkv_.head_width, std::clamp(count - key, 0, typed.panel),
                   key_depth_, packed_keys);
    for (int panel = 0; panel < value_panels_; ++panel) {
        const int column = panel * typed.panel;
        typed.pack(row + qkv_.hidden() + column, qkv_.stride, 1, count, std::min(typed.panel, qkv_.head_width - column),
                   padded, const_cast<T*>(values(head, panel, first)));
    }
}

template <class T>
void TiledAttention<T>::scores_of(int head, int first_query, int queries, int first_key, Scratch& scratch) const {
    const TypedKernels<T>& typed = kernels_.of<T>();
    TileOperands<T> operands;
    operands.row_stride = qkv_.stride;
    operands.depth = key_depth_;
    const int padded = rounded_up(keys_from(first_key), key_unit);
    const T* query = qkv_.rows + first_query * qkv_.stride + static_cast<std::ptrdiff_t>(head) * qkv_.head_width;
    for (int key = 0; key < padded; key += typed.panel) {
        operands.b = keys(head, first_key + key);
        for (int row = 0; row < queries; row += typed.tile_rows) {
            operands.a = query + row * qkv_.stride;
            typed.tile(operands, scratch.scores.data() + row * score_stride<T> + key, score_stride<T>, false);
        }
    }
}

template <class T>
void TiledAttention<T>::attend_block(int head, int first_query, int queries, T* out, std::ptrdiff_t out_stride,
                                     Scratch& scratch) const {
    const TypedKernels<T>& typed = kernels_.of<T>();
    const std::ptrdiff_t mixed_stride = static_cast<std::ptrdiff_t>(value_panels_) * typed.panel;
    SoftmaxRows state{scratch.reference.data(),       scratch.sum.data(),
                      scratch.mixed.data(),           mixed_stride,
                      static_cast<int>(mixed_stride), true};
    const auto [p, p_stride] = weights_in(scratch);
    TileOperands<T> operands;
    operands.row_stride = p_stride;
    for (int key = 0; key < qkv_.tokens; key += key_block<T>) {
        const int count = keys_from(key), padded = rounded_up(count, key_unit);
        scores_of(head, first_query, queries, key, scratch);
        typed.softmax_step(scratch.scores.data(), score_stride<T>, queries, count, padded, p, p_stride, state);
        operands.depth = padded;
        for (int panel = 0; panel < value_panels_; ++panel) {
            operands.b = values(head, panel, key);
            for (int row = 0; row < queries; row += typed.tile_rows) {
                operands.a = p + row * p_stride;
                typed.tile(operands, scratch.mixed.data() + row * mixed_stride + panel * typed.panel, mixed_stride,
                           !state.first);
            }
        }
        state.first = false;
    }
    typed.divide_rows({scratch.mixed.data(), mixed_stride, queries, qkv_.head_width}, scratch.sum.data(),
                      out + static_cast<std::ptrdiff_t>(head) * qkv_.head_width, out_stride);
}

template <class T>
void TiledAttention<T>::attend(Team& team, int queries, T* out, std::ptrdiff_t out_stride,
                               const std::stop_token& stop) {
    const std::int64_t blocks = (queries + block_queries_ - 1) / block_queries_;
    team.run(blocks * qkv_.heads, [&](std::int64_t piece, int worker) {
        if (stop.stop_requested())
            return;
        const KernelScope scope(kernels_);
        const int first = static_cast<int>(piece / qkv_.heads) * block_queries_;
        attend_block(static_cast<int>(piece % qkv_.heads), first, std::min(block_queries_, queries - first),
                     out + first * out_stride, out_stride, scratch_[static_cast<std::size_t>(worker)]);
    });
}

/// A first walk over the keys finds each query's reference and sum, a second one adds the weighted rows up.
template <class T>
void TiledAttention<T>::weigh_block(int first_query, std::span<const float> weights, float* total,
                                    Scratch& scratch) const {
    const TypedKernels<T>& typed = kernels_.of<T>();
    const int queries = static_cast<int>(weights.size());
    for (int head = 0; head < qkv_.heads; ++head) {
        SoftmaxRows state{scratch.reference.data(), scratch.sum.data(), scratch.mixed.data(), 0, 0, true};
        const auto [p, p_stride] = weights_in(scratch);
        for (int key = 0; key < qkv_.tokens; key += key_block<T>) {
            const int count = keys_from(key);
            scores_of(head, first_query, queries, key, scratch);
            typed.softmax_step(scratch.scores.data(), score_stride<T>, queries, count, rounded_up(count, key_unit), p,
                               p_stride, state);
            state.first = false;
        }
        for (int i = 0; i < queries; ++i) {
            const float* lanes = scratch.sum.data() + static_cast<std::ptrdiff_t>(i) * row_lanes;
            const float sum = std::accumulate(lanes, lanes + row_lanes, 0.0f);
            scratch.weight.data()[i] = weights[static_cast<std::size_t>(i)] / (sum * static_cast<float>(qkv_.heads));
        }
        for (int key = 0; key < qkv_.tokens; key += key_block<T>) {
            scores_of(head, first_query, queries, key, scratch);
            kernels_.weighted_exp({scratch.scores.data(), score_stride<T>, queries, keys_from(key)},
                                  scratch.reference.data(), scratch.weight.data(), total + key);
        }
    }
}

template <class T>
void TiledAttention<T>::weigh_attention(Team& team, std::span<const float> weights, std::vector<float>& total,
                                        const std::stop_token& stop) {
    const int queries = static_cast<int>(weights.size());
    const int blocks = (queries + block_queries_ - 1) / block_queries_;
    const int pieces = std::min(blocks, most_pieces), blocks_a_piece = (blocks + pieces - 1) / pieces;
    const std::ptrdiff_t stride = padded_tokens_;
    totals_.reserve(static_cast<std::size_t>(pieces * stride));
    std::fill_n(totals_.data(), pieces * stride, 0.0f);
    team.run(pieces, [&](std::int64_t piece, int worker) {
        const KernelScope scope(kernels_);
        const int first = static_cast<int>(piece) * blocks_a_piece * block_queries_;
        const int end = std::min(queries, first + blocks_a_piece * block_queries_);
        for (int query = first; query < end && !stop.stop_requested(); query += block_queries_)
            weigh_block(query,
                        weights.subspan(static_cast<std::size_t>(query),
                                        static_cast<std::size_t>(std::min(block_queries_, end - query))),
                        totals_.data() + piece * stride, scratch_[static_cast<std::size_t>(worker)]);
    });
    total.assign(static_cast<std::size_t>(qkv_.tokens), 0.0f);
    for (int piece = 0; piece < pieces; ++piece)
        for (int token = 0; token < qkv_.tokens; ++token)
            total[static_cast<std::size_t>(token)] += totals_.data()[piece * stride + token];
}

template <class T>
std::size_t TiledAttention<T>::bytes() const {
    return keys_.bytes() + values_.bytes() + totals_.bytes();
}

template class TiledAttention<float>;
template class TiledAttention<Bf16>;
template class TiledAttention<SplitFloat>;

} // namespace touchstone::nn
