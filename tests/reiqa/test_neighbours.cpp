// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Nearest photos: the exact search against plain arithmetic, the graph against the exact search, and both while photos
// come and go.
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "engine/nn/half.h"
#include "engine/reiqa/half_vectors.h"
#include "engine/reiqa/neighbours.h"

using namespace touchstone;
using namespace touchstone::reiqa;

namespace {

/// Photos in groups, as in a real collection: a few scenes, many pictures of each.
std::vector<float> made_features(std::int64_t id, int dimension) {
    std::mt19937 scene(static_cast<unsigned>(id % 40)), own(static_cast<unsigned>(1000 + id));
    std::uniform_real_distribution<float> value(0, 1);
    std::vector<float> features(static_cast<std::size_t>(dimension));
    for (float& feature : features)
        feature = value(scene) + 0.3f * value(own);
    return features;
}

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
    double cross = 0, square_a = 0, square_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        cross += double{a[i]} * b[i];
        square_a += double{a[i]} * a[i];
        square_b += double{b[i]} * b[i];
    }
    return cross / std::sqrt(square_a * square_b);
}

std::vector<std::int64_t> ids_of(const std::vector<Neighbour>& neighbours) {
    std::vector<std::int64_t> ids;
    for (const Neighbour& neighbour : neighbours)
        ids.push_back(neighbour.id);
    return ids;
}

double recall(const NeighbourIndex& index, const std::vector<std::int64_t>& queries, std::size_t count) {
    std::size_t found = 0, wanted = 0;
    for (const std::int64_t id : queries) {
        const auto exact = ids_of(index.nearest_to(id, count, true)), quick = ids_of(index.nearest_to(id, count));
        wanted += exact.size();
        for (const std::int64_t one : exact)
            found += static_cast<std::size_t>(std::count(quick.begin(), quick.end(), one));
    }
    return static_cast<double>(found) / static_cast<double>(wanted);
}

} // namespace

class TestNeighbours : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void productsOfHalvesAreThoseOfPlainArithmetic() {
        std::mt19937 random(7);
        std::normal_distribution<float> value;
        constexpr std::size_t length = 48;
        std::vector<float> a(length), b(length);
        std::vector<std::uint16_t> half_a(length), half_b(length);
        double halves = 0, mixed = 0;
        for (std::size_t i = 0; i < length; ++i) {
            a[i] = value(random);
            half_a[i] = nn::half_from_float(a[i]);
            half_b[i] = nn::half_from_float(value(random));
            b[i] = nn::float_from_half(half_b[i]);
            halves += double{nn::float_from_half(half_a[i])} * b[i];
            mixed += double{a[i]} * b[i];
        }
        // 48 products of size 1 summed in float32: 48 · 2⁻²⁴ and some room.
        QVERIFY(std::abs(dot(half_a.data(), half_b.data(), length) - halves) < 1e-5);
        QVERIFY(std::abs(dot(a.data(), half_b.data(), length) - mixed) < 1e-5);
    }

    void theExactSearchIsSortedByTheCosine() {
        constexpr int dimension = 70; // not a multiple of the padding
        NeighbourIndex index(dimension);
        for (std::int64_t id = 0; id < 300; ++id)
            index.put(id, made_features(id, dimension));
        const std::vector<float> query = made_features(1000, dimension);
        std::vector<std::pair<double, std::int64_t>> expected;
        for (std::int64_t id = 0; id < 300; ++id)
            expected.emplace_back(-cosine(query, made_features(id, dimension)), id);
        std::sort(expected.begin(), expected.end());

        const auto found = index.nearest(query, 12);
        QCOMPARE(found.size(), std::size_t{12});
        for (std::size_t i = 0; i < found.size(); ++i) {
            // Half floats keep 11 bits; over 70 terms the errors mostly cancel.
            QVERIFY(std::abs(found[i].cosine + expected[i].first) < 5e-4);
            QVERIFY(i == 0 || found[i - 1].cosine >= found[i].cosine);
        }
        QCOMPARE(found[0].id, expected[0].second);
    }

    void aPhotoIsNotItsOwnNeighbour() {
        NeighbourIndex index(16);
        for (std::int64_t id = 0; id < 20; ++id)
            index.put(id, made_features(id, 16));
        index.put(77, made_features(3, 16)); // the same picture under another number
        const auto found = index.nearest_to(3, 5);
        QCOMPARE(found.size(), std::size_t{5});
        QCOMPARE(found[0].id, std::int64_t{77});
        QVERIFY(std::abs(found[0].cosine - 1) < 1e-3);
        QVERIFY(std::none_of(found.begin(), found.end(), [](const Neighbour& n) { return n.id == 3; }));
        QVERIFY(index.nearest_to(4711, 5).empty());
    }

    void equallyNearPhotosComeInTheOrderOfTheirIds() {
        NeighbourIndex index(16);
        for (const std::int64_t id : {9, 4, 6, 1})
            index.put(id, made_features(0, 16));
        QCOMPARE(ids_of(index.nearest(made_features(0, 16), 3)), (std::vector<std::int64_t>{1, 4, 6}));
    }

    void photosAreReplacedAndRemoved() {
        NeighbourIndex index(16);
        for (std::int64_t id = 0; id < 40; ++id)
            index.put(id, made_features(id, 16));
        index.put(5, made_features(17, 16)); // now it looks like 17
        QCOMPARE(index.size(), std::size_t{40});
        QCOMPARE(index.nearest_to(17, 1).at(0).id, std::int64_t{5});
        index.remove(5);
        index.remove(5);
        QVERIFY(!index.contains(5));
        QCOMPARE(index.size(), std::size_t{39});
        QVERIFY(index.nearest_to(17, 1).at(0).id != 5);
        QCOMPARE(index.nearest_to(17, 1000).size(), std::size_t{38});
    }

    void whatHasNoDirectionIsKeptButNeverANeighbour() {
        NeighbourIndex index(16);
        index.put(1, made_features(1, 16));
        index.put(2, std::vector<float>(16));
        index.put(3, std::vector<float>(16, std::numeric_limits<float>::quiet_NaN()));
        QVERIFY(index.contains(2));
        QCOMPARE(index.size(), std::size_t{3});
        QCOMPARE(ids_of(index.nearest(made_features(9, 16), 10)), (std::vector<std::int64_t>{1}));
        QVERIFY(index.nearest_to(2, 10).empty());
        QVERIFY(index.nearest(std::vector<float>(16), 10).empty());
        index.put(2, made_features(2, 16));
        QCOMPARE(index.nearest_to(1, 10).size(), std::size_t{1});
        index.put(1, std::vector<float>(16));
        QVERIFY(index.nearest_to(2, 10).empty());
    }

    void theGraphFindsWhatTheExactSearchFinds() {
        constexpr int dimension = 32;
        constexpr auto photos = static_cast<std::int64_t>(NeighbourIndex::exact_limit) + 500;
        NeighbourIndex index(dimension);
        for (std::int64_t id = 0; id < photos; ++id)
            index.put(id, made_features(id, dimension));
        std::vector<std::int64_t> queries;
        for (std::int64_t id = 0; id < photos; id += 53)
            queries.push_back(id);
        QVERIFY(recall(index, queries, 10) >= 0.98); // the bound of the benchmark at full size

        // Half of the scenes go: their photos must not come back, and the others must still be found.
        for (std::int64_t id = 0; id < photos; ++id)
            if (id % 40 < 3)
                index.remove(id);
        QVERIFY(index.size() >= NeighbourIndex::exact_limit);
        for (const Neighbour& one : index.nearest(made_features(1, dimension), 50))
            QVERIFY(one.id % 40 >= 3);
        std::erase_if(queries, [](std::int64_t id) { return id % 40 < 3; });
        QVERIFY(recall(index, queries, 10) >= 0.98);

        // Others take their places.
        for (std::int64_t id = photos; id < photos + 600; ++id)
            index.put(id, made_features(id, dimension));
        queries.clear();
        for (std::int64_t id = photos; id < photos + 600; id += 7)
            queries.push_back(id);
        QVERIFY(recall(index, queries, 10) >= 0.98);
    }

    void memoryIsGivenBackWhenMostPhotosGo() {
        constexpr int dimension = 32;
        NeighbourIndex index(dimension);
        for (std::int64_t id = 0; id < 5200; ++id)
            index.put(id, made_features(id, dimension));
        const std::size_t full = index.bytes();
        QVERIFY(full >= 5200 * dimension * sizeof(std::uint16_t));
        for (std::int64_t id = 100; id < 5200; ++id)
            index.remove(id);
        QCOMPARE(index.size(), std::size_t{100});
        QVERIFY(index.bytes() < full / 5);
        const std::vector<std::int64_t> found = ids_of(index.nearest_to(3, 100));
        QCOMPARE(std::set<std::int64_t>(found.begin(), found.end()).size(), std::size_t{99});
    }
};

QTEST_APPLESS_MAIN(TestNeighbours)
#include "test_neighbours.moc"
