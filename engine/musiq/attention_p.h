// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <stop_token>

#include <torch/torch.h>

#include "engine/musiq/stopped.h"

/// Self-attention over one photo without ever holding N×N numbers: queries go in chunks sized from a memory budget.
/// Each query's row is independent of the others, so chunks of any size give the same result. Private, inference only.
namespace touchstone::musiq {

class ChunkedAttention {
public:
    /// `query_chunk` 0 = sized from the budget and the processor's cache.
    ChunkedAttention(int heads, std::uint64_t memory_budget, int query_chunk, std::stop_token stop);

    /// qkv [N, 3·hidden] with scaled queries → out [N, hidden] (may be a view of more rows).
    void attend(const at::Tensor& qkv, at::Tensor out);

    /// The class token alone: query [1,hidden], kv [N, 2·hidden] → out [1,hidden] and, in `row`, the head mean of its
    /// attention, [N].
    void attend_class_token(const at::Tensor& query, const at::Tensor& kv, at::Tensor out, at::Tensor* row);

    /// r · A for r [N], where A is the head mean of softmax(q·kᵀ); qk [N, 2·hidden].
    at::Tensor propagate(const at::Tensor& r, const at::Tensor& qk);

private:
    std::int64_t chunk_for(std::int64_t tokens) const;
    at::Tensor rows_buffer(std::int64_t queries, std::int64_t tokens, const at::Device& device);

    int heads_;
    std::uint64_t memory_budget_;
    int query_chunk_;
    std::stop_token stop_;
    at::Tensor buffer_; ///< attention rows of one chunk, reused
};

} // namespace touchstone::musiq
