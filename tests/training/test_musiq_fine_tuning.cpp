// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Runs that begin with a trained model, and photos that are damaged at their own size.
#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>
#include <set>

#include "engine/musiq/model.h"
#include "engine/nn/model_file.h"
#include "engine/training/musiq_trainer.h"
#include "engine/training/photo_pack.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::training;
using Json = nlohmann::json;

namespace {

Result<RgbImage> generated_photo(const std::string& path) {
    switch (path.back()) {
    case '0':
        return test::formula_a(40, 32);
    case '1':
        return test::formula_b(32, 48);
    case '2':
        return test::smooth_scene(48, 48);
    default:
        return test::formula_a(200, 150); // a photo without a score, larger than the network sees
    }
}

class Workplace {
public:
    Workplace() {
        std::ofstream(file("labels.csv")) << "file,mos,p1,p2\nphoto0,20,8,2\nphoto1,50,5,5\nphoto2,70,2,8\n";
        json = Json::parse(R"({
            "id": "tiny", "output": "tiny.safetensors", "work_folder": "work", "seed": 7, "threads": 1,
            "native_limit": 48,
            "network": {"patch": 8, "grid": 4, "long_sides": [16], "stem_width": 4, "norm_groups": 2, "hidden": 16,
                        "heads": 2, "mlp": 32, "layers": 2, "outputs": 1},
            "data": {"labels": "labels.csv", "validation_share": 0},
            "stages": [{"name": "only", "epochs": 60, "batch_tokens": 60, "learning_rate": 0.003, "weight_decay": 0,
                        "warmup_epochs": 1, "final_factor": 0.2}]})");
    }

    std::string file(const std::string& name) const {
        return folder_.filePath(QString::fromStdString(name)).toStdString();
    }

    void add_unlabelled(const Json& settings) {
        std::filesystem::create_directories(file("more"));
        for (int i = 0; i < 12; ++i)
            std::ofstream(file("more/scene" + std::to_string(i) + ".x")) << "drawn";
        Json set = {{"folder", "more"}, {"reduce", 1}, {"tiles_per_photo", 2}};
        set.update(settings);
        json["data"]["unlabelled"] = {set};
    }

    TrainConfig config() const { return *TrainConfig::from_json(json, file("config.json")); }

    Result<TrainReport> train(const std::string& init = {}, bool resume = false) {
        reports.clear();
        TrainCallbacks callbacks;
        callbacks.read_photo = generated_photo;
        callbacks.epoch = [this](const EpochReport& report) { reports.push_back(report); };
        TrainOptions options;
        options.init_model = init;
        options.resume = resume;
        return train_musiq(config(), options, callbacks, {});
    }

    Json json;
    std::vector<EpochReport> reports;

private:
    QTemporaryDir folder_;
};

QString complaint(const Result<TrainReport>& report) {
    return report ? QString() : QString::fromStdString(report.error().message());
}

std::vector<float> weights_of(const std::string& model_file, const std::string& tensor) {
    return nn::read_model_file(model_file)->weights.tensors.at(tensor).values;
}

} // namespace

class TestMusiqFineTuning : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() {
        const auto report = first_.train();
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        model_ = report->model_file;
    }

    void aRunGoesOnFromAModel() {
        Workplace fresh, tuned;
        for (Workplace* place : {&fresh, &tuned})
            place->json["stages"][0].update({{"epochs", 1}, {"learning_rate", 0}});
        QVERIFY(fresh.train().has_value());
        const auto report = tuned.train(model_);
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        // With a rate of 0 the first loss is the one the model was left with, and the file stays what it was.
        QVERIFY(tuned.reports[0].loss < 0.6 * fresh.reports[0].loss);
        const auto before = weights_of(model_, "head.weight"), after = weights_of(report->model_file, "head.weight");
        QCOMPARE(before.size(), after.size());
        for (std::size_t i = 0; i < before.size(); ++i) // half precision, and the scale folded out and in again
            QVERIFY(std::abs(before[i] - after[i]) <= 2e-3f * std::abs(before[i]) + 1e-6f);
    }

    void anotherNumberOfOutputsReplacesTheHead() {
        Workplace place;
        place.json["network"]["outputs"] = 2;
        place.json["score_loss"] = "emd";
        place.json["stages"][0].update({{"epochs", 1}, {"learning_rate", 0}});
        const auto report = place.train(model_);
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QCOMPARE(weights_of(report->model_file, "head.weight").size(), std::size_t{32});
        QVERIFY(weights_of(report->model_file, "conv_root.weight") == weights_of(model_, "conv_root.weight"));
    }

    void anImageNetCheckpointIsAStart() {
        // The layout of another program: no card, heads of 64, a head of 1000 classes.
        Workplace place;
        place.json["network"] = {{"patch", 8},       {"grid", 4},    {"long_sides", Json::array()},
                                 {"stem_width", 32}, {"hidden", 64}, {"heads", 1},
                                 {"mlp", 32},        {"layers", 1},  {"outputs", 1}};
        place.json["stages"][0].update({{"epochs", 1}, {"learning_rate", 0}});
        auto shape = place.config().network;
        shape.outputs = 1000;
        nn::Checkpoint checkpoint;
        for (const musiq::ParameterSpec& spec : musiq::parameter_list(shape)) {
            nn::Tensor& tensor = checkpoint.tensors[spec.name];
            tensor.shape = spec.shape;
            std::int64_t count = 1;
            for (const std::int64_t side : spec.shape)
                count *= side;
            for (std::int64_t i = 0; i < count; ++i)
                tensor.values.push_back(static_cast<float>(i % 7) / 64.0f);
        }
        const std::string file = place.file("imagenet.safetensors");
        QVERIFY(nn::write_safetensors(file, checkpoint, nn::StoredType::Float32).has_value());
        const auto report = place.train(file);
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QVERIFY(weights_of(report->model_file, "conv_root.weight") == checkpoint.tensors["conv_root.weight"].values);
        QCOMPARE(weights_of(report->model_file, "head.weight").size(), std::size_t{64});
        QCOMPARE(place.reports.size(), std::size_t{1}); // a network with a new head is no candidate itself
        place.json["network"]["mlp"] = 16;
        QVERIFY(complaint(place.train(file)).contains(QStringLiteral("\"mlp\" is 32")));
    }

    void anotherShapeIsRefusedByName() {
        Workplace place;
        place.json["network"]["mlp"] = 64;
        const auto report = place.train(model_);
        QVERIFY(!report);
        QVERIFY(report.error().code == ErrorCode::BadModel);
        QVERIFY2(complaint(report).contains(QStringLiteral("\"mlp\" is 32, the configuration says 64")),
                 qPrintable(complaint(report)));
        Workplace other;
        other.json["preprocessing"] = "pyiqa";
        QVERIFY(complaint(other.train(model_)).contains(QStringLiteral("\"preprocessing\" is \"google\"")));
        QVERIFY(complaint(other.train(other.file("none.safetensors"))).contains(QStringLiteral("none.safetensors")));
    }

    void aModelThatGetsWorseIsNotReplaced() {
        Workplace place;
        place.json["data"]["validation_share"] = 0.67; // two of the three photos
        place.json["stages"][0].update(
            {{"epochs", 2}, {"learning_rate", 1000}, {"clip_norm", 0}, {"warmup_epochs", 0}, {"optimizer", "sgd"}});
        place.json["stages"][0]["learning_rate"] = 0.3;
        const auto report = place.train(model_);
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QCOMPARE(place.reports.size(), std::size_t{3}); // the start, and two epochs
        QCOMPARE(place.reports[0].stage, std::string("start"));
        QVERIFY(place.reports[0].validation->srcc.value_or(0) > 0.99); // it knows these photos by heart
        QCOMPARE(report->best_stage, std::string("start"));
        QVERIFY(weights_of(report->model_file, "conv_root.weight") == weights_of(model_, "conv_root.weight"));
    }

    void blendsWithTheStartAreJudgedLikeEpochs() {
        Workplace place;
        place.json["data"]["validation_share"] = 0.67;
        place.json["order_weight"] = 1;
        place.json["stages"][0].update({{"epochs", 3}, {"learning_rate", 0.05}, {"average_decay", 0.5}});
        place.json["blend"] = {{"candidates", {0, 0.25, 0.5, 0.75, 1}}};
        const auto report = place.train(model_);
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QCOMPARE(place.reports.size(), std::size_t{9}); // the start, three epochs, five blends
        std::size_t best = 0, best_epoch = 3;           // as the last one when the start was never beaten
        for (std::size_t i = 1; i < place.reports.size(); ++i)
            if (place.reports[i].worth(1).value() > place.reports[best].worth(1).value()) {
                best = i;
                best_epoch = i < 4 ? i : best_epoch;
            }
        const auto same = [&](std::size_t one, std::size_t other) {
            return place.reports[one].validation->to_json() == place.reports[other].validation->to_json() &&
                   place.reports[one].ordered == place.reports[other].ordered;
        };
        QVERIFY(same(4, 0));          // nothing of the tuned weights is the start
        QVERIFY(same(8, best_epoch)); // all of them are the tuned ones
        QVERIFY(!same(6, 0) || !same(6, best_epoch));
        QCOMPARE(report->best_stage, place.reports[best].stage);
        QVERIFY(report->blend == place.reports[best].blend);
        const std::string note = nn::read_model_card(report->model_file, false)->notes.back();
        QCOMPARE(note.find(" of the start model") != std::string::npos, report->blend.has_value());
        QVERIFY(place.reports[6].json_line().find("\"blend\":0.5") != std::string::npos);

        const auto written = weights_of(report->model_file, "conv_root.weight");
        const auto again = place.train(model_, true); // a resumed run has nothing left but to blend
        QVERIFY2(again.has_value(), qPrintable(complaint(again)));
        QCOMPARE(place.reports.size(), std::size_t{5});
        QVERIFY(again->blend == report->blend && weights_of(again->model_file, "conv_root.weight") == written);
    }

    void aBlendNeedsTheModelThatTheRunBeganWith() {
        Workplace place;
        place.json["data"]["validation_share"] = 0.67;
        place.json["stages"][0].update({{"epochs", 1}, {"learning_rate", 0}});
        place.json["blend"] = {{"candidates", {0.5}}};
        const auto none = place.train();
        QVERIFY(!none && none.error().code == ErrorCode::BadInput);
        QVERIFY2(complaint(none).contains(QStringLiteral("nothing to blend with")), qPrintable(complaint(none)));
        const std::string copy = place.file("start.safetensors");
        std::filesystem::copy_file(model_, copy);
        const auto equal = place.train(copy);
        QVERIFY2(equal.has_value(), qPrintable(complaint(equal)));
        QVERIFY(!equal->blend); // a blend of equals is no better
        QCOMPARE(equal->best_stage, std::string("start"));

        auto other = *nn::read_model_file(copy);
        other.card.title = "Another";
        QVERIFY(nn::write_model_file(copy, other, nn::StoredType::Float16).has_value());
        const auto changed = place.train(copy, true);
        QVERIFY(!changed && changed.error().code == ErrorCode::BadModel);
        QVERIFY2(complaint(changed).contains(QStringLiteral("is not the model")), qPrintable(complaint(changed)));
        QVERIFY(complaint(place.train({}, true)).contains(QStringLiteral("began with a model")));
        const auto moved = place.train(model_, true); // the same content at another place
        QVERIFY2(moved.has_value(), qPrintable(complaint(moved)));
    }

    void damageAtOwnSizeComesBeforeTheReduction() {
        Workplace place;
        place.add_unlabelled({{"damage", "own-size"}, {"ratio", {1.5, 3}}, {"grain", {2, 4}}, {"held_out", 0.3}});
        place.json["data"]["validation_share"] = 0.67;
        place.json["order_weight"] = 1;
        place.json["teacher"] = {{"variants", 2}};
        place.json["stages"][0].update(
            {{"epochs", 1}, {"made_share", 0.8}, {"labelled_share", 0.2}, {"loss", {{"rank", 1}}}});
        const auto report = place.train();
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));

        const auto pack = PhotoPack::open(place.file("work/samples.pack"));
        QVERIFY(pack.has_value());
        std::set<std::string> trained, held;
        int compressed = 0;
        for (const PackEntry& entry : pack->entries()) {
            QVERIFY2(entry.size.long_side() <= 48, entry.name.c_str()); // everything as the network sees it
            const std::size_t mark = entry.name.find('#');
            if (mark == std::string::npos)
                continue;
            (entry.name.find("#held,") != std::string::npos ? held : trained).insert(entry.name.substr(0, mark));
            compressed += entry.name.find("|block-compression-") != std::string::npos;
        }
        QCOMPARE(trained.size() + held.size(), std::size_t{12});
        QVERIFY(!held.empty() && trained.size() > held.size());
        for (const std::string& photo : held)
            QVERIFY2(!trained.contains(photo), photo.c_str()); // a photo is on one side alone
        QCOMPARE(compressed, 24);                              // of every tile, held out or not
        // The held-out photos judge, by kind, beside the made versions of the photos with scores.
        QCOMPARE(place.reports[0].ordered.size(), std::size_t{10});
        QVERIFY(place.reports[0].ordered.contains("held-out block-compression"));
    }

    void aPackKeepsTheOwnSize() {
        Workplace place, packed;
        for (Workplace* one : {&place, &packed}) {
            one->add_unlabelled({{"damage", "own-size"}, {"ratio", {2, 3}}, {"held_out", 0.3}});
            one->json["stages"][0].update(
                {{"epochs", 1}, {"made_share", 0.8}, {"labelled_share", 0.2}, {"loss", {{"rank", 1}}}});
        }
        TrainCallbacks callbacks;
        callbacks.read_photo = generated_photo;
        QVERIFY(pack_photos(place.config(), packed.file("photos.pack"), callbacks, {}).has_value());
        packed.json["data"]["pack"] = "photos.pack";
        QVERIFY(place.train().has_value());
        const auto report = packed.train();
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QCOMPARE(packed.reports[0].loss, place.reports[0].loss); // the same tiles, versions and order
    }

private:
    Workplace first_;
    std::string model_;
};

QTEST_APPLESS_MAIN(TestMusiqFineTuning)
#include "test_musiq_fine_tuning.moc"
