// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// features, fit and evaluate on the built program, with generated encoders and pictures made to have a quality.
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>

#include <nlohmann/json.hpp>

#include "app/commands/npy.h"
#include "engine/base/files.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/encode.h"
#include "engine/nn/model_file.h"
#include "engine/reiqa/encoder.h"
#include "engine/training/regression/logistic.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

struct Outcome {
    int code = -1;
    std::string out, err;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

/// A scene with noise of a given strength: the stronger, the worse.
RgbImage noisy_scene(unsigned number, double strength) {
    RgbImage image = test::smooth_scene(72 + static_cast<int>(number % 5) * 8, 64);
    std::mt19937 random(number);
    std::normal_distribution<double> noise(0, strength);
    for (std::uint8_t& value : image.pixels)
        value = static_cast<std::uint8_t>(std::clamp(value + noise(random), 0.0, 255.0));
    return image;
}

} // namespace

class TestFitting : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QProcessEnvironment environment_;
    static constexpr unsigned photos = 48;

    std::string path(const std::string& name) const { return folder_.path().toStdString() + "/" + name; }

    Outcome cli(const QStringList& words) const {
        QProcess process;
        process.setProcessEnvironment(environment_);
        process.setWorkingDirectory(folder_.path());
        process.start(QStringLiteral(TOUCHSTONE_CLI), words);
        Outcome outcome;
        if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit)
            return outcome;
        outcome.code = process.exitCode();
        outcome.out = process.readAllStandardOutput().toStdString();
        outcome.err = process.readAllStandardError().toStdString();
        return outcome;
    }
    Outcome fit(const QStringList& words) const {
        return cli(QStringList{"fit", "--content-encoder", "models/content.safetensors", "--quality-encoder",
                               "models/quality.safetensors"} +
                   words);
    }

    static double strength_of(unsigned number) { return 2 + 1.3 * ((number * 29) % photos); }
    static double mos_of(unsigned number) { return 90 - 1.2 * strength_of(number); }
    static std::string name_of(unsigned number) { return "photo" + std::to_string(number) + ".png"; }

    void write(const std::string& name, const std::string& text) const {
        std::ofstream(path(name), std::ios::binary) << text;
    }
    json read_json(const std::string& name) const {
        std::ifstream file(path(name));
        return json::parse(file);
    }
    /// `score` gives the score of a photo by its number; rows "file,…".
    template <class Score>
    std::string list_of(const std::string& header, Score score, unsigned count = photos) const {
        std::string text = header + "\n";
        for (unsigned i = 0; i < count; ++i)
            text += "set/" + name_of(i) + "," + score(i) + "\n";
        return text;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        fs::create_directories(path("set"));
        fs::create_directories(path("models"));
        fs::create_directories(path("shipped"));
        (void)test::write_generated_reiqa(path("models"), test::tiny_trunk());
        for (unsigned i = 0; i < photos; ++i) {
            const Result<Bytes> png = imaging::encode_png(noisy_scene(i, strength_of(i)));
            QVERIFY(png.has_value());
            QVERIFY(write_file_atomically(path("set/" + name_of(i)), std::span<const std::byte>(*png)).has_value());
        }
        write("broken.jpg", "no picture at all");
        musiq::Config config = test::tiny_musiq_config();
        config.stem_width = 4;
        config.norm_groups = 2;
        config.hidden = 16;
        config.mlp = 16;
        nn::ModelFile model = test::generated_musiq(config);
        model.card.id = "tiny";
        QVERIFY(nn::write_model_file(path("shipped/tiny.safetensors"), model, nn::StoredType::Float32).has_value());
        environment_ = QProcessEnvironment::systemEnvironment();
        environment_.insert("TOUCHSTONE_MODELS", folder_.filePath("shipped"));
        environment_.insert("TOUCHSTONE_DATA_DIR", folder_.filePath("data"));
        environment_.insert("OMP_WAIT_POLICY", "passive");
        environment_.insert("LC_ALL", "C.UTF-8");
        write("labels.csv", list_of("file,mos", [](unsigned i) { return std::to_string(mos_of(i)); }));
    }

    void featuresStandInBlockOrderWhateverTheOrderOfTheModels() {
        const QStringList base{"features", "set/photo3.png", "set/photo1.png"};
        const QStringList content{"--model", "models/content.safetensors"},
            quality{"--model", "models/quality.safetensors"};
        const Outcome run = cli(base + quality + content + QStringList{"--output", "f.npy"});
        QCOMPARE(run.err, std::string());
        QCOMPARE(run.code, 0);
        const auto table = cli::read_npy(path("f.npy"));
        QVERIFY2(table.has_value(), table ? "" : table.error().message().c_str());
        const std::size_t length = static_cast<std::size_t>(test::tiny_trunk().features());
        QCOMPARE(table->rows, std::size_t{2});
        QCOMPARE(table->cols, 4 * length);
        QVERIFY(cli(base + content + quality + QStringList{"--output", "g.npy"}).code == 0);
        QCOMPARE(cli::read_npy(path("g.npy"))->values, table->values);

        // The row against the encoders themselves.
        const auto photo = imaging::decode_file(path("set/photo1.png"), {});
        const RgbImage half = reiqa::half_scale(photo->image);
        std::vector<float> expected;
        for (const auto& [file, role] : {std::pair("models/content.safetensors", reiqa::Expert::Content),
                                         std::pair("models/quality.safetensors", reiqa::Expert::Quality)}) {
            const auto encoder =
                reiqa::Encoder::load(*nn::read_model_file(path(file)), role, Device{}, Precision::Reference);
            const auto features = encoder->run(photo->image, half, {});
            expected.insert(expected.end(), features->full.begin(), features->full.end());
            expected.insert(expected.end(), features->half.begin(), features->half.end());
        }
        const float largest = *std::max_element(expected.begin(), expected.end());
        for (std::size_t j = 0; j < expected.size(); ++j) // the same code on the same photo; threads may differ
            QVERIFY(std::abs(table->values[4 * length + j] - expected[j]) <= 1e-6f * largest);

        // One expert alone gives its own two blocks, a regressor those of both.
        QVERIFY(cli(base + quality + QStringList{"--output", "q.npy"}).code == 0);
        const auto alone = cli::read_npy(path("q.npy"));
        QCOMPARE(alone->cols, 2 * length);
        QVERIFY(std::equal(alone->values.begin(), alone->values.begin() + static_cast<std::ptrdiff_t>(2 * length),
                           table->values.begin() + static_cast<std::ptrdiff_t>(2 * length)));
        QVERIFY(cli(base + QStringList{"--model", "models/regressor.safetensors", "--output", "r.npy"}).code == 0);
        QCOMPARE(cli::read_npy(path("r.npy"))->values, table->values);
    }

    void aPhotoThatFailsKeepsItsRow() {
        const QStringList words{"features",
                                "set/photo0.png",
                                "broken.jpg",
                                "nowhere.jpg",
                                "set/photo2.png",
                                "--model",
                                "models/content.safetensors"};
        const Outcome run = cli(words + QStringList{"--output", "h.npy"});
        QCOMPARE(run.code, 1);
        QVERIFY(has(run.err, "broken.jpg: ") && has(run.err, "nowhere.jpg: ") && has(run.err, "2 of 4 photos failed"));
        const auto table = cli::read_npy(path("h.npy"));
        QCOMPARE(table->rows, std::size_t{4});
        for (std::size_t row = 0; row < 4; ++row)
            for (std::size_t j = 0; j < table->cols; ++j)
                QCOMPARE(std::isnan(table->values[row * table->cols + j]), row == 1 || row == 2);

        QCOMPARE(cli(words + QStringList{"--output", "h.csv"}).code, 1);
        std::ifstream file(path("h.csv"));
        std::string line;
        std::getline(file, line);
        QVERIFY(line.starts_with("path,content_full_0,content_full_1,"));
        QVERIFY(has(line, ",content_half_255"));
        std::getline(file, line);
        QVERIFY(line.starts_with("set/photo0.png,"));
        QCOMPARE(std::strtof(line.c_str() + line.find(',') + 1, nullptr), table->values[0]);
        std::getline(file, line);
        QVERIFY(line.starts_with("broken.jpg,,,"));
    }

    void interruptedWorkIsKeptWhole() {
        // Each begins with a line on stderr; what follows takes seconds.
        const auto interrupted = [&](const QStringList& words) {
            QProcess process;
            process.setProcessEnvironment(environment_);
            process.setWorkingDirectory(folder_.path());
            process.setReadChannel(QProcess::StandardError);
            process.start(QStringLiteral(TOUCHSTONE_CLI), words);
            if (!process.waitForReadyRead(120'000) || ::kill(static_cast<pid_t>(process.processId()), SIGINT) != 0 ||
                !process.waitForFinished(120'000))
                return Outcome{};
            return Outcome{process.exitCode(), {}, process.readAllStandardError().toStdString()};
        };
        QStringList many{"features", "nowhere.jpg"};
        for (int i = 0; i < 60; ++i)
            many << "set";
        const Outcome run =
            interrupted(many + QStringList{"--model", "models/content.safetensors", "--output", "cut.npy"});
        QCOMPARE(run.code, 130);
        QVERIFY(has(run.err, "interrupted: the first "));
        const auto table = cli::read_npy(path("cut.npy"));
        QVERIFY2(table.has_value(), table ? "" : table.error().message().c_str());
        QVERIFY(table->rows >= 1 && table->rows < 60 * photos);
        QVERIFY(std::isnan(table->values[0]));

        write("long.csv", "file,mos\nset/gone.png,1\n" +
                              list_of("", [](unsigned i) { return std::to_string(mos_of(i)); }).substr(1));
        const Outcome cut = interrupted({"fit", "--content-encoder", "models/content.safetensors", "--quality-encoder",
                                         "models/quality.safetensors", "long.csv", "--features", "part.npy", "--splits",
                                         "100", "--output", "never.safetensors"});
        QCOMPARE(cut.code, 130);
        QVERIFY(!fs::exists(path("never.safetensors")));
        if (fs::exists(path("part.npy"))) // it may have been too early for any photo
            QCOMPARE(read_json("part.npy.json").at("photos").size(), cli::read_npy(path("part.npy"))->rows);
    }

    void featuresRefusesWhatHasNone() {
        QCOMPARE(cli({"features", "set", "--model", "tiny", "--output", "x.npy"}).code, 3);
        QCOMPARE(cli({"features", "set", "--model", "models/content.safetensors", "--output", "x.txt"}).code, 2);
        QCOMPARE(cli({"features", "set", "--output", "x.npy"}).code, 2);
        const Outcome twice = cli({"features", "set", "--model", "models/content.safetensors", "--model",
                                   "models/regressor.safetensors", "--output", "x.npy"});
        QCOMPARE(twice.code, 2);
        QVERIFY(has(twice.err, "second content encoder"));
        QVERIFY(!fs::exists(path("x.npy")));
    }

    void aFitLearnsMeasuresAndScores() {
        const Outcome run = fit({"labels.csv", "--features", "cache.npy", "--report", "report.json", "--range", "0,100",
                                 "--splits", "5", "--seed", "3", "--output", "models/made.safetensors"});
        QVERIFY2(run.code == 0, run.err.c_str());
        QVERIFY(has(run.out, "labels: 48 photos") && has(run.out, "higher is better") && has(run.out, "seed 3"));
        const json report = read_json("report.json");
        const json& card = report.at("card");
        QCOMPARE(card.at("id"), "made");
        QCOMPARE(card.at("architecture"), "reiqa-regressor");
        QCOMPARE(card.at("range"), json::array({0.0, 100.0}));
        QCOMPARE(card.at("config").at("content_encoder"), *sha256_of_file(path("models/content.safetensors")));
        QCOMPARE(card.at("config").at("dataset").at("n"), 48);
        // Noise is plain to see even for generated weights. 10 test photos a split.
        QVERIFY(card.at("metrics").at("both").at("srcc").at("median").get<double>() > 0.8);
        const json& one = report.at("lists").at(0).at("fit");
        QCOMPARE(one.at("experts").at("quality").at("splits").size(), std::size_t{5});
        QCOMPARE(one.at("assignment").size(), std::size_t{5});
        QCOMPARE(one.at("assignment").at(0).get<std::string>().size(), std::size_t{48});

        // The file scores photos, and evaluate agrees that it does well on what it has learnt.
        const Outcome scored =
            cli({"score", "set/photo0.png", "--model", "models/made.safetensors", "--format", "json"});
        QVERIFY2(scored.code == 0, scored.err.c_str());
        const Outcome evaluated =
            cli({"evaluate", "labels.csv", "--model", "models/made.safetensors", "--format", "json"});
        QVERIFY2(evaluated.code == 0, evaluated.err.c_str());
        QVERIFY(json::parse(evaluated.out).at("models").at(0).at("srcc").get<double>() > 0.9);

        // A second fit takes the features from the file: with all of them 0 there it can only say so.
        auto table = cli::read_npy(path("cache.npy"));
        QCOMPARE(table->rows, std::size_t{48});
        QCOMPARE(read_json("cache.npy.json").at("photos").size(), std::size_t{48});
        std::string zeros = cli::npy_header(table->rows, table->cols);
        zeros.append(table->values.size() * sizeof(float), '\0');
        write("cache.npy", zeros);
        const Outcome again = fit({"labels.csv", "--features", "cache.npy", "--output", "again.safetensors"});
        QVERIFY2(again.code == 0, again.err.c_str());
        QVERIFY(has(again.err, "1024 features are the same in all photos"));
    }

    void aCacheThatListsAPhotoTwiceIsRefused() {
        QVERIFY(fit({"labels.csv", "--features", "hurt.npy", "--splits", "1", "--output", "hurt.safetensors"}).code ==
                0);
        json description = read_json("hurt.npy.json");
        json& hashes = description.at("photos");
        hashes[0] = hashes[1];
        write("hurt.npy.json", description.dump());
        fs::remove(path("hurt.safetensors"));
        const Outcome run = fit({"labels.csv", "--features", "hurt.npy", "--output", "hurt.safetensors"});
        QCOMPARE(run.code, 2);
        QVERIFY(has(run.err, "hurt.npy.json: lists one photo twice"));
        QVERIFY(!fs::exists(path("hurt.safetensors")));
    }

    void elasticNetAndGroupsRunThroughTheProgram() {
        write("grouped.csv", list_of("file,mos,group", [](unsigned i) {
                  return std::to_string(mos_of(i)) + ",scene" + std::to_string(i / 3);
              }));
        const Outcome run = fit({"grouped.csv", "--regressor", "elastic-net", "--l1-ratio", "0.9", "--splits", "3",
                                 "--report", "net.json", "--lower-is-better", "--output", "net.safetensors"});
        QVERIFY2(run.code == 0, run.err.c_str());
        QVERIFY(has(run.out, "16 groups") && has(run.out, "lower is better") && has(run.out, "elastic net"));
        const json report = read_json("net.json");
        QCOMPARE(report.at("card").at("config").at("l1_ratio"), 0.9);
        QCOMPARE(report.at("card").at("higher_is_better"), false);
        for (const json& letters : report.at("lists").at(0).at("fit").at("assignment")) {
            const auto text = letters.get<std::string>();
            for (std::size_t i = 0; i < text.size(); ++i)
                QCOMPARE(text[i], text[i / 3 * 3]);
        }
        // A score by an elastic net can be taken apart as well.
        fs::copy_file(path("net.safetensors"), path("models/net.safetensors"), fs::copy_options::overwrite_existing);
        const Outcome explained = cli(
            {"explain", "set/photo1.png", "--model", "models/net.safetensors", "--format", "json", "--output", "net-why"});
        QVERIFY2(explained.code == 0, explained.err.c_str());
        const json why = read_json("net-why/explain.json");
        double score = why.at("baseline");
        for (const json& block : why.at("blocks"))
            score += block.at("sum").get<double>();
        QVERIFY(std::abs(score - why.at("score").get<double>()) < 1e-9);
        fs::remove(path("models/net.safetensors"));
    }

    void missingAndBrokenFilesAreNamedAndLeftOut() {
        std::string text = list_of("file,mos", [](unsigned i) { return std::to_string(mos_of(i)); });
        write("holes.csv", text + "set/gone.png,50\nbroken.jpg,40\n");
        const Outcome run =
            fit({"holes.csv", "--splits", "2", "--report", "holes.json", "--output", "holes.safetensors"});
        QCOMPARE(run.code, 1);
        QVERIFY(has(run.err, "set/gone.png: is listed and not there") && has(run.err, "broken.jpg: "));
        const json list = read_json("holes.json").at("lists").at(0);
        QCOMPARE(list.at("missing"), 1);
        QCOMPARE(list.at("failed"), 1);
        QCOMPARE(list.at("fit").at("photos"), 48);
        QVERIFY(fs::exists(path("holes.safetensors")));
    }

    void aPictureUnderTwoNamesStaysOnOneSide() {
        fs::copy_file(path("set/photo5.png"), path("set/copy.png"), fs::copy_options::overwrite_existing);
        write("twice.csv",
              list_of("file,mos", [](unsigned i) { return std::to_string(mos_of(i)); }) + "set/copy.png,12\n");
        const Outcome run = fit({"twice.csv", "--splits", "2", "--report", "twice.json", "--output", "t.safetensors"});
        QVERIFY2(run.code == 0, run.err.c_str());
        QVERIFY(has(run.err, "set/copy.png: is the same file as set/photo5.png"));
        for (const json& letters : read_json("twice.json").at("lists").at(0).at("fit").at("assignment"))
            QCOMPARE(letters.get<std::string>()[48], letters.get<std::string>()[5]);
    }

    void whatCannotBeFittedIsRefusedBeforeTheWork() {
        const auto refused = [&](const std::string& list, const QStringList& more, const std::string& sentence) {
            write("bad.csv", list);
            const Outcome run = fit(QStringList{"bad.csv", "--output", "bad.safetensors"} + more);
            return run.code == 2 && has(run.err, sentence) && !fs::exists(path("bad.safetensors"));
        };
        const auto mos = [](unsigned i) { return std::to_string(mos_of(i)); };
        QVERIFY(refused(list_of("file,mos", mos, 25), {}, "5 are missing"));
        QVERIFY(refused(list_of("file,mos", [](unsigned) { return "7"; }), {}, "all 48 scores are 7"));
        QVERIFY(refused(list_of("file,mos", [](unsigned) { return "nan"; }), {}, "no finite number"));
        QVERIFY(refused(list_of("file,mos", mos) + "set/photo0.png,3\n", {}, "listed twice"));
        QVERIFY(refused(list_of("file,score", mos), {}, "no column \"mos\""));
        QVERIFY(refused(list_of("file,mos", mos), {"--splits", "0"}, "no value of --splits"));
        QVERIFY(refused(list_of("file,mos", mos), {"--range", "5"}, "no value of --range"));
        QVERIFY(refused(list_of("file,mos", mos), {"--l1-ratio", "0"}, "no value of --l1-ratio"));
        const Outcome swapped = cli({"fit", "labels.csv", "--content-encoder", "models/quality.safetensors",
                                     "--quality-encoder", "models/content.safetensors", "--output", "bad.safetensors"});
        QCOMPARE(swapped.code, 3);
        QVERIFY(has(swapped.err, "cannot be the --content-encoder"));
        QVERIFY(fit({"labels.csv", "--output", "no/such/folder/x.safetensors"}).code != 0);
        for (const char* option : {"--report", "--features"}) {
            const Outcome nowhere = fit({"labels.csv", option, "no/such/folder/x", "--output", "bad.safetensors"});
            QCOMPARE(nowhere.code, 2);
            QVERIFY(has(nowhere.err, "no/such/folder/x: cannot be written") && nowhere.out.empty());
            QVERIFY(!fs::exists(path("bad.safetensors")));
        }
    }

    void myTasteIsComparedWithTheBaseModel() {
        const auto stars = [](unsigned i) { return std::to_string(static_cast<int>(std::lround(mos_of(i) / 18))); };
        write("stars.csv", list_of("file,rating", stars));
        const Outcome run = fit({"--from-ratings", "stars.csv", "--model", "tiny", "--splits", "4", "--report",
                                 "taste.json", "--output", "taste.safetensors"});
        QVERIFY2(run.code == 0, run.err.c_str());
        QVERIFY(has(run.out, "the fit agrees better than tiny in"));
        const json report = read_json("taste.json");
        QCOMPARE(report.at("card").at("range"), json::array({0.0, 5.0}));
        const json& base = report.at("lists").at(0).at("fit").at("base");
        QCOMPARE(base.at("model"), "tiny");
        QCOMPARE(base.at("splits"), 4);
        QVERIFY(base.at("figures").at("srcc").at("median").is_number());

        write("few.csv", list_of("file,rating", [&](unsigned i) { return i < 39 ? stars(i) : std::string(); }));
        const Outcome few = fit({"--from-ratings", "few.csv", "--output", "few.safetensors"});
        QCOMPARE(few.code, 2);
        QVERIFY(has(few.err, "39 rated photos are too few: 1 are missing"));
    }

    void severalListsGiveACrossTable() {
        write("upside.csv", list_of(
                                "file,mos", [](unsigned i) { return std::to_string(100 - mos_of(i)); }, 40));
        const Outcome run = fit({"labels.csv", "upside.csv", "--lower-is-better-in", "upside.csv", "--splits", "2",
                                 "--report", "cross.json", "--output", "cross.safetensors"});
        QVERIFY2(run.code == 0, run.err.c_str());
        QVERIFY(has(run.out, "fitted on \\ tried on"));
        const json report = read_json("cross.json");
        QCOMPARE(report.at("card").at("config").at("dataset").at("name"), "labels");
        const json& table = report.at("cross_database");
        QCOMPARE(table.size(), std::size_t{2});
        QCOMPARE(table.at(0).at("trained_on"), "labels");
        QCOMPARE(table.at(0).at("tested_on"), "upside");
        for (const json& cell : table) // the same photos, so it does well; the direction is put right
            QVERIFY(cell.at("srcc").get<double>() > 0.8);
    }

    void evaluateGivesTheFiguresOfTheScores() {
        write("seven.csv", list_of(
                               "file,mos", [](unsigned i) { return std::to_string(mos_of(i)); }, 7) +
                               "set/gone.png,50\nbroken.jpg,40\n");
        const Outcome run = cli({"evaluate", "seven.csv", "--format", "json"});
        QCOMPARE(run.code, 1);
        const json report = json::parse(run.out);
        QCOMPARE(report.at("photos"), 9);
        QCOMPARE(report.at("missing"), 1);
        QCOMPARE(report.at("failures").at(0).at("path"), "broken.jpg");
        const json& model = report.at("models").at(0);
        QCOMPARE(model.at("model"), "tiny");
        QCOMPARE(model.at("n"), 7);
        QCOMPARE(model.at("failed"), 2);

        QStringList words{"score", "--format", "json"};
        std::vector<double> mos, scores;
        for (unsigned i = 0; i < 7; ++i) {
            words << QString::fromStdString("set/" + name_of(i));
            mos.push_back(std::stod(std::to_string(mos_of(i))));
        }
        const json scored = json::parse(cli(words).out);
        for (const json& photo : scored.at("photos"))
            scores.push_back(photo.at("scores").at(0).at("value"));
        const training::MappedAgreement expected = training::mapped_agreement(scores, mos);
        QVERIFY(std::abs(model.at("srcc").get<double>() - *expected.raw.srcc) < 1e-12);
        // A batch of other photos may change the last bits of a score.
        QVERIFY(std::abs(model.at("plcc").get<double>() - *expected.raw.plcc) < 1e-4);
        QVERIFY(std::abs(model.at("rmse").get<double>() - expected.raw.rmse) < 1e-4 * expected.raw.rmse);
        QVERIFY(model.at("plcc_logistic4").is_number());

        const json flipped = json::parse(cli({"evaluate", "seven.csv", "--format", "json", "--lower-is-better"}).out);
        QVERIFY(std::abs(flipped.at("models").at(0).at("srcc").get<double>() + *expected.raw.srcc) < 1e-12);
        const Outcome table = cli({"evaluate", "seven.csv"});
        QVERIFY(has(table.out, "PLCC after logistic") && has(table.out, "tiny"));
    }

    void evaluateRecordsItsFiguresInTheCard() {
        const std::string copy = path("models/recorded.safetensors");
        fs::copy_file(path("models/made.safetensors"), copy, fs::copy_options::overwrite_existing);
        const Outcome run = cli({"evaluate", "labels.csv", "--model", "models/recorded.safetensors", "--format", "json",
                                 "--record", "again"});
        QVERIFY2(run.code == 0, run.err.c_str());
        const auto card = nn::read_model_card(copy, false);
        QVERIFY(card.has_value());
        const json said = json::parse(run.out).at("models").at(0);
        QCOMPARE(card->metrics.at("again").at("srcc").get<double>(), said.at("srcc").get<double>());
        QCOMPARE(card->metrics.at("again").at("n").get<int>(), said.at("n").get<int>());
        QVERIFY(card->metrics.contains("both"));                                // what was there stays
        QCOMPARE(cli({"evaluate", "labels.csv", "--record", "again"}).code, 2); // which card?
        fs::remove(copy);
    }

    void evaluateRefusesWhatHasNoScores() {
        const Outcome encoder = cli({"evaluate", "labels.csv", "--model", "models/content.safetensors"});
        QCOMPARE(encoder.code, 3);
        QVERIFY(has(encoder.err, "no score by itself"));
        // A card may say anything: a data set that has a number for a name is not the list's.
        const std::string odd = path("models/odd.safetensors");
        fs::copy_file(path("models/made.safetensors"), odd, fs::copy_options::overwrite_existing);
        auto card = nn::read_model_card(odd, false);
        card->config["dataset"] = {{"name", 5}};
        QVERIFY(nn::replace_model_card(odd, *card).has_value());
        const Outcome unnamed = cli({"evaluate", "labels.csv", "--model", "models/odd.safetensors"});
        QVERIFY2(unnamed.code == 0, unnamed.err.c_str());
        fs::remove(odd);
        write("elsewhere.csv", "file,mos\nx.jpg,1\ny.jpg,2\n");
        const Outcome nothing = cli({"evaluate", "elsewhere.csv"});
        QCOMPARE(nothing.code, 2);
        QVERIFY(has(nothing.err, "none of its photos is there"));
    }
};

QTEST_GUILESS_MAIN(TestFitting)
#include "test_fitting.moc"
