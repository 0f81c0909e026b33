// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A whole small run: it learns, it can be stopped and resumed without a trace, and what it writes is a model.
#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>

#include "engine/musiq/model.h"
#include "engine/nn/model_file.h"
#include "engine/training/musiq_trainer.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::training;
using Json = nlohmann::json;

namespace {

constexpr int photo_count = 4;

/// Four generated photos of different sizes; the name decides, no file is read.
Result<RgbImage> generated_photo(const std::string& path) {
    switch (path.back()) {
    case '0':
        return test::formula_a(40, 32);
    case '1':
        return test::formula_b(32, 48);
    case '2':
        return test::smooth_scene(48, 48);
    case '3':
        return test::smooth_scene(64, 24);
    default:
        return failure(ErrorCode::NotFound, path, "no such file");
    }
}

class Workplace {
public:
    explicit Workplace(int outputs = 1) {
        std::ofstream labels(file("labels.csv"));
        labels << "file,mos" << (outputs > 1 ? ",p1,p2,p3" : "") << "\n";
        const char* bins[] = {",8,1,1", ",1,8,1", ",1,1,8", ",3,3,4"};
        for (int i = 0; i < photo_count; ++i)
            labels << "photo" << i << ',' << 20 + 20 * i << (outputs > 1 ? bins[i] : "") << "\n";
        json = Json::parse(R"({
            "id": "tiny", "output": "tiny.safetensors", "work_folder": "work", "seed": 7, "threads": 1,
            "network": {"patch": 8, "grid": 4, "long_sides": [16], "stem_width": 4, "norm_groups": 2, "hidden": 16,
                        "heads": 2, "mlp": 32, "layers": 2, "outputs": 1},
            "data": {"labels": "labels.csv", "validation_share": 0},
            "stages": [{"name": "only", "epochs": 30, "batch_tokens": 60, "learning_rate": 0.003, "weight_decay": 0,
                        "warmup_epochs": 1, "final_factor": 0.2}]})");
        json["network"]["outputs"] = outputs;
        if (outputs > 1)
            json["score_loss"] = "emd";
    }

    std::string file(const char* name) const { return folder_.filePath(QString::fromLatin1(name)).toStdString(); }

    Result<TrainReport> train(bool resume = false, int stop_after_epochs = 0, int stop_after_steps = 0) {
        losses.clear();
        steps = 0;
        std::stop_source stop;
        TrainCallbacks callbacks;
        callbacks.read_photo = generated_photo;
        callbacks.progress = [&](const TrainProgress& progress) {
            if (progress.stage != "prepare" && ++steps == stop_after_steps)
                stop.request_stop();
        };
        callbacks.epoch = [&](const EpochReport& report) {
            losses.push_back(report.loss);
            if (stop_after_epochs && static_cast<int>(losses.size()) == stop_after_epochs)
                stop.request_stop();
        };
        const auto config = TrainConfig::from_json(json, file("config.json"));
        if (!config)
            return tl::unexpected(config.error());
        TrainOptions options;
        options.resume = resume;
        return train_musiq(*config, options, callbacks, stop.get_token());
    }

    Json json;
    std::vector<double> losses;
    int steps = 0; ///< of training, in the last call

private:
    QTemporaryDir folder_;
};

std::vector<double> model_scores(const std::string& model_file) {
    const auto file = nn::read_model_file(model_file);
    const auto model = musiq::Model::load(*file, Device{}, Precision::Reference);
    std::vector<double> scores;
    for (int i = 0; i < photo_count; ++i) {
        const auto tokens = musiq::make_tokens(*generated_photo("photo" + std::to_string(i)), model->config());
        const musiq::TokenSequence* pointer = &tokens;
        scores.push_back((*model->run(std::span(&pointer, 1), {}))[0].value);
    }
    return scores;
}

} // namespace

class TestMusiqTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void fourPhotosAreLearnedByHeart() {
        Workplace place;
        place.json["stages"][0]["epochs"] = 60;
        const auto report = place.train();
        QVERIFY2(report.has_value(), report ? "" : report.error().message().c_str());
        QCOMPARE(place.losses.size(), std::size_t{60});
        QVERIFY2(place.losses.back() < 0.2 * place.losses.front(),
                 qPrintable(QStringLiteral("loss %1 -> %2").arg(place.losses.front()).arg(place.losses.back())));
        // The written model speaks in human scores: 20, 40, 60, 80, spread 22 around 50.
        const std::vector<double> scores = model_scores(report->model_file);
        for (int i = 1; i < photo_count; ++i)
            QVERIFY(scores[static_cast<std::size_t>(i)] > scores[static_cast<std::size_t>(i) - 1]);
        QVERIFY(std::abs(scores[0] - 20) < 12 && std::abs(scores[3] - 80) < 12);
        const auto card = nn::read_model_card(report->model_file, false);
        QVERIFY(card.has_value());
        QCOMPARE(card->native_limit.value_or(0), 64); // the longest side it has seen
        QCOMPARE(card->human_scores.size(), std::size_t{101});
    }

    void aResumedRunEqualsOneThatWasNeverStopped() {
        for (const char* optimizer : {"adamw", "sgd"}) {
            Workplace whole, broken;
            for (Workplace* place : {&whole, &broken}) {
                place->json["native_patches"] = 12;
                place->json["stages"][0].update({{"epochs", 5},
                                                 {"optimizer", optimizer},
                                                 {"average_decay", 0.9},
                                                 {"token_keep", 0.6},
                                                 {"stochastic_depth", 0.3},
                                                 {"made_share", 0.5},
                                                 {"learning_rate", 0.01},
                                                 {"loss", {{"rank", 1}}}});
                place->json["stages"].push_back({{"name", "second"}, {"epochs", 3}, {"start_from_best", true}});
            }
            const auto first = whole.train();
            QVERIFY2(first.has_value(), first ? "" : first.error().message().c_str());
            const std::vector<double> expected = whole.losses;
            QCOMPARE(expected.size(), std::size_t{8});

            std::vector<double> seen;
            for (const int part : {2, 4, 0}) {
                const auto report = broken.train(true, part);
                seen.insert(seen.end(), broken.losses.begin(), broken.losses.end());
                QVERIFY(part == 0 ? report.has_value() : report.error().code == ErrorCode::Cancelled);
            }
            QVERIFY(seen == expected); // to the last bit: same order of the same operations
            QVERIFY(nn::read_model_file(whole.file("tiny.safetensors"))->weights.tensors.at("head.weight").values ==
                    nn::read_model_file(broken.file("tiny.safetensors"))->weights.tensors.at("head.weight").values);
        }
    }

    void aRunStoppedInsideAnEpochGoesOnThere() {
        Workplace whole, broken;
        for (Workplace* place : {&whole, &broken}) {
            place->json["stages"][0].update(
                {{"epochs", 3}, {"batch_tokens", 10}, {"average_decay", 0.9}, {"loss", {{"fidelity", 1}}}});
            place->json["checkpoint_seconds"] = place == &whole ? 0 : 300; // how often must not matter
        }
        QVERIFY(whole.train().has_value());
        const int all = whole.steps;
        const std::vector<double> expected = whole.losses;
        QVERIFY(all >= 9 && expected.size() == 3);

        std::vector<double> seen;
        int done = 0;
        for (const int part : {2, 3, 0}) { // in the first epoch, in the next one, to the end
            const auto report = broken.train(true, 0, part);
            seen.insert(seen.end(), broken.losses.begin(), broken.losses.end());
            done += broken.steps;
            QVERIFY(part == 0 ? report.has_value() : report.error().code == ErrorCode::Cancelled);
        }
        QCOMPARE(done, all); // no step was done twice
        QVERIFY(seen == expected);
        QVERIFY(model_scores(whole.file("tiny.safetensors")) == model_scores(broken.file("tiny.safetensors")));
    }

    void anotherConfigurationDoesNotResume() {
        Workplace place;
        place.json["stages"][0]["epochs"] = 1;
        QVERIFY(place.train().has_value());
        place.json["stages"][0]["learning_rate"] = 0.5;
        const auto report = place.train(true);
        QVERIFY(!report);
        QVERIFY(report.error().code == ErrorCode::BadInput);
    }

    void stagesThatHaveNotBegunMayBeAdded() {
        Workplace place;
        place.json["stages"][0]["epochs"] = 2;
        QVERIFY(place.train().has_value());
        place.json["stages"].push_back({{"name", "more"}, {"epochs", 3}});
        const auto report = place.train(true);
        QVERIFY2(report.has_value(), report ? "" : report.error().message().c_str());
        QCOMPARE(place.losses.size(), std::size_t{3});
        QCOMPARE(report->epochs_done, 5);
    }

    void theOrderOfMadeVersionsMayDecideWhatIsKept() {
        Workplace place;
        place.json["data"]["validation_share"] = 0.5;
        place.json["order_weight"] = 2;
        place.json["stages"][0]["epochs"] = 2;
        const auto report = place.train();
        QVERIFY2(report.has_value(), report ? "" : report.error().message().c_str());
        std::ifstream log(place.file("work/log.jsonl"));
        int lines = 0;
        double best = -10;
        nlohmann::json kept;
        for (std::string line; std::getline(log, line); ++lines) {
            const nlohmann::json epoch = nlohmann::json::parse(line);
            QCOMPARE(epoch.at("ordered").size(), std::size_t{5}); // every kind of made version
            double share = 0;
            for (const auto& [kind, part] : epoch["ordered"].items()) {
                QVERIFY2(part.get<double>() >= 0 && part.get<double>() <= 1, kind.c_str());
                share += part.get<double>() / 5;
            }
            const double worth = epoch["validation"]["srcc"].get<double>() + 2 * share;
            if (worth > best) {
                best = worth;
                kept = epoch;
            }
        }
        QCOMPARE(lines, 2);
        const auto card = nn::read_model_card(report->model_file, false);
        QCOMPARE(report->best_epoch, kept["epoch"].get<int>());
        QCOMPARE(card->metrics["validation"]["made_versions_below"], kept["ordered"]);
        // What only decides about keeping may change when a run goes on.
        place.json["order_weight"] = 0;
        place.json["stages"].push_back({{"name", "more"}, {"epochs", 1}});
        QVERIFY(place.train(true).has_value());
    }

    void distributionsAreLearnedByTheirEmd() {
        Workplace place(3);
        place.json["range"] = {1, 3};
        place.json["stages"][0]["epochs"] = 60;
        const auto report = place.train();
        QVERIFY2(report.has_value(), report ? "" : report.error().message().c_str());
        QVERIFY(place.losses.back() < 0.5 * place.losses.front());
        const std::vector<double> scores = model_scores(report->model_file);
        QVERIFY(scores[0] < scores[1] && scores[1] < scores[2]);
    }

    void aMissingPhotoEndsTheRunAndIsNamed() {
        Workplace place;
        std::ofstream(place.file("labels.csv"), std::ios::app) << "gone.jpg,50\n";
        const auto report = place.train();
        QVERIFY(!report);
        QVERIFY(report.error().code == ErrorCode::NotFound);
        QVERIFY(report.error().message().find("gone.jpg") != std::string::npos);
    }

    void aPackReplacesTheDecoder() {
        Workplace place;
        place.json["stages"][0]["epochs"] = 2;
        const auto config = TrainConfig::from_json(place.json, place.file("config.json"));
        TrainCallbacks callbacks;
        callbacks.read_photo = generated_photo;
        QVERIFY(pack_photos(*config, place.file("photos.pack"), callbacks, {}).has_value());
        QVERIFY(place.train().has_value());
        const std::vector<double> decoded = place.losses;

        Workplace packed;
        std::filesystem::copy_file(place.file("photos.pack"), packed.file("photos.pack"));
        packed.json["stages"][0]["epochs"] = 2;
        packed.json["data"]["pack"] = "photos.pack";
        QVERIFY(packed.train().has_value());
        QVERIFY(packed.losses == decoded);
    }
};

QTEST_APPLESS_MAIN(TestMusiqTraining)
#include "test_musiq_training.moc"
