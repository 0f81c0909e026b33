// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/neighbours.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <exception>
#include <mutex>
#include <optional>
#include <unordered_map>

// hnswlib's own SIMD code is for float32 vectors, which are not used here.
#define NO_MANUAL_VECTORIZATION
#include <hnswlib/hnswlib.h>

#include "engine/nn/half.h"
#include "engine/reiqa/half_vectors.h"

namespace touchstone::reiqa {

namespace {

// Measured by tests/bench/bench_neighbours at 100,000 × 4096; the figures are in docs/PERFORMANCE.md.
constexpr std::size_t graph_links = 12;
constexpr std::size_t graph_build_width = 48;
constexpr std::size_t graph_search_width = 128;

/// What the graph keeps for a photo is a pointer to its row, so that the vector itself is there once.
class RowSpace : public hnswlib::SpaceInterface<float> {
public:
    explicit RowSpace(std::size_t length)
        : length_(length) {}

    std::size_t get_data_size() override { return sizeof(const std::uint16_t*); }
    hnswlib::DISTFUNC<float> get_dist_func() override { return distance; }
    void* get_dist_func_param() override { return &length_; }

private:
    static const std::uint16_t* row_of(const void* data) {
        const std::uint16_t* row = nullptr;
        std::memcpy(&row, data, sizeof row); // the graph does not align what it keeps
        return row;
    }
    static float distance(const void* a, const void* b, const void* length) {
        return 1.0f - dot(row_of(a), row_of(b), *static_cast<const std::size_t*>(length));
    }

    std::size_t length_;
};

/// An HNSW graph whose labels are row numbers. Rows that were given up stay as nodes to pass through until the caller
/// builds the graph anew: hnswlib's own deletion can leave an insertion without any candidate.
class Graph {
public:
    explicit Graph(const HalfRows& rows)
        : space_(rows.length())
        , graph_(&space_, rows.count() + rows.count() / 2, graph_links, graph_build_width) {
        graph_.setEf(graph_search_width);
        for (std::size_t number = 0; number < rows.count(); ++number)
            put(rows, number);
    }

    void put(const HalfRows& rows, std::size_t number) {
        if (graph_.cur_element_count == graph_.max_elements_ && number >= graph_.cur_element_count)
            graph_.resizeIndex(graph_.max_elements_ + graph_.max_elements_ / 2);
        const std::uint16_t* row = rows.row(number);
        graph_.addPoint(&row, number); // a row that is there already is taken out of its place and put into the new one
    }

    std::size_t nodes() const { return graph_.cur_element_count; }

    std::vector<std::size_t> search(const std::uint16_t* query, std::size_t count) const {
        auto found = graph_.searchKnn(&query, count);
        std::vector<std::size_t> numbers;
        for (; !found.empty(); found.pop())
            numbers.push_back(found.top().second);
        return numbers;
    }

    std::size_t bytes() const {
        constexpr std::size_t lookup_entry = 40, upper_levels = 12; // node of the hash map; links above level 0, mean
        constexpr std::size_t update_locks = 65536;                 // hnswlib's, under another name in each version
        const std::size_t each =
            graph_.size_data_per_element_ + sizeof(char*) + sizeof(std::mutex) + sizeof(int) + sizeof(hnswlib::vl_type);
        return graph_.max_elements_ * each + graph_.cur_element_count * (lookup_entry + upper_levels) +
               update_locks * sizeof(std::mutex);
    }

private:
    RowSpace space_;
    hnswlib::HierarchicalNSW<float> graph_;
};

bool nearer(const Neighbour& a, const Neighbour& b) {
    return a.cosine != b.cosine ? a.cosine > b.cosine : a.id < b.id;
}

} // namespace

struct NeighbourIndex::Impl {
    explicit Impl(int dimension_)
        : dimension(static_cast<std::size_t>(dimension_))
        , rows(dimension_) {}

    std::optional<std::vector<float>> unit(std::span<const float> features) const;
    void set(std::int64_t id, std::span<const float> unit_vector);
    void give_up(std::size_t slot);
    void compact();
    void build_graph();
    bool is_small() const { return in_use < exact_limit; }

    std::vector<Neighbour> nearest(std::span<const float> query, std::size_t count, bool exact,
                                   std::optional<std::int64_t> without) const;
    std::vector<Neighbour> scan(std::span<const float> query, std::size_t count,
                                std::optional<std::int64_t> without) const;
    std::optional<std::vector<Neighbour>> walk(std::span<const float> query, std::size_t count,
                                               std::optional<std::int64_t> without) const;
    Neighbour neighbour(std::span<const float> query, std::size_t slot) const {
        return {ids[slot], std::clamp(dot(query.data(), rows.row(slot), rows.length()), -1.0f, 1.0f)};
    }

    static constexpr std::size_t no_slot = static_cast<std::size_t>(-1); ///< of a vector without direction

    std::size_t dimension;
    HalfRows rows;
    std::unordered_map<std::int64_t, std::size_t> slots;
    std::vector<std::int64_t> ids; ///< per slot
    std::vector<bool> live;        ///< per slot
    std::vector<std::size_t> free_slots;
    std::size_t in_use = 0; ///< live slots
    std::unique_ptr<Graph> graph;
};

std::optional<std::vector<float>> NeighbourIndex::Impl::unit(std::span<const float> features) const {
    double squares = 0;
    for (const float value : features)
        squares += double{value} * value;
    if (features.size() != dimension || !(squares > 0) || !std::isfinite(squares))
        return std::nullopt;
    std::vector<float> vector(rows.length());
    const double scale = 1 / std::sqrt(squares);
    for (std::size_t i = 0; i < dimension; ++i)
        vector[i] = static_cast<float>(features[i] * scale);
    return vector;
}

void NeighbourIndex::Impl::set(std::int64_t id, std::span<const float> unit_vector) {
    const auto known = slots.find(id);
    std::size_t slot = known == slots.end() ? no_slot : known->second;
    if (slot == no_slot) {
        if (free_slots.empty()) {
            slot = rows.append();
            ids.push_back(id);
            live.push_back(true);
        } else {
            slot = free_slots.back();
            free_slots.pop_back();
        }
        ++in_use;
    }
    ids[slot] = id;
    live[slot] = true;
    slots[id] = slot;
    rows.set(slot, unit_vector);
    if (!graph)
        return build_graph();
    try {
        graph->put(rows, slot);
    } catch (const std::exception&) { // out of memory: the exact search needs no graph
        graph.reset();
    }
}

void NeighbourIndex::Impl::build_graph() {
    if (is_small() || graph)
        return;
    try {
        graph = std::make_unique<Graph>(rows);
    } catch (const std::exception&) {
        graph.reset();
    }
}

void NeighbourIndex::Impl::give_up(std::size_t slot) {
    if (slot == no_slot)
        return;
    live[slot] = false;
    free_slots.push_back(slot);
    --in_use;
    // At the latest when half of the rows are of photos that are gone; so often, that it costs each removal little.
    constexpr std::size_t worth_it = 512;
    if (free_slots.size() > in_use && rows.count() > worth_it)
        compact();
}

void NeighbourIndex::Impl::compact() {
    Impl smaller(static_cast<int>(dimension));
    std::vector<float> row(rows.length());
    for (std::size_t slot = 0; slot < rows.count(); ++slot) {
        if (!live[slot])
            continue;
        std::fill(row.begin(), row.end(), 0.0f);
        for (std::size_t i = 0; i < row.size(); ++i)
            row[i] = nn::float_from_half(rows.row(slot)[i]);
        const std::size_t to = smaller.rows.append();
        smaller.rows.set(to, row);
        smaller.ids.push_back(ids[slot]);
        smaller.live.push_back(true);
        slots[ids[slot]] = to;
    }
    rows = std::move(smaller.rows);
    ids = std::move(smaller.ids);
    live = std::move(smaller.live);
    free_slots.clear();
    graph.reset();
    build_graph();
}

std::vector<Neighbour> NeighbourIndex::Impl::scan(std::span<const float> query, std::size_t count,
                                                  std::optional<std::int64_t> without) const {
    std::vector<Neighbour> best; // a heap whose front is the least near
    for (std::size_t slot = 0; slot < rows.count(); ++slot) {
        if (!live[slot] || (without && ids[slot] == *without))
            continue;
        const Neighbour one = neighbour(query, slot);
        if (best.size() == count && !nearer(one, best.front()))
            continue;
        if (best.size() == count) {
            std::pop_heap(best.begin(), best.end(), nearer);
            best.pop_back();
        }
        best.push_back(one);
        std::push_heap(best.begin(), best.end(), nearer);
    }
    std::sort(best.begin(), best.end(), nearer);
    return best;
}

/// Empty when so many photos are gone around the query that looking at all of them is the shorter way.
std::optional<std::vector<Neighbour>> NeighbourIndex::Impl::walk(std::span<const float> query, std::size_t count,
                                                                 std::optional<std::int64_t> without) const {
    HalfRows asked(static_cast<int>(dimension));
    asked.set(asked.append(), query);
    constexpr std::size_t part = 8;
    for (std::size_t wanted = 2 * count + 2; wanted < graph->nodes() / part; wanted *= 4) {
        std::vector<Neighbour> found;
        for (const std::size_t slot : graph->search(asked.row(0), wanted))
            if (live[slot] && !(without && ids[slot] == *without))
                found.push_back(neighbour(query, slot));
        if (found.size() < count)
            continue;
        std::sort(found.begin(), found.end(), nearer);
        found.resize(count);
        return found;
    }
    return std::nullopt;
}

std::vector<Neighbour> NeighbourIndex::Impl::nearest(std::span<const float> query, std::size_t count, bool exact,
                                                     std::optional<std::int64_t> without) const {
    if (count == 0)
        return {};
    if (graph && !exact && !is_small())
        if (std::optional<std::vector<Neighbour>> found = walk(query, count, without))
            return std::move(*found);
    return scan(query, count, without);
}

NeighbourIndex::NeighbourIndex(int dimension)
    : impl_(std::make_unique<Impl>(dimension)) {}
NeighbourIndex::~NeighbourIndex() = default;
NeighbourIndex::NeighbourIndex(NeighbourIndex&&) noexcept = default;
NeighbourIndex& NeighbourIndex::operator=(NeighbourIndex&&) noexcept = default;

void NeighbourIndex::put(std::int64_t id, std::span<const float> features) {
    if (const auto unit = impl_->unit(features)) {
        impl_->set(id, *unit);
        return;
    }
    remove(id);
    impl_->slots[id] = Impl::no_slot;
}

void NeighbourIndex::remove(std::int64_t id) {
    const auto known = impl_->slots.find(id);
    if (known == impl_->slots.end())
        return;
    const std::size_t slot = known->second;
    impl_->slots.erase(known);
    impl_->give_up(slot);
}

bool NeighbourIndex::contains(std::int64_t id) const {
    return impl_->slots.contains(id);
}

std::size_t NeighbourIndex::size() const {
    return impl_->slots.size();
}

std::size_t NeighbourIndex::bytes() const {
    constexpr std::size_t map_entry = 40;
    return impl_->rows.bytes() + impl_->ids.capacity() * sizeof(std::int64_t) + impl_->live.capacity() / 8 +
           impl_->slots.size() * map_entry + (impl_->graph ? impl_->graph->bytes() : 0);
}

std::vector<Neighbour> NeighbourIndex::nearest(std::span<const float> features, std::size_t count, bool exact) const {
    const auto unit = impl_->unit(features);
    return unit ? impl_->nearest(*unit, count, exact, std::nullopt) : std::vector<Neighbour>();
}

std::vector<Neighbour> NeighbourIndex::nearest_to(std::int64_t id, std::size_t count, bool exact) const {
    const auto known = impl_->slots.find(id);
    if (known == impl_->slots.end() || known->second == Impl::no_slot)
        return {};
    std::vector<float> query(impl_->rows.length());
    const std::uint16_t* row = impl_->rows.row(known->second);
    for (std::size_t i = 0; i < query.size(); ++i)
        query[i] = nn::float_from_half(row[i]);
    return impl_->nearest(query, count, exact, id);
}

} // namespace touchstone::reiqa
