// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>
#include <filesystem>

#include <QTest>

#include "engine/imaging/decode.h"
#include "engine/scoring/pipeline.h"
#include "engine/training/metrics.h"
#include "tests/support/shared_data.h"

using namespace touchstone;
namespace fs = std::filesystem;

namespace {

/// What docs and help texts promise of `fast`: points of 100, and the order of photos.
constexpr double score_tolerance = 0.3, least_spearman = 0.999;

std::vector<std::string> shared_photos() {
    std::vector<std::string> files;
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(test::shared_path("photos")))
        if (entry.is_regular_file() && imaging::has_photo_suffix(entry.path().filename().string()))
            files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}

std::vector<std::string> shipped_models() {
    std::vector<std::string> files;
    for (const fs::directory_entry& entry : fs::directory_iterator(TOUCHSTONE_SOURCE_DIR "/models"))
        if (entry.path().extension() == ".safetensors")
            files.push_back(entry.path().string());
    return files;
}

std::unique_ptr<Scorer> open(const std::string& model, Precision precision) {
    ScorerOptions options;
    options.precision = precision;
    Result<std::unique_ptr<Scorer>> scorer = open_scorer(model, options);
    if (!scorer)
        qFatal("%s", scorer.error().message().c_str());
    return std::move(*scorer);
}

} // namespace

/// The shipped models on every photo of ../shared that decodes.
class TestFastPrecision : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { imaging::initialise(); }
    void shipped_models_score_the_same() {
        TOUCHSTONE_NEEDS_SHARED("photos/README.md");
        QVERIFY(!shipped_models().empty());
        for (const std::string& model : shipped_models()) {
            const std::unique_ptr<Scorer> reference = open(model, Precision::Reference);
            const std::unique_ptr<Scorer> fast = open(model, Precision::Fast);
            const Precision expected = effective_precision(Device{}, Precision::Fast);
            QCOMPARE(fast->options().precision, expected);
            std::vector<double> exact, narrow;
            Pipeline pipeline({reference.get(), fast.get()}, {});
            const std::vector<std::string> photos = shared_photos();
            pipeline.run(photos,
                         [&](ScoredPhoto&& photo) {
                             if (photo.error)
                                 return; // some of the photos are broken on purpose
                             for (const Result<Assessment>& assessment : photo.assessments)
                                 if (!assessment)
                                     qFatal("%s", assessment.error().message().c_str());
                             exact.push_back(photo.assessments[0]->score.value);
                             narrow.push_back(photo.assessments[1]->score.value);
                             if (photo.assessments[1]->precision != expected)
                                 qFatal("an assessment does not say how it was made");
                         },
                         {});
            QVERIFY2(exact.size() >= 100, qPrintable(QString::number(exact.size())));
            double largest = 0;
            for (std::size_t i = 0; i < exact.size(); ++i)
                largest = std::max(largest, std::abs(exact[i] - narrow[i]));
            const std::optional<double> order = training::spearman(exact, narrow);
            qInfo("%s: %zu photos, largest difference %g, Spearman %.6f", model.c_str(), exact.size(), largest,
                  order.value_or(0));
            QVERIFY2(largest <= score_tolerance, qPrintable(QString::number(largest)));
            QVERIFY(order && *order >= least_spearman);
        }
    }
};

QTEST_GUILESS_MAIN(TestFastPrecision)
#include "test_fast_precision.moc"
