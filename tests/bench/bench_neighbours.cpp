// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
//
// Nearest photos at full size: bench_neighbours [photos [dimension]], by default 100,000 × 4096. Prints the time to
// build, the memory, the time of a query and recall@10 of the graph against the exact search.
//
// The photos are made as features of a network look: a latent vector of 64 numbers (one of 1,000 scene centres plus
// 0.6 of its own noise, all normal) times a fixed random matrix, plus a bias of −0.3, negative values cut to 0, plus 2
// % of uncorrelated noise; [full] and [half] share the latent vector. So about a third of the values are 0, photos of a
// scene lie close together, and no two are equal.

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <vector>

#include "engine/reiqa/neighbours.h"

using namespace touchstone::reiqa;

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

class MadePhotos {
public:
    explicit MadePhotos(int dimension)
        : dimension_(static_cast<std::size_t>(dimension))
        , mixing_(dimension_ * latent)
        , centres_(scenes * latent) {
        std::mt19937 random(1);
        std::normal_distribution<float> normal;
        for (float& value : mixing_)
            value = normal(random) / 8; // the latent vector has a length of about 8: features of about 1
        for (float& value : centres_)
            value = normal(random);
    }

    std::vector<float> features(std::uint32_t id) const {
        std::mt19937 random(id + 100);
        std::normal_distribution<float> normal;
        std::vector<float> hidden(latent);
        const float* centre = centres_.data() + (id * 2654435761u >> 8) % scenes * latent;
        for (std::size_t k = 0; k < latent; ++k)
            hidden[k] = centre[k] + 0.6f * normal(random);
        std::vector<float> values(dimension_);
        for (std::size_t j = 0; j < dimension_; ++j) {
            const float* weights = mixing_.data() + j * latent;
            float sum = -0.3f;
            for (std::size_t k = 0; k < latent; ++k)
                sum += weights[k] * hidden[k];
            values[j] = std::max(0.0f, sum) + 0.02f * static_cast<float>(random() >> 8) * 0x1p-24f;
        }
        return values;
    }

private:
    static constexpr std::size_t latent = 64, scenes = 1000;
    std::size_t dimension_;
    std::vector<float> mixing_, centres_;
};

} // namespace

int main(int argc, char** argv) {
    const int photos = argc > 1 ? std::atoi(argv[1]) : 100'000;
    const int dimension = argc > 2 ? std::atoi(argv[2]) : 4096;
    const MadePhotos made(dimension);
    NeighbourIndex index(dimension);
    double building = 0;
    for (int id = 0; id < photos; ++id) {
        const std::vector<float> features = made.features(static_cast<std::uint32_t>(id));
        const Clock::time_point start = Clock::now();
        index.put(id, features);
        building += seconds_since(start);
        if ((id + 1) % 10'000 == 0)
            std::fprintf(stderr, "%d photos, %.0f s\n", id + 1, building);
    }
    std::printf("built %d x %d in %.1f s on one core; %.1f MiB, of which vectors %.1f MiB\n", photos, dimension,
                building, static_cast<double>(index.bytes()) / (1 << 20),
                static_cast<double>(photos) * dimension * 2 / (1 << 20));

    constexpr int queries = 200;
    constexpr std::size_t wanted = 10;
    std::size_t found = 0;
    double quick_time = 0, exact_time = 0;
    for (int i = 0; i < queries; ++i) { // photos that are not in the index
        const std::vector<float> query = made.features(static_cast<std::uint32_t>(photos + i));
        const Clock::time_point first = Clock::now();
        const std::vector<Neighbour> quick = index.nearest(query, wanted);
        quick_time += seconds_since(first);
        const Clock::time_point second = Clock::now();
        const std::vector<Neighbour> exact = index.nearest(query, wanted, true);
        exact_time += seconds_since(second);
        for (const Neighbour& one : exact)
            found += static_cast<std::size_t>(
                std::count_if(quick.begin(), quick.end(), [&](const Neighbour& other) { return other.id == one.id; }));
    }
    std::printf("recall@%zu %.4f over %d queries; %.2f ms a query, %.1f ms exact\n", wanted,
                static_cast<double>(found) / (queries * static_cast<double>(wanted)), queries,
                quick_time * 1000 / queries, exact_time * 1000 / queries);
    return 0;
}
