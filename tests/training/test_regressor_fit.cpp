// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Fitting Re-IQA regressors: lists, splits, figures, refusals, and the file that comes out.
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <limits>
#include <map>
#include <numeric>
#include <random>
#include <set>

#include "engine/training/regression/rated_list.h"
#include "engine/training/regression/regressor_fit.h"

using namespace touchstone;
using namespace touchstone::training;

namespace {

constexpr std::size_t block = 6;

/// Scores that depend on one content and one quality feature, and noise.
FitSet made_set(std::size_t photos, unsigned seed, double scale = 10) {
    std::mt19937 random(seed);
    std::normal_distribution<double> normal;
    FitSet set;
    set.dataset = "made " + std::to_string(seed);
    set.block_length = block;
    set.content = {"c", std::string(64, 'a'), 512};
    set.quality = {"q", std::string(64, 'b'), 512};
    for (std::size_t i = 0; i < photos; ++i) {
        std::vector<double> features(4 * block);
        for (double& feature : features)
            feature = std::abs(normal(random));
        set.files.push_back("photo" + std::to_string(i) + ".jpg");
        set.scores.push_back(50 + scale * (features[1] + 2 * features[2 * block + 3] + 0.2 * normal(random)));
        set.groups.push_back(i);
        for (const double feature : features)
            set.features.push_back(static_cast<float>(feature));
    }
    return set;
}

double median_srcc(const Fit& fit, Experts experts) {
    return fit.report.of(experts).figures().at("srcc").at("median");
}

} // namespace

class TestRegressorFit : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::string write(const std::string& text) const {
        const std::string path = folder_.filePath("list.csv").toStdString();
        std::ofstream(path) << text;
        return path;
    }
    QString refusal(const std::string& text, ListKind kind = ListKind::Scores) const {
        const auto list = read_rated_list(write(text), kind);
        return list ? QString() : QString::fromStdString(list.error().message());
    }

private Q_SLOTS:
    void listsKeepFilesScoresAndGroups() {
        const auto list =
            read_rated_list(write("mos,file,std,group\n3.5,\"a, b.jpg\",1,x\r\n-2e1,c.jpg,1,\n"), ListKind::Scores);
        QVERIFY(list.has_value());
        QVERIFY(list->grouped);
        QCOMPARE(list->photos.size(), std::size_t{2});
        QCOMPARE(list->photos[0].file, std::string("a, b.jpg"));
        QCOMPARE(list->photos[0].group, std::string("x"));
        QCOMPARE(list->photos[1].score, -20.0);
        QCOMPARE(list->photos[1].record, std::size_t{3});
    }

    void listsAreRefusedWithASentence() {
        QVERIFY(refusal("\n").contains("no header"));
        QVERIFY(refusal("file,score\na,1\n").contains("no column \"mos\""));
        QVERIFY(refusal("file,mos\na.jpg,nan\n").contains("record 2: \"nan\" is no finite number"));
        QVERIFY(refusal("file,mos\na.jpg,inf\n").contains("no finite number"));
        QVERIFY(refusal("file,mos\na.jpg,\n").contains("has no score"));
        QVERIFY(refusal("file,mos\na.jpg,1,2\n").contains("has 3 fields"));
        QVERIFY(refusal("file,mos\n,1\n").contains("names no file"));
        QVERIFY(refusal("file,mos\na.jpg,1\nb.jpg,2\n./x/../a.jpg,1\n").contains("listed twice, first in record 2"));
        QVERIFY(refusal("file,mos\n").contains("no photo"));
    }

    void starsMayBeMissingButNotWrong() {
        const auto list = read_rated_list(write("file,rating\na,5\nb,\nc,0\nd,2.5\n"), ListKind::Stars);
        QVERIFY(list.has_value());
        QCOMPARE(list->photos.size(), std::size_t{3});
        QCOMPARE(list->unrated, std::size_t{1});
        QVERIFY(refusal("file,rating\na,6\n", ListKind::Stars).contains("not between 0 and 5"));
        QVERIFY(refusal("file,rating\na,-1\n", ListKind::Stars).contains("not between 0 and 5"));
    }

    void keysJoinAcrossColumns() {
        // 0 and 2 share a group, 2 and 3 a hash; 1 and 4 have empty keys and stay alone.
        const auto groups = joined_groups(5, {{"g", "", "g", "h", ""}, {"1", "2", "3", "3", "5"}});
        QCOMPARE(groups, (std::vector<std::size_t>{0, 1, 0, 0, 2}));
    }

    void noGroupIsOnTwoSides() {
        std::vector<std::size_t> groups; // 40 groups of 1 … 8 photos
        for (std::size_t group = 0; group < 40; ++group)
            groups.insert(groups.end(), group % 8 + 1, group);
        const auto splits = make_splits(groups, 25, 99);
        QVERIFY(splits.has_value());
        QCOMPARE(splits->size(), std::size_t{25});
        std::set<std::string> different;
        for (const Split& split : *splits) {
            std::map<std::size_t, SplitPart> side;
            for (std::size_t row = 0; row < groups.size(); ++row)
                QCOMPARE(side.emplace(groups[row], split.parts[row]).first->second, split.parts[row]);
            const auto n = static_cast<double>(groups.size());
            // A group of 8 may not be cut: each part is its share to within half a group.
            QVERIFY(std::abs(static_cast<double>(split.members(SplitPart::Test).size()) - 0.2 * n) <= 4);
            QVERIFY(std::abs(static_cast<double>(split.members(SplitPart::Validation).size()) - 0.1 * n) <= 4);
            different.insert(split.letters());
        }
        QVERIFY(different.size() >= 24);
    }

    void aSeedGivesTheSameSplitsAgain() {
        const std::vector<std::size_t> groups = joined_groups(100, {});
        const auto one = make_splits(groups, 10, 7), again = make_splits(groups, 10, 7),
                   other = make_splits(groups, 10, 8);
        QCOMPARE(one->at(9).letters(), again->at(9).letters());
        QVERIFY(one->at(0).letters() != other->at(0).letters());
        for (const Split& split : *one) {
            QCOMPARE(split.members(SplitPart::Learn).size(), std::size_t{70});
            QCOMPARE(split.members(SplitPart::Validation).size(), std::size_t{10});
            QCOMPARE(split.members(SplitPart::Test).size(), std::size_t{20});
        }
    }

    void splitsThatCannotBeAreRefused() {
        const auto few = make_splits(joined_groups(29, {}), 10, 1);
        QVERIFY(!few && few.error().what.find("1 are missing") != std::string::npos);
        std::vector<std::size_t> groups(100);
        for (std::size_t i = 0; i < 100; ++i)
            groups[i] = i % 9;
        QVERIFY(!make_splits(groups, 10, 1));
        for (std::size_t i = 0; i < 100; ++i)
            groups[i] = i < 9 ? i : i % 2 + 9; // two halves and nine single photos
        const auto uneven = make_splits(groups, 10, 1);
        QVERIFY(uneven || uneven.error().what.find("uneven") != std::string::npos);
        if (uneven)
            for (const Split& split : *uneven)
                QVERIFY(split.members(SplitPart::Learn).size() >= 50);
    }

    void bothExpertsTogetherAndEachAloneAreFitted_data() {
        QTest::addColumn<bool>("net");
        QTest::addColumn<bool>("standardise");
        QTest::newRow("ridge") << false << true;
        QTest::newRow("ridge, plain features") << false << false;
        QTest::newRow("elastic net") << true << true;
    }
    void bothExpertsTogetherAndEachAloneAreFitted() {
        QFETCH(bool, net);
        QFETCH(bool, standardise);
        const FitSet set = made_set(300, 1);
        FitOptions options;
        options.kind = net ? RegressorKind::ElasticNet : RegressorKind::Ridge;
        options.standardise = standardise;
        std::size_t last = 0, promised = 0;
        options.progress = [&](std::size_t done, std::size_t total) {
            last = std::max(last, done);
            promised = total;
        };
        const auto fit = fit_regressor(set, options);
        QVERIFY2(fit.has_value(), fit ? "" : fit.error().message().c_str());
        QCOMPARE(last, promised);
        // The scores are two features and little noise; the quality one counts twice as much.
        QVERIFY(median_srcc(*fit, Experts::Both) > 0.97);
        QVERIFY(median_srcc(*fit, Experts::Quality) > 0.7);
        QVERIFY(median_srcc(*fit, Experts::Content) < median_srcc(*fit, Experts::Quality));
        QCOMPARE(fit->regressor.both.weights.size(), 4 * block);
        QCOMPARE(fit->regressor.content.weights.size(), 2 * block);
        QCOMPARE(fit->regressor.both.deviation.empty(), !standardise);
        QCOMPARE(fit->regressor.both.mean.size(), 4 * block);
        double miss = 0;
        for (std::size_t i = 0; i < 300; ++i)
            miss += std::abs(fit->regressor.both.score(std::span(set.features).subspan(i * 4 * block, 4 * block)) -
                             set.scores[i]);
        QVERIFY(miss / 300 < 4); // the noise alone is 1.6 on average
        // Ridge and elastic net leave the mean of the residuals at 0: the mean photograph gets the mean score.
        const double mean = std::accumulate(set.scores.begin(), set.scores.end(), 0.0) / 300;
        QVERIFY(std::abs(fit->regressor.both.score_of_mean() - mean) < 1e-6);
    }

    void theFileSaysWhereItComesFromAndComesBackWhole() {
        FitSet set = made_set(120, 2);
        set.range = std::pair(0.0, 100.0);
        set.higher_is_better = false;
        FitOptions options;
        options.splits = 4;
        options.seed = 77;
        auto fit = fit_regressor(set, options);
        QVERIFY(fit.has_value());
        ModelCard& card = fit->regressor.card;
        card.id = "made";
        QCOMPARE(card.architecture, std::string("reiqa-regressor"));
        QCOMPARE(card.config.at("content_encoder"), std::string(64, 'a'));
        QCOMPARE(card.config.at("splits").at("count"), 4);
        QCOMPARE(card.config.at("splits").at("seed"), 77);
        QCOMPARE(card.config.at("dataset").at("n"), 120);
        QCOMPARE(card.config.at("kind"), "ridge");
        QVERIFY(card.config.at("alpha").get<double>() > 0);
        QVERIFY(!card.higher_is_better);
        QCOMPARE(*card.range, std::pair(0.0, 100.0));
        QCOMPARE(*card.native_limit, 512);
        QCOMPARE(card.human_scores.size(), std::size_t{101});
        for (const char* experts : {"both", "content", "quality"})
            for (const char* figure : {"srcc", "plcc", "plcc_logistic4", "krcc", "rmse"}) {
                const auto& json = card.metrics.at(experts).at(figure);
                QVERIFY(json.at("q1") <= json.at("median") && json.at("median") <= json.at("q3"));
            }
        const auto again = reiqa::regressor_from(reiqa::to_model_file(fit->regressor));
        QVERIFY2(again.has_value(), again ? "" : again.error().message().c_str());
        const std::span<const float> first = std::span(set.features).first(4 * block);
        QVERIFY(std::abs(again->both.score(first) - fit->regressor.both.score(first)) < 1e-9);
    }

    void noiseIsSaidToBeNoise() {
        FitSet set = made_set(200, 3);
        std::mt19937 random(5);
        std::normal_distribution<double> normal;
        for (double& score : set.scores)
            score = normal(random);
        const auto fit = fit_regressor(set, {});
        QVERIFY(fit.has_value());
        // 40 photos a test part: chance gives SRCC of ±0.16 each; the median of 10 stays near 0 unless test photos
        // leak.
        QVERIFY(std::abs(median_srcc(*fit, Experts::Both)) < 0.2);
    }

    void aPenaltyAtTheEndOfTheGridIsWarnedOf() {
        FitSet set = made_set(60, 4);
        for (std::size_t i = 0; i < set.scores.size(); ++i) { // exactly linear: the smallest penalty is the best one
            const float* features = set.features.data() + i * 4 * block;
            set.scores[i] = 3.0 * features[0] + features[2 * block];
        }
        const auto fit = fit_regressor(set, {});
        QVERIFY(fit.has_value());
        QVERIFY(fit->report.of(Experts::Both).alpha_at_low_end);
        const auto& warnings = fit->report.warnings;
        QVERIFY(std::any_of(warnings.begin(), warnings.end(), [](const std::string& text) {
            return text.find("\"both\" is the lower end of the grid") != std::string::npos;
        }));
    }

    void unusableInputIsRefusedWithASentence() {
        const auto message = [](const FitSet& set, const FitOptions& options = {}) {
            const auto fit = fit_regressor(set, options);
            return fit ? QString() : QString::fromStdString(fit.error().message());
        };
        QVERIFY(message(made_set(25, 1)).contains("5 are missing"));
        FitOptions taste;
        taste.fewest = 40;
        QVERIFY(message(made_set(33, 1), taste).contains("7 are missing"));
        FitSet equal = made_set(50, 1);
        std::fill(equal.scores.begin(), equal.scores.end(), 3.0);
        QVERIFY(message(equal).contains("all 50 scores are 3"));
        FitSet broken = made_set(50, 1);
        broken.features[4 * block * 7 + 2] = std::numeric_limits<float>::infinity();
        QVERIFY(message(broken).contains("photo7.jpg: its features are not all finite"));
        FitSet nan = made_set(50, 1);
        nan.scores[9] = std::numeric_limits<double>::quiet_NaN();
        QVERIFY(message(nan).contains("photo9.jpg: its score is not a finite number"));
        FitSet huge = made_set(50, 1);
        huge.scores[9] = 1e39; // finite, and beyond what a regressor's file can hold
        QVERIFY(message(huge).contains("photo9.jpg: its score 1e+39 lies beyond any rating scale"));
        FitSet cut = made_set(50, 1);
        cut.features.pop_back();
        QVERIFY(message(cut).contains("different lengths"));
        FitOptions stopped;
        std::stop_source source;
        source.request_stop();
        stopped.stop = source.get_token();
        QCOMPARE(fit_regressor(made_set(50, 1), stopped).error().code, ErrorCode::Cancelled);
    }

    void constantFeaturesAndTiesAreTaken() {
        FitSet set = made_set(150, 6);
        for (std::size_t i = 0; i < 150; ++i) {
            set.features[i * 4 * block + 5] = 0.25f;
            set.scores[i] = std::clamp(std::round((set.scores[i] - 50) / 10), 0.0, 5.0); // stars
        }
        const auto fit = fit_regressor(set, {});
        QVERIFY(fit.has_value());
        QCOMPARE(fit->report.constant_features, std::size_t{1});
        QVERIFY(std::abs(fit->regressor.both.weights[5]) < 1e-12);
        QVERIFY(median_srcc(*fit, Experts::Both) > 0.85);
    }

    void anExpertThatSaysTheSameOfEveryPhotoIsTaken_data() {
        QTest::addColumn<bool>("net");
        QTest::newRow("ridge") << false;
        QTest::newRow("elastic net") << true;
    }
    void anExpertThatSaysTheSameOfEveryPhotoIsTaken() {
        QFETCH(const bool, net);
        FitSet set = made_set(100, 4);
        for (std::size_t i = 0; i < 100; ++i)
            std::fill_n(set.features.begin() + static_cast<std::ptrdiff_t>(i * 4 * block), 2 * block, 0.0f);
        FitOptions options;
        options.kind = net ? RegressorKind::ElasticNet : RegressorKind::Ridge;
        options.splits = 3;
        const auto fit = fit_regressor(set, options);
        QVERIFY(fit.has_value());
        for (const double weight : fit->regressor.content.weights)
            QCOMPARE(weight, 0.0);
        QVERIFY(std::isfinite(fit->regressor.content.intercept));
        QVERIFY(fit->report.of(Experts::Content).figures().at("srcc").is_null()); // one prediction for all: no order
        QVERIFY(median_srcc(*fit, Experts::Quality) > 0.8);
        auto file = reiqa::to_model_file(fit->regressor);
        QVERIFY(reiqa::regressor_from(file).has_value());
    }

    void theBaseModelIsComparedOnTheSameTestPhotos() {
        FitSet set = made_set(200, 8);
        FitOptions options;
        options.base = BaseScores{"base", {}, false};
        for (std::size_t i = 0; i < 200; ++i) // knows the truth, but counts downwards, and misses one photo
            options.base->scores.push_back(i == 3 ? std::numeric_limits<double>::quiet_NaN() : -set.scores[i]);
        const auto fit = fit_regressor(set, options);
        QVERIFY(fit.has_value() && fit->report.base);
        QCOMPARE(fit->report.base->splits.size(), std::size_t{10});
        for (const MappedAgreement& split : fit->report.base->splits)
            QVERIFY(std::abs(*split.raw.srcc - 1) < 1e-12);
        QCOMPARE(fit->report.base->splits_won, std::size_t{0});
        QCOMPARE(fit->report.to_json().at("base").at("figures").at("srcc").at("median").get<double>(), 1.0);
    }

    void setsAreTriedOnOneAnother() {
        std::vector<FitSet> sets{made_set(120, 1), made_set(90, 2), made_set(60, 3, -10)};
        sets[2].higher_is_better = false; // a DMOS: the same photos' faults, upside down
        FitOptions options;
        options.splits = 3;
        std::vector<Fit> fits;
        for (const FitSet& set : sets)
            fits.push_back(*fit_regressor(set, options));
        const std::vector<CrossFigures> table = cross_database(sets, fits);
        QCOMPARE(table.size(), std::size_t{6});
        for (const CrossFigures& cell : table) {
            QVERIFY(cell.trained_on != cell.tested_on);
            QVERIFY(*cell.agreement.raw.srcc > 0.9); // sign-corrected
        }
    }
};

QTEST_APPLESS_MAIN(TestRegressorFit)
#include "test_regressor_fit.moc"
