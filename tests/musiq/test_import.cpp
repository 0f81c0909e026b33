// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Google's and the PyTorch layout of one network become the same model file; what does not fit names itself.
#include <fstream>
#include <limits>
#include <sstream>

#include <QtTest>

#include "engine/musiq/google_layout.h"
#include "engine/musiq/model.h"
#include "tests/support/generated_weights.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
using musiq::Config;

namespace {

Config small_config() {
    Config config;
    config.patch = 8;
    config.grid = 3;
    config.stem_width = 32;
    config.hidden = 128;
    config.heads = 2;
    config.mlp = 24;
    config.layers = 2;
    return config;
}

nn::Checkpoint pytorch_checkpoint(const Config& config) {
    nn::Checkpoint checkpoint;
    for (const auto& spec : musiq::parameter_list(config)) {
        nn::Tensor& tensor = checkpoint.tensors[spec.name];
        tensor.shape = spec.shape;
        tensor.values = test::musiq_parameter(spec.name, spec.shape);
    }
    return checkpoint;
}

/// The Flax layout written down a second time, the other way round and axis by axis: [..., out] from [out, ...].
nn::Tensor to_google_layout(const std::string& name, const nn::Tensor& tensor, const Config& config) {
    const auto& s = tensor.shape;
    nn::Tensor result = tensor;
    const std::int64_t dim = config.hidden / config.heads;
    if (s.size() == 4) {
        result.shape = {s[2], s[3], s[1], s[0]};
        for (std::int64_t o = 0; o < s[0]; ++o)
            for (std::int64_t i = 0; i < s[1]; ++i)
                for (std::int64_t y = 0; y < s[2]; ++y)
                    for (std::int64_t x = 0; x < s[3]; ++x)
                        result.values[((y * s[3] + x) * s[1] + i) * s[0] + o] =
                            tensor.values[((o * s[1] + i) * s[2] + y) * s[3] + x];
    } else if (name.ends_with("scale_emb")) {
        result.shape = {1, s[0], s[1]};
    } else if (s.size() == 2) {
        for (std::int64_t o = 0; o < s[0]; ++o)
            for (std::int64_t i = 0; i < s[1]; ++i)
                result.values[i * s[0] + o] = tensor.values[o * s[1] + i];
        if (name.find("attention.out") != std::string::npos)
            result.shape = {config.heads, dim, s[0]};
        else if (name.find("attention") != std::string::npos)
            result.shape = {s[1], config.heads, dim};
        else
            result.shape = {s[1], s[0]};
    } else if (name.find("gn") != std::string::npos) {
        result.shape = {1, 1, 1, s[0]};
    } else if (name.find("attention") != std::string::npos && name.find("out") == std::string::npos) {
        result.shape = {config.heads, dim};
    }
    return result;
}

nn::Checkpoint google_checkpoint(const Config& config, const std::string& prefix) {
    nn::Checkpoint checkpoint;
    for (const auto& [name, tensor] : pytorch_checkpoint(config).tensors)
        checkpoint.tensors[prefix + musiq::google_name(name)] = to_google_layout(name, tensor, config);
    return checkpoint;
}

struct Row {
    std::string npz_key, pyiqa_key;
    std::vector<std::int64_t> npz_shape, pyiqa_shape;
};

std::vector<std::int64_t> parse_shape(const std::string& text) {
    std::vector<std::int64_t> shape;
    std::istringstream stream(text.substr(1));
    for (std::string side; std::getline(stream, side, ',');)
        if (side.find_first_of("0123456789") != std::string::npos)
            shape.push_back(std::stoll(side));
    return shape;
}

std::vector<Row> published_parameters() {
    std::ifstream file(test::shared_path("golden/musiq_params.tsv"));
    std::vector<Row> rows;
    std::string line;
    std::getline(file, line); // titles
    while (std::getline(file, line)) {
        std::istringstream columns(line);
        std::string column[6];
        for (std::string& cell : column)
            std::getline(columns, cell, '\t');
        rows.push_back({column[0], column[3], parse_shape(column[1]), parse_shape(column[4])});
    }
    return rows;
}

std::string refusal(const nn::Checkpoint& checkpoint) {
    const auto model = musiq::import_checkpoint(checkpoint, "dir/net.npz", "google");
    if (model)
        return "accepted";
    return model.error().code == ErrorCode::BadModel ? model.error().message() : "another error";
}

} // namespace

class TestImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void published_names_and_shapes();
    void golden_layout_changes();
    void both_layouts_give_one_model_data();
    void both_layouts_give_one_model();
    void single_scale_and_ten_outputs();
    void cards();
    void misfits_name_themselves();
    void other_files_are_refused();
};

void TestImport::published_names_and_shapes() {
    TOUCHSTONE_NEEDS_SHARED("golden/musiq_params.tsv");
    const auto rows = published_parameters();
    QCOMPARE(rows.size(), std::size_t{248});
    const auto specs = musiq::parameter_list(Config{});
    QCOMPARE(specs.size(), rows.size());
    std::map<std::string, std::vector<std::int64_t>> shapes;
    for (const auto& spec : specs)
        shapes[spec.name] = spec.shape;
    nn::Checkpoint google;
    for (const Row& row : rows) {
        QCOMPARE("opt/target/" + musiq::google_name(row.pyiqa_key), row.npz_key);
        QVERIFY2(shapes.count(row.pyiqa_key) == 1, row.pyiqa_key.c_str());
        QCOMPARE(shapes[row.pyiqa_key], row.pyiqa_shape);
        nn::Tensor& tensor = google.tensors[row.npz_key];
        tensor.shape = row.npz_shape;
        tensor.values.assign(static_cast<std::size_t>(tensor.elements()), 0.5f);
    }
    // What lies beside the weights in the real files.
    google.tensors["opt/state/step"].integers = {1};
    google.tensors["opt/state/param_states/Transformer/cls/momentum"].values = {1};
    const auto model = musiq::import_checkpoint(google, "koniq_ckpt.npz", "google");
    QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
    QCOMPARE(model->card.config, Config{}.to_json());
    QCOMPARE(model->weights.tensors.size(), std::size_t{248});
}

void TestImport::golden_layout_changes() {
    TOUCHSTONE_NEEDS_SHARED("golden/checkpoints/expected.json");
    const auto files = test::shared_json("golden/checkpoints/expected.json")["files"];
    const auto google = nn::read_npz(test::shared_path("golden/checkpoints/google_stored.npz"));
    QVERIFY(google.has_value());
    const std::string block = "transformer_encoder.transformer.encoderblock_0.attention.";
    for (const std::string& name :
         {std::string("conv_root.weight"), std::string("embedding.weight"), block + "query.weight",
          block + "out.weight", std::string("head.weight"),
          std::string("transformer_encoder.scaleembed_input.scale_emb"), std::string("gn_root.weight")}) {
        const std::string key = musiq::google_name(name);
        const auto& expected = files[0]["after_layout_change"][key];
        QVERIFY2(!expected.is_null(), key.c_str());
        const nn::Tensor tensor = musiq::from_google_layout(name, google->tensors.at("opt/target/" + key));
        QCOMPARE(tensor.shape, expected["shape"].get<std::vector<std::int64_t>>());
        std::uint64_t hash = 0xcbf29ce484222325ULL;
        const auto* bytes = reinterpret_cast<const unsigned char*>(tensor.values.data());
        for (std::size_t i = 0; i < tensor.values.size() * sizeof(float); ++i)
            hash = (hash ^ bytes[i]) * 0x100000001b3ULL;
        QCOMPARE(hash, std::stoull(expected["fnv1a"].get<std::string>(), nullptr, 16));
    }
}

void TestImport::both_layouts_give_one_model_data() {
    QTest::addColumn<QString>("prefix");
    QTest::addColumn<bool>("google");
    QTest::newRow("opt/target") << QStringLiteral("opt/target/") << true;
    QTest::newRow("target") << QStringLiteral("target/") << true;
    QTest::newRow("bare tree") << QString() << true;
    QTest::newRow("state dict") << QString() << false;
    QTest::newRow("module.") << QStringLiteral("module.") << false;
}

void TestImport::both_layouts_give_one_model() {
    QFETCH(QString, prefix);
    QFETCH(bool, google);
    const Config config = small_config();
    const nn::Checkpoint expected = pytorch_checkpoint(config);
    nn::Checkpoint checkpoint;
    if (google)
        checkpoint = google_checkpoint(config, prefix.toStdString());
    else
        for (const auto& [name, tensor] : expected.tensors)
            checkpoint.tensors[prefix.toStdString() + name] = tensor;
    const auto model = musiq::import_checkpoint(checkpoint, "net.npz", "pyiqa");
    QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
    QCOMPARE(model->card.config, config.to_json());
    QCOMPARE(model->weights.tensors.size(), expected.tensors.size());
    for (const auto& [name, tensor] : expected.tensors) {
        const nn::Tensor& imported = model->weights.tensors.at(name);
        QVERIFY2(imported.shape == tensor.shape && imported.values == tensor.values, name.c_str());
    }
}

void TestImport::single_scale_and_ten_outputs() {
    Config config = small_config();
    config.long_sides.clear();
    config.outputs = 10;
    nn::Checkpoint checkpoint = pytorch_checkpoint(config);
    for (const char* leaf : {"weight", "bias"}) { // as the PyTorch file of the AVA network has it
        auto node = checkpoint.tensors.extract(std::string("head.") + leaf);
        node.key() = std::string("head.0.") + leaf;
        checkpoint.tensors.insert(std::move(node));
    }
    const auto model = musiq::import_checkpoint(checkpoint, "musiq_ava.pth", "pyiqa");
    QVERIFY2(model.has_value(), model ? "" : model.error().message().c_str());
    QCOMPARE(model->card.config, config.to_json());
    QVERIFY(model->card.range == std::pair(1.0, 10.0));
    QVERIFY(model->weights.tensors.count("head.weight") == 1);
}

void TestImport::cards() {
    const auto google = musiq::import_checkpoint(google_checkpoint(small_config(), "opt/target/"),
                                                 "/some where/.KonIQ ckpt.npz", "google");
    QVERIFY(google.has_value());
    QCOMPARE(google->card.id, std::string("koniq-ckpt"));
    QCOMPARE(google->card.architecture, std::string("musiq"));
    QCOMPARE(google->card.preprocessing, std::string("google"));
    QVERIFY(google->card.range == std::pair(0.0, 100.0));
    QVERIFY(!google->card.native_limit && !google->card.shipped);
    QVERIFY(google->card.licence.find("Apache-2.0") != std::string::npos);
    QVERIFY(google->card.trained_on.find("KonIQ-10k") != std::string::npos);
    const auto pyiqa = musiq::import_checkpoint(pytorch_checkpoint(small_config()), "x.pth", "pyiqa");
    QVERIFY(pyiqa.has_value());
    QVERIFY(pyiqa->card.licence.find("CC-BY-NC-SA-4.0") != std::string::npos);
    for (const auto* card : {&google->card, &pyiqa->card}) {
        QVERIFY(card->notes.back().find("11,887,270") != std::string::npos);
        QVERIFY(card->notes.back().find("12,217,382") != std::string::npos);
        QVERIFY(ModelCard::from_json(card->to_json(), "x").has_value());
    }
}

void TestImport::misfits_name_themselves() {
    const nn::Checkpoint good = google_checkpoint(small_config(), "opt/target/");
    const auto says = [](const nn::Checkpoint& checkpoint, const std::string& a, const std::string& b) {
        const std::string message = refusal(checkpoint);
        const bool both = message.find(a) != std::string::npos && message.find(b) != std::string::npos &&
                          message.starts_with("dir/net.npz: ");
        if (!both)
            qWarning("%s", message.c_str());
        return both;
    };
    nn::Checkpoint missing = good;
    missing.tensors.erase("opt/target/Transformer/encoderblock_1/LayerNorm_2/scale");
    QVERIFY(says(missing, "encoderblock_1/LayerNorm_2/scale", "missing"));
    missing.skipped.push_back("opt/target/Transformer/encoderblock_1/LayerNorm_2/scale: has the type |V2");
    QVERIFY(says(missing, "missing", "|V2"));
    nn::Checkpoint no_head = good;
    no_head.tensors.erase("opt/target/head/kernel");
    QVERIFY(says(no_head, "opt/target/head/kernel", "missing"));
    nn::Checkpoint hole = good;
    hole.tensors["opt/target/Transformer/encoderblock_5/LayerNorm_0/scale"] = {{128}, std::vector<float>(128), {}};
    QVERIFY(says(hole, "encoderblock_2/", "missing"));
    nn::Checkpoint extra = good;
    extra.tensors["opt/target/surplus"] = {{1}, {1.0f}, {}};
    QVERIFY(says(extra, "opt/target/surplus", "superfluous"));
    nn::Checkpoint misshaped = good;
    misshaped.tensors["opt/target/block1/unit1/conv2/kernel"].shape = {32, 32, 3, 3};
    QVERIFY(says(misshaped, "block1/unit1/conv2/kernel", "[32,32,3,3]"));
    nn::Checkpoint wrong_rank = good;
    wrong_rank.tensors["opt/target/conv_root/kernel"].shape = {7 * 7 * 3 * 32};
    QVERIFY(says(wrong_rank, "opt/target/conv_root/kernel", "1 axes"));
    nn::Checkpoint integers = good;
    integers.tensors["opt/target/head/bias"] = {{1}, {}, {1}};
    QVERIFY(says(integers, "opt/target/head/bias", "integers"));
    nn::Checkpoint infinite = good;
    infinite.tensors["opt/target/head/bias"].values = {std::numeric_limits<float>::infinity()};
    QVERIFY(says(infinite, "opt/target/head/bias", "finite"));
    nn::Checkpoint scales = good;
    scales.tensors["opt/target/Transformer/scaleembed_input/scale_embedding"] = {
        {1, 2, 128}, std::vector<float>(256), {}};
    QVERIFY(says(scales, "2 scales", "known sizes"));
    Config pretraining = small_config();
    pretraining.outputs = 1000;
    QVERIFY(says(google_checkpoint(pretraining, "opt/target/"), "ImageNet", "no quality score"));
    // Training may start from it, in Google's layout and in pyiqa's, which has a random head beside the trained one.
    nn::Checkpoint pyiqa = pytorch_checkpoint(small_config());
    for (const char* part : {"head.weight", "head.bias"})
        pyiqa.tensors[std::string("imagenet_") + part] = pytorch_checkpoint(pretraining).tensors.at(part);
    QVERIFY(says(pyiqa, "ImageNet", "no quality score"));
    for (const nn::Checkpoint& checkpoint : {google_checkpoint(pretraining, "opt/target/"), pyiqa}) {
        const auto start = musiq::import_checkpoint(checkpoint, "x", "google", musiq::ImportUse::Training);
        QVERIFY2(start.has_value(), start ? "" : start.error().message().c_str());
        QCOMPARE(start->card.config["outputs"].get<int>(), 1000);
        QVERIFY(start->weights.tensors.at("head.weight").values ==
                pytorch_checkpoint(pretraining).tensors.at("head.weight").values);
    }
}

void TestImport::other_files_are_refused() {
    nn::Checkpoint other;
    other.tensors["layer1.weight"] = {{1}, {1.0f}, {}};
    QVERIFY(refusal(other).find("no MUSIQ checkpoint") != std::string::npos);
    QVERIFY(refusal({}).find("no MUSIQ checkpoint") != std::string::npos);
    const auto word = musiq::import_checkpoint(other, "x", "torch");
    QVERIFY(!word);
    QCOMPARE(word.error().code, ErrorCode::BadInput);
}

QTEST_APPLESS_MAIN(TestImport)
#include "test_import.moc"
