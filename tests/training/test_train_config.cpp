// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What a configuration and a label list may say, and what is said about mistakes.
#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>

#include "engine/training/labels.h"
#include "engine/training/train_config.h"

using namespace touchstone;
using namespace touchstone::training;
using Json = nlohmann::json;

namespace {

Json good() {
    return Json::parse(R"({
        "id": "tiny", "output": "tiny.safetensors",
        "network": {"patch": 8, "grid": 4, "long_sides": [16], "stem_width": 4, "norm_groups": 2, "hidden": 8,
                    "heads": 2, "mlp": 16, "layers": 1, "outputs": 1},
        "data": {"labels": "labels.csv"},
        "stages": [{"name": "only", "epochs": 2}]})");
}

QString complaint(const Json& json) {
    const auto config = TrainConfig::from_json(json, "/somewhere/config.json");
    return config ? QString() : QString::fromStdString(config.error().message());
}

} // namespace

class TestTrainConfig : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aGoodOneIsRead() {
        Json json = good();
        json["data"]["root"] = "photos";
        json["stages"][0]["optimizer"] = "sgd";
        const auto config = TrainConfig::from_json(json, "/somewhere/config.json");
        QVERIFY2(config.has_value(), qPrintable(complaint(json)));
        QCOMPARE(config->data.root, std::string("/somewhere/photos"));
        QCOMPARE(config->output, std::string("/somewhere/tiny.safetensors"));
        QCOMPARE(config->work_folder, std::string("/somewhere/tiny.safetensors.work"));
        QVERIFY(config->stages[0].optimizer == Optimizer::Sgd);
        QCOMPARE(config->network.stem_width, 4);
    }

    void everyRecipeIsAConfiguration() {
        int recipes = 0;
        for (const auto& [folder, ending] : {std::pair{"/models", ".recipe.json"}, std::pair{"/docs/recipes", ".json"}})
            for (const auto& entry : std::filesystem::directory_iterator(std::string(TOUCHSTONE_SOURCE_DIR) + folder)) {
                if (!entry.path().string().ends_with(ending))
                    continue;
                const auto config = TrainConfig::read(entry.path().string());
                QVERIFY2(config.has_value(), config ? "" : config.error().message().c_str());
                ++recipes;
            }
        QVERIFY(recipes >= 4);
    }

    void mistakesAreNamed_data() {
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QString>("expected");
        QTest::newRow("unknown key") << "/stages/0/epoch"
                                     << "3"
                                     << "\"stages[0].epoch\" is no key";
        QTest::newRow("unknown top key") << "/sead"
                                         << "3"
                                         << "\"sead\" is no key";
        QTest::newRow("no list") << "/data/labels"
                                 << "\"\""
                                 << "\"data.labels\" is missing";
        QTest::newRow("rater") << "/teacher"
                               << "{\"aesthetic\": \"a.pt\", \"rates\": true}"
                               << "\"teacher.rates\" needs";
        QTest::newRow("blend") << "/blend"
                               << "{\"candidates\": [0, 1.5]}"
                               << "\"blend.candidates\" must be numbers between 0 and 1";
        QTest::newRow("type") << "/stages/0/epochs"
                              << "\"many\""
                              << "\"stages[0].epochs\" must be a whole number";
        QTest::newRow("range") << "/stages/0/token_keep"
                               << "1.5"
                               << "\"stages[0].token_keep\" must lie between";
        QTest::newRow("choice") << "/stages/0/optimizer"
                                << "\"adam\""
                                << "must be \"adamw\" or \"sgd\"";
        QTest::newRow("no labels") << "/data"
                                   << "{}"
                                   << "\"data.labels\" is missing";
        QTest::newRow("no stages") << "/stages"
                                   << "[]"
                                   << "\"stages\" must be a list of at least one";
        QTest::newRow("network") << "/network/heads"
                                 << "3"
                                 << "\"network\"";
        QTest::newRow("damage") << "/data/unlabelled"
                                << R"([{"folder": "x", "damage": "native"}])"
                                << "\"data.unlabelled[0].damage\" must be \"after-reduction\" or \"own-size\"";
        QTest::newRow("own size of what") << "/data/unlabelled"
                                          << R"([{"folder": "x", "damage": "own-size"}])"
                                          << "needs a \"native_limit\"";
        QTest::newRow("ratio below 1") << "/data/unlabelled"
                                       << R"([{"folder": "x", "damage": "own-size", "ratio": [0.5, 2]}])"
                                       << "\"data.unlabelled[0].ratio\" must be two numbers between 1.0 and 16.0";
        QTest::newRow("ratio for nothing") << "/data/unlabelled"
                                           << R"([{"folder": "x", "ratio": [1, 2]}])"
                                           << "\"data.unlabelled[0].ratio\" needs \"damage\": \"own-size\"";
        QTest::newRow("id") << "/id"
                            << "\"My Model\""
                            << "\"id\" may hold only";
        QTest::newRow("emd") << "/score_loss"
                             << "\"emd\""
                             << "needs \"network.outputs\" above 1";
        QTest::newRow("rank alone") << "/stages/0/loss"
                                    << R"({"rank": 1})"
                                    << "\"made_share\" is 0";
        QTest::newRow("no teacher") << "/stages/0/loss"
                                    << R"({"features": 1})"
                                    << "\"teacher.features\" is not set";
        QTest::newRow("warm-up") << "/stages/0/warmup_epochs"
                                 << "3"
                                 << "must not exceed";
        QTest::newRow("backwards range") << "/range"
                                         << "[5, 1]"
                                         << "the lower first";
    }

    void mistakesAreNamed() {
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        QFETCH(QString, expected);
        Json json = good();
        json[Json::json_pointer(pointer.toStdString())] = Json::parse(value.toStdString());
        const QString text = complaint(json);
        QVERIFY2(text.contains(expected), qPrintable(text));
        QVERIFY2(text.startsWith(QStringLiteral("/somewhere/config.json: ")), qPrintable(text));
    }

    void brokenJsonIsABadInput() {
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("c.json")).toStdString();
        std::ofstream(file) << "{\"id\": ";
        const auto config = TrainConfig::read(file);
        QVERIFY(!config);
        QVERIFY(config.error().code == ErrorCode::BadInput);
    }

    void labelListsAreRead() {
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("l.csv")).toStdString();
        std::ofstream(file) << "\xEF\xBB\xBF"
                            << "mos,camera,file,std,p1,p2\r\n"
                            << "12.5,\"a \"\"b\"\", c\",\"one, two.jpg\",3,1,3\r\n\r\n7,x,three.jpg,0,1,0\r\n";
        const auto labels = read_labels(file);
        QVERIFY2(labels.has_value(), labels ? "" : labels.error().message().c_str());
        QCOMPARE(labels->size(), std::size_t{2});
        QCOMPARE((*labels)[0].file, std::string("one, two.jpg"));
        QCOMPARE((*labels)[0].mos, 12.5);
        QCOMPARE((*labels)[0].std, 3.0);
        QCOMPARE((*labels)[0].distribution, (std::vector<double>{0.25, 0.75}));
    }

    void badLabelListsNameTheRecord_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("no mos") << QByteArray("file,score\na.jpg,3\n") << "record 1";
        QTest::newRow("no number") << QByteArray("file,mos\na.jpg,3\nb.jpg,nan\n") << "record 3";
        QTest::newRow("too few fields") << QByteArray("file,mos\na.jpg\n") << "record 2";
        QTest::newRow("nothing") << QByteArray("file,mos\n") << "names no photo";
    }

    void badLabelListsNameTheRecord() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QTemporaryDir folder;
        const std::string file = folder.filePath(QStringLiteral("l.csv")).toStdString();
        std::ofstream(file) << text.toStdString();
        const auto labels = read_labels(file);
        QVERIFY(!labels);
        QVERIFY(labels.error().code == ErrorCode::BadInput);
        const QString message = QString::fromStdString(labels.error().message());
        QVERIFY2(message.contains(expected), qPrintable(message));
    }

    void theSplitFollowsTheDigestOfTheBaseName() {
        // SHA-1 of "abc" is a published test vector (FIPS 180).
        QCOMPARE(split_key("some/where/abc"), std::string("a9993e364706816aba3e25717850c26c9cd0d89d"));
        std::vector<Label> labels;
        for (int i = 0; i < 50; ++i)
            labels.push_back({"a/" + std::to_string(i) + ".jpg", 0, 0, {}});
        const std::vector<bool> part = validation_part(labels, 0.2);
        QCOMPARE(std::count(part.begin(), part.end(), true), std::ptrdiff_t{10});
        for (std::size_t i = 0; i < labels.size(); ++i)
            for (std::size_t j = 0; j < labels.size(); ++j)
                QVERIFY(!part[i] || part[j] || split_key(labels[j].file) < split_key(labels[i].file));
    }
};

QTEST_APPLESS_MAIN(TestTrainConfig)
#include "test_train_config.moc"
