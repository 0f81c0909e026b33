// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Learning what faults look like, from real files with a quality expert of generated weights.
#include <QSignalSpy>
#include <QtTest>

#include <filesystem>

#include "app/inspection/fault_service.h"
#include "app/library/feature_store.h"
#include "engine/base/files.h"
#include "engine/imaging/encode.h"
#include "engine/reiqa/regressor.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
using namespace touchstone::inspection;
namespace fs = std::filesystem;

namespace {

library::ContentHash hashOf(std::uint8_t number) {
    library::ContentHash hash;
    hash.bytes[0] = number;
    return hash;
}

Bytes bytesOf(const std::string& path) {
    return read_file(path, std::uint64_t{1} << 26).value_or(Bytes());
}

} // namespace

class TestFaultLearning : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::string regressor_, expert_;
    std::vector<std::string> photos_; ///< three that can be used

    std::string path(const std::string& name) const { return folder_.path().toStdString() + '/' + name; }

    std::string photo(const std::string& name, int width, int height) const {
        const Result<Bytes> png = imaging::encode_png(test::smooth_scene(width, height));
        if (!png || !write_file_atomically(path(name), *png))
            qFatal("no photo was written");
        return path(name);
    }

    library::ModelChoice models() const { return {{regressor_}, {}}; }

    FaultRequest request(const std::vector<std::string>& files) const {
        FaultRequest made{expert_, regressor_, "recipe", {}};
        for (const std::string& file : files)
            made.candidates.push_back({file, std::nullopt});
        return made;
    }

    /// Of the same length as the expert's, and as unlike a photo's as they may be.
    reiqa::PhotoFeatures features(float level) const {
        const auto length = static_cast<std::size_t>(test::tiny_trunk().features());
        reiqa::PhotoFeatures made;
        for (std::vector<float>* block :
             {&made.content.full, &made.content.half, &made.quality.full, &made.quality.half})
            block->assign(length, level);
        return made;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        fs::create_directories(path("models"));
        regressor_ = test::write_generated_reiqa(path("models"), test::tiny_trunk());
        expert_ = nn::read_model_card(path("models/quality.safetensors"), true)->sha256;
        photos_ = {photo("a.png", 300, 260), photo("b.png", 260, 300), photo("c.png", 270, 270)};
    }

    void whatIsLearnedIsKeptForThisExpertAlone() {
        std::vector<Bytes> before;
        for (const std::string& file : photos_)
            before.push_back(bytesOf(file));
        {
            library::FeatureStore store(path("cache/features"));
            store.add("recipe", hashOf(1), features(0.5F));
        }
        library::InferenceThread inference(open_scorer, models());
        FaultService service(inference, {}, path("cache"));
        QSignalSpy answered(&service, &FaultService::answered), progressed(&service, &FaultService::progressed),
            learned(&service, &FaultService::learned), failed(&service, &FaultService::failed);
        const auto answer = [&](const std::string& expert, std::uint8_t content) {
            answered.clear();
            service.request(expert, "recipe", hashOf(content));
            return answered.wait(60'000) ? answered[0][1].value<FaultAnswer>() : FaultAnswer{true, -1, 0, {}};
        };
        QVERIFY(!answer(expert_, 1).learned);
        service.learn(request(photos_));
        QVERIFY(service.isLearning());
        QTRY_VERIFY_WITH_TIMEOUT(!learned.isEmpty() || !failed.isEmpty(), 300'000);
        QVERIFY2(failed.isEmpty(), failed.isEmpty() ? "" : failed[0][0].value<Error>().message().c_str());
        QVERIFY(!service.isLearning());
        const int runs = 3 * static_cast<int>(1 + reiqa::fault_classes().size());
        QCOMPARE(progressed.last()[0].toInt(), runs);
        QCOMPARE(progressed.last()[1].toInt(), runs);
        const FaultAnswer known = answer(expert_, 1);
        QVERIFY(known.learned && known.resemblance);
        QCOMPARE(known.photos, 3);
        QVERIFY(!answer(expert_, 2).resemblance); // no features of this photo are kept
        QVERIFY(!answer(std::string(64, 'f'), 1).learned);
        for (std::size_t i = 0; i < photos_.size(); ++i)
            QCOMPARE(bytesOf(photos_[i]), before[i]);

        // The same photos, learned in one go, give the same bytes.
        FaultLearning again(expert_, photos_, photos_.size(), {});
        const auto scorer = open_scorer(regressor_, {});
        QVERIFY(scorer);
        while (!again.ended())
            QVERIFY(again.step(**scorer, {}));
        QVERIFY(keep_faults(path("other"), again.learned().value()));
        QCOMPARE(bytesOf(faults_file(path("other"), expert_)), bytesOf(faults_file(path("cache"), expert_)));

        // A file that another expert's name was given to is refused.
        fs::copy_file(faults_file(path("other"), expert_), faults_file(path("other"), "elsewhere"));
        QVERIFY(read_faults(path("other"), expert_));
        QCOMPARE(read_faults(path("other"), "elsewhere").error().code, ErrorCode::BadModel);
    }

    void stoppedLearningKeepsNothing() {
        library::InferenceThread inference(open_scorer, models());
        FaultService service(inference, {}, path("stopped"));
        QSignalSpy learned(&service, &FaultService::learned), failed(&service, &FaultService::failed);
        int heard = 0;
        connect(&service, &FaultService::progressed, this, [&] {
            ++heard;
            service.cancel();
        });
        service.learn(request(photos_));
        QTRY_COMPARE_WITH_TIMEOUT(heard, 1, 60'000);
        QVERIFY(!service.isLearning());
        // The thread is free again, and nothing came of it.
        std::atomic<bool> ran{false};
        inference.post([&](library::InferenceThread::Networks&, std::stop_token) { ran = true; });
        QTRY_VERIFY_WITH_TIMEOUT(ran, 60'000);
        QCOMPARE(learned.count() + failed.count(), 0);
        QVERIFY(!fs::exists(faults_file(path("stopped"), expert_)));
    }

    void aServiceMayEndWhileItLearns() {
        library::InferenceThread inference(open_scorer, models());
        auto service = std::make_unique<FaultService>(inference, imaging::DecodeOptions(), path("ended"));
        QSignalSpy progressed(service.get(), &FaultService::progressed);
        service->learn(request(photos_));
        QTRY_VERIFY_WITH_TIMEOUT(!progressed.isEmpty(), 60'000);
        service.reset();
        std::atomic<bool> ran{false};
        inference.post([&](library::InferenceThread::Networks&, std::stop_token) { ran = true; });
        QTRY_VERIFY_WITH_TIMEOUT(ran, 60'000);
        QVERIFY(!fs::exists(faults_file(path("ended"), expert_)));
    }

    void tooFewPhotosAreSaid() {
        library::InferenceThread inference(open_scorer, models());
        FaultService service(inference, {}, path("few"));
        QSignalSpy failed(&service, &FaultService::failed);
        service.learn(request({photo("small.png", 255, 400), path("none.png")}));
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 60'000);
        QVERIFY(!service.isLearning());
        QCOMPARE(failed[0][0].value<Error>().code, ErrorCode::BadInput);
        // Another model than the one that was asked for is not asked.
        FaultRequest other = request(photos_);
        other.quality_expert = std::string(64, 'f');
        service.learn(other);
        QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 2, 60'000);
        QCOMPARE(failed[1][0].value<Error>().code, ErrorCode::BadModel);
    }

    void filesThatAreNoUseGiveWay() {
        const auto scorer = open_scorer(regressor_, {});
        QVERIFY(scorer);
        FaultLearning learning(expert_, {photo("small.png", 255, 400), path("none.png"), photos_[0]}, 1, {});
        QVERIFY(learning.step(**scorer, {}));
        QCOMPARE(learning.passed_over().size(), std::size_t{2});
        QCOMPARE(learning.passed_over()[0].code, ErrorCode::BadInput);
        QCOMPARE(learning.passed_over()[1].code, ErrorCode::NotFound);
        QCOMPARE(learning.done(), 1);
        QCOMPARE(learning.total(), static_cast<int>(1 + reiqa::fault_classes().size()));
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(learning.step(**scorer, stop.get_token()).error().code, ErrorCode::Cancelled);
        QCOMPARE(learning.done(), 1);
    }

    void candidatesComeInTheOrderOfTheQualityExpert() {
        const reiqa::Regressor regressor = reiqa::regressor_from(nn::read_model_file(regressor_).value()).value();
        library::FeatureStore store(path("order"));
        // Features along the weights of "quality": the further, the better.
        for (std::uint8_t i = 1; i <= 3; ++i) {
            reiqa::PhotoFeatures made = features(0);
            const std::size_t length = made.quality.full.size();
            for (std::size_t f = 0; f < 2 * length; ++f)
                (f < length ? made.quality.full[f] : made.quality.half[f - length]) =
                    static_cast<float>(i * regressor.quality.weights[f]);
            store.add("recipe", hashOf(i), made);
        }
        FaultRequest asked{expert_, regressor_, "recipe", {}};
        asked.candidates = {{"unknown", hashOf(9)},
                            {"worst", hashOf(1)},
                            {"best", hashOf(3)},
                            {"unhashed", std::nullopt},
                            {"middle", hashOf(2)}};
        QCOMPARE(by_quality(asked, store).value(),
                 (std::vector<std::string>{"best", "middle", "worst", "unknown", "unhashed"}));
        asked.model_file = path("none.safetensors");
        QVERIFY(!by_quality(asked, store));
    }
};

QTEST_GUILESS_MAIN(TestFaultLearning)
#include "test_fault_learning.moc"
