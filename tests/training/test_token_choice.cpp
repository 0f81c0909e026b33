// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What a training step leaves out: native patches, tokens, layers.
#include <QtTest/QtTest>

#include <numeric>

#include <torch/torch.h>

#include "engine/training/token_choice_p.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::training;

namespace {

musiq::Config tiny() {
    musiq::Config config;
    config.patch = 8;
    config.grid = 4;
    config.long_sides = {16};
    config.stem_width = 4;
    config.norm_groups = 2;
    config.hidden = 16;
    config.heads = 2;
    config.mlp = 32;
    config.layers = 3;
    return config;
}

/// Two photos: 30 and 12 native patches, after 4 and 4 (or fewer) of the small scale.
struct Photos {
    Photos()
        : large(musiq::make_tokens(test::formula_a(48, 40), tiny()))
        , small(musiq::make_tokens(test::formula_b(32, 24), tiny())) {}

    musiq::TokenBatch batch() const {
        const musiq::TokenSequence* both[] = {&large, &small};
        return musiq::make_batch(both, at::kCPU, true);
    }
    musiq::TokenSequence large, small;
};

std::int64_t native_rows(const musiq::TokenBatch& batch, std::int64_t from, std::int64_t length) {
    return (batch.scale_index.narrow(0, from, length) == 1).sum().item<std::int64_t>();
}

} // namespace

class TestTokenChoice : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nativePatchesAreCapped() {
        const Photos photos;
        const musiq::TokenBatch all = photos.batch();
        QCOMPARE(native_rows(all, 0, all.lengths[0]), std::int64_t{30});
        const musiq::TokenBatch some = choose_tokens(all, tiny(), 20, 1, {1, 2});
        QCOMPARE(some.lengths[0], all.lengths[0] - 10);
        QCOMPARE(some.lengths[1], all.lengths[1]); // 12 are below the limit
        QCOMPARE(native_rows(some, 0, some.lengths[0]), std::int64_t{20});
        QCOMPARE(some.patches.size(0), some.lengths[0] + some.lengths[1]);
        QCOMPARE(trained_tokens({48, 40}, tiny(), 20), static_cast<int>(some.lengths[0]));
        QCOMPARE(trained_tokens({48, 40}, tiny(), 0), static_cast<int>(all.lengths[0]));
        // The same seed chooses the same patches, another one others; no limit takes all of them.
        QVERIFY(at::equal(choose_tokens(all, tiny(), 20, 1, {1, 2}).patches, some.patches));
        QVERIFY(!at::equal(choose_tokens(all, tiny(), 20, 1, {3, 2}).patches, some.patches));
        QVERIFY(at::equal(choose_tokens(all, tiny(), 0, 1, {1, 2}).patches, all.patches));
    }

    void aPartOfTheTokensIsKept() {
        const Photos photos;
        const musiq::TokenBatch all = photos.batch();
        const musiq::TokenBatch half = choose_tokens(all, tiny(), 20, 0.5, {1, 2});
        QCOMPARE(half.lengths[0], (all.lengths[0] - 10) / 2);
        QCOMPARE(half.lengths[1], all.lengths[1] / 2);
        // The order of the sequence is kept: the small scale comes first.
        const at::Tensor scale = half.scale_index.narrow(0, 0, half.lengths[0]);
        QVERIFY(at::equal(scale, std::get<0>(at::sort(scale))));
    }

    void theLastLayerIsSkippedMost() {
        std::vector<std::uint64_t> seeds(4000);
        std::iota(seeds.begin(), seeds.end(), 10);
        const at::Tensor factors = branch_factors(3, 0.4, seeds);
        QVERIFY(at::equal(factors[0], at::ones({2, 4000})));
        const double rates[] = {0, 0.2, 0.4};
        for (int layer = 1; layer < 3; ++layer) {
            const double skipped = (factors[layer] == 0).to(at::kDouble).mean().item<double>();
            QVERIFY2(std::abs(skipped - rates[layer]) < 0.02, qPrintable(QString::number(skipped)));
            QVERIFY(std::abs(factors[layer].mean().item<double>() - 1) < 0.03); // nothing changes on average
        }
        QVERIFY(at::equal(branch_factors(3, 0.4, seeds), factors));
    }

    void aPhotoThatSkipsEverythingSaysNothing() {
        const at::NoGradGuard no_gradients;
        const Photos photos;
        const musiq::NetworkView view = musiq::make_view(musiq::random_parameters(tiny(), 1), tiny());
        const at::Tensor whole = musiq::forward_for_training(view, photos.batch());
        QVERIFY(at::equal(musiq::forward_for_training(view, photos.batch(), at::ones({3, 2, 2})), whole));
        at::Tensor factors = at::ones({3, 2, 2});
        factors.select(2, 0).zero_(); // the first photo alone
        const at::Tensor partly = musiq::forward_for_training(view, photos.batch(), factors);
        QVERIFY(at::equal(partly[1], whole[1]) && !at::equal(partly[0], whole[0]));
        const at::Tensor none = musiq::forward_for_training(view, photos.batch(), at::zeros({3, 2, 2}));
        QVERIFY(at::equal(none[0], none[1])); // the class token went through untouched
    }
};

QTEST_APPLESS_MAIN(TestTokenChoice)
#include "test_token_choice.moc"
