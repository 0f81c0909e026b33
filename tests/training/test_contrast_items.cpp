// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the encoders' trainers show the network, and the network itself: chunks, views, workers, trunk, judge.
#include <QtTest/QtTest>

#include <set>

#include "engine/imaging/resample.h"
#include "engine/training/contrast/contrast_items.h"
#include "engine/training/contrast/feature_judge_p.h"
#include "engine/training/contrast/item_workers.h"
#include "engine/training/contrast/trained_trunk_p.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
using namespace touchstone::training;

namespace {

QualityItems small_items() {
    QualityItems items;
    items.distortions = 5;
    items.patch = 32;
    return items;
}

constexpr std::size_t patch_bytes = 3 * 32 * 32;

bool same_patch(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b, std::size_t crop) {
    const auto at = static_cast<std::ptrdiff_t>(crop * patch_bytes);
    return std::equal(a.begin() + at, a.begin() + at + static_cast<std::ptrdiff_t>(patch_bytes), b.begin() + at);
}

double distance(const at::Tensor& a, const at::Tensor& b) {
    return (a - b).abs().max().item<double>();
}

} // namespace

class TestContrastItems : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyDistortionOfAChunkIsOfAnotherKind() {
        QualityItems items;
        const auto kinds = usable_kinds(items.bank, {});
        QCOMPARE(kinds.size(), std::size_t{23}); // without codecs
        Draws draws(2);
        std::vector<int> levels(6);
        for (int i = 0; i < 300; ++i) {
            std::set<imaging::Distortion> seen;
            for (const DrawnDistortion& one : draw_distortions(items, kinds, draws)) {
                seen.insert(one.kind);
                QVERIFY(one.level >= 1 && one.level <= 5 && !one.composed);
                QVERIFY(!imaging::is_nearly_identity(one.kind, one.level));
                ++levels[static_cast<std::size_t>(one.level)];
            }
            QCOMPARE(seen.size(), std::size_t{11});
        }
        QVERIFY(*std::min_element(levels.begin() + 1, levels.end()) > 3300 / 5 / 2);
        items.compositions = true;
        int composed = 0;
        for (int i = 0; i < 300; ++i)
            for (const DrawnDistortion& one : draw_distortions(items, kinds, draws))
                composed += one.composed;
        QVERIFY2(std::abs(composed - 330) < 70, qPrintable(QString::number(composed))); // four standard deviations
    }

    void swappingExchangesHalfOfThePairsAndChangesNoPixel() {
        const RgbImage photo = test::smooth_scene(160, 140);
        QualityItems items = small_items();
        const auto plain = [&](bool swap) {
            items.swap = swap;
            return *make_quality_item(photo, items, 11, {});
        };
        const ContrastItem kept = plain(false), swapped = plain(true);
        QCOMPARE(kept.query.size(), 2 * 6 * patch_bytes);
        QCOMPARE(kept.key.size(), kept.query.size());
        for (std::size_t crop = 0; crop < 12; ++crop) {
            const bool exchanged = crop < 3 || crop >= 9; // the first half at full scale, the second at half scale
            QVERIFY(same_patch(swapped.query, exchanged ? kept.key : kept.query, crop));
            QVERIFY(same_patch(swapped.key, exchanged ? kept.query : kept.key, crop));
        }
        QVERIFY(plain(true).query == swapped.query); // the seed decides
        QVERIFY(make_quality_item(photo, items, 12, {})->query != swapped.query);
    }

    void halfScalesAreTheNamedFilters() {
        const RgbImage photo = test::formula_a(37, 20);
        QVERIFY(halved(photo, HalfScale::Pillow).pixels ==
                imaging::resize_pillow(photo, {18, 10}, imaging::PillowFilter::Bicubic).pixels);
        const RgbImage torch_like = halved(photo, HalfScale::Torch);
        at::Tensor values = at::empty({1, 3, 20, 37});
        for (int y = 0; y < 20; ++y)
            for (int x = 0; x < 37; ++x)
                for (int c = 0; c < 3; ++c)
                    values[0][c][y][x] = float{photo.row(y)[3 * x + c] * 1.0F};
        const at::Tensor expected = at::upsample_bicubic2d(values, {10, 18}, true).clamp(0, 255);
        for (int y = 0; y < 10; ++y)
            for (int x = 0; x < 18; ++x)
                for (int c = 0; c < 3; ++c) // half a level by rounding, the rest by float32
                    QVERIFY(std::abs(expected[0][c][y][x].item<double>() - torch_like.row(y)[3 * x + c]) < 0.501);
    }

    void viewsOfAPhotoDifferAndRepeat() {
        ContentItems items;
        items.patch = 32;
        const RgbImage photo = test::smooth_scene(90, 60);
        const ContrastItem first = make_content_item(photo, items, 3), again = make_content_item(photo, items, 3);
        QCOMPARE(first.query.size(), patch_bytes);
        QVERIFY(first.query == again.query && first.key == again.key);
        QVERIFY(first.query != first.key);
        items.grey = 1;
        items.jitter = 0;
        const ContrastItem grey = make_content_item(photo, items, 3);
        for (std::size_t i = 0; i < patch_bytes; i += 3)
            QVERIFY(grey.query[i] == grey.query[i + 1] && grey.query[i] == grey.query[i + 2]);
    }

    void workersHandOutBatchesInOrderAndPassErrorsOn() {
        const auto make = [](std::size_t batch, std::size_t place) -> Result<ContrastItem> {
            if (batch == 7)
                return failure(ErrorCode::Damaged, "photo", "is broken");
            return ContrastItem{{static_cast<std::uint8_t>(batch)}, {static_cast<std::uint8_t>(place)}};
        };
        for (const int threads : {1, 4}) {
            ItemWorkers workers(make, 2, 8, 3, threads);
            for (std::size_t batch = 2; batch < 7; ++batch) {
                const auto items = workers.take();
                QVERIFY(items.has_value());
                for (std::size_t place = 0; place < 3; ++place) {
                    QCOMPARE(std::size_t{(*items)[place].query[0]}, batch);
                    QCOMPARE(std::size_t{(*items)[place].key[0]}, place);
                }
            }
            const auto broken = workers.take();
            QVERIFY(!broken && broken.error().code == ErrorCode::Damaged);
        }
        ItemWorkers dropped(make, 0, 7, 3, 2); // nobody takes anything: it ends all the same
    }

    void theTrainedTrunkIsTheOneThatScores() {
        const reiqa::TrunkConfig shape = test::tiny_trunk();
        const RgbImage photo = test::smooth_scene(97, 75);
        for (const reiqa::Expert role : {reiqa::Expert::Quality, reiqa::Expert::Content}) {
            const nn::ModelFile file = test::generated_encoder(role, shape);
            const auto encoder = reiqa::Encoder::load(file, role, Device{}, Precision::Reference);
            QVERIFY2(encoder.has_value(), encoder ? "" : encoder.error().message().c_str());
            const auto expected = encoder->run(photo, reiqa::half_scale(photo), {});
            QVERIFY(expected.has_value());

            const NamedTensors weights = take_tensors(file.weights, {}, at::kCPU);
            const at::NoGradGuard no_gradients;
            at::Tensor crops = at::empty({1, 75, 97, 3}, at::kByte);
            std::copy(photo.pixels.begin(), photo.pixels.end(), crops.data_ptr<std::uint8_t>());
            const at::Tensor found = pooled_features(weights, shape, network_input(crops, role, at::kCPU), false)[0];
            const at::Tensor golden = at::tensor(expected->full);
            // Norms folded into convolutions round differently: float32 over the depth of the tiny trunk.
            QVERIFY(distance(found, golden) < 1e-5 * golden.abs().max().item<double>());
        }
    }

    void batchStatisticsMoveTheRunningOnesAndInferenceDoesNot() {
        const reiqa::TrunkConfig shape = test::tiny_trunk();
        NamedTensors weights = random_encoder(shape, 0, 16, 4);
        at::manual_seed(3);
        const at::Tensor input = at::rand({4, 3, 32, 32});
        const at::NoGradGuard no_gradients;
        const at::Tensor before = weights.at("bn1.running_mean").clone();
        const at::Tensor still = pooled_features(weights, shape, input, false);
        QVERIFY(at::equal(before, weights.at("bn1.running_mean")));
        pooled_features(weights, shape, input, true);
        QVERIFY(!at::equal(before, weights.at("bn1.running_mean")));
        const at::Tensor rows = projected(weights, still);
        QVERIFY(distance(rows.norm(2, {1}), at::ones({4})) < 1e-6);
    }

    void neighboursVote() {
        const at::Tensor features =
            at::tensor({1.0, 0.0, 0.9, 0.1, 0.0, 1.0, 0.1, 0.9, -1.0, -1.0, -0.9, -1.1}).reshape({6, 2});
        const std::vector<int> classes{0, 0, 1, 1, 2, 2}, photo{0, 1, 0, 1, 0, 1};
        QCOMPARE(neighbour_vote(features, classes, photo, true, 1), 1.0);
        QCOMPARE(neighbour_vote(features, {0, 1, 1, 0, 2, 2}, photo, true, 1), 2.0 / 6);
    }
};

QTEST_APPLESS_MAIN(TestContrastItems)
#include "test_contrast_items.moc"
