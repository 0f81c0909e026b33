// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Networks of others as columns of scores, and models compared with people.
#include <QtTest>

#include <cmath>

#include "app/commands/model_comparison.h"
#include "app/library/catalogue/catalogue.h"
#include "tests/app/commands/cli_folder.h"
#include "tests/support/script_files.h"

using namespace touchstone;
using nlohmann::json;

namespace {

/// Three grades whose probabilities depend on the brightness: bright photos have the highest grade.
const char* const three_grades = R"(
def forward(self, x):
    m = torch.mean(x)
    return torch.softmax(torch.stack([m * 0.0, m * 4.0, m * 8.0]), 0)
)";

} // namespace

class TestModelColumns : public QObject {
    Q_OBJECT

    test::CliFolder cli_;

    void make_grey(const std::string& name, int level, int width = 48, int height = 32) const {
        cli_.write(name, "P6\n" + std::to_string(width) + " " + std::to_string(height) + "\n255\n" +
                             std::string(static_cast<std::size_t>(width) * height * 3, static_cast<char>(level)));
    }
    test::Outcome run(std::initializer_list<const char*> words) const {
        QStringList list;
        for (const char* word : words)
            list << QString::fromUtf8(word);
        return cli_.run(list);
    }

private Q_SLOTS:
    void initTestCase() {
        std::filesystem::create_directories(cli_.path("photos"));
        QVERIFY(cli_.make_model("tiny"));
        for (int i = 0; i < 12; ++i)
            make_grey("photos/" + std::to_string(10 + i) + ".ppm", 20 * i + 10);
        test::write_script(cli_.path("mean.pt"), {test::mean_brightness});
        test::write_script(cli_.path("grades.pt"), {three_grades});
        test::write_script(cli_.path("evil.pt"),
                           {"def forward(self, x):\n    return torch.from_file(\"/etc/passwd\", False, 10)\n"});
    }

    void a_network_becomes_a_column() {
        auto done = run({"models", "import", "mean.pt", "--input", "rgb01", "--size", "native", "--output", "scalar",
                         "--range", "0,100", "--id", "mean"});
        QVERIFY2(done.code == 0, done.err.c_str());
        done = run({"score", "photos", "--model", "mean", "--format", "csv"});
        QVERIFY2(done.code == 0, done.err.c_str());
        done = run({"score", "photos/15.ppm", "--model", "mean", "--model", "tiny", "--format", "json"});
        QVERIFY2(done.code == 0, done.err.c_str());
        const json scored = json::parse(done.out);
        const json score = scored.at("photos").at(0).at("scores").at(0);
        QCOMPARE(score.at("model"), json("mean"));
        QVERIFY(std::abs(score.at("value").get<double>() - 100.0 * 110 / 255) < 1e-3);
        QCOMPARE(score.at("range"), (json{0.0, 100.0}));
        QCOMPARE(score.at("native_limit"), json(2048));
        QVERIFY(run({"models", "verify", "mean"}).code == 0);
        done = run({"explain", "photos/15.ppm", "--model", "mean", "--output", "why"});
        QVERIFY2(done.code == 3 && done.err.find("does not say where it looked") != std::string::npos,
                 done.err.c_str());
    }

    void grades_become_a_mean_and_a_distribution() {
        auto done = run({"models", "import", "grades.pt", "--architecture", "torchscript", "--input", "rgb01", "--size",
                         "64", "--output", "distribution", "--range", "1,5", "--output", "grades.safetensors"});
        QVERIFY2(done.code == 0, done.err.c_str());
        make_grey("white.ppm", 255, 90, 30);
        done = run({"score", "white.ppm", "--model", "grades.safetensors", "--format", "jsonl"});
        QVERIFY2(done.code == 0, done.err.c_str());
        const json score = json::parse(done.out).at("scores").at(0);
        const double a = 1, b = std::exp(4.0), c = std::exp(8.0), sum = a + b + c;
        QVERIFY(std::abs(score.at("value").get<double>() - (1 * a + 3 * b + 5 * c) / sum) < 1e-4);
        QCOMPARE(score.at("distribution").size(), std::size_t{3});
        QVERIFY(score.at("std").get<double>() > 0);
    }

    void imagenets_means_are_taken_off() {
        auto done = run({"models", "import", "mean.pt", "--input", "imagenet", "--size", "32", "--output", "scalar",
                         "--lower-is-better", "--id", "mean-imagenet"});
        QVERIFY2(done.code == 0, done.err.c_str());
        done = run({"score", "photos/15.ppm", "--model", "mean-imagenet", "--format", "jsonl"});
        const json score = json::parse(done.out).at("scores").at(0);
        const double v = 110 / 255.0;
        const double expected = 100 * ((v - 0.485) / 0.229 + (v - 0.456) / 0.224 + (v - 0.406) / 0.225) / 3;
        QVERIFY(std::abs(score.at("value").get<double>() - expected) < 1e-2);
        QVERIFY(score.at("range").is_null());
        QCOMPARE(score.at("higher_is_better"), json(false));
        QVERIFY(run({"models", "remove", "mean-imagenet"}).code == 0);
    }

    void what_does_not_fit_is_refused_data() {
        QTest::addColumn<QStringList>("words");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("said");
        const auto row = [](const char* name, const char* words, int code, const char* said) {
            QTest::newRow(name) << QString::fromUtf8(words).split(u' ') << code << QString::fromUtf8(said);
        };
        row("nothing said", "mean.pt", 2, "--input");
        row("no output", "mean.pt --input rgb01", 2, "--output");
        row("no input", "mean.pt --size 64 --output scalar", 2, "--input");
        row("hostile", "evil.pt --input rgb01 --output scalar", 3, "evil.pt: uses the operator torch.from_file");
        row("hostile by its kind", "evil.pt --architecture torchscript --input rgb01 --output scalar", 3, "from_file");
        row("many numbers", "grades.pt --input rgb01 --output scalar", 3, "3 numbers");
        row("one number", "mean.pt --input rgb01 --output distribution", 3, "1 numbers");
        row("range", "mean.pt --input rgb01 --output scalar --range 5", 2, "--range");
        row("range the other way", "mean.pt --input rgb01 --output scalar --range 5,1", 2, "--range");
        row("size", "mean.pt --input rgb01 --output scalar --size big", 2, "--size");
        row("huge size", "mean.pt --input rgb01 --output scalar --size 100000", 2, "side");
        row("no network", "photos/15.ppm --input rgb01 --output scalar", 3, "15.ppm");
        row("two files", "mean.pt --input rgb01 --output a.safetensors --output b.safetensors", 2, "twice");
    }
    void what_does_not_fit_is_refused() {
        QFETCH(QStringList, words);
        QFETCH(int, code);
        QFETCH(QString, said);
        const auto done = cli_.run(QStringList{QStringLiteral("models"), QStringLiteral("import")} + words +
                                   QStringList{QStringLiteral("--id"), QStringLiteral("refused")});
        QVERIFY2(done.code == code && done.err.find(said.toStdString()) != std::string::npos,
                 (std::to_string(done.code) + " " + done.err).c_str());
        QVERIFY(run({"models", "info", "refused"}).code != 0);
    }

    void models_are_compared_with_people() {
        std::string list = "file,mos\n";
        for (int i = 0; i < 12; ++i)
            list += "photos/" + std::to_string(10 + i) + ".ppm," + std::to_string(i < 10 ? i : 9 - i) + "\n";
        cli_.write("labels.csv", list);
        auto done = run({"models", "compare", "labels.csv", "--format", "json", "--resamples", "200"});
        QVERIFY2(done.code == 0, done.err.c_str());
        const json report = json::parse(done.out);
        QCOMPARE(report.at("photos"), json(12));
        QCOMPARE(report.at("models").size(), std::size_t{3}); // tiny, mean, and the one that is built in
        for (const json& model : report.at("models")) {
            QCOMPARE(model.at("n"), json(12));
            QVERIFY(model.at("seconds").get<double>() > 0);
            if (model.at("model") != "mean")
                continue;
            const double srcc = model.at("srcc");
            QVERIFY(srcc > 0 && srcc < 1);
            QVERIFY(model.at("srcc_interval").at(0) <= srcc && srcc <= model.at("srcc_interval").at(1));
        }
        QCOMPARE(json::parse(run({"models", "compare", "labels.csv", "--format", "json", "--resamples", "200"}).out)
                     .at("models")
                     .at(0)
                     .at("srcc_interval"),
                 report.at("models").at(0).at("srcc_interval"));
        done = run({"models", "compare", "labels.csv", "--model", "mean", "--lower-is-better"});
        QVERIFY2(done.code == 0 && done.out.find("mean") != std::string::npos &&
                     done.out.find("-0.") != std::string::npos,
                 done.out.c_str());
        done = run({"models", "compare", "labels.csv", "--format", "csv", "--output", "figures.csv"});
        QVERIFY(done.code == 0 && cli_.read("figures.csv").starts_with("model,srcc,"));
        QCOMPARE(run({"models", "compare"}).code, 2);
        QCOMPARE(run({"models", "compare", "labels.csv", "--stars"}).code, 2);
        cli_.write("none.csv", "file,mos\nmissing.jpg,3\n");
        QCOMPARE(run({"models", "compare", "none.csv"}).code, 2);
        cli_.write("some.csv", list + "missing.jpg,3\n");
        QCOMPARE(run({"models", "compare", "some.csv", "--model", "mean", "--resamples", "0"}).code, 1);
    }

    void models_are_compared_with_ones_own_stars() {
        auto done = run({"models", "compare", "--stars"});
        QVERIFY2(done.code == 2 && done.err.find("stars") != std::string::npos, done.err.c_str());
        done = run({"library", "rescan", "photos"});
        QVERIFY2(done.code == 0, done.err.c_str());
        {
            library::CatalogueOptions options;
            options.folder = cli_.path("library");
            const auto catalogue = library::Catalogue::open(options);
            QCOMPARE(catalogue->state(), library::Catalogue::State::Open);
            std::vector<std::string> photos;
            for (int i = 0; i < 5; ++i)
                photos.push_back(cli_.path("photos/" + std::to_string(10 + i) + ".ppm"));
            const auto ids = (*catalogue->reader())->idsOf(photos);
            QVERIFY(ids && ids->size() == photos.size());
            QVERIFY(catalogue->writeNow([&](library::CatalogueWriter& writer) -> Result<void> {
                for (std::size_t i = 0; i < ids->size(); ++i) {
                    library::MarkChange change;
                    change.rating = static_cast<int>(i + 1);
                    if (const auto marked = writer.changeMarks({{(*ids)[i]}}, change); !marked)
                        return tl::unexpected(marked.error());
                }
                return {};
            }));
        }
        done = run({"models", "compare", "--stars", "--model", "mean", "--format", "json"});
        QVERIFY2(done.code == 0, done.err.c_str());
        QCOMPARE(json::parse(done.out).at("models").at(0).at("n"), json(5));
    }

    /// The library, its ranking and its filters know such a column as any other.
    void a_column_is_ranked_by() {
        auto done = run({"library", "rescan", "photos"});
        QVERIFY2(done.code == 0, done.err.c_str());
        done = run({"score", "photos", "--model", "mean", "--format", "jsonl", "--output", "scores.jsonl"});
        QVERIFY2(done.code == 0, done.err.c_str());
        done = run({"library", "import-scores", "scores.jsonl"});
        QVERIFY2(done.code == 0, done.err.c_str());
        done = run({"rank", "photos", "--model", "mean", "--top", "1", "--format", "jsonl"});
        QVERIFY2(done.code == 0, done.err.c_str());
        const json best = json::parse(done.out);
        QVERIFY2(best.at("path") == "photos/21.ppm", done.out.c_str()); // the brightest
    }

    void intervals_are_what_they_should_be() {
        std::vector<double> a, b;
        for (int i = 0; i < 60; ++i) {
            a.push_back(i);
            b.push_back(i + 25 * ((i * 37) % 11) / 10.0);
        }
        const auto [srcc, plcc] = cli::srcc_and_plcc(a, b, true, {400, 7});
        QVERIFY(srcc.interval && plcc.interval);
        QVERIFY(srcc.interval->first < *srcc.value && *srcc.value < srcc.interval->second);
        QVERIFY(srcc.interval->second <= 1 && srcc.interval->first > 0.5);
        const auto [turned, plain] = cli::srcc_and_plcc(a, b, false, {400, 7});
        QCOMPARE(*turned.value, -*srcc.value);
        QCOMPARE(turned.interval->first, -srcc.interval->second);
        QVERIFY(!cli::srcc_and_plcc(a, b, true, {0, 7}).first.interval);
        const std::vector<double> constant(60, 1.0);
        QVERIFY(!cli::srcc_and_plcc(constant, b, true, {10, 7}).first.value);
    }
};

QTEST_GUILESS_MAIN(TestModelColumns)
#include "test_model_columns.moc"
