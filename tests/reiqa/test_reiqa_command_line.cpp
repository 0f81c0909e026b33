// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The command line's contract for Re-IQA models, checked on the built program: import, info, score, explain.
#include <QtTest>

#include <cmath>
#include <filesystem>
#include <fstream>

#include <QImage>
#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/imaging/encode.h"
#include "engine/imaging/false_colour.h"
#include "engine/nn/model_file.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
using nlohmann::json;
using reiqa::Expert;
namespace fs = std::filesystem;

namespace {

struct Outcome {
    int code = -1;
    std::string out, err;
};

} // namespace

class TestReiqaCommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::string path(const std::string& name) const { return folder_.path().toStdString() + "/" + name; }

    Outcome cli(const QStringList& words) const {
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TOUCHSTONE_MODELS"), folder_.filePath(QStringLiteral("shipped")));
        environment.insert(QStringLiteral("TOUCHSTONE_DATA_DIR"), folder_.filePath(QStringLiteral("data")));
        environment.insert(QStringLiteral("XDG_CACHE_HOME"), folder_.filePath(QStringLiteral("cache")));
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder_.path());
        process.start(QStringLiteral(TOUCHSTONE_CLI), words);
        if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit)
            return {};
        return {process.exitCode(), process.readAllStandardOutput().toStdString(),
                process.readAllStandardError().toStdString()};
    }

    static json first_score(const Outcome& outcome) { return json::parse(outcome.out).at("scores").at(0); }

private Q_SLOTS:
    void initTestCase() {
        fs::create_directories(path("shipped"));
        fs::create_directories(path("models"));
        test::write_generated_reiqa(path("models"), test::tiny_trunk());
        const Result<Bytes> png = imaging::encode_png(test::smooth_scene(300, 220));
        QVERIFY(png && write_file_atomically(path("photo.png"), *png));
        // A published checkpoint's names.
        nn::Checkpoint checkpoint;
        for (const auto& [name, tensor] : test::generated_encoder(Expert::Quality, test::tiny_trunk()).weights.tensors)
            checkpoint.tensors["module.encoder." + name] = tensor;
        checkpoint.tensors["module.head.0.bias"] = {{2}, {1, 2}, {}};
        QVERIFY(nn::write_safetensors(path("published.safetensors"), checkpoint, nn::StoredType::Float32));
    }

    void an_encoder_is_imported_for_one_role() {
        const Outcome unnamed = cli({"models", "import", "published.safetensors"});
        QCOMPARE(unnamed.code, 3);
        QVERIFY(unnamed.err.find("reiqa-quality") != std::string::npos);
        const Outcome imported = cli({"models", "import", "published.safetensors", "--architecture", "reiqa-quality",
                                      "--id", "mine", "--output", "mine.safetensors"});
        QCOMPARE(imported.code, 0);
        QCOMPARE(imported.out, std::string("mine\n"));
        const json info = json::parse(cli({"models", "info", "mine.safetensors", "--format", "json"}).out);
        QCOMPARE(info.at("architecture").get<std::string>(), std::string("reiqa-quality"));
        QCOMPARE(info.at("config").at("features").get<int>(), 256);
        QVERIFY(info.at("native_limit").is_null());
        QVERIFY(cli({"models", "info", "mine.safetensors"}).out.find("layer4.0.downsample.1.running_var") !=
                std::string::npos);
        // A model file says itself what it is.
        const Outcome other_role =
            cli({"models", "import", "mine.safetensors", "--architecture", "reiqa-content", "--output", "x"});
        QCOMPARE(other_role.code, 3);
        QVERIFY(other_role.err.find("reiqa-quality") != std::string::npos);
    }

    void scores_and_their_encoders() {
        const Outcome whole =
            cli({"score", "photo.png", "--model", "models/regressor.safetensors", "--format", "jsonl"});
        QCOMPARE(whole.code, 0);
        const json score = first_score(whole);
        QVERIFY(score.at("value").is_number() && !score.contains("code"));
        QCOMPARE(score.at("range"), json::array({0.0, 100.0}));
        QCOMPARE(score.at("native_limit"), json(2048));

        const Outcome encoder =
            cli({"score", "photo.png", "--model", "models/content.safetensors", "--format", "jsonl"});
        QCOMPARE(encoder.code, 0);
        QVERIFY(json::parse(encoder.out).at("error").is_null());
        QVERIFY(first_score(encoder).at("value").is_null());
        QCOMPARE(first_score(encoder).at("code").get<std::string>(), std::string("no-regressor"));
        const Outcome csv = cli({"score", "photo.png", "--model", "models/content.safetensors", "--format", "csv"});
        QVERIFY(csv.out.ends_with(",\r\n"));
        const Outcome table = cli({"score", "photo.png", "--model", "models/content.safetensors"});
        QCOMPARE(table.code, 0);
        QVERIFY(table.out.find("without a regressor") != std::string::npos);

        // Alone in its folder the regressor has nothing to work with, until its encoders are in the store.
        fs::create_directories(path("alone"));
        fs::copy_file(path("models/regressor.safetensors"), path("alone/regressor.safetensors"));
        const QStringList alone{"score", "photo.png", "--model", "alone/regressor.safetensors", "--format", "jsonl"};
        const Outcome missing = cli(alone);
        QCOMPARE(missing.code, 3);
        QVERIFY(missing.err.find(nn::read_model_card(path("models/content.safetensors"), true)->sha256) !=
                std::string::npos);
        for (const char* name : {"content", "quality"})
            QCOMPARE(cli({"models", "import", QStringLiteral("models/%1.safetensors").arg(QLatin1String(name))}).code,
                     0);
        const Outcome found = cli(alone);
        QCOMPARE(found.code, 0);
        QCOMPARE(first_score(found).at("value"), score.at("value"));
        QCOMPARE(cli({"models", "import", "models/regressor.safetensors"}).code, 0);
        const Outcome verified = cli({"models", "verify"});
        QCOMPARE(verified.code, 0);
        for (const char* id : {"generated-content", "generated-quality", "generated-regressor"})
            QVERIFY(verified.out.find(id) != std::string::npos);
    }

    void explain_sums() {
        const Outcome run = cli({"explain", "photo.png", "--model", "models/regressor.safetensors", "--output", "why"});
        QCOMPARE(run.code, 0);
        std::ifstream file(path("why/explain.json"));
        const json explained = json::parse(file);
        const Outcome scored =
            cli({"score", "photo.png", "--model", "models/regressor.safetensors", "--format", "jsonl"});
        QCOMPARE(explained.at("score"), first_score(scored).at("value"));
        QCOMPARE(explained.at("width").get<int>(), 300);
        QVERIFY(explained.at("content_only").is_number() && explained.at("quality_only").is_number());
        double score = explained.at("baseline");
        std::vector<std::string> names;
        for (const json& block : explained.at("blocks")) {
            names.push_back(block.at("name"));
            QCOMPARE(block.at("cells").size(), block.at("rows").get<std::size_t>());
            double sum = 0;
            for (const json& row : block.at("cells")) {
                QCOMPARE(row.size(), block.at("cols").get<std::size_t>());
                for (const json& cell : row)
                    sum += cell.get<double>();
            }
            QVERIFY(std::abs(sum - block.at("sum").get<double>()) < 1e-9); // printed so that doubles come back
            QVERIFY(!block.at("top_channels").empty());
            QCOMPARE(block.at("top_channel_cells").size(), block.at("top_channels").size());
            for (std::size_t i = 0; i < block.at("top_channels").size(); ++i) {
                const json& channel = block["top_channels"][i];
                QVERIFY(channel.at(0).is_number_integer() && channel.at(1).is_number());
                double fires = 0; // where it fires sums to what it adds
                for (const json& row : block["top_channel_cells"][i])
                    for (const json& cell : row)
                        fires += cell.get<double>();
                QVERIFY(std::abs(fires - channel.at(1).get<double>()) < 1e-9);
            }
            score += sum;
        }
        QCOMPARE(names, (std::vector<std::string>{"content_full", "content_half", "quality_full", "quality_half"}));
        QVERIFY(std::abs(score - explained.at("score").get<double>()) < 1e-9);
    }

    void explain_draws_both_experts_on_one_scale() {
        QCOMPARE(cli({"explain", "photo.png", "--model", "models/regressor.safetensors", "--output", "drawn",
                      "--format", "png"})
                     .code,
                 0);
        QVERIFY(!fs::exists(path("drawn/explain.json")));
        // The largest part of all cells of both experts, and nothing else, has a colour at the ramp's end.
        const auto ends = [&](const char* name) {
            const QImage image(folder_.filePath(QString::fromLatin1(name)));
            int count = 0;
            for (int y = 0; y < image.height(); ++y)
                for (int x = 0; x < image.width(); ++x) {
                    const QRgb pixel = image.pixel(x, y);
                    for (const double end : {0.0, 1.0}) {
                        const auto colour = imaging::ramp_colour(imaging::Ramp::Diverging, end);
                        count += qRed(pixel) == colour[0] && qGreen(pixel) == colour[1] && qBlue(pixel) == colour[2];
                    }
                    if (qAlpha(pixel) != 255)
                        return -1;
                }
            return count;
        };
        const int content = ends("drawn/content-map.png"), quality = ends("drawn/quality-map.png");
        QVERIFY(content >= 0 && quality >= 0); // the map covers the photo whole
        QVERIFY((content > 0) != (quality > 0));
        for (const char* name : {"content", "quality"})
            QCOMPARE(QImage(folder_.filePath(QStringLiteral("drawn/%1-overlay.png").arg(QLatin1String(name)))).size(),
                     QSize(300, 220));
    }

    void faults_are_learned_and_then_explained() {
        fs::create_directories(path("best"));
        for (const int side : {256, 280, 300}) {
            const Result<Bytes> png = imaging::encode_png(test::smooth_scene(side, 300));
            QVERIFY(png && write_file_atomically(path("best/" + std::to_string(side) + ".png"), *png));
        }
        const auto explained = [&](const char* folder) {
            const Outcome run = cli({"explain", "photo.png", "--model", "models/regressor.safetensors", "--format",
                                     "json", "--output", folder});
            std::ifstream file(path(std::string(folder) + "/explain.json"));
            return run.code == 0 ? json::parse(file) : json();
        };
        QVERIFY(!explained("before").contains("resembles"));
        const Outcome few = cli({"models", "faults", "best/256.png", "--model", "models/quality.safetensors"});
        QCOMPARE(few.code, 1);
        QVERIFY(few.err.find("at least 3 photos") != std::string::npos);
        const Outcome content = cli({"models", "faults", "best", "--model", "models/content.safetensors"});
        QCOMPARE(content.code, 3);
        QVERIFY(content.err.find("no expert for quality") != std::string::npos);
        const Outcome learned = cli({"models", "faults", "best", "--model", "models/quality.safetensors"});
        QVERIFY2(learned.code == 0, learned.err.c_str());
        QVERIFY(learned.out.starts_with("learned from 3 photos; of their held-out pieces "));
        const json after = explained("after"); // of the regressor that was fitted on this expert
        QVERIFY(after.contains("resembles"));
        const json& found = after["resembles"];
        QVERIFY(found.at("kind").is_string() ? found.at("level").get<int>() >= 1 : found.at("level") == 0);
        QVERIFY(found.at("margin").get<double>() >= 0 && found.at("clear").is_boolean());
        QVERIFY(found.at("other").at("kind") != found.at("kind"));
        QCOMPARE(found.at("photos").get<int>(), 3);
        QVERIFY(found.at("recognised").get<double>() <= 1);
        // A photo that is no use is said, and the others are learned from.
        const Outcome some =
            cli({"models", "faults", "best", "none.png", "--model", "models/regressor.safetensors"});
        QCOMPARE(some.code, 1);
        QVERIFY(some.err.find("none.png") != std::string::npos);
        QCOMPARE(some.out, learned.out);
    }

    void an_encoder_alone_explains_nothing() {
        const Outcome run = cli({"explain", "photo.png", "--model", "models/quality.safetensors", "--output", "no"});
        QCOMPARE(run.code, 3);
        QVERIFY(run.err.find("regressor") != std::string::npos);
        QVERIFY(!fs::exists(path("no/explain.json")));
    }
};

QTEST_GUILESS_MAIN(TestReiqaCommandLine)
#include "test_reiqa_command_line.moc"
