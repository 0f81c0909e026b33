// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Several lists of human scores, each on its own scale; ladders of one photo's versions.
#include <QtTest/QtTest>

#include <filesystem>
#include <fstream>

#include <torch/script.h>
#include <torch/torch.h>

#include "engine/musiq/model.h"
#include "engine/training/epoch_plan.h"
#include "engine/training/label_lists_p.h"
#include "engine/training/musiq_trainer.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::training;
using Json = nlohmann::json;

namespace {

/// Six pictures that are told apart easily, by the last letter of the name.
Result<RgbImage> generated_photo(const std::string& path) {
    switch (path.back()) {
    case '0':
        return test::formula_a(40, 32);
    case '1':
        return test::formula_b(32, 48);
    case '2':
        return test::smooth_scene(48, 48);
    case '3':
        return test::formula_a(64, 24);
    case '4':
        return test::formula_b(64, 64);
    default:
        return test::smooth_scene(24, 40);
    }
}

class Workplace {
public:
    Workplace() {
        std::ofstream(file("labels.csv")) << "file,mos\nphoto0,20\nphoto1,80\n";
        // On another scale, and counting faults: photo4 is the best of the four.
        std::ofstream(file("faults.csv")) << "file,mos\nphoto4,-3\nphoto2,1\nphoto5,5\nphoto3,9\n";
        json = Json::parse(R"({
            "id": "tiny", "output": "tiny.safetensors", "work_folder": "work", "seed": 3, "threads": 1,
            "network": {"patch": 8, "grid": 4, "long_sides": [16], "stem_width": 4, "norm_groups": 2, "hidden": 16,
                        "heads": 2, "mlp": 32, "layers": 2, "outputs": 1},
            "data": {"labels": "labels.csv", "validation_share": 0,
                     "more_labels": [{"name": "faults", "labels": "faults.csv", "higher_is_better": false}]},
            "stages": [{"name": "only", "epochs": 60, "batch_tokens": 60, "learning_rate": 0.003, "weight_decay": 0,
                        "warmup_epochs": 1, "final_factor": 0.2}]})");
    }

    std::string file(const std::string& name) const {
        return folder_.filePath(QString::fromStdString(name)).toStdString();
    }

    Result<TrainReport> train(bool resume = false, int stop_after_epochs = 0) {
        reports.clear();
        std::stop_source stop;
        TrainCallbacks callbacks;
        callbacks.read_photo = generated_photo;
        callbacks.epoch = [&](const EpochReport& report) {
            reports.push_back(report);
            if (static_cast<int>(reports.size()) == stop_after_epochs)
                stop.request_stop();
        };
        TrainOptions options;
        options.resume = resume;
        const auto config = TrainConfig::from_json(json, file("config.json"));
        if (!config)
            return tl::unexpected(config.error());
        return train_musiq(*config, options, callbacks, stop.get_token());
    }

    std::vector<double> scores() const {
        const auto model_file = nn::read_model_file(file("tiny.safetensors"));
        const auto model = musiq::Model::load(*model_file, Device{}, Precision::Reference);
        std::vector<double> scores;
        for (int i = 0; i < 6; ++i) {
            const auto tokens = musiq::make_tokens(*generated_photo("photo" + std::to_string(i)), model->config());
            const musiq::TokenSequence* pointer = &tokens;
            scores.push_back((*model->run(std::span(&pointer, 1), {}))[0].value);
        }
        return scores;
    }

    Json json;
    std::vector<EpochReport> reports;

private:
    QTemporaryDir folder_;
};

QString complaint(const Result<TrainReport>& report) {
    return report ? QString() : QString::fromStdString(report.error().message());
}

} // namespace

class TestLabelLists : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aLinkRisesWhateverItLearns() {
        const at::Tensor x = at::linspace(-6, 6, 200);
        QVERIFY((through_link(fresh_link(), x) - x).abs().max().item<double>() < 0.1);
        torch::manual_seed(1);
        for (int i = 0; i < 20; ++i) {
            const at::Tensor curve = through_link(at::randn({link_size}) * 3, x);
            QVERIFY((curve.narrow(0, 1, 199) - curve.narrow(0, 0, 199)).min().item<double>() >= 0);
        }
    }

    void preferencesFollowTheRatings() {
        const auto label = [](double mos, double deviation) { return Label{"x", mos, deviation, {}}; };
        QCOMPARE(preference(label(3, 0), label(2, 0)), 1.0);
        QCOMPARE(preference(label(2, 0), label(2, 0)), 0.5);
        QVERIFY(std::abs(preference(label(60, 3), label(55, 4)) - 0.841344746) < 1e-6); // Φ(1)
        QVERIFY(std::abs(preference(label(55, 3), label(60, 4)) - 0.158655254) < 1e-6);
    }

    void theFidelityLossIsLeastWhereBothAgree() {
        const at::Tensor zero = at::zeros({1}), one = at::ones({1});
        const auto loss = [&](double difference, double wanted) {
            return fidelity_loss(one * difference, zero, one * wanted).item<double>();
        };
        QVERIFY(std::abs(loss(8, 1)) < 2e-3 && std::abs(loss(0, 0.5)) < 1e-5);
        QVERIFY(loss(-1, 1) > loss(0, 1) && loss(0, 1) > loss(1, 1));
        QVERIFY(loss(1, 0.5) > loss(0, 0.5));
        at::Tensor lost = at::full({1}, -9.0).requires_grad_();
        fidelity_loss(lost, zero, one).sum().backward();
        QVERIFY(std::isfinite(lost.grad().item<double>())); // even where the given probability is 0
    }

    void anotherScaleTeachesItsOrder_data() {
        QTest::addColumn<QString>("link");
        QTest::newRow("pairs") << "rank";
        QTest::newRow("curve") << "monotone";
    }

    void anotherScaleTeachesItsOrder() {
        QFETCH(QString, link);
        Workplace place;
        place.json["data"]["more_labels"][0]["link"] = link.toStdString();
        const auto report = place.train();
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        const auto& terms = place.reports.back().loss_terms;
        QVERIFY(std::any_of(terms.begin(), terms.end(), [](const auto& term) { return term.first == "lists"; }));
        const std::vector<double> scores = place.scores();
        const QString said = QStringLiteral("%1 %2 %3 %4").arg(scores[4]).arg(scores[2]).arg(scores[5]).arg(scores[3]);
        QVERIFY2(scores[4] > scores[2] && scores[2] > scores[5] && scores[5] > scores[3], qPrintable(said));
        QVERIFY(std::abs(scores[0] - 20) < 15 && std::abs(scores[1] - 80) < 15); // the model's own scale stays
    }

    void aListWithoutWeightIsNotLookedAt() {
        Workplace with, without;
        with.json["stages"][0].update({{"epochs", 2}, {"loss", {{"lists", 0}}}});
        without.json["stages"][0]["epochs"] = 2;
        without.json["data"].erase("more_labels");
        QVERIFY(with.train().has_value() && without.train().has_value());
        QCOMPARE(with.reports.back().loss, without.reports.back().loss);
    }

    void pairsOfTheOwnListTeachOrderToo() {
        Workplace place;
        place.json["data"].erase("more_labels");
        place.json["stages"][0]["loss"] = {{"score", 0}, {"fidelity", 1}};
        const auto report = place.train();
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QVERIFY(place.reports.back().loss < 0.5 * place.reports.front().loss);
        const std::vector<double> scores = place.scores();
        QVERIFY(scores[1] > scores[0]);
    }

    void aResumedRunKeepsItsLinks() {
        Workplace whole, broken;
        for (Workplace* place : {&whole, &broken}) {
            place->json["data"]["more_labels"][0]["link"] = "monotone";
            place->json["stages"][0].update({{"epochs", 4}, {"average_decay", 0.9}});
        }
        QVERIFY(whole.train().has_value());
        QVERIFY(!broken.train(false, 2));
        const auto report = broken.train(true);
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QCOMPARE(broken.reports.back().loss, whole.reports.back().loss);
        QVERIFY(broken.scores() == whole.scores());
    }

    void mistakesInAListAreNamed() {
        Workplace place;
        std::ofstream(place.file("faults.csv")) << "file,mos\nphoto2,1\n";
        QVERIFY(complaint(place.train()).contains(QStringLiteral("fewer than two")));
        place.json["data"]["more_labels"].push_back(place.json["data"]["more_labels"][0]);
        QVERIFY(complaint(place.train()).contains(QStringLiteral("two lists of the name \"faults\"")));
        Workplace other;
        other.json["data"]["more_labels"][0]["link"] = "linear";
        QVERIFY(complaint(other.train()).contains(QStringLiteral("data.more_labels[0].link")));
    }

    void laddersAndRivalsArePlanned() {
        QTemporaryDir folder;
        TrainingSet set{*PhotoPack::open(empty_pack(folder)), {}, 8, {}, {}};
        std::vector<int> tokens;
        const auto add = [&](Sample sample) {
            tokens.push_back(5);
            set.samples.push_back(std::move(sample));
        };
        set.lists = {LabelList{"other", {}, {}, 1, ScoreLink::Rank, true}};
        for (std::size_t i = 0; i < 6; ++i)
            add({"photo" + std::to_string(i), i < 3 ? Part::Train : Part::OtherList, 0, {}, i, 0, {}});
        for (std::size_t i = 0; i < 6; ++i)
            for (const char* version : {"noise-1", "noise-3", "gaussian-blur-2"}) {
                set.samples[i].versions.push_back(set.samples.size());
                const double severity = (version[std::string(version).size() - 1] - '0') / 4.0;
                add({set.samples[i].name + "|" + version, set.samples[i].part, 0, {}, i, severity, {}});
            }
        StageConfig stage;
        stage.made_share = stage.ladder_share = 1;
        stage.loss.fidelity = 1;
        int ladders = 0, groups = 0;
        for (int epoch = 1; epoch <= 20; ++epoch)
            for (const Batch& batch : plan_epoch(set, stage, epoch, 1, tokens))
                for (const PhotoGroup& group : batch) {
                    ++groups;
                    QVERIFY(group.made && group.rival && *group.rival != group.clean);
                    QCOMPARE(set.samples[*group.rival].part, set.samples[group.clean].part);
                    const bool weak = set.samples[*group.made].name.ends_with("noise-1");
                    QCOMPARE(group.worse.has_value(), weak);
                    if (weak)
                        QCOMPARE(set.samples[*group.worse].name, set.samples[group.clean].name + "|noise-3");
                    QCOMPARE(group.samples().size(), static_cast<std::size_t>(group.photos()));
                    ladders += weak;
                }
        QCOMPARE(groups, 120);
        QVERIFY(ladders > 20 && ladders < 60);
    }

    void strongerVersionsAreLearnedToLieLower() {
        Workplace place;
        place.json["data"].erase("more_labels");
        place.json["teacher"] = {{"variants", 10}};
        place.json["stages"][0].update(
            {{"epochs", 3}, {"made_share", 1}, {"ladder_share", 1}, {"loss", {{"rank", 1}, {"score", 0}}}});
        const auto report = place.train();
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QVERIFY(place.reports.back().loss < place.reports.front().loss);
        place.json["teacher"]["variants"] = 3;
        QVERIFY(complaint(place.train()).contains(QStringLiteral("ladder_share")));
    }

    void aNetworkMayRateInsteadOfPeople() {
        Workplace place;
        std::filesystem::create_directories(place.file("more"));
        for (int i = 0; i < 12; ++i)
            std::ofstream(place.file("more/scene" + std::to_string(i) + "." + std::to_string(i % 6))) << "drawn";
        torch::jit::Module teacher("teacher"); // bright photos are beautiful
        teacher.define("def forward(self, x):\n"
                       "    bright = 1.0 + 9.0 * x.mean([1, 2, 3])\n"
                       "    bins = torch.arange(1.0, 11.0)\n"
                       "    return torch.softmax(-(bins - bright.unsqueeze(1)) ** 2, 1)\n");
        teacher.save(place.file("teacher.pt"));
        place.json["data"] = {{"unlabelled", {{{"folder", "more"}, {"reduce", 1}, {"held_out", 0.4}}}}};
        place.json["teacher"] = {{"aesthetic", "teacher.pt"}, {"rates", true}, {"variants", 1}};
        place.json["network"]["outputs"] = 10;
        place.json["score_loss"] = "emd";
        place.json["range"] = {1, 10};
        place.json["stages"][0].update({{"epochs", 40}, {"made_share", 0.5}});
        const auto report = place.train();
        QVERIFY2(report.has_value(), qPrintable(complaint(report)));
        QVERIFY(place.reports.back().loss < 0.6 * place.reports.front().loss);
        QVERIFY(report->validation && report->validation->count >= 2); // the held-out photos
        const auto card = nn::read_model_card(report->model_file, false);
        QVERIFY(card->human_scores.empty());
        QVERIFY(card->notes.back().find("taught by a network") != std::string::npos);
        place.json["network"]["outputs"] = 5;
        QVERIFY(complaint(place.train()).contains(QStringLiteral("gives 10 probabilities")));
    }

private:
    static std::string empty_pack(const QTemporaryDir& folder) {
        const std::string file = folder.filePath(QStringLiteral("empty.pack")).toStdString();
        auto writer = PhotoPackWriter::create(file);
        if (!writer->finish())
            qFatal("no pack could be written");
        return file;
    }
};

QTEST_APPLESS_MAIN(TestLabelLists)
#include "test_label_lists.moc"
