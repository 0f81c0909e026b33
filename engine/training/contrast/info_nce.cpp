// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/info_nce_p.h"

#include <limits>

#include "engine/training/made_version.h"

namespace touchstone::training {

InfoNce info_nce(const at::Tensor& query, const at::Tensor& key, const at::Tensor& queue, double temperature,
                 const at::Tensor& extra) {
    std::vector<at::Tensor> columns{(query * key).sum(1, true), at::mm(query, queue.t())};
    if (extra.defined())
        columns.push_back(extra);
    InfoNce result;
    result.logits = at::cat(columns, 1) / temperature;
    result.per_item = -at::log_softmax(result.logits, 1).select(1, 0);
    result.loss = result.per_item.mean();
    return result;
}

at::Tensor in_scene_similarities(const at::Tensor& query, const at::Tensor& key, std::int64_t scene) {
    const std::int64_t scenes = query.size(0) / scene, dimension = query.size(1);
    const at::Tensor products =
        at::bmm(query.reshape({scenes, scene, dimension}), key.reshape({scenes, scene, dimension}).transpose(1, 2));
    const at::Tensor own = at::eye(scene, query.options().dtype(at::kBool));
    return products.masked_fill(own, -std::numeric_limits<double>::infinity()).reshape({scenes * scene, scene});
}

double alignment(const at::Tensor& query, const at::Tensor& key) {
    return (query - key).square().sum(1).mean().item<double>();
}

double uniformity(const at::Tensor& rows) {
    const std::int64_t n = rows.size(0);
    if (n < 2)
        return 0;
    const at::Tensor unit = rows.to(at::kDouble);
    const at::Tensor kernel = (at::mm(unit, unit.t()) * 4 - 4).exp(); // -2 |a-b|² = 4 a·b - 4 for unit vectors
    const at::Tensor others = kernel.sum() - kernel.diagonal().sum();
    return (others / static_cast<double>(n * (n - 1))).log().item<double>();
}

KeyQueue::KeyQueue(std::int64_t length, std::int64_t dimension, std::uint64_t seed, bool random)
    : filled_(random ? length : 0) {
    Draws draws(mix_seed(seed, "queue"));
    rows_ = at::empty({length, dimension}, at::kFloat);
    float* data = rows_.data_ptr<float>();
    for (std::int64_t i = 0; i < rows_.numel(); ++i)
        data[i] = static_cast<float>(draws.normal());
    rows_ = rows_ / rows_.norm(2, {1}, true);
}

void KeyQueue::write(const at::Tensor& keys) {
    const at::NoGradGuard no_gradients;
    const std::int64_t length = rows_.size(0), count = keys.size(0);
    TORCH_CHECK(count <= length, "more keys than the queue holds");
    const std::int64_t before_end = std::min(count, length - pointer_);
    rows_.narrow(0, pointer_, before_end).copy_(keys.narrow(0, 0, before_end));
    if (before_end < count)
        rows_.narrow(0, 0, count - before_end).copy_(keys.narrow(0, before_end, count - before_end));
    filled_ = std::min(length, std::max(filled_, pointer_ + count));
    pointer_ = (pointer_ + count) % length;
}

void KeyQueue::restore(const at::Tensor& storage, std::int64_t pointer, std::int64_t filled) {
    rows_ = storage;
    pointer_ = pointer;
    filled_ = filled;
}

} // namespace touchstone::training
