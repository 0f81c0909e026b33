// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>

#include <torch/torch.h>

/// The contrastive loss of MoCo and the queue of keys that serve as negatives (reiqa.md 4.6). Private to the room.
namespace touchstone::training {

struct InfoNce {
    at::Tensor logits;   ///< [n, 1 + queue + extra], the positive first, divided by the temperature
    at::Tensor per_item; ///< [n]
    at::Tensor loss;     ///< scalar, the mean
};

/// `query` and `key` are [n, d] rows of length 1, row i of one belonging to row i of the other; `queue` is [k, d].
/// `extra` holds further negatives as similarities [n, e], -infinity where a column is none for that row; may be
/// undefined. Gradients flow to whatever asks for them.
InfoNce info_nce(const at::Tensor& query, const at::Tensor& key, const at::Tensor& queue, double temperature,
                 const at::Tensor& extra = {});

/// Negatives from the same scene: rows lie scene by scene, `scene` rows each; a query meets the keys of its own scene
/// but its own. [n, scene].
at::Tensor in_scene_similarities(const at::Tensor& query, const at::Tensor& key, std::int64_t scene);

/// Mean squared distance of what belongs together (Wang and Isola).
double alignment(const at::Tensor& query, const at::Tensor& key);
/// Logarithm of the mean of exp(-2 d²) over all pairs of different rows: the lower, the more evenly they fill the
/// sphere. 0 for a single row.
double uniformity(const at::Tensor& rows);

/// A ring of unit vectors. The place where the next keys go is part of its state.
class KeyQueue {
public:
    /// On the CPU. Random directions from the seed, or, when `random` is off, no rows until keys are written.
    KeyQueue(std::int64_t length, std::int64_t dimension, std::uint64_t seed, bool random = true);

    /// Overwrites the oldest rows. At most `length` keys at once.
    void write(const at::Tensor& keys);

    at::Tensor rows() const { return rows_.narrow(0, 0, filled_); } ///< those that hold something
    std::int64_t pointer() const { return pointer_; }
    void to(const at::Device& device) { rows_ = rows_.to(device); }
    const at::Tensor& storage() const { return rows_; } ///< all rows, for checkpoints
    std::int64_t filled() const { return filled_; }
    void restore(const at::Tensor& storage, std::int64_t pointer, std::int64_t filled);

private:
    at::Tensor rows_; ///< [length, dimension]
    std::int64_t pointer_ = 0, filled_ = 0;
};

} // namespace touchstone::training
