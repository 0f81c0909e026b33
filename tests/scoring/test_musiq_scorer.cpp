// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QtTest>

#include <algorithm>
#include <cmath>

#include "engine/nn/model_file.h"
#include "engine/scoring/scorer.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

using namespace touchstone;

namespace {

Photo photo_of(const RgbImage& image) {
    Photo photo;
    photo.image = image;
    photo.stored_size = image.size;
    return photo;
}

/// All three scales, but next to nothing to multiply.
musiq::Config smallest_config() {
    musiq::Config config = test::tiny_musiq_config();
    config.stem_width = 4;
    config.norm_groups = 2;
    config.hidden = 16;
    config.mlp = 16;
    return config;
}

} // namespace

class TestMusiqScorer : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string model_;

    std::unique_ptr<Scorer> open(NativeLimit limit = {}) {
        ScorerOptions options;
        options.native_limit = limit;
        Result<std::unique_ptr<Scorer>> scorer = open_scorer(model_, options);
        if (!scorer)
            qFatal("%s", scorer.error().message().c_str());
        return std::move(*scorer);
    }

private Q_SLOTS:
    void initTestCase() {
        model_ = folder_.path().toStdString() + "/tiny.safetensors";
        const nn::ModelFile file = test::generated_musiq(smallest_config());
        QVERIFY(nn::write_model_file(model_, file, nn::StoredType::Float32).has_value());
    }

    void a_batch_in_any_order_gives_the_same_scores() {
        const std::unique_ptr<Scorer> scorer = open();
        std::vector<Photo> photos;
        for (const auto& [width, height] :
             {std::pair(200, 150), std::pair(320, 240), std::pair(90, 130), std::pair(64, 64)})
            photos.push_back(photo_of(test::smooth_scene(width, height)));
        std::vector<double> alone;
        for (const Photo& photo : photos) {
            const Photo* const one = &photo;
            alone.push_back(scorer->score(std::span(&one, 1), {}).front()->score.value);
        }
        const std::vector<std::size_t> orders[] = {{0, 1, 2, 3}, {3, 2, 1, 0}, {2, 0, 3, 1}};
        for (const std::vector<std::size_t>& order : orders) {
            std::vector<const Photo*> batch;
            for (const std::size_t i : order)
                batch.push_back(&photos[i]);
            const std::vector<Result<Assessment>> together = scorer->score(batch, {});
            for (std::size_t k = 0; k < order.size(); ++k) {
                // 1e-5 relative: the bound; matrix products of another height may round otherwise.
                const double difference = std::abs(together[k]->score.value - alone[order[k]]);
                QVERIFY(difference <= 1e-5 * std::max(1.0, std::abs(alone[order[k]])));
            }
        }
    }

    void the_native_limit_reduces_and_says_so() {
        const Photo photo = photo_of(test::smooth_scene(300, 200));
        const Photo* const one = &photo;
        const std::unique_ptr<Scorer> limited = open({NativeLimit::Kind::Pixels, 150});
        const Result<Assessment> small = limited->score(std::span(&one, 1), {}).front();
        QVERIFY(small->reduced);
        QCOMPARE(small->native_limit, std::optional<int>(150));
        QCOMPARE(small->scored_size, (Size{150, 100}));
        const std::unique_ptr<Scorer> free = open({NativeLimit::Kind::None, 0});
        const Result<Assessment> whole = free->score(std::span(&one, 1), {}).front();
        QVERIFY(!whole->reduced && !whole->native_limit);
        QCOMPARE(whole->scored_size, photo.image.size);
        QCOMPARE(open()->score(std::span(&one, 1), {}).front()->native_limit, std::optional<int>(2048));
        QVERIFY(limited->token_count({300, 200}) < free->token_count({300, 200}));
        QCOMPARE(limited->token_count({300, 200}), limited->token_count({150, 100}));
    }

    void an_explanation_sums_to_one() {
        const std::unique_ptr<Scorer> scorer = open();
        const Photo photo = photo_of(test::smooth_scene(200, 150));
        const Photo* const one = &photo;
        for (const AttentionMethod method : {AttentionMethod::Rollout, AttentionMethod::LastLayer}) {
            const Result<Assessment> assessment = scorer->explain(photo, method, {});
            QVERIFY(assessment.has_value() && assessment->attention);
            const Attention& attention = *assessment->attention;
            QCOMPARE(attention.method, method);
            QCOMPARE(attention.scales.size(), std::size_t{3});
            QCOMPARE(attention.scales[0].scale, std::string("native"));
            QCOMPARE(attention.scales[1].scale, std::string("384"));
            QCOMPARE(attention.scales[2].scale, std::string("224"));
            double all = attention.cls_share;
            for (const AttentionMap& map : attention.scales) {
                QCOMPARE(map.weights.size(), static_cast<std::size_t>(map.rows) * map.cols);
                double share = 0;
                for (const float weight : map.weights) {
                    QVERIFY(weight >= 0);
                    share += weight;
                }
                QVERIFY(std::abs(share - map.share) < 1e-9);
                all += share;
            }
            QVERIFY(std::abs(all - 1) < 1e-4); // float32 softmax (golden README)
            QCOMPARE(attention.scales[0].scaled, photo.image.size);
            const double plain = scorer->score(std::span(&one, 1), {}).front()->score.value;
            QVERIFY(std::abs(assessment->score.value - plain) <= 1e-4);
        }
    }

    void a_damaged_photo_is_not_scored_and_does_not_stop_the_rest() {
        const std::unique_ptr<Scorer> scorer = open();
        Photo good = photo_of(test::smooth_scene(80, 60)), bad = good;
        bad.damaged = true;
        const Photo* const batch[] = {&good, &bad, &good};
        const std::vector<Result<Assessment>> results = scorer->score(batch, {});
        QVERIFY(results[0].has_value() && results[2].has_value());
        QCOMPARE(results[1].error().code, ErrorCode::Damaged);
    }

    void a_stop_request_comes_back_as_cancelled() {
        std::stop_source stop;
        stop.request_stop();
        const std::unique_ptr<Scorer> scorer = open();
        const Photo photo = photo_of(test::smooth_scene(80, 60));
        const Photo* const one = &photo;
        QCOMPARE(scorer->score(std::span(&one, 1), stop.get_token()).front().error().code, ErrorCode::Cancelled);
        QCOMPARE(scorer->explain(photo, AttentionMethod::Rollout, stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    void files_that_are_no_models_say_so() {
        const std::string missing = folder_.path().toStdString() + "/none.safetensors";
        QCOMPARE(open_scorer(missing, {}).error().code, ErrorCode::NotFound);
        nn::ModelFile foreign = test::generated_musiq(smallest_config());
        foreign.card.architecture = "something-else";
        const std::string file = folder_.path().toStdString() + "/foreign.safetensors";
        QVERIFY(nn::write_model_file(file, foreign, nn::StoredType::Float32).has_value());
        const auto opened = open_scorer(file, {});
        QCOMPARE(opened.error().code, ErrorCode::BadModel);
        QVERIFY(opened.error().what.find("something-else") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestMusiqScorer)
#include "test_musiq_scorer.moc"
