// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Re-IQA behind the one Scorer: encoders found by their hash, scores, breakdowns, features.
#include <cmath>
#include <filesystem>

#include <QtTest>

#include "engine/base/files.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/regressor.h"
#include "engine/scoring/scorer.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
namespace fs = std::filesystem;
using reiqa::Expert;

namespace {

Photo photo_of(const RgbImage& image) {
    Photo photo;
    photo.image = image;
    photo.stored_size = image.size;
    return photo;
}

Result<Assessment> score_one(Scorer& scorer, const Photo& photo, std::stop_token stop = {}) {
    const Photo* const one = &photo;
    return scorer.score(std::span(&one, 1), stop).front();
}

} // namespace

class TestReiqaScorer : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string regressor_; ///< beside its encoders

    std::string path(const std::string& name) const { return folder_.path().toStdString() + "/" + name; }

    static std::unique_ptr<Scorer> open(const std::string& file, const ScorerOptions& options = {}) {
        Result<std::unique_ptr<Scorer>> scorer = open_scorer(file, options);
        if (!scorer)
            qFatal("%s", scorer.error().message().c_str());
        return std::move(*scorer);
    }

    /// The two experts and the regressor without the Scorer.
    reiqa::PhotoFeatures features_by_hand(const RgbImage& image) const {
        const RgbImage half = reiqa::half_scale(image);
        const auto run = [&](Expert role, const char* name) {
            const auto file = nn::read_model_file(path(name));
            const auto encoder = reiqa::Encoder::load(*file, role, Device{}, Precision::Reference);
            return *encoder->run(image, half, {});
        };
        return {run(Expert::Content, "content.safetensors"), run(Expert::Quality, "quality.safetensors")};
    }

private Q_SLOTS:
    void initTestCase() { regressor_ = test::write_generated_reiqa(folder_.path().toStdString(), test::tiny_trunk()); }

    void a_score_is_the_regressors_and_its_parts_sum_to_it() {
        const Photo photo = photo_of(test::smooth_scene(300, 220));
        const reiqa::PhotoFeatures features = features_by_hand(photo.image);
        const reiqa::Regressor regressor = *reiqa::regressor_from(*nn::read_model_file(regressor_));
        const std::unique_ptr<Scorer> scorer = open(regressor_);
        QCOMPARE(scorer->card().architecture, std::string("reiqa-regressor"));
        const Result<Assessment> assessment = score_one(*scorer, photo);
        QVERIFY2(assessment, assessment ? "" : assessment.error().message().c_str());
        const double expected = regressor.both.score(features.joined());
        QVERIFY(std::abs(assessment->score.value - expected) < 1e-9); // the same float32 features, summed in double
        QVERIFY(!assessment->score.missing && assessment->score.known_value());
        QVERIFY(!assessment->attention && !assessment->features);
        QCOMPARE(assessment->model_sha256, scorer->card().sha256);
        const reiqa::Breakdown& breakdown = *assessment->breakdown;
        double sum = breakdown.baseline;
        for (const reiqa::BlockPart& block : breakdown.blocks) {
            QVERIFY(block.cells.empty() && block.top_channels.empty());
            sum += block.sum;
        }
        QVERIFY(std::abs(sum - assessment->score.value) < 1e-9);
        std::vector<float> content = features.content.full;
        content.insert(content.end(), features.content.half.begin(), features.content.half.end());
        QVERIFY(std::abs(breakdown.content_only - regressor.content.score(content)) < 1e-9);
        QVERIFY(breakdown.quality_only != breakdown.content_only);
    }

    void an_explanation_has_cells_that_sum() {
        const Photo photo = photo_of(test::smooth_scene(300, 220));
        ScorerOptions options;
        options.keep_features = true;
        const std::unique_ptr<Scorer> scorer = open(regressor_, options);
        const Result<Assessment> plain = score_one(*scorer, photo);
        const Result<Assessment> explained = scorer->explain(photo, AttentionMethod::Rollout, {});
        QVERIFY(plain && explained);
        QCOMPARE(explained->score.value, plain->score.value);
        QVERIFY(explained->breakdown && !explained->attention);
        double score = explained->breakdown->baseline;
        for (const reiqa::BlockPart& block : explained->breakdown->blocks) {
            const bool half = block.block == reiqa::Block::ContentHalf || block.block == reiqa::Block::QualityHalf;
            QCOMPARE(block.cols, half ? 5 : 10);
            QCOMPARE(block.rows, half ? 4 : 7);
            QCOMPARE(block.cells.size(), static_cast<std::size_t>(block.rows) * block.cols);
            double sum = 0;
            for (const double cell : block.cells)
                sum += cell;
            QVERIFY(std::abs(sum - block.sum) < 1e-9);
            QVERIFY(!block.top_channels.empty());
            score += sum;
        }
        QVERIFY(std::abs(score - explained->score.value) < 1e-9);
        QVERIFY(plain->features && plain->features->content.full_map.values.empty());
        QCOMPARE(plain->features->joined(), features_by_hand(photo.image).joined());
        QCOMPARE(explained->features->quality.full_map.cols, 10);
    }

    void photos_do_not_disturb_each_other() {
        const std::unique_ptr<Scorer> scorer = open(regressor_);
        const Photo a = photo_of(test::smooth_scene(200, 150)), b = photo_of(test::formula_a(90, 130));
        Photo damaged = a;
        damaged.damaged = true;
        const Photo* const batch[] = {&b, &damaged, &a, &b};
        const std::vector<Result<Assessment>> results = scorer->score(batch, {});
        QCOMPARE(results[1].error().code, ErrorCode::Damaged);
        QCOMPARE(results[2]->score.value, score_one(*scorer, a)->score.value);
        QCOMPARE(results[0]->score.value, results[3]->score.value);
        QVERIFY(results[0]->score.value != results[2]->score.value);
    }

    void the_native_limit_comes_before_everything() {
        const Photo photo = photo_of(test::smooth_scene(400, 300));
        ScorerOptions options;
        options.native_limit = {NativeLimit::Kind::Pixels, 200};
        const std::unique_ptr<Scorer> limited = open(regressor_, options);
        const Result<Assessment> small = score_one(*limited, photo);
        QVERIFY(small->reduced);
        QCOMPARE(small->scored_size, (Size{200, 150}));
        QCOMPARE(small->native_limit, std::optional<int>(200));
        QCOMPARE(limited->token_count({400, 300}), limited->token_count({200, 150}));
        QCOMPARE(limited->token_count({200, 150}), std::int64_t{7 * 5 + 4 * 3});
        const std::unique_ptr<Scorer> imported = open(regressor_);
        const Result<Assessment> whole = score_one(*imported, photo);
        QVERIFY(!whole->reduced);
        QCOMPARE(whole->native_limit, std::optional<int>(2048));
        QVERIFY(whole->score.value != small->score.value);
    }

    void the_memory_budget_changes_nothing_but_memory() {
        const Photo photo = photo_of(test::formula_b(900, 700));
        ScorerOptions options;
        const double whole = score_one(*open(regressor_, options), photo)->score.value;
        options.memory_budget = 8 << 20;
        const double tiled = score_one(*open(regressor_, options), photo)->score.value;
        QVERIFY(std::abs(whole - tiled) < 1e-3); // float32 features in another order of summation
    }

    void a_stop_request_comes_back_as_cancelled() {
        std::stop_source stop;
        stop.request_stop();
        const std::unique_ptr<Scorer> scorer = open(regressor_);
        const Photo photo = photo_of(test::smooth_scene(80, 60));
        QCOMPARE(score_one(*scorer, photo, stop.get_token()).error().code, ErrorCode::Cancelled);
        QCOMPARE(scorer->explain(photo, AttentionMethod::Rollout, stop.get_token()).error().code, ErrorCode::Cancelled);
    }

    void an_encoder_alone_has_no_value() {
        ScorerOptions options;
        options.keep_features = true;
        const Photo photo = photo_of(test::smooth_scene(100, 70));
        const reiqa::PhotoFeatures features = features_by_hand(photo.image);
        const Result<Assessment> content = score_one(*open(path("content.safetensors"), options), photo);
        QVERIFY(content);
        QCOMPARE(content->score.missing, std::optional(ErrorCode::NoRegressor));
        QVERIFY(!content->score.known_value() && !content->breakdown);
        QCOMPARE(content->features->content.full, features.content.full);
        QVERIFY(content->features->quality.full.empty());
        const Result<Assessment> quality = score_one(*open(path("quality.safetensors"), options), photo);
        QCOMPARE(quality->features->quality.half, features.quality.half);
        QVERIFY(quality->features->content.full.empty());
    }

    void encoders_are_found_by_hash() {
        const std::string far = path("far");
        fs::create_directories(far);
        fs::copy_file(regressor_, far + "/regressor.safetensors");
        const auto card = nn::read_model_card(regressor_, false);
        const std::string content = card->config.at("content_encoder"), quality = card->config.at("quality_encoder");

        // Nothing beside it and nobody to ask.
        auto alone = open_scorer(far + "/regressor.safetensors", {});
        QCOMPARE(alone.error().code, ErrorCode::BadModel);
        QVERIFY(alone.error().message().find(content) != std::string::npos);

        // The installed models know one of them; the other is missing still.
        std::vector<std::string> asked;
        ScorerOptions options;
        options.find_model = [&](const std::string& sha256) -> std::optional<std::string> {
            asked.push_back(sha256);
            return sha256 == content ? std::optional(path("content.safetensors")) : std::nullopt;
        };
        auto half = open_scorer(far + "/regressor.safetensors", options);
        QVERIFY(!half && half.error().message().find(quality) != std::string::npos);
        QCOMPARE(asked, (std::vector{content, quality}));

        // A file of another hash is not taken for it, whatever its name and place.
        QVERIFY(nn::write_model_file(far + "/quality.safetensors",
                                     test::generated_encoder(Expert::Quality, test::tiny_trunk(), "another"),
                                     nn::StoredType::Float32));
        QVERIFY(!open_scorer(far + "/regressor.safetensors", options));
        options.find_model = [&](const std::string&) { return far + "/quality.safetensors"; };
        QVERIFY(!open_scorer(far + "/regressor.safetensors", options));

        // Beside the regressor, under any name.
        fs::copy_file(path("quality.safetensors"), far + "/another name.safetensors");
        fs::copy_file(path("content.safetensors"), far + "/zzz.safetensors");
        const Photo photo = photo_of(test::smooth_scene(100, 70));
        QCOMPARE(score_one(*open(far + "/regressor.safetensors"), photo)->score.value,
                 score_one(*open(regressor_), photo)->score.value);
    }

    void a_regressor_of_another_length_is_refused() {
        const auto card = nn::read_model_card(regressor_, false);
        const auto shorter =
            test::generated_regressor(200, card->config.at("content_encoder"), card->config.at("quality_encoder"));
        const std::string file = path("shorter.safetensors");
        QVERIFY(nn::write_model_file(file, to_model_file(shorter), nn::StoredType::Float32));
        const auto opened = open_scorer(file, {});
        QCOMPARE(opened.error().code, ErrorCode::BadModel);
        QVERIFY(opened.error().message().find("200") != std::string::npos);
        fs::remove(file);
    }

    void divided_features_have_a_score_and_no_breakdown() {
        const std::string folder = path("divided");
        fs::create_directories(folder);
        std::vector<std::string> hashes;
        for (const Expert role : {Expert::Content, Expert::Quality}) {
            nn::ModelFile file = test::generated_encoder(role, test::tiny_trunk());
            file.card.config["l2_normalised"] = role == Expert::Quality;
            const std::string name = folder + "/" + std::string(reiqa::expert_name(role)) + ".safetensors";
            QVERIFY(nn::write_model_file(name, file, nn::StoredType::Float32));
            hashes.push_back(nn::read_model_card(name, true)->sha256);
        }
        const reiqa::Regressor regressor = test::generated_regressor(256, hashes[0], hashes[1], false);
        QVERIFY(
            nn::write_model_file(folder + "/regressor.safetensors", to_model_file(regressor), nn::StoredType::Float32));
        ScorerOptions options;
        options.keep_features = true;
        const auto scorer = open(folder + "/regressor.safetensors", options);
        const Photo photo = photo_of(test::smooth_scene(100, 70));
        for (const auto& assessment :
             {score_one(*scorer, photo), scorer->explain(photo, AttentionMethod::Rollout, {})}) {
            QVERIFY(assessment && !assessment->breakdown && assessment->score.known_value());
            QVERIFY(std::abs(assessment->score.value - regressor.both.score(assessment->features->joined())) < 1e-9);
        }
    }

    void numbers_that_are_none_are_refused() {
        // Finite in the file, infinite where the last block adds its shortcut.
        const std::string folder = path("overflowing");
        fs::create_directories(folder);
        nn::ModelFile file = test::generated_encoder(Expert::Quality, test::tiny_trunk());
        for (const char* name : {"layer4.0.bn3.bias", "layer4.0.downsample.1.bias"})
            for (float& v : file.weights.tensors.at(name).values)
                v = 3e38f;
        QVERIFY(nn::write_model_file(folder + "/quality.safetensors", file, nn::StoredType::Float32));
        const auto scorer = open(folder + "/quality.safetensors");
        const Photo photo = photo_of(test::smooth_scene(100, 70));
        QCOMPARE(score_one(*scorer, photo).error().code, ErrorCode::Internal);
    }
};

QTEST_GUILESS_MAIN(TestReiqaScorer)
#include "test_reiqa_scorer.moc"
