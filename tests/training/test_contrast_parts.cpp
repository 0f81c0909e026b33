// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The parts of contrastive training that can be checked by themselves: loss, queue, optimisers, pairs of patches.
#include <QtTest/QtTest>

#include "engine/training/contrast/info_nce_p.h"
#include "engine/training/contrast/momentum_update_p.h"
#include "engine/training/contrast/patch_pairs.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using namespace touchstone::training;
using Json = nlohmann::json;

namespace {

at::Tensor table(const Json& values, std::int64_t rows, std::int64_t columns) {
    return at::tensor(values.get<std::vector<double>>(), at::kDouble).reshape({rows, columns});
}

at::Tensor unit(const at::Tensor& rows) {
    return rows / rows.norm(2, {1}, true);
}

double distance(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

struct OverlapFigures {
    double least = 1, most = 0, mean = 0;
    int largest_x = 0, least_y = 1 << 20, largest_y = 0;
};

OverlapFigures many_pairs(OverlapRule rule, int side, const OverlapBounds& bounds) {
    constexpr int count = 20000;
    Draws draws(5);
    OverlapFigures figures;
    for (int i = 0; i < count; ++i) {
        const PatchPair pair = draw_pair(side, rule, bounds, draws);
        const double overlap = pair.overlap(side);
        figures.least = std::min(figures.least, overlap);
        figures.most = std::max(figures.most, overlap);
        figures.mean += overlap / count;
        figures.largest_x = std::max(figures.largest_x, pair.second_x - pair.first_x);
        figures.least_y = std::min(figures.least_y, pair.second_y - pair.first_y);
        figures.largest_y = std::max(figures.largest_y, pair.second_y - pair.first_y);
    }
    return figures;
}

} // namespace

class TestContrastParts : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void infoNceEqualsTheGoldenOne() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["info_nce"];
        const double tolerance = golden["tolerance"];
        QVERIFY(golden["cases"].size() >= 3);
        for (const Json& one : golden["cases"]) {
            const std::int64_t batch = one["batch"], dimension = one["dim"], length = one["queue_length"];
            at::Tensor raw = table(one["query_raw"], batch, dimension).set_requires_grad(true);
            const at::Tensor query = unit(raw), key = unit(table(one["key_raw"], batch, dimension));
            const at::Tensor queue = table(one["queue_unit"], length, dimension);
            const InfoNce found = info_nce(query, key, queue, one["temperature"]);
            QVERIFY(std::abs(found.loss.item<double>() - one["loss"].get<double>()) < tolerance);
            QVERIFY(distance(found.per_item, table(one["loss_per_item"], 1, batch)[0]) < tolerance);
            QVERIFY(distance(found.logits[0], table(one["logits_row0"], 1, length + 1)[0]) < tolerance);
            found.loss.backward();
            QVERIFY(distance(raw.grad(), table(one["gradient_of_loss_by_query_raw"], batch, dimension)) < tolerance);

            const InfoNce wider =
                info_nce(query, key, queue, one["temperature"], in_scene_similarities(query, key, batch));
            const double expected = one["loss_with_the_other_keys_of_the_batch_as_extra_negatives"];
            QVERIFY(std::abs(wider.loss.item<double>() - expected) < tolerance);
        }
    }

    void negativesOfASceneStayInTheScene() {
        at::manual_seed(1);
        const at::Tensor query = unit(at::randn({6, 4})), key = unit(at::randn({6, 4}));
        const at::Tensor found = in_scene_similarities(query, key, 3);
        for (std::int64_t row = 0; row < 6; ++row)
            for (std::int64_t column = 0; column < 3; ++column) {
                const double value = found[row][column].item<double>();
                const std::int64_t other = row / 3 * 3 + column;
                if (other == row)
                    QVERIFY(std::isinf(value) && value < 0);
                else
                    QVERIFY(std::abs(value - at::dot(query[row], key[other]).item<double>()) < 1e-6);
            }
    }

    void larsEqualsTheGoldenOne() {
        TOUCHSTONE_NEEDS_SHARED("golden/metrics.json");
        const Json golden = test::shared_json("golden/metrics.json")["lars"];
        MomentumUpdate update(
            {true, golden["weight_decay"], golden["momentum"], golden["trust_coefficient"].get<double>()});
        NamedTensors weights{{"matrix", table(golden["matrix_start_3x4"], 3, 4)},
                             {"vector", table(golden["vector_start_4"], 1, 4)[0].clone()},
                             {"zero", table(golden["zero_matrix_start_2x2"], 2, 2)}};
        QVERIFY(golden["steps"].size() >= 4);
        for (const Json& step : golden["steps"]) {
            weights["matrix"].mutable_grad() = table(step["gradient_matrix"], 3, 4);
            weights["vector"].mutable_grad() = table(step["gradient_vector"], 1, 4)[0].clone();
            weights["zero"].mutable_grad() = table(step["gradient_zero_matrix"], 2, 2);
            update.step(weights, step["lr"]);
            // The file's 1e-11 is for unprinted numbers; its own are rounded to 12 digits.
            QVERIFY(distance(weights["matrix"], table(step["matrix_after"], 3, 4)) < 5e-11);
            QVERIFY(distance(weights["vector"], table(step["vector_after"], 1, 4)[0]) < 5e-11);
            QVERIFY(distance(weights["zero"], table(step["zero_matrix_after"], 2, 2)) < 5e-11);
        }
    }

    void plainMomentumDecaysEverything() {
        MomentumUpdate update({false, 0.1, 0.5, 0});
        NamedTensors weights{{"bias", at::tensor({2.0}, at::kDouble)}};
        const double rate = 0.25;
        double value = 2, momentum = 0;
        for (const double gradient : {1.0, -3.0, 0.5}) {
            weights["bias"].mutable_grad() = at::tensor({gradient}, at::kDouble);
            update.step(weights, rate);
            momentum = 0.5 * momentum + gradient + 0.1 * value;
            value -= rate * momentum;
            QVERIFY(std::abs(weights["bias"].item<double>() - value) < 1e-14);
            QVERIFY(!weights["bias"].grad().defined());
        }
    }

    void theQueueIsARing() {
        KeyQueue queue(5, 2, 3);
        QVERIFY(distance(queue.rows().norm(2, {1}), at::ones({5})) < 1e-6);
        const auto keys = [](float value, std::int64_t count) { return at::full({count, 2}, value); };
        queue.write(keys(1, 3));
        QCOMPARE(queue.pointer(), std::int64_t{3});
        queue.write(keys(2, 3)); // two at the end, one at the start
        QCOMPARE(queue.pointer(), std::int64_t{1});
        const at::Tensor column = queue.rows().select(1, 0).contiguous();
        const std::vector<float> seen(column.data_ptr<float>(), column.data_ptr<float>() + 5);
        QVERIFY((seen == std::vector<float>{2, 1, 1, 2, 2}));
        KeyQueue growing(5, 2, 3, false);
        QCOMPARE(growing.rows().size(0), std::int64_t{0});
        for (const std::int64_t filled : {3, 5, 5}) {
            growing.write(keys(1, 3));
            QCOMPARE(growing.rows().size(0), filled);
        }
        KeyQueue same(5, 2, 3), other(5, 2, 4);
        QVERIFY(at::equal(KeyQueue(5, 2, 3).rows(), same.rows()) && !at::equal(other.rows(), same.rows()));
    }

    void alignmentAndUniformityAreWhatTheyAreCalled() {
        const at::Tensor axes = at::eye(3);
        QVERIFY(alignment(axes, axes) == 0);
        QVERIFY(std::abs(alignment(axes, -axes) - 4) < 1e-6);
        QVERIFY(std::abs(uniformity(axes) - -4) < 1e-9); // every distance is the square root of 2
        QVERIFY(std::abs(uniformity(at::ones({4, 1})) - 0) < 1e-9);
    }

    void publishedPairsHaveThePublishedOverlap() {
        const OverlapFigures figures = many_pairs(OverlapRule::Published, 160, {});
        QVERIFY2(figures.least >= 0.1008 - 5e-5 && figures.most <= 0.30, qPrintable(QString::number(figures.least)));
        QVERIFY2(std::abs(figures.mean - 0.152) < 0.002, qPrintable(QString::number(figures.mean)));
        QCOMPARE(figures.least_y, 112);
        QCOMPARE(figures.largest_y, 143);
        QCOMPARE(figures.largest_x, 105);
    }

    void freePairsKeepTheirBoundsAndGoEverywhere() {
        const OverlapFigures figures = many_pairs(OverlapRule::Free, 160, {});
        QVERIFY(figures.least >= 0.10 && figures.most <= 0.30);
        QVERIFY2(std::abs(figures.mean - 0.20) < 0.003, qPrintable(QString::number(figures.mean)));
        QVERIFY(figures.least_y < -100 && figures.largest_y > 100 && figures.largest_x > 100);
        for (const auto& [low, high] : {std::pair{0.0, 0.1}, {0.3, 0.6}}) {
            const OverlapFigures other = many_pairs(OverlapRule::Free, 96, {low, high});
            QVERIFY(other.least >= low && other.most <= high);
        }
    }

    void bothPatchesLieInTheWindowAndTheWindowInThePicture() {
        Draws draws(9);
        for (const OverlapRule rule : {OverlapRule::Published, OverlapRule::Free})
            for (int i = 0; i < 500; ++i) {
                const PatchPair pair = draw_pair(32, rule, {}, draws);
                for (const auto& [x, y] : {std::pair{pair.first_x, pair.first_y}, {pair.second_x, pair.second_y}}) {
                    QVERIFY(x >= 0 && y >= 0);
                    QVERIFY(x + 32 <= pair.window.width && y + 32 <= pair.window.height);
                }
                const Corner corner = place_window({80, 64}, pair.window, draws);
                QVERIFY(corner.x >= 0 && corner.x + pair.window.width <= 80);
                QVERIFY(corner.y >= 0 && corner.y + pair.window.height <= 64);
            }
    }

    void outsideThePictureIsBlack() {
        RgbImage picture({3, 2});
        std::fill(picture.pixels.begin(), picture.pixels.end(), std::uint8_t{9});
        std::vector<std::uint8_t> patch(3 * 16, 1);
        cut_patch(picture, -1, 1, 4, patch.data());
        for (int y = 0; y < 4; ++y)
            for (int x = 0; x < 4; ++x)
                QCOMPARE(int{patch[static_cast<std::size_t>(3 * (4 * y + x))]}, y == 0 && x >= 1 ? 9 : 0);
        Draws draws(1);
        const Corner centred = place_window({10, 40}, {20, 20}, draws);
        QCOMPARE(centred.x, -5);
        QCOMPARE(centred.y, 10);
    }
};

QTEST_APPLESS_MAIN(TestContrastParts)
#include "test_contrast_parts.moc"
