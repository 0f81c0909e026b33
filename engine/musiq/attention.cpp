// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/attention_p.h"

#include <algorithm>

#include "engine/nn/products_p.h"

namespace touchstone::musiq {

namespace {

/// Rows of one chunk should stay in the second-level cache between product, softmax and product.
constexpr std::int64_t cache_bytes = std::int64_t{4} << 20;

/// [N, heads·d] (any row stride) → [heads, N, d], dense.
at::Tensor split_heads(const at::Tensor& x, int heads) {
    return x.reshape({x.size(0), heads, x.size(1) / heads}).transpose(0, 1).contiguous();
}

/// In place: each row is read whole before it is written.
void softmax_rows(at::Tensor& rows) {
    at::_softmax_out(rows, rows, -1, false);
}

} // namespace

ChunkedAttention::ChunkedAttention(int heads, std::uint64_t memory_budget, int query_chunk, std::stop_token stop)
    : heads_(heads)
    , memory_budget_(memory_budget)
    , query_chunk_(query_chunk)
    , stop_(std::move(stop)) {}

std::int64_t ChunkedAttention::chunk_for(std::int64_t tokens) const {
    if (query_chunk_ > 0)
        return std::min<std::int64_t>(query_chunk_, tokens);
    const std::int64_t row_bytes = heads_ * tokens * std::int64_t{sizeof(float)};
    const auto affordable = static_cast<std::int64_t>(memory_budget_ / 2) / row_bytes;
    return std::clamp<std::int64_t>(std::min(affordable, std::max<std::int64_t>(16, cache_bytes / row_bytes)), 1,
                                    tokens);
}

at::Tensor ChunkedAttention::rows_buffer(std::int64_t queries, std::int64_t tokens, const at::Device& device) {
    if (stop_.stop_requested())
        throw Stopped{};
    const std::int64_t needed = heads_ * queries * tokens;
    if (!buffer_.defined() || buffer_.numel() < needed || buffer_.device() != device)
        buffer_ = at::empty({needed}, at::TensorOptions(at::kFloat).device(device));
    return buffer_.narrow(0, 0, needed).view({heads_, queries, tokens});
}

void ChunkedAttention::attend(const at::Tensor& qkv, at::Tensor out) {
    const std::int64_t tokens = qkv.size(0), hidden = qkv.size(1) / 3;
    const at::Tensor keys = split_heads(qkv.narrow(1, hidden, hidden), heads_).transpose(1, 2);
    const at::Tensor values = split_heads(qkv.narrow(1, 2 * hidden, hidden), heads_);
    const std::int64_t chunk = chunk_for(tokens);
    for (std::int64_t start = 0; start < tokens; start += chunk) {
        const std::int64_t count = std::min(chunk, tokens - start);
        const at::Tensor queries = split_heads(qkv.narrow(0, start, count).narrow(1, 0, hidden), heads_);
        at::Tensor rows = rows_buffer(count, tokens, keys.device());
        nn::matmul_into(queries, keys, rows);
        softmax_rows(rows);
        const at::Tensor mixed = nn::matmul(rows, values);
        out.narrow(0, start, count).view({count, heads_, hidden / heads_}).copy_(mixed.transpose(0, 1));
    }
}

void ChunkedAttention::attend_class_token(const at::Tensor& query, const at::Tensor& kv, at::Tensor out,
                                          at::Tensor* row) {
    const std::int64_t tokens = kv.size(0), hidden = kv.size(1) / 2;
    const at::Tensor keys = split_heads(kv.narrow(1, 0, hidden), heads_).transpose(1, 2);
    const at::Tensor values = split_heads(kv.narrow(1, hidden, hidden), heads_);
    at::Tensor rows = rows_buffer(1, tokens, keys.device());
    nn::matmul_into(split_heads(query, heads_), keys, rows);
    softmax_rows(rows);
    out.view({heads_, 1, hidden / heads_}).copy_(nn::matmul(rows, values));
    if (row)
        *row = rows.mean(0).view({tokens});
}

at::Tensor ChunkedAttention::propagate(const at::Tensor& r, const at::Tensor& qk) {
    const std::int64_t tokens = qk.size(0), hidden = qk.size(1) / 2;
    const at::Tensor keys = split_heads(qk.narrow(1, hidden, hidden), heads_).transpose(1, 2);
    at::Tensor sum = at::zeros({tokens}, r.options());
    const std::int64_t chunk = chunk_for(tokens);
    for (std::int64_t start = 0; start < tokens; start += chunk) {
        const std::int64_t count = std::min(chunk, tokens - start);
        const at::Tensor queries = split_heads(qk.narrow(0, start, count).narrow(1, 0, hidden), heads_);
        at::Tensor rows = rows_buffer(count, tokens, keys.device());
        nn::matmul_into(queries, keys, rows);
        softmax_rows(rows);
        const at::Tensor weights = r.narrow(0, start, count).view({1, 1, count}).expand({heads_, 1, count});
        sum += nn::matmul(weights, rows).mean(0).view({tokens});
    }
    return sum;
}

} // namespace touchstone::musiq
