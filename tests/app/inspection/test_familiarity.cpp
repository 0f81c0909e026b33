// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How far a photo's features lie from what a regressor was fitted on.
#include <QSignalSpy>
#include <QtTest>

#include <cmath>
#include <limits>

#include "app/inspection/familiarity.h"
#include "app/library/feature_store.h"
#include "tests/support/generated_reiqa.h"

using namespace touchstone;
using namespace touchstone::inspection;

namespace {

/// Features that lie `distance` deviations from the mean, on alternating sides.
reiqa::PhotoFeatures featuresAt(const reiqa::Regressor& regressor, double distance) {
    const auto length = static_cast<std::size_t>(regressor.block_length());
    reiqa::PhotoFeatures features;
    std::vector<float>* blocks[] = {&features.content.full, &features.content.half, &features.quality.full,
                                    &features.quality.half};
    for (std::size_t i = 0; i < 4 * length; ++i)
        blocks[i / length]->push_back(
            static_cast<float>(regressor.both.mean[i] + (i % 2 ? distance : -distance) * regressor.both.deviation[i]));
    return features;
}

library::ContentHash hashOf(std::uint8_t number) {
    library::ContentHash hash;
    hash.bytes[0] = number;
    return hash;
}

} // namespace

class TestFamiliarity : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void distanceIsTheRootMeanSquareInDeviations() {
        const reiqa::Regressor regressor = test::generated_regressor(16, "c", "q");
        for (const double distance : {0.0, 1.0, 3.5}) // float32 features
            QVERIFY(std::abs(feature_distance(regressor, featuresAt(regressor, distance)).value() - distance) < 1e-5);
        reiqa::PhotoFeatures one = featuresAt(regressor, 0);
        one.quality.half[3] = static_cast<float>(regressor.both.mean[51] + 8 * regressor.both.deviation[51]);
        QVERIFY(std::abs(feature_distance(regressor, one).value() - 1) < 1e-5); // 8 of one in 64
    }

    void nothingIsSaidWithoutDeviationsOrWithOtherFeatures() {
        const reiqa::Regressor regressor = test::generated_regressor(16, "c", "q");
        reiqa::Regressor bare = test::generated_regressor(16, "c", "q", false);
        QVERIFY(!feature_distance(bare, featuresAt(regressor, 1)));
        reiqa::PhotoFeatures odd = featuresAt(regressor, 1);
        odd.content.full.pop_back();
        QVERIFY(!feature_distance(regressor, odd));
        QVERIFY(!feature_distance(regressor, {}));
        odd = featuresAt(regressor, 1);
        odd.content.full[2] = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(!feature_distance(regressor, odd));
    }

    void theServiceAnswersTheLatestRequestOfWhichSomethingIsKept() {
        const QTemporaryDir folder;
        const std::string file = test::write_generated_reiqa(folder.path().toStdString(), test::tiny_trunk());
        const reiqa::Regressor regressor = reiqa::regressor_from(nn::read_model_file(file).value()).value();
        {
            library::FeatureStore store(folder.path().toStdString());
            store.add("recipe", hashOf(1), featuresAt(regressor, 5));
            store.add("recipe", hashOf(2), featuresAt(regressor, 1));
        }
        FamiliarityService service(folder.path().toStdString());
        QSignalSpy measured(&service, &FamiliarityService::measured);
        service.request(file, "recipe", hashOf(1));
        const quint64 wanted = service.request(file, "recipe", hashOf(2));
        QTRY_COMPARE(measured.count(), 1);
        QCOMPARE(measured[0][0].toULongLong(), wanted);
        QVERIFY(std::abs(measured[0][1].toDouble() - 1) < 0.01); // features are kept as half floats
        service.request(file, "recipe", hashOf(1));
        QTRY_COMPARE(measured.count(), 2);
        QVERIFY(measured[1][1].toDouble() > unfamiliar);
        // No features, another recipe, a file that is no regressor: silence, and the next answer comes all the same.
        service.request(file, "recipe", hashOf(3));
        service.request(file, "other", hashOf(1));
        service.request(folder.filePath(QStringLiteral("content.safetensors")).toStdString(), "recipe", hashOf(1));
        const quint64 last = service.request(file, "recipe", hashOf(2));
        QTRY_COMPARE(measured.count(), 3);
        QCOMPARE(measured[2][0].toULongLong(), last);
    }
};

QTEST_GUILESS_MAIN(TestFamiliarity)
#include "test_familiarity.moc"
