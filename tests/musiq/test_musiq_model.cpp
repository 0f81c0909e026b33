// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <limits>
#include <stop_token>

#include <QTest>

#include "engine/musiq/model.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

using namespace touchstone;

namespace {

std::string load_error(const nn::ModelFile& file) {
    const auto model = musiq::Model::load(file, Device{}, Precision::Reference);
    return model ? std::string() : model.error().what;
}

} // namespace

/// What does not need the golden vectors: shapes other than the published one, wrong files, cancelling.
class TestMusiqModel : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void other_shapes_run_data();
    void other_shapes_run();
    void wrong_tensors_name_themselves();
    void wrong_cards_are_refused();
    void weights_that_are_not_finite_are_refused();
    void cancelling_is_an_error_value();
    void an_empty_batch_is_no_error();
    void tokens_of_another_shape_are_refused();
};

void TestMusiqModel::other_shapes_run_data() {
    QTest::addColumn<int>("patch");
    QTest::addColumn<int>("grid");
    QTest::addColumn<int>("layers");
    QTest::addColumn<int>("outputs");
    QTest::addColumn<bool>("single_scale");
    QTest::newRow("tiny") << 32 << 10 << 2 << 1 << false;
    QTest::newRow("patch 16") << 16 << 10 << 3 << 1 << false;
    QTest::newRow("patch 64, grid 4") << 64 << 4 << 1 << 1 << false;
    QTest::newRow("distribution of 5") << 32 << 10 << 2 << 5 << false;
    QTest::newRow("native scale only") << 32 << 10 << 2 << 1 << true;
}

void TestMusiqModel::other_shapes_run() {
    QFETCH(int, patch);
    QFETCH(int, grid);
    QFETCH(int, layers);
    QFETCH(int, outputs);
    QFETCH(bool, single_scale);
    musiq::Config config = test::tiny_musiq_config();
    config.patch = patch;
    config.grid = grid;
    config.layers = layers;
    config.outputs = outputs;
    if (single_scale)
        config.long_sides.clear();
    const auto model = musiq::Model::load(test::generated_musiq(config), Device{}, Precision::Reference);
    QVERIFY2(model, model ? "" : model.error().message().c_str());
    const auto sequence = musiq::make_tokens(test::formula_a(150, 70), model->config());
    QCOMPARE(sequence.scales.size(), single_scale ? std::size_t{1} : std::size_t{3});
    const auto explained = model->explain(sequence, AttentionMethod::Rollout, {});
    QVERIFY2(explained, explained ? "" : explained.error().message().c_str());
    QVERIFY(std::isfinite(explained->output.value));
    QCOMPARE(explained->output.distribution.size(), outputs == 1 ? std::size_t{0} : std::size_t(outputs));
    double sum = explained->attention.cls;
    for (const float weight : explained->attention.tokens)
        sum += weight;
    QVERIFY(std::abs(sum - 1) < 1e-5); // rows of a softmax, float32
}

void TestMusiqModel::wrong_tensors_name_themselves() {
    const nn::ModelFile good = test::generated_musiq(test::tiny_musiq_config());
    nn::ModelFile missing = good;
    missing.weights.tensors.erase("embedding.bias");
    QVERIFY(load_error(missing).find("embedding.bias") != std::string::npos);

    nn::ModelFile superfluous = good;
    superfluous.weights.tensors["head.extra"] = superfluous.weights.tensors["head.bias"];
    QVERIFY(load_error(superfluous).find("head.extra") != std::string::npos);

    nn::ModelFile misshaped = good;
    misshaped.weights.tensors["gn_root.weight"].shape = {1, 32};
    QVERIFY(load_error(misshaped).find("gn_root.weight") != std::string::npos);
}

void TestMusiqModel::wrong_cards_are_refused() {
    const nn::ModelFile good = test::generated_musiq(test::tiny_musiq_config());
    const std::pair<const char*, nlohmann::json> changes[] = {
        {"heads", 3},  {"heads", 0},           {"layers", "two"},
        {"patch", 30}, {"hidden", 1000000000}, {"stem_width", 33},
        {"grid", -1},  {"mlp", nullptr},       {"long_sides", {384, 224}}};
    for (const auto& [key, value] : changes) {
        nn::ModelFile file = good;
        file.card.config[key] = value;
        QVERIFY2(load_error(file).find(key) != std::string::npos, key);
    }
    nn::ModelFile wide = good; // each allowed alone, together the features of a batch of patches would take gigabytes
    wide.card.config["patch"] = 256;
    wide.card.config["stem_width"] = 32;
    QVERIFY(load_error(wide).find("together") != std::string::npos);
    nn::ModelFile other = good;
    other.card.architecture = "reiqa-quality";
    QVERIFY(load_error(other).find("reiqa-quality") != std::string::npos);
    other = good;
    other.card.preprocessing = "unknown";
    QVERIFY(load_error(other).find("unknown") != std::string::npos);
}

/// ReLU would make zeros of them, and the network would score.
void TestMusiqModel::weights_that_are_not_finite_are_refused() {
    for (const float value : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        nn::ModelFile file = test::generated_musiq(test::tiny_musiq_config());
        file.weights.tensors.at("gn_root.weight").values.back() = value;
        QCOMPARE(load_error(file), std::string("the tensor \"gn_root.weight\" has values that are not finite"));
    }
}

void TestMusiqModel::cancelling_is_an_error_value() {
    const auto model =
        musiq::Model::load(test::generated_musiq(test::tiny_musiq_config()), Device{}, Precision::Reference);
    QVERIFY(model);
    const auto sequence = musiq::make_tokens(test::formula_a(100, 75), model->config());
    std::stop_source source;
    source.request_stop();
    musiq::RunOptions options;
    options.stop = source.get_token();
    const musiq::TokenSequence* const photo = &sequence;
    const auto outputs = model->run({&photo, 1}, options);
    QVERIFY(!outputs);
    QCOMPARE(outputs.error().code, ErrorCode::Cancelled);
}

void TestMusiqModel::an_empty_batch_is_no_error() {
    const auto model =
        musiq::Model::load(test::generated_musiq(test::tiny_musiq_config()), Device{}, Precision::Reference);
    QVERIFY(model);
    const auto outputs = model->run({}, {});
    QVERIFY(outputs && outputs->empty());
}

void TestMusiqModel::tokens_of_another_shape_are_refused() {
    const auto model =
        musiq::Model::load(test::generated_musiq(test::tiny_musiq_config()), Device{}, Precision::Reference);
    QVERIFY(model);
    musiq::Config smaller_patch = model->config(), finer_grid = model->config(), more_scales = model->config();
    smaller_patch.patch /= 2;
    finer_grid.grid *= 2;
    more_scales.long_sides.push_back(more_scales.long_sides.back() + 1);
    for (const musiq::Config& config : {smaller_patch, finer_grid, more_scales}) {
        const auto sequence = musiq::make_tokens(test::formula_a(400, 300), config);
        const musiq::TokenSequence* const photo = &sequence;
        const auto outputs = model->run({&photo, 1}, {});
        QVERIFY(!outputs);
        QCOMPARE(outputs.error().code, ErrorCode::Internal);
        QVERIFY(!model->explain(sequence, AttentionMethod::LastLayer, {}));
    }
}

QTEST_GUILESS_MAIN(TestMusiqModel)
#include "test_musiq_model.moc"
