// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Whole small runs of both encoder trainers: they learn, they can be stopped anywhere and resumed without a trace, and
// what they write is an expert.
#include <QtTest/QtTest>

#include <cmath>
#include <filesystem>
#include <fstream>

#include <torch/script.h>

#include "engine/reiqa/encoder.h"
#include "engine/training/contrast/encoder_trainer.h"
#include "engine/training/made_version.h"

using namespace touchstone;
using namespace touchstone::training;
using Json = nlohmann::json;
using reiqa::Expert;

namespace {

constexpr int photo_side = 128;

/// Waves, a disc and a bar, all drawn from the number in the name: photos with edges, texture and colour.
RgbImage scene(int number) {
    Draws draws(static_cast<std::uint64_t>(number) + 1);
    double wave[3][4], disc[6];
    for (auto& channel : wave)
        for (double& value : channel)
            value = draws.unit();
    for (double& value : disc)
        value = draws.unit();
    RgbImage image({photo_side, photo_side});
    for (int y = 0; y < photo_side; ++y)
        for (int x = 0; x < photo_side; ++x) {
            const bool inside = std::hypot(x - photo_side * disc[0], y - photo_side * disc[1]) < 15 + 25 * disc[2];
            const bool bar = std::abs(x * disc[3] - y * disc[4] + 20 * disc[5]) < 6;
            for (int c = 0; c < 3; ++c) {
                const double* w = wave[c];
                double value = 128 + 70 * std::sin(w[0] * x * 0.3 + w[1] * y * 0.3 + 6 * w[2]) +
                               30 * std::sin((w[3] + 0.3) * x) * std::sin((w[0] + 0.3) * y);
                value += inside ? 60 * (w[3] - 0.5) + 40 : 0;
                value = bar ? 255 * w[2] : value;
                image.row(y)[3 * x + c] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
            }
        }
    return image;
}

Result<RgbImage> read_scene(const std::string& path) {
    const std::string name = std::filesystem::path(path).stem().string();
    if (name.starts_with("broken"))
        return failure(ErrorCode::Damaged, path, "is broken");
    return scene(std::stoi(name));
}

class Workplace {
public:
    explicit Workplace(Expert expert, int photos = 16)
        : expert_(expert) {
        std::filesystem::create_directory(file("photos"));
        for (int i = 0; i < photos; ++i)
            std::ofstream(file(("photos/" + std::to_string(i) + ".png").c_str())) << i;
        json = Json::parse(R"({
            "id": "tiny", "output": "tiny.safetensors", "work_folder": "work", "seed": 7, "threads": 1, "workers": 1,
            "network": {"stem_width": 8, "blocks": [1, 1, 1, 1], "dimension": 32},
            "data": {"folders": ["photos"], "held_out": 0.25},
            "items": {"patch": 32},
            "contrast": {"batch_photos": 4, "groups": 2},
            "schedule": {"epochs": 2, "optimizer": "sgd", "learning_rate": 0.06, "warmup_epochs": 0}})");
        if (expert == Expert::Quality) {
            json["items"]["distortions"] = 5;
            json["contrast"]["queue"] = 144;
        } else {
            // Groups of two crops have no statistics worth the name where the last map is one cell.
            json["contrast"].update({{"queue", 24}, {"groups", 1}});
        }
    }

    std::string file(const char* name) const { return folder_.filePath(QString::fromUtf8(name)).toStdString(); }

    /// `stop_after_steps` counts the steps of this call.
    Result<TrainReport> train(bool resume = false, int stop_after_steps = 0) {
        std::stop_source stop;
        int steps = 0;
        ContrastCallbacks callbacks;
        callbacks.read_photo = read_scene;
        callbacks.epoch = [&](const ContrastReport& report) { reports.push_back(report); };
        callbacks.message = [&](const std::string& text) { messages.push_back(text); };
        callbacks.progress = [&](const TrainProgress& progress) {
            if (progress.stage != "prepare" && ++steps == stop_after_steps)
                stop.request_stop();
        };
        const auto config = ContrastConfig::from_json(json, expert_, file("config.json"));
        if (!config)
            return tl::unexpected(config.error());
        TrainOptions options;
        options.resume = resume;
        return train_encoder(*config, options, callbacks, stop.get_token());
    }

    std::vector<double> losses() const {
        std::vector<double> all;
        for (const ContrastReport& report : reports)
            all.push_back(report.loss);
        return all;
    }

    Json json;
    std::vector<ContrastReport> reports;
    std::vector<std::string> messages;

private:
    Expert expert_;
    QTemporaryDir folder_;
};

QByteArray told(const Result<TrainReport>& report) {
    return report ? QByteArray() : QByteArray::fromStdString(report.error().message());
}

std::string text_of(const std::string& file) {
    std::ifstream in(file);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

class TestEncoderTraining : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aQualityEncoderLearnsWithoutLabels() {
        Workplace place(Expert::Quality, 24);
        place.json["schedule"].update({{"epochs", 10}, {"learning_rate", 0.1}, {"warmup_epochs", 1}});
        place.json["data"]["photos_per_epoch"] = 36;
        place.json["items"].update({{"overlap_low", 0.4}, {"overlap_high", 0.8}});
        place.json["contrast"].update(
            {{"groups", 1}, {"queue", 96}, {"key_momentum", 0.97}, {"in_scene_negatives", "batch"}});
        const auto report = place.train();
        QVERIFY2(report.has_value(), told(report).constData());
        QCOMPARE(place.reports.size(), std::size_t{10});
        const ContrastReport &early = place.reports.front(), &late = place.reports.back();
        QVERIFY2(late.loss < 0.97 * early.loss, qPrintable(QStringLiteral("%1 -> %2").arg(early.loss).arg(late.loss)));
        QVERIFY2(late.neighbour_accuracy && *late.neighbour_accuracy > 3 * late.chance,
                 qPrintable(QString::number(late.neighbour_accuracy.value_or(0))));
        QVERIFY(late.idle_share >= 0 && late.idle_share <= 1);
        const std::string log = text_of(place.file("work/log.jsonl"));
        QCOMPARE(std::count(log.begin(), log.end(), '\n'), 10);
        QVERIFY(text_of(place.file("work/log.svg")).find("neighbour accuracy") != std::string::npos);
    }

    void whatIsWrittenIsAnExpert_data() {
        QTest::addColumn<bool>("quality");
        QTest::newRow("quality") << true;
        QTest::newRow("content") << false;
    }

    void whatIsWrittenIsAnExpert() {
        QFETCH(bool, quality);
        const Expert role = quality ? Expert::Quality : Expert::Content,
                     other = quality ? Expert::Content : Expert::Quality;
        Workplace place(role);
        place.json["schedule"]["epochs"] = 1;
        const auto report = place.train();
        QVERIFY2(report.has_value(), told(report).constData());
        const auto file = nn::read_model_file(report->model_file);
        QVERIFY(file.has_value());
        QVERIFY(!reiqa::Encoder::load(*file, other, Device{}, Precision::Reference));
        const auto encoder = reiqa::Encoder::load(*file, role, Device{}, Precision::Reference);
        QVERIFY2(encoder.has_value(), encoder ? "" : encoder.error().message().c_str());
        const RgbImage photo = scene(99);
        const auto features = encoder->run(photo, reiqa::half_scale(photo), {});
        QVERIFY(features.has_value());
        QCOMPARE(features->full.size(), std::size_t{256});
        QVERIFY(*std::max_element(features->full.begin(), features->full.end()) > 0);
        Json recipe = place.json; // without the places of files
        recipe["data"].erase("folders");
        recipe.erase("output");
        recipe.erase("work_folder");
        QCOMPARE(file->card.metrics["training"]["recipe"], recipe);
        QCOMPARE(file->card.metrics["training"]["photos"].get<int>(), 12);
        QCOMPARE(file->card.metrics["training"]["last_epoch"]["loss"].get<double>(), place.reports.back().loss);
    }

    void aResumedRunEqualsOneThatWasNeverStopped_data() {
        QTest::addColumn<bool>("quality");
        QTest::addColumn<QString>("optimizer");
        QTest::newRow("quality, LARS") << true << QStringLiteral("lars");
        QTest::newRow("content, SGD") << false << QStringLiteral("sgd");
    }

    void aResumedRunEqualsOneThatWasNeverStopped() {
        QFETCH(bool, quality);
        QFETCH(QString, optimizer);
        const Expert role = quality ? Expert::Quality : Expert::Content;
        Workplace whole(role), broken(role);
        for (Workplace* place : {&whole, &broken}) {
            place->json["schedule"].update(
                {{"epochs", 3}, {"optimizer", optimizer.toStdString()}, {"warmup_epochs", 1}});
            place->json["contrast"]["queue"] = quality ? 100 : 10; // not a multiple of a step's keys: the ring wraps
        }
        const auto first = whole.train();
        QVERIFY2(first.has_value(), told(first).constData());
        broken.json["workers"] = 3;         // changes nothing but the speed
        for (const int steps : {2, 3, 0}) { // in the first epoch, in the second, to the end
            const auto report = broken.train(true, steps);
            QVERIFY2(steps == 0 ? report.has_value() : !report && report.error().code == ErrorCode::Cancelled,
                     told(report).constData());
        }
        QVERIFY(broken.losses() == whole.losses()); // to the last bit: same order of the same operations
        for (std::size_t i = 0; i < whole.reports.size(); ++i)
            QVERIFY(broken.reports[i].neighbour_accuracy == whole.reports[i].neighbour_accuracy);
        QVERIFY(nn::read_model_file(whole.file("tiny.safetensors"))->weights.tensors.at("conv1.weight").values ==
                nn::read_model_file(broken.file("tiny.safetensors"))->weights.tensors.at("conv1.weight").values);
    }

    void anotherConfigurationOrOtherPhotosDoNotResume() {
        Workplace place(Expert::Quality, 8);
        place.json["schedule"]["epochs"] = 1;
        QVERIFY(place.train().has_value());
        const Json same = place.json;
        place.json["contrast"]["temperature"] = 0.1;
        const auto other = place.train(true);
        QVERIFY(!other && other.error().code == ErrorCode::BadInput);
        place.json = same;
        std::ofstream(place.file("photos/50.png")) << 50;
        const auto more = place.train(true);
        QVERIFY(!more && more.error().code == ErrorCode::BadInput);
    }

    void groupsAreGradientAccumulationWithTheirOwnStatistics() {
        // One group of 4 photos or two of 2: other statistics, other losses, the same run otherwise.
        Workplace one(Expert::Quality, 8), two(Expert::Quality, 8);
        one.json["contrast"]["groups"] = 1;
        QVERIFY(one.train().has_value() && two.train().has_value());
        QVERIFY(one.losses() != two.losses());
        QVERIFY(std::abs(one.losses()[0] - two.losses()[0]) < 0.5 * one.losses()[0]);
    }

    void everySettingOfTheItemsRuns() {
        for (const char* change : {R"({"contrast": {"in_scene_negatives": "none"}})",
                                   R"({"contrast": {"in_scene_negatives": "both_scales"}})",
                                   R"({"items": {"half_scale": false, "swap": false, "region": 100}})",
                                   R"({"preset": "published", "items": {"compositions": true}})",
                                   R"({"schedule": {"decay": "steps"}})", R"({"data": {"photos_per_epoch": 12}})"}) {
            Workplace place(Expert::Quality, 8);
            place.json["schedule"]["epochs"] = 1;
            place.json.merge_patch(Json::parse(change));
            const auto report = place.train();
            QVERIFY2(report.has_value(), told(report).constData());
            QVERIFY(std::isfinite(place.reports.back().loss));
        }
    }

    void aContentEncoderTellsPhotosApart() {
        Workplace place(Expert::Content, 120);
        place.json["schedule"].update({{"epochs", 16}, {"learning_rate", 0.05}});
        place.json["data"]["photos_per_epoch"] = 128;
        place.json["items"] = {{"patch", 64}, {"smallest", 0.6}, {"jitter", 0}, {"grey", 0}};
        place.json["contrast"] = {{"batch_photos", 16},
                                  {"groups", 1},
                                  {"queue", 16},
                                  {"key_momentum", 0.97},
                                  {"in_scene_negatives", "batch"}};
        const auto report = place.train();
        QVERIFY2(report.has_value(), told(report).constData());
        const ContrastReport &early = place.reports.front(), &late = place.reports.back();
        QVERIFY2(late.loss < 0.9 * early.loss, qPrintable(QStringLiteral("%1 -> %2").arg(early.loss).arg(late.loss)));
        QVERIFY(late.top1 > early.top1 && late.uniformity < early.uniformity);
        QVERIFY2(late.neighbour_accuracy && *late.neighbour_accuracy > 5 * late.chance,
                 qPrintable(QString::number(late.neighbour_accuracy.value_or(0))));
    }

    void aTeacherIsFollowed() {
        Workplace place(Expert::Content, 24);
        torch::jit::Module teacher("teacher");
        teacher.define("def forward(self, x):\n"
                       "    m = x.mean([2, 3])\n"
                       "    d = (x - m[:, :, None, None]).abs().mean([2, 3])\n"
                       "    return torch.cat([m, d, m * m], 1)\n");
        teacher.save(place.file("teacher.pt"));
        place.json["teacher"] = {{"file", "teacher.pt"}, {"contrast", 0.1}, {"relation", 0.5}};
        place.json["schedule"].update({{"epochs", 8}});
        const auto report = place.train();
        QVERIFY2(report.has_value(), told(report).constData());
        QVERIFY(place.reports.front().teacher_cosine.has_value());
        QVERIFY2(*place.reports.back().teacher_cosine > *place.reports.front().teacher_cosine + 0.1,
                 qPrintable(QString::number(*place.reports.back().teacher_cosine)));

        Workplace broken(Expert::Content, 24);
        std::filesystem::copy_file(place.file("teacher.pt"), broken.file("teacher.pt"));
        broken.json = place.json;
        const auto half = broken.train(true, 11);
        QVERIFY(!half && half.error().code == ErrorCode::Cancelled);
        QVERIFY(broken.train(true).has_value());
        QVERIFY(broken.losses() == place.losses());

        std::ofstream(place.file("teacher.pt")) << "no network";
        const auto refused = place.train();
        QVERIFY(!refused && refused.error().file.ends_with("teacher.pt"));
        // A teacher is a stranger's file, too: it may compute, and nothing else.
        torch::jit::Module hostile("teacher");
        hostile.define("def forward(self, x):\n    return x + torch.from_file('secret', False, 3).sum()\n");
        hostile.save(place.file("teacher.pt"));
        const auto unsafe = place.train();
        QVERIFY(!unsafe && unsafe.error().code == ErrorCode::UnsafeModel);
    }

    void anExpertIsTheStartOfAnother() {
        Workplace place(Expert::Quality, 8);
        place.json["schedule"]["epochs"] = 1;
        const auto first = place.train();
        QVERIFY(first.has_value());
        ContrastCallbacks callbacks;
        callbacks.read_photo = read_scene;
        place.json["output"] = "second.safetensors";
        TrainOptions options;
        options.init_model = first->model_file;
        const auto config = ContrastConfig::from_json(place.json, Expert::Quality, place.file("config.json"));
        QVERIFY(train_encoder(*config, options, callbacks, {}).has_value());
        place.json["network"]["blocks"] = {1, 1, 2, 1};
        const auto other = ContrastConfig::from_json(place.json, Expert::Quality, place.file("config.json"));
        const auto refused = train_encoder(*other, options, callbacks, {});
        QVERIFY(!refused && refused.error().code == ErrorCode::BadModel);
    }

    void aPackReplacesTheDecoderAndBrokenPhotosAreNamed() {
        Workplace place(Expert::Quality, 8);
        std::ofstream(place.file("photos/broken.jpg")) << "x";
        std::ofstream(place.file("photos/notes.txt")) << "no photo";
        place.json["schedule"]["epochs"] = 1;
        QVERIFY(place.train().has_value());
        QVERIFY(std::any_of(place.messages.begin(), place.messages.end(),
                            [](const std::string& text) { return text.find("broken.jpg") != std::string::npos; }));
        ContrastCallbacks callbacks;
        callbacks.read_photo = read_scene;
        const auto config = ContrastConfig::from_json(place.json, Expert::Quality, place.file("config.json"));
        QVERIFY(pack_encoder_photos(*config, place.file("all.pack"), callbacks, {}).has_value());
        Json packed = place.json;
        packed["data"] = {{"pack", "all.pack"}, {"held_out", 0.25}};
        packed["work_folder"] = "other";
        const auto with_pack = ContrastConfig::from_json(packed, Expert::Quality, place.file("config.json"));
        double loss = 0;
        ContrastCallbacks blind; // decodes nothing
        blind.epoch = [&](const ContrastReport& report) { loss = report.loss; };
        const auto report = train_encoder(*with_pack, {}, blind, {});
        QVERIFY2(report.has_value(), told(report).constData());
        QCOMPARE(loss, place.reports.front().loss);
    }

    void wrongSettingsAreNamed_data() {
        QTest::addColumn<QString>("change");
        QTest::addColumn<QString>("named");
        QTest::newRow("unknown key") << QStringLiteral(R"({"contrast": {"tau": 1}})") << QStringLiteral("contrast.tau");
        QTest::newRow("type") << QStringLiteral(R"({"items": {"swap": 3}})") << QStringLiteral("items.swap");
        QTest::newRow("groups") << QStringLiteral(R"({"contrast": {"groups": 3}})") << QStringLiteral("groups");
        QTest::newRow("queue") << QStringLiteral(R"({"contrast": {"queue": 40}})") << QStringLiteral("48 keys");
        QTest::newRow("bounds") << QStringLiteral(R"({"items": {"overlap_low": 0.5}})")
                                << QStringLiteral("overlap_low");
        QTest::newRow("network") << QStringLiteral(R"({"network": {"blocks": [1]}})") << QStringLiteral("blocks");
        QTest::newRow("no data") << QStringLiteral(R"({"data": null})") << QStringLiteral("data");
    }

    void wrongSettingsAreNamed() {
        QFETCH(QString, change);
        QFETCH(QString, named);
        Workplace place(Expert::Quality, 1);
        place.json.merge_patch(Json::parse(change.toStdString()));
        const auto config = ContrastConfig::from_json(place.json, Expert::Quality, place.file("config.json"));
        QVERIFY(!config && config.error().code == ErrorCode::BadInput);
        QVERIFY2(config.error().message().find(named.toStdString()) != std::string::npos,
                 config.error().message().c_str());
    }

    void theRateGrowsWithTheBatchAsPublished() {
        Workplace place(Expert::Quality, 1);
        place.json["schedule"].erase("learning_rate");
        place.json["contrast"].update({{"batch_photos", 630}, {"groups", 18}, {"queue", 65536}});
        place.json["items"]["distortions"] = 11;
        const auto config = ContrastConfig::from_json(place.json, Expert::Quality, place.file("config.json"));
        QVERIFY2(config.has_value(), config ? "" : config.error().message().c_str());
        QVERIFY(std::abs(config->schedule.rate - 0.6 * 630 * 2 / 64) < 1e-12); // about 12
    }
};

QTEST_APPLESS_MAIN(TestEncoderTraining)
#include "test_encoder_training.moc"
