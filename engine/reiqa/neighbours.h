// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace touchstone::reiqa {

struct Neighbour {
    std::int64_t id = 0;
    float cosine = 0; ///< −1…1, 1 = same direction
};

/// Cosine nearest photos in one expert's space ([full, half], 4096 values for ResNet-50). Vectors are kept as half
/// floats; exact search below `exact_limit` photos, an HNSW graph from there on. Not thread-safe: one owner.
class NeighbourIndex {
public:
    static constexpr std::size_t exact_limit = 5000;

    explicit NeighbourIndex(int dimension);
    ~NeighbourIndex();
    NeighbourIndex(NeighbourIndex&&) noexcept;
    NeighbourIndex& operator=(NeighbourIndex&&) noexcept;

    /// Adds a photo or replaces its vector. A zero vector has no direction: it is kept but never a neighbour.
    void put(std::int64_t id, std::span<const float> features);
    void remove(std::int64_t id);
    bool contains(std::int64_t id) const;
    std::size_t size() const;
    std::size_t bytes() const; ///< memory of the vectors and the graph

    /// Up to `count` photos, nearest first; ties by id. `exact` searches all of them whatever their number.
    std::vector<Neighbour> nearest(std::span<const float> features, std::size_t count, bool exact = false) const;
    /// Neighbours of a photo that is in the index, itself left out. Empty when it is not there.
    std::vector<Neighbour> nearest_to(std::int64_t id, std::size_t count, bool exact = false) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace touchstone::reiqa
