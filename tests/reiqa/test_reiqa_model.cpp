// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Encoders and regressors as files: what is read, what is refused and how it is said.
#include <cmath>
#include <functional>
#include <limits>

#include <QtTest>

#include "engine/reiqa/breakdown.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/regressor.h"
#include "engine/reiqa/tiles.h"
#include "engine/reiqa/trunk_parameters.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"
#include "tests/support/generated_weights.h"

using namespace touchstone;
using reiqa::Expert;

namespace {

const std::string hash_a(64, 'a'), hash_b(64, 'b');

nn::ModelFile regressor_file(bool standardised = true) {
    return to_model_file(test::generated_regressor(6, hash_a, hash_b, standardised));
}

/// The refusal's message, or why there was none.
template <class T>
std::string refusal(const Result<T>& result) {
    if (result)
        return "accepted";
    return result.error().code == ErrorCode::BadModel ? result.error().message() : "another error";
}

bool says(const std::string& message, std::initializer_list<const char*> words) {
    for (const char* word : words)
        if (message.find(word) == std::string::npos) {
            qWarning("\"%s\" is not in: %s", word, message.c_str());
            return false;
        }
    return true;
}

reiqa::Encoder load(const nn::ModelFile& file, Expert role) {
    auto encoder = reiqa::Encoder::load(file, role, Device{}, Precision::Reference);
    if (!encoder)
        qFatal("%s", encoder.error().message().c_str());
    return std::move(*encoder);
}

double length(const std::vector<float>& values) {
    double squares = 0;
    for (const float v : values)
        squares += double(v) * v;
    return std::sqrt(squares);
}

// The layouts of other programs, made from one set of tensors.

nn::Tensor counter() {
    return {{}, {}, {7}};
}

nn::Checkpoint torchvision_checkpoint(const reiqa::TrunkConfig& config) {
    nn::Checkpoint checkpoint;
    checkpoint.tensors = test::generated_encoder(Expert::Quality, config).weights.tensors;
    checkpoint.tensors["bn1.num_batches_tracked"] = counter();
    checkpoint.tensors["layer2.0.bn3.num_batches_tracked"] = counter();
    return checkpoint;
}

nn::Checkpoint prefixed(const nn::Checkpoint& plain, const std::string& prefix) {
    nn::Checkpoint checkpoint;
    for (const auto& [name, tensor] : plain.tensors)
        checkpoint.tensors[prefix + name] = tensor;
    return checkpoint;
}

nn::Tensor numbers(std::int64_t count) {
    return {{count}, std::vector<float>(static_cast<std::size_t>(count), 0.5f), {}};
}

nn::Checkpoint contrique_checkpoint(const reiqa::TrunkConfig& config) {
    static const std::pair<std::string, std::string> words[] = {
        {"conv1.", "0."}, {"bn1.", "1."}, {"layer1.", "4."}, {"layer2.", "5."}, {"layer3.", "6."}, {"layer4.", "7."}};
    nn::Checkpoint checkpoint;
    for (const auto& [name, tensor] : torchvision_checkpoint(config).tensors)
        for (const auto& [word, number] : words)
            if (name.starts_with(word))
                checkpoint.tensors["encoder." + number + name.substr(word.size())] = tensor;
    checkpoint.tensors["projector.0.weight"] = numbers(4);
    return checkpoint;
}

nn::Checkpoint layout(const std::string& name, const reiqa::TrunkConfig& config) {
    const nn::Checkpoint plain = torchvision_checkpoint(config);
    if (name == "contrique")
        return contrique_checkpoint(config);
    if (name == "reiqa") {
        nn::Checkpoint checkpoint = prefixed(plain, "module.encoder.");
        checkpoint.tensors["module.head.0.weight"] = numbers(4);
        checkpoint.tensors["module.head.2.bias"] = numbers(2);
        return checkpoint;
    }
    if (name == "moco") {
        nn::Checkpoint checkpoint = prefixed(plain, "module.encoder_q.");
        checkpoint.tensors["module.encoder_q.fc.0.weight"] = numbers(4);
        checkpoint.tensors["module.encoder_k.conv1.weight"] = numbers(4);
        checkpoint.tensors["module.queue"] = numbers(4);
        return checkpoint;
    }
    nn::Checkpoint checkpoint = plain;
    checkpoint.tensors["fc.weight"] = numbers(4);
    checkpoint.tensors["fc.bias"] = numbers(4);
    return checkpoint;
}

} // namespace

class TestReiqaModel : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private Q_SLOTS:
    void a_regressor_comes_back_data() {
        QTest::addColumn<bool>("standardised");
        QTest::newRow("standardised") << true;
        QTest::newRow("plain") << false;
    }
    void a_regressor_comes_back();
    void scores_of_a_regressor_add_up();
    void bad_regressors_are_refused();
    void other_encoders_are_refused();
    void the_wrong_role_is_refused();
    void misfitting_encoders_are_refused();
    void lengths_are_divided_out_when_the_card_says_so();
    void the_smallest_photos();
    void a_stop_request_ends_a_run();
    void every_layout_gives_one_encoder_data();
    void every_layout_gives_one_encoder();
    void shapes_are_found_from_the_tensors();
    void misfitting_checkpoints_are_refused();
    void tiles_stay_within_the_budget();
    void joined_maps_keep_their_sum();
};

void TestReiqaModel::a_regressor_comes_back() {
    QFETCH(bool, standardised);
    const std::string path = folder_.path().toStdString() + "/regressor.safetensors";
    const reiqa::Regressor before = test::generated_regressor(6, hash_a, hash_b, standardised);
    QVERIFY(nn::write_model_file(path, to_model_file(before), nn::StoredType::Float32));
    const auto file = nn::read_model_file(path);
    QVERIFY(file);
    const auto after = reiqa::regressor_from(*file);
    QVERIFY2(after, after ? "" : after.error().message().c_str());
    QCOMPARE(after->block_length(), 6);
    QCOMPARE(after->card.config.at("block_order").dump(),
             std::string(R"(["content_full","content_half","quality_full","quality_half"])"));
    // Two float32 hold 48 bits.
    const auto close = [](const std::vector<double>& a, const std::vector<double>& b) {
        if (a.size() != b.size())
            return false;
        for (std::size_t i = 0; i < a.size(); ++i)
            if (std::abs(a[i] - b[i]) > std::ldexp(std::abs(a[i]), -47))
                return false;
        return true;
    };
    for (const auto& [a, b] : {std::pair(&before.both, &after->both), std::pair(&before.content, &after->content),
                               std::pair(&before.quality, &after->quality)}) {
        QVERIFY(close(a->weights, b->weights) && close(a->mean, b->mean) && close(a->deviation, b->deviation));
        QVERIFY(close({a->intercept}, {b->intercept}));
        QCOMPARE(b->deviation.empty(), !standardised);
    }
    // Written once more, it is the same file.
    QVERIFY(nn::write_model_file(path, to_model_file(*after), nn::StoredType::Float32));
    QCOMPARE(nn::read_model_card(path, true)->sha256, file->card.sha256);
}

void TestReiqaModel::scores_of_a_regressor_add_up() {
    for (const bool standardised : {true, false}) {
        const reiqa::LinearModel model = test::generated_regressor(50, hash_a, hash_b, standardised).both;
        const std::vector<float> features = test::generator("features", 200);
        const std::vector<double> raw = model.raw_weights();
        double by_raw = model.raw_intercept(), by_parts = model.score_of_mean();
        for (std::size_t i = 0; i < raw.size(); ++i) {
            by_raw += raw[i] * features[i];
            by_parts += raw[i] * (features[i] - model.mean[i]);
        }
        // Three orders of the same double sum.
        QVERIFY(std::abs(model.score(features) - by_raw) < 1e-11);
        QVERIFY(std::abs(model.score(features) - by_parts) < 1e-11);
        const std::vector<float> mean(model.mean.begin(), model.mean.end());
        QVERIFY(std::abs(model.score(mean) - model.score_of_mean()) < 1e-5); // the mean was rounded to float32
    }
}

void TestReiqaModel::bad_regressors_are_refused() {
    const auto changed = [](const std::function<void(nn::ModelFile&)>& change) {
        nn::ModelFile file = regressor_file();
        file.card.file = "bad.safetensors";
        change(file);
        return refusal(reiqa::regressor_from(file));
    };
    const auto tensor = [](nn::ModelFile& file, const char* name) -> nn::Tensor& {
        return file.weights.tensors.at(name);
    };
    QVERIFY(says(changed([](nn::ModelFile& f) { f.weights.tensors.erase("both.weights"); }),
                 {"bad.safetensors", "both.weights", "missing"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.weights.tensors.erase("quality.mean.low"); }),
                 {"quality.mean.low", "missing"}));
    QVERIFY(says(changed([&](nn::ModelFile& f) { tensor(f, "content.mean") = numbers(11); }), {"content.mean", "12"}));
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()})
        for (const char* name : {"both.weights", "both.weights.low", "content.intercept", "quality.deviation"})
            QVERIFY(says(changed([&](nn::ModelFile& f) { tensor(f, name).values.back() = bad; }), {"finite"}));
    QVERIFY(says(changed([&](nn::ModelFile& f) {
                     tensor(f, "both.deviation").values[3] = 0;
                     tensor(f, "both.deviation.low").values[3] = 0;
                 }),
                 {"both.deviation", "above 0"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.weights.tensors["surplus"] = numbers(1); }), {"surplus"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.card.config.erase("quality_encoder"); }), {"quality_encoder"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.card.config["content_encoder"] = "abc"; }), {"content_encoder"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.card.config["block_length"] = -6; }), {"block_length"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.card.config["block_length"] = 1e300; }), {"block_length"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.card.config["block_order"][0] = "quality_full"; }), {"order"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.card.architecture = "musiq"; }), {"musiq", "regressor"}));
}

void TestReiqaModel::other_encoders_are_refused() {
    const reiqa::Regressor regressor = test::generated_regressor(6, hash_a, hash_b);
    ModelCard content, quality;
    content.sha256 = hash_a;
    quality.sha256 = hash_b;
    QVERIFY(check_encoders(regressor, content, quality));
    const std::string other(64, 'c');
    quality.sha256 = other;
    QVERIFY(says(refusal(check_encoders(regressor, content, quality)), {"quality", hash_b.c_str(), other.c_str()}));
    content.sha256.clear();
    QVERIFY(says(refusal(check_encoders(regressor, content, quality)), {"content", hash_a.c_str()}));
}

void TestReiqaModel::the_wrong_role_is_refused() {
    const auto content = test::generated_encoder(Expert::Content, test::tiny_trunk());
    const auto as_quality = reiqa::Encoder::load(content, Expert::Quality, Device{}, Precision::Reference);
    QVERIFY(says(refusal(as_quality), {"reiqa-content", "reiqa-quality"}));
    const auto quality = test::generated_encoder(Expert::Quality, test::tiny_trunk());
    const auto as_content = reiqa::Encoder::load(quality, Expert::Content, Device{}, Precision::Reference);
    QVERIFY(says(refusal(as_content), {"reiqa-content", "reiqa-quality"}));
    // A card that calls an expert of the one kind the other, but still names its pixels.
    auto renamed = quality;
    renamed.card.preprocessing = "imagenet";
    const auto lie = reiqa::Encoder::load(renamed, Expert::Quality, Device{}, Precision::Reference);
    QVERIFY(says(refusal(lie), {"imagenet", "plain"}));
    renamed.card.preprocessing = "plain";
    QVERIFY(reiqa::Encoder::load(renamed, Expert::Quality, Device{}, Precision::Reference).has_value());
}

void TestReiqaModel::misfitting_encoders_are_refused() {
    const auto changed = [](const std::function<void(nn::ModelFile&)>& change) {
        nn::ModelFile file = test::generated_encoder(Expert::Quality, test::tiny_trunk());
        file.card.file = "bad.safetensors";
        change(file);
        return refusal(reiqa::Encoder::load(file, Expert::Quality, Device{}, Precision::Reference));
    };
    const std::string name = "layer3.0.bn2.running_var";
    QVERIFY(says(changed([&](nn::ModelFile& f) { f.weights.tensors.erase(name); }),
                 {"bad.safetensors", "layer3.0.bn2.running_var", "missing"}));
    QVERIFY(says(changed([&](nn::ModelFile& f) { f.weights.tensors.at(name) = numbers(3); }),
                 {"layer3.0.bn2.running_var", "[3]", "[32]"}));
    QVERIFY(says(changed([&](nn::ModelFile& f) { f.weights.tensors.at(name).values[0] = std::nanf(""); }),
                 {"layer3.0.bn2.running_var", "finite"}));
    QVERIFY(says(changed([&](nn::ModelFile& f) { f.weights.tensors.at(name).values[0] = -0.5f; }),
                 {"layer3.0.bn2.running_var", "negative"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.weights.tensors["fc.weight"] = numbers(3); }), {"fc.weight"}));
    QVERIFY(says(changed([](nn::ModelFile& f) {
                     f.card.config["blocks"] = {1, 1, 2, 1};
                 }),
                 {"layer3.1.conv1.weight", "missing"}));
    for (const nlohmann::json& bad : {nlohmann::json(0), nlohmann::json(-8), nlohmann::json(1 << 30),
                                      nlohmann::json("8"), nlohmann::json(8.5), nlohmann::json(nullptr)})
        QVERIFY(says(changed([&](nn::ModelFile& f) { f.card.config["stem_width"] = bad; }), {"stem_width"}));
    for (const char* bad : {"[1,1,1]", "[1,1,1,0]", "7", "[1,1,1,\"1\"]", "[1,1,1,1000000]"})
        QVERIFY(
            says(changed([&](nn::ModelFile& f) { f.card.config["blocks"] = nlohmann::json::parse(bad); }), {"blocks"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.card.config["features"] = 2048; }), {"2048", "256"}));
    QVERIFY(says(changed([](nn::ModelFile& f) { f.card.config["l2_normalised"] = "yes"; }), {"l2_normalised"}));
}

void TestReiqaModel::lengths_are_divided_out_when_the_card_says_so() {
    nn::ModelFile file = test::generated_encoder(Expert::Quality, test::tiny_trunk());
    const RgbImage photo = test::smooth_scene(150, 100), half = reiqa::half_scale(photo);
    const auto plain = load(file, Expert::Quality).run(photo, half, {});
    file.card.config["l2_normalised"] = true;
    const reiqa::Encoder encoder = load(file, Expert::Quality);
    QVERIFY(encoder.l2_normalised());
    const auto divided = encoder.run(photo, half, {});
    QVERIFY(plain && divided);
    for (const auto& [with, without] :
         {std::pair(&divided->full, &plain->full), std::pair(&divided->half, &plain->half)}) {
        const double size = length(*without);
        QVERIFY(std::abs(size - 1) > 0.1);
        QVERIFY(std::abs(length(*with) - 1) < 1e-6); // float32
        for (std::size_t i = 0; i < with->size(); ++i)
            QVERIFY(std::abs((*with)[i] - (*without)[i] / size) < 1e-6);
    }
}

void TestReiqaModel::the_smallest_photos() {
    const reiqa::Encoder encoder = load(test::generated_encoder(Expert::Content, test::tiny_trunk()), Expert::Content);
    reiqa::EncoderOptions options;
    options.maps = true;
    for (const Size size : {Size{1, 1}, Size{1, 70}, Size{65, 2}, Size{2, 2}}) {
        const RgbImage photo = test::smooth_scene(size.width, size.height), half = reiqa::half_scale(photo);
        QCOMPARE(half.size, (Size{std::max(1, size.width / 2), std::max(1, size.height / 2)}));
        const auto features = encoder.run(photo, half, options);
        QVERIFY(features);
        QCOMPARE(features->full.size(), std::size_t{256});
        QCOMPARE(features->full_map.rows, (size.height + 31) / 32);
        QCOMPARE(features->full_map.cols, (size.width + 31) / 32);
        for (const float f : features->half)
            QVERIFY(std::isfinite(f) && f >= 0);
    }
    QCOMPARE(encoder.run(RgbImage{}, RgbImage{}, {}).error().code, ErrorCode::BadInput);
}

void TestReiqaModel::a_stop_request_ends_a_run() {
    const reiqa::Encoder encoder = load(test::generated_encoder(Expert::Content, test::tiny_trunk()), Expert::Content);
    const RgbImage photo = test::smooth_scene(100, 100);
    std::stop_source stop;
    reiqa::EncoderOptions options;
    options.stop = stop.get_token();
    QVERIFY(encoder.run(photo, reiqa::half_scale(photo), options));
    stop.request_stop();
    QCOMPARE(encoder.run(photo, reiqa::half_scale(photo), options).error().code, ErrorCode::Cancelled);
}

void TestReiqaModel::every_layout_gives_one_encoder_data() {
    QTest::addColumn<QString>("name");
    for (const char* name : {"reiqa", "moco", "torchvision", "contrique"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void TestReiqaModel::every_layout_gives_one_encoder() {
    QFETCH(QString, name);
    const nn::Checkpoint checkpoint = layout(name.toStdString(), test::tiny_trunk());
    const auto model = reiqa::import_encoder(checkpoint, "/some where/.My Expert.pth", Expert::Quality);
    QVERIFY2(model, model ? "" : model.error().message().c_str());
    const nn::ModelFile expected = test::generated_encoder(Expert::Quality, test::tiny_trunk());
    QCOMPARE(model->weights.tensors.size(), expected.weights.tensors.size());
    for (const auto& [key, tensor] : expected.weights.tensors) {
        const nn::Tensor& imported = model->weights.tensors.at(key);
        QVERIFY2(imported.shape == tensor.shape && imported.values == tensor.values, key.c_str());
    }
    const ModelCard& card = model->card;
    QCOMPARE(card.id, std::string("my-expert"));
    QCOMPARE(card.architecture, std::string("reiqa-quality"));
    QCOMPARE(card.config.at("features").get<int>(), 256);
    QCOMPARE(card.config.at("l2_normalised").get<bool>(), name == QLatin1String("contrique"));
    QVERIFY(!card.native_limit && !card.shipped && !card.range);
    QVERIFY(!card.licence.empty());
    QVERIFY(ModelCard::from_json(card.to_json(), "x"));
    // What was imported runs.
    QCOMPARE(load(*model, Expert::Quality).config().features(), 256);
    const auto content = reiqa::import_encoder(checkpoint, "x.pth", Expert::Content);
    if (name == QLatin1String("contrique"))
        QVERIFY(says(refusal(content), {"CONTRIQUE", "reiqa-quality"}));
    else
        QCOMPARE(content->card.architecture, std::string("reiqa-content"));
}

void TestReiqaModel::shapes_are_found_from_the_tensors() {
    for (const auto& [width, blocks, expansion] :
         {std::tuple(4, std::array{2, 1, 3, 1}, 2), std::tuple(6, std::array{1, 1, 1, 2}, 1)}) {
        reiqa::TrunkConfig config;
        config.stem_width = width;
        config.blocks = blocks;
        config.expansion = expansion;
        const auto model = reiqa::import_encoder(layout("reiqa", config), "x.pth", Expert::Content);
        QVERIFY2(model, model ? "" : model.error().message().c_str());
        QCOMPARE(model->card.config.at("stem_width").get<int>(), width);
        QCOMPARE((model->card.config.at("blocks").get<std::array<int, 4>>()), blocks);
        QCOMPARE(model->card.config.at("expansion").get<int>(), expansion);
        const RgbImage photo = test::smooth_scene(70, 40);
        const auto features = load(*model, Expert::Content).run(photo, reiqa::half_scale(photo), {});
        QVERIFY(features);
        QCOMPARE(features->full.size(), static_cast<std::size_t>(width * 8 * expansion));
    }
}

void TestReiqaModel::misfitting_checkpoints_are_refused() {
    const auto changed = [](const std::function<void(std::map<std::string, nn::Tensor>&)>& change) {
        nn::Checkpoint checkpoint = layout("reiqa", test::tiny_trunk());
        change(checkpoint.tensors);
        return refusal(reiqa::import_encoder(checkpoint, "dir/net.pth", Expert::Quality));
    };
    const std::string at = "module.encoder.";
    QVERIFY(says(changed([&](auto& t) { t.erase(at + "layer2.0.bn1.bias"); }),
                 {"dir/net.pth", "module.encoder.layer2.0.bn1.bias", "missing"}));
    QVERIFY(says(changed([&](auto& t) { t.erase(at + "layer4.0.conv1.weight"); }), {"layer4.0.conv1", "missing"}));
    QVERIFY(says(changed([&](auto& t) { t[at + "layer5.0.conv1.weight"] = numbers(1); }),
                 {"layer5.0.conv1", "superfluous"}));
    QVERIFY(says(changed([&](auto& t) { t[at + "layer3.0.bn3.weight"] = numbers(5); }), {"layer3.0.bn3", "[5]"}));
    QVERIFY(says(changed([&](auto& t) { t[at + "conv1.weight"] = numbers(8); }), {"conv1.weight", "[8]"}));
    QVERIFY(says(changed([&](auto& t) { t[at + "bn1.bias"].values[0] = std::nanf(""); }), {"bn1.bias", "finite"}));
    QVERIFY(says(changed([&](auto& t) {
                     t[at + "bn1.bias"] = {{8}, {}, std::vector<std::int64_t>(8, 1)};
                 }),
                 {"bn1.bias", "integers"}));
    // ResNet-18 has two 3×3 convolutions a block; a wide ResNet's inner channels are not the stem's.
    QVERIFY(says(changed([&](auto& t) {
                     std::erase_if(t, [](const auto& entry) { return entry.first.find("conv3") != std::string::npos; });
                 }),
                 {"basic blocks"}));
    QVERIFY(says(changed([&](auto& t) {
                     t[at + "layer1.0.conv1.weight"] = {{16, 8, 1, 1}, std::vector<float>(128), {}};
                 }),
                 {"8 channels", "16"}));
    QVERIFY(says(changed([](auto& t) { t.clear(); }), {"no encoder"}));
    QVERIFY(says(changed([](auto& t) {
                     t.clear();
                     t["transformer_encoder.cls"] = numbers(3);
                 }),
                 {"no encoder"}));
}

void TestReiqaModel::tiles_stay_within_the_budget() {
    const reiqa::TrunkConfig config; // ResNet-50
    const std::uint64_t budget = reiqa::EncoderOptions{}.memory_budget;
    for (const Size photo : {Size{6000, 4000}, Size{12000, 8334}, Size{40000, 2500}, Size{700, 60000}}) {
        const std::vector<reiqa::Tile> tiles = reiqa::plan_tiles(config, photo, budget);
        const int rows = reiqa::cells_of(photo.height), cols = reiqa::cells_of(photo.width);
        std::vector<int> covered(static_cast<std::size_t>(rows) * cols, 0);
        for (const reiqa::Tile& tile : tiles) {
            QVERIFY(reiqa::buffer_bytes(config, 1, {tile.width, tile.height}) <= budget);
            QVERIFY(tile.x % 32 == 0 && tile.y % 32 == 0 && tile.x >= 0 && tile.y >= 0);
            QVERIFY(tile.x + tile.width <= photo.width && tile.y + tile.height <= photo.height);
            // The photo's border, or 224 px beyond the tile's own cells.
            QVERIFY(tile.x == 0 || tile.x == 32 * tile.col - 224);
            QVERIFY(tile.y == 0 || tile.y == 32 * tile.row - 224);
            QVERIFY(tile.x + tile.width == photo.width || tile.x + tile.width >= 32 * (tile.col + tile.cols) + 224);
            QVERIFY(tile.y + tile.height == photo.height || tile.y + tile.height >= 32 * (tile.row + tile.rows) + 224);
            for (int row = tile.row; row < tile.row + tile.rows; ++row)
                for (int col = tile.col; col < tile.col + tile.cols; ++col)
                    ++covered[static_cast<std::size_t>(row) * cols + col];
        }
        QVERIFY(std::all_of(covered.begin(), covered.end(), [](int times) { return times == 1; }));
    }
}

void TestReiqaModel::joined_maps_keep_their_sum() {
    // One half cell holds everything: it spreads over the full cells within 32 px of its centre, by area.
    reiqa::Breakdown breakdown;
    for (std::size_t block = 0; block < 4; ++block) {
        reiqa::BlockPart& part = breakdown.blocks[block];
        const bool full = block % 2 == 0;
        part.rows = full ? 5 : 3;
        part.cols = full ? 4 : 2;
        part.cells.assign(static_cast<std::size_t>(part.rows) * part.cols, 0.0);
    }
    breakdown.blocks[1].cells[3] = 8; // row 1, column 1: centred on full cell (2, 2)
    const auto map = breakdown.expert_map(Expert::Content);
    QCOMPARE(map.rows, 5);
    QCOMPARE(map.cols, 4);
    const double expected[5][4] = {{0, 0, 0, 0}, {0, .5, 1, .5}, {0, 1, 2, 1}, {0, .5, 1, .5}, {0, 0, 0, 0}};
    for (int row = 0; row < 5; ++row)
        for (int col = 0; col < 4; ++col)
            QVERIFY(std::abs(map.cells[static_cast<std::size_t>(row) * 4 + col] - expected[row][col]) < 1e-12);
    // In the corner there is less to spread over, and nothing is lost.
    breakdown.blocks[1].cells.assign(6, 1.0);
    const auto even = breakdown.expert_map(Expert::Content);
    double sum = 0;
    for (const double cell : even.cells)
        sum += cell;
    QVERIFY(std::abs(sum - 6) < 1e-12);
    for (const double cell : breakdown.expert_map(Expert::Quality).cells)
        QCOMPARE(cell, 0.0);
}

QTEST_GUILESS_MAIN(TestReiqaModel)
#include "test_reiqa_model.moc"
