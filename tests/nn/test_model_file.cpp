// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A model file carries its card; a card with a wrong value names the key.
#include <QTemporaryDir>
#include <QtTest>

#include "engine/base/files.h"
#include "engine/nn/model_file.h"

using namespace touchstone;
using nlohmann::json;

namespace {

ModelCard full_card() {
    ModelCard card;
    card.id = "musiq-small.2_test";
    card.title = "MUSIQ small (prüfung)";
    card.architecture = "musiq";
    card.preprocessing = "google";
    card.config = {{"layers", 2}, {"long_sides", {224, 384}}};
    card.range = {0.0, 100.0};
    card.higher_is_better = false;
    card.native_limit = 512;
    card.shipped = true;
    card.trained_on = "somebody's photos";
    card.licence = "CC0-1.0";
    card.source = "models/README.md";
    card.notes = {"one", "two"};
    card.metrics = {{"test", {{"srcc", 0.75}, {"n", 100}}}};
    card.human_scores = {1.5, 20.25, 99};
    return card;
}

} // namespace

class TestModelFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void card_round_trip();
    void unknown_keys_are_no_error();
    void wrong_types_name_the_key_data();
    void wrong_types_name_the_key();
    void file_round_trip();
    void another_card_leaves_the_tensors_alone();
    void card_alone_needs_no_tensor();
    void files_without_a_good_card();

private:
    QTemporaryDir folder_;
    std::string path(const char* name) const { return folder_.filePath(QString::fromLatin1(name)).toStdString(); }
};

void TestModelFile::card_round_trip() {
    const ModelCard card = full_card();
    const auto back = ModelCard::from_json(json::parse(card.to_json().dump()), "file");
    QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
    QCOMPARE(back->to_json(), card.to_json());
    QVERIFY(back->range == card.range && back->native_limit == card.native_limit && back->notes == card.notes);
    QCOMPARE(back->file, std::string("file"));
    ModelCard bare;
    bare.id = "x";
    bare.architecture = "musiq";
    const auto bare_back = ModelCard::from_json(bare.to_json(), "file");
    QVERIFY(bare_back.has_value());
    QVERIFY(!bare_back->range && !bare_back->native_limit && bare_back->higher_is_better && !bare_back->shipped);
    QVERIFY(!bare.to_json().contains("sha256") && !bare.to_json().contains("file"));
}

void TestModelFile::unknown_keys_are_no_error() {
    json object = full_card().to_json();
    object["from the future"] = {1, 2, 3};
    object.erase("notes");
    const auto card = ModelCard::from_json(object, "file");
    QVERIFY(card.has_value());
    QVERIFY(card->notes.empty());
}

void TestModelFile::wrong_types_name_the_key_data() {
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("value");
    const std::pair<const char*, const char*> wrong[] = {
        {"id", "1"},
        {"id", "\"Has Blanks\""},
        {"id", "\"\""},
        {"id", "\"../up\""},
        {"id", "null"},
        {"title", "[]"},
        {"architecture", "\"\""},
        {"architecture", "{}"},
        {"preprocessing", "true"},
        {"config", "[1]"},
        {"range", "[1]"},
        {"range", "[5, 1]"},
        {"range", "[\"a\", 1]"},
        {"higher_is_better", "1"},
        {"native_limit", "0"},
        {"native_limit", "-5"},
        {"native_limit", "1.5"},
        {"native_limit", "99999999999"},
        {"shipped", "\"yes\""},
        {"notes", "\"one\""},
        {"notes", "[1]"},
        {"metrics", "3"},
        {"human_scores", "[\"a\"]"},
    };
    for (const auto& [key, value] : wrong)
        QTest::newRow((std::string(key) + "=" + value).c_str())
            << QString::fromLatin1(key) << QString::fromLatin1(value);
}

void TestModelFile::wrong_types_name_the_key() {
    QFETCH(QString, key);
    QFETCH(QString, value);
    json object = full_card().to_json();
    object[key.toStdString()] = json::parse(value.toStdString());
    const auto card = ModelCard::from_json(object, "a file");
    QVERIFY(!card);
    QCOMPARE(card.error().code, ErrorCode::BadModel);
    const std::string message = card.error().message();
    QVERIFY2(message.starts_with("a file: '" + key.toStdString() + "'"), message.c_str());
}

void TestModelFile::file_round_trip() {
    nn::ModelFile model;
    model.card = full_card();
    model.weights.tensors["w"] = {{2}, {0.5f, -3.0f}, {}};
    model.weights.metadata["seed"] = "7";
    QVERIFY(nn::write_model_file(path("m"), model, nn::StoredType::Float16));
    const auto back = nn::read_model_file(path("m"));
    QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
    QCOMPARE(back->card.to_json(), model.card.to_json());
    QCOMPARE(back->card.sha256, sha256_of_file(path("m")).value_or("none"));
    QCOMPARE(back->card.file, path("m"));
    QCOMPARE(back->weights.tensors.at("w").values, model.weights.tensors["w"].values);
    QCOMPARE(back->weights.metadata, model.weights.metadata);
}

void TestModelFile::another_card_leaves_the_tensors_alone() {
    nn::ModelFile model;
    model.card = full_card();
    model.weights.tensors["w"] = {{3}, {0.5f, -3.0f, 1.0f}, {}};
    model.weights.tensors["n"] = {{1}, {}, {7}};
    model.weights.metadata["seed"] = "7";
    QVERIFY(nn::write_model_file(path("r"), model, nn::StoredType::Float16));
    const auto before = read_file(path("r"), 1 << 20);
    ModelCard card = model.card;
    card.metrics["later"] = {{"srcc", 0.25}};
    card.notes.push_back("a longer card than before");
    QVERIFY(nn::replace_model_card(path("r"), card).has_value());
    const auto after = read_file(path("r"), 1 << 20);
    // Three halves and an integer: the file's last 14 bytes.
    QVERIFY(std::equal(before->end() - 14, before->end(), after->end() - 14, after->end()));
    const auto back = nn::read_model_file(path("r"));
    QVERIFY2(back.has_value(), back ? "" : back.error().message().c_str());
    QCOMPARE(back->card.to_json(), card.to_json());
    QCOMPARE(back->weights.tensors.at("w").values, model.weights.tensors["w"].values);
    QCOMPARE(back->weights.tensors.at("n").integers, model.weights.tensors["n"].integers);
    QCOMPARE(back->weights.metadata, model.weights.metadata);
    QVERIFY(!nn::replace_model_card(path("nothing-here"), card));
}

void TestModelFile::card_alone_needs_no_tensor() {
    nn::ModelFile model;
    model.card = full_card();
    model.weights.tensors["w"] = {{1000}, std::vector<float>(1000, 1.0f), {}};
    QVERIFY(nn::write_model_file(path("c"), model, nn::StoredType::Float32));
    const auto quick = nn::read_model_card(path("c"), false);
    QVERIFY(quick.has_value() && quick->sha256.empty());
    QCOMPARE(quick->id, model.card.id);
    const auto hashed = nn::read_model_card(path("c"), true);
    QVERIFY(hashed.has_value());
    QCOMPARE(hashed->sha256, sha256_of_file(path("c")).value_or("none"));
    // Half a file is refused although the card is whole.
    QFile file(QString::fromStdString(path("c")));
    QVERIFY(file.resize(file.size() / 2));
    for (const auto& cut : {nn::read_model_card(path("c"), false), nn::read_model_card(path("c"), true)}) {
        QVERIFY(!cut);
        QCOMPARE(cut.error().code, ErrorCode::Truncated);
    }
    const auto whole = nn::read_model_file(path("c"));
    QVERIFY(!whole);
    QCOMPARE(whole.error().code, ErrorCode::Truncated);
}

void TestModelFile::files_without_a_good_card() {
    nn::Checkpoint checkpoint;
    checkpoint.tensors["w"] = {{1}, {1.0f}, {}};
    for (const char* card : {"", "not json", "[]", "{}"}) {
        checkpoint.metadata.clear();
        if (*card != '\0')
            checkpoint.metadata["touchstone.card"] = card;
        QVERIFY(nn::write_safetensors(path("n"), checkpoint, nn::StoredType::Float32));
        const auto model = nn::read_model_file(path("n"));
        QVERIFY2(!model, card);
        QCOMPARE(model.error().code, ErrorCode::BadModel);
        QVERIFY(model.error().message().starts_with(path("n")));
    }
    const auto absent = nn::read_model_card(path("absent"), false);
    QVERIFY(!absent);
    QCOMPARE(absent.error().code, ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(TestModelFile)
#include "test_model_file.moc"
