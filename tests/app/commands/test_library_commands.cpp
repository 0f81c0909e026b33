// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// `rank` and `library …` on the built program, with a library of their own.
#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "app/commands/score_import.h"
#include "app/library/catalogue/catalogue.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/encode.h"
#include "engine/nn/model_file.h"
#include "tests/support/formula_images.h"
#include "tests/support/generated_model.h"

using namespace touchstone;
using nlohmann::json;
namespace fs = std::filesystem;

namespace {

struct Outcome {
    int code = -1;
    std::string out, err;
};

nn::ModelFile smallest_model(const std::string& id) {
    musiq::Config config = test::tiny_musiq_config();
    config.stem_width = 4;
    config.norm_groups = 2;
    config.hidden = 16;
    config.mlp = 16;
    config.outputs = 1;
    nn::ModelFile model = test::generated_musiq(config);
    model.card.id = id;
    model.card.title = "Generated " + id;
    return model;
}

std::vector<json> objects_of(const std::string& text) {
    std::vector<json> objects;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        objects.push_back(json::parse(line));
    return objects;
}

std::string text_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return std::string((std::istreambuf_iterator<char>(file)), {});
}

std::set<std::string> paths_of(const std::vector<json>& objects) {
    std::set<std::string> paths;
    for (const json& object : objects)
        paths.insert(object.at("path").get<std::string>());
    return paths;
}

} // namespace

class TestLibraryCommands : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QProcessEnvironment environment_;

    std::string path(const std::string& name = {}) const {
        const std::string base = folder_.path().toStdString();
        return name.empty() ? base : base + "/" + name;
    }
    std::unique_ptr<QProcess> start(const QStringList& words) const {
        auto process = std::make_unique<QProcess>();
        process->setProcessEnvironment(environment_);
        process->setWorkingDirectory(folder_.path());
        process->start(QStringLiteral(TOUCHSTONE_CLI), words);
        return process;
    }
    static Outcome finish(QProcess& process) {
        Outcome outcome;
        if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit)
            return outcome;
        outcome.code = process.exitCode();
        outcome.out = process.readAllStandardOutput().toStdString();
        outcome.err = process.readAllStandardError().toStdString();
        return outcome;
    }
    Outcome cli(const QStringList& words) const { return finish(*start(words)); }

    void make_photo(const std::string& name, int width = 96, int height = 64) const {
        const Result<Bytes> jpeg = imaging::encode_jpeg(test::smooth_scene(width, height), 90);
        QVERIFY(jpeg.has_value());
        fs::create_directories(fs::path(path(name)).parent_path());
        std::ofstream file(path(name), std::ios::binary);
        file.write(reinterpret_cast<const char*>(jpeg->data()), static_cast<std::streamsize>(jpeg->size()));
        QVERIFY(file.good());
    }
    /// A library of its own for each test.
    void use(const char* name) {
        environment_.insert(QStringLiteral("TOUCHSTONE_LIBRARY"), folder_.filePath(QLatin1String(name)));
    }
    json status() const { return json::parse(cli({"library", "status", "--format", "json"}).out); }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        fs::create_directories(path("shipped"));
        QVERIFY(nn::write_model_file(path("shipped/tiny.safetensors"), smallest_model("tiny"), nn::StoredType::Float32)
                    .has_value());
        environment_ = QProcessEnvironment::systemEnvironment();
        environment_.insert(QStringLiteral("TOUCHSTONE_MODELS"), folder_.filePath(QStringLiteral("shipped")));
        environment_.insert(QStringLiteral("TOUCHSTONE_DATA_DIR"), folder_.filePath(QStringLiteral("data")));
        environment_.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
        environment_.insert(QStringLiteral("XDG_CACHE_HOME"), folder_.filePath(QStringLiteral("cache")));
        environment_.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        for (int i = 0; i < 12; ++i)
            make_photo("set/" + std::string(i % 3 ? "" : "deep/") + "p" + std::to_string(i) + ".jpg", 64 + 8 * i, 80);
        std::ofstream(path("set/broken.jpg")) << "no picture at all";
    }

    void nothingIsThereAtFirst() {
        use("none");
        const Outcome run = cli({"rank", "set", "--format", "jsonl"});
        QCOMPARE(run.code, 0);
        const std::vector<json> photos = objects_of(run.out);
        QCOMPARE(photos.size(), std::size_t{13});
        for (const json& photo : photos) {
            QCOMPARE(photo.at("state").get<std::string>(), std::string("unscored"));
            QCOMPARE(photo.at("in_library"), json(false));
            QVERIFY(photo.at("rank").is_null() && photo.at("value").is_null());
        }
        QCOMPARE(photos[0].at("path").get<std::string>(), std::string("set/broken.jpg")); // by name
        QVERIFY(run.err.find("13 of 13 photos have no score") != std::string::npos);
        QVERIFY(run.err.find("import-scores") != std::string::npos);
        QVERIFY(run.err.find("no library") != std::string::npos);
        QCOMPARE(cli({"rank", "set", "--filter", "is:scored", "--format", "csv"}).out.find("p1.jpg"),
                 std::string::npos);
        QCOMPARE(cli({"library", "check"}).code, 3);
        QVERIFY2(!fs::exists(path("none")), "looking made a library");
        QCOMPARE(status().at("exists"), json(false));
    }

    void fourProcessesFillOneLibrary() {
        use("shared");
        const Outcome scan = cli({"library", "rescan", "set", "--format", "json"});
        QCOMPARE(scan.code, 0);
        QCOMPARE(json::parse(scan.out).at("added"), json(13));
        QCOMPARE(json::parse(scan.out).at("hashed"), json(13));
        std::vector<std::unique_ptr<QProcess>> shards;
        QStringList parts;
        for (int shard = 1; shard <= 4; ++shard) {
            parts << QStringLiteral("part%1.jsonl").arg(shard);
            shards.push_back(start({"score", "set", "--shard", QStringLiteral("%1/4").arg(shard), "--format", "jsonl",
                                    "--output", parts.back()}));
        }
        int failed = 0;
        for (const auto& shard : shards) {
            const int code = finish(*shard).code;
            QVERIFY(code == 0 || code == 1);
            failed += code;
        }
        QCOMPARE(failed, 1); // the one that had the broken photo
        const Outcome import = cli(QStringList{"library", "import-scores"} + parts);
        QCOMPARE(import.code, 0);
        QVERIFY2(import.err.find("12 scores of 12 photos, 1 photos that could not") != std::string::npos,
                 import.err.c_str());
        const json now = status();
        QCOMPARE(now.at("photos"), json(13));
        QCOMPARE(now.at("scores"), json(12));
        QCOMPARE(now.at("failed"), json(1));
        QCOMPARE(now.at("models").size(), std::size_t{1});
        QCOMPARE(now.at("models").at(0).at("id").get<std::string>(), std::string("tiny"));
        QCOMPARE(now.at("models").at(0).at("title").get<std::string>(), std::string("Generated tiny"));
        QCOMPARE(now.at("roots").at(0).at("path").get<std::string>(), path("set"));
        // Once more changes nothing.
        QCOMPARE(cli(QStringList{"library", "import-scores"} + parts).code, 0);
        QCOMPARE(status().at("scores"), json(12));
        const Outcome check = cli({"library", "check"});
        QCOMPARE(check.code, 0);
        QCOMPARE(check.out, std::string("ok\n"));
    }

    void ranksWhatTheLibraryKnows() {
        use("shared");
        const std::vector<json> photos = objects_of(cli({"rank", "set", "--format", "jsonl"}).out);
        QCOMPARE(photos.size(), std::size_t{13});
        std::map<std::string, double> scored;
        for (const json& photo : objects_of(cli({"score", "set", "--format", "jsonl"}).out))
            if (photo.at("error").is_null())
                scored[photo.at("path")] = photo.at("scores").at(0).at("value");
        double last = 1e9;
        for (std::size_t i = 0; i < 12; ++i) {
            const double value = photos[i].at("value");
            QVERIFY(value <= last);
            last = value;
            QCOMPARE(value, scored.at(photos[i].at("path"))); // the very number
            QVERIFY(photos[i].at("percentile").is_number() && photos[i].at("in_library") == json(true));
        }
        QCOMPARE(photos[0].at("rank"), json(1));
        QCOMPARE(photos[12].at("path").get<std::string>(), std::string("set/broken.jpg"));
        QCOMPARE(photos[12].at("state").get<std::string>(), std::string("failed"));
        QVERIFY(photos[12].at("error").at("code").is_string());
        // The whole library, under whole paths.
        const json all = json::parse(cli({"rank", "--format", "json", "--top", "3"}).out);
        QCOMPARE(all.at("photos").size(), std::size_t{3});
        QCOMPARE(all.at("photos").at(0).at("path").get<std::string>(), path(photos[0].at("path").get<std::string>()));
        QCOMPARE(all.at("model").get<std::string>(), std::string("tiny"));
        QCOMPARE(all.at("looked_at"), json(13));
        // A path is as it was given.
        const auto dotted = objects_of(cli({"rank", "./set/../set/deep", "--format", "jsonl", "--by", "-name"}).out);
        QCOMPARE(dotted.size(), std::size_t{4});
        QCOMPARE(dotted[0].at("path").get<std::string>(), std::string("./set/../set/deep/p9.jpg"));
        QVERIFY(dotted[0].at("value").is_number());
        fs::create_directory_symlink(path("set"), path("link"));
        for (const json& photo : objects_of(cli({"rank", "link", "--format", "jsonl", "--filter", "is:scored"}).out))
            QVERIFY(photo.at("path").get<std::string>().starts_with("link/"));
        QCOMPARE(objects_of(cli({"rank", "link", "--format", "jsonl", "--filter", "is:scored"}).out).size(),
                 std::size_t{12});
    }

    void filtersAndOrdersAreThoseOfTheWindow() {
        use("shared");
        const auto ranked = [&](const QStringList& words) {
            return objects_of(cli(QStringList{"rank", "set", "--format", "jsonl"} + words).out);
        };
        QCOMPARE(ranked({"--filter", "width>=120 -is:failed"}).size(), std::size_t{5});
        QCOMPARE(ranked({"--filter", "folder:deep"}).size(), std::size_t{4});
        QCOMPARE(paths_of(ranked({"--filter", "p1"})),
                 (std::set<std::string>{"set/p1.jpg", "set/p10.jpg", "set/p11.jpg"}));
        const auto by_pixels = ranked({"--by", "-pixels", "--top", "2", "--filter", "megapixels>0"});
        QCOMPARE(by_pixels.size(), std::size_t{2});
        QCOMPARE(by_pixels[0].at("width"), json(64));
        QCOMPARE(ranked({"--by", "score:tiny", "--model", "tiny"}).size(), std::size_t{13});
        const Outcome wrong = cli({"rank", "--filter", "beach rating:7 x"});
        QCOMPARE(wrong.code, 2);
        QVERIFY(wrong.out.empty());
        QVERIFY2(wrong.err.find("column 7") != std::string::npos &&
                     wrong.err.find("'rating' wants a number from 0 to 5") != std::string::npos,
                 wrong.err.c_str());
        for (const QStringList& words : QList<QStringList>{{"rank", "--by", "beauty"},
                                                           {"rank", "--by", "distance"},
                                                           {"rank", "--top", "0"},
                                                           {"rank", "--format", "xml"},
                                                           {"library"},
                                                           {"library", "paint"},
                                                           {"library", "import-scores"}})
            QVERIFY2(cli(words).code == 2, qPrintable(words.join(u' ')));
        QCOMPARE(cli({"rank", "--model", "nobody"}).code, 3);
        const Outcome gone = cli({"rank", "nowhere", "set", "--top", "1"});
        QCOMPARE(gone.code, 1);
        QVERIFY(gone.err.find("nowhere") != std::string::npos);
        const Outcome table = cli({"rank", "set"});
        QVERIFY(table.out.find("set/broken.jpg  [") != std::string::npos);
        const Outcome csv = cli({"rank", "set", "--format", "csv", "--output", "ranked.csv"});
        QVERIFY(csv.code == 0 && csv.out.empty());
        QCOMPARE(std::ranges::count(text_of_file(path("ranked.csv")), '\n'), 14);
    }

    void marksAreRankedBy() {
        use("shared");
        {
            library::CatalogueOptions options;
            options.folder = path("shared");
            const auto catalogue = library::Catalogue::open(options);
            QCOMPARE(catalogue->state(), library::Catalogue::State::Open);
            const std::string photo = path("set/p2.jpg");
            const auto ids = (*catalogue->reader())->idsOf({&photo, 1});
            QVERIFY(ids->front() != library::no_photo);
            QVERIFY(catalogue->writeNow([&](library::CatalogueWriter& writer) -> Result<void> {
                library::MarkChange change;
                change.rating = 4;
                change.label = library::Label::Green;
                change.flag = library::Flag::Reject;
                const auto done = writer.changeMarks(*ids, change);
                return done ? Result<void>() : tl::unexpected(done.error());
            }));
            // While another program writes, looking goes on and writing says why not.
            QCOMPARE(cli({"rank", "set", "--filter", "rating:4.."}).code, 0);
            const Outcome locked = cli({"library", "import-scores", "part1.jsonl"});
            QCOMPARE(locked.code, 3);
            QVERIFY2(locked.err.find("in use by") != std::string::npos, locked.err.c_str());
            QCOMPARE(cli({"library", "rescan"}).code, 3);
        }
        const auto marked = objects_of(cli({"rank", "--format", "jsonl", "--filter", "rating:4 is:rejected"}).out);
        QCOMPARE(marked.size(), std::size_t{1});
        QCOMPARE(marked[0].at("label").get<std::string>(), std::string("green"));
        QCOMPARE(marked[0].at("flag").get<std::string>(), std::string("rejected"));
    }

    void anExportHoldsEverything() {
        use("shared");
        const Outcome run = cli({"library", "export"});
        QCOMPARE(run.code, 0);
        std::map<std::string, int> kinds;
        json photo;
        for (const json& object : objects_of(run.out)) {
            ++kinds[object.at("kind")];
            if (object.value("path", "") == path("set/p2.jpg"))
                photo = object;
        }
        QCOMPARE(kinds["photo"], 13);
        QCOMPARE(kinds["root"], 1);
        QCOMPARE(kinds["library"], 1);
        QCOMPARE(photo.at("rating"), json(4));
        QCOMPARE(photo.at("content").get<std::string>().size(), std::size_t{32});
        QCOMPARE(photo.at("scores").size(), std::size_t{1});
        QCOMPARE(photo.at("missing"), json(false));
        QVERIFY(photo.at("facts").is_object());
        // Its scores make another library, under the very same recipe.
        QCOMPARE(cli({"library", "export", "all.jsonl"}).code, 0);
        QCOMPARE(text_of_file(path("all.jsonl")), run.out);
        const json before = status();
        use("copy");
        QCOMPARE(cli({"library", "rescan", "set"}).code, 0);
        QCOMPARE(cli({"library", "import-scores", "all.jsonl"}).code, 0);
        QCOMPARE(status().at("models"), before.at("models"));
        QCOMPARE(status().at("scores"), json(12));
    }

    void scoresFollowTheirPhotos() {
        use("moving");
        for (int i = 0; i < 3; ++i)
            make_photo("album/m" + std::to_string(i) + ".jpg", 100 + 10 * i, 70);
        QCOMPARE(cli({"score", "album", "--format", "jsonl", "--output", "album.jsonl"}).code, 0);
        // Scores may come before their photos.
        const Outcome early = cli({"library", "import-scores", "album.jsonl"});
        QCOMPARE(early.code, 0);
        QVERIFY(early.err.find("3 of these photos are not in the library") != std::string::npos);
        QCOMPARE(status().at("photos"), json(0));
        QCOMPARE(cli({"library", "rescan", "album"}).code, 0);
        QCOMPARE(objects_of(cli({"rank", "--format", "jsonl", "--filter", "is:scored"}).out).size(), std::size_t{3});
        fs::rename(path("album/m0.jpg"), path("album/renamed.jpg"));
        const json scan = json::parse(cli({"library", "rescan", "--format", "json"}).out);
        QCOMPARE(scan.at("moved"), json(1));
        QCOMPARE(paths_of(objects_of(cli({"rank", "album", "--format", "jsonl", "--filter", "is:scored"}).out)),
                 (std::set<std::string>{"album/m1.jpg", "album/m2.jpg", "album/renamed.jpg"}));
        // Another picture under a scored name has no score, before and after the library looks.
        make_photo("album/m1.jpg", 333, 70);
        const Outcome changed = cli({"rank", "album", "--format", "jsonl", "--filter", "is:unscored"});
        QCOMPARE(paths_of(objects_of(changed.out)), (std::set<std::string>{"album/m1.jpg"}));
        QVERIFY(changed.err.find("1 photos have changed") != std::string::npos);
        QCOMPARE(cli({"library", "import-scores", "album.jsonl"}).code, 1); // neither there any more nor of that size
        QCOMPARE(json::parse(cli({"library", "rescan", "--format", "json"}).out).at("changed"), json(1));
        QCOMPARE(objects_of(cli({"rank", "album", "--format", "jsonl", "--filter", "is:unscored"}).out).size(),
                 std::size_t{1});
    }

    void badLinesAreNamedAndPassedOver() {
        use("lines");
        const std::string good = text_of_file(path("part2.jsonl"));
        std::ofstream(path("mixed.jsonl"), std::ios::binary)
            << "nonsense\n{\"path\":\"set/p1.jpg\"}\n[]\n\n"
            << R"({"path":"nowhere.jpg","width":1,"height":1,"error":null,"scores":[]})"
            << "\n"
            << good;
        const Outcome run = cli({"library", "import-scores", "mixed.jsonl", "missing.jsonl"});
        QCOMPARE(run.code, 1);
        for (const char* part : {"mixed.jsonl:1: is not a line", "mixed.jsonl:2: is not a line",
                                 "mixed.jsonl:3: is not a line", "mixed.jsonl:5: ", "nowhere.jpg", "missing.jsonl: "})
            QVERIFY2(run.err.find(part) != std::string::npos, part);
        QCOMPARE(status().at("scores"), json(std::ranges::count(good, '\n')));
    }

    void linesAreReadAsTheyWereWritten() {
        const auto unknown = [](const std::string&) { return std::optional<std::string>(); };
        const std::string hash(64, 'a');
        json score{{"model", "m"},        {"value", 50.5},         {"range", {0, 100}},   {"higher_is_better", false},
                   {"std", 1.5},          {"distribution", {0.5}}, {"precision", "fast"}, {"device", "cpu"},
                   {"native_limit", 48},  {"seconds", 0.1},        {"reduced", true},     {"decode", "as-stored"},
                   {"model_sha256", hash}};
        json photo{{"path", "caf\xef\xbf\xbd.jpg"},
                   {"path_percent", "caf%E9.jpg"},
                   {"width", 3},
                   {"height", 4},
                   {"bytes", 5},
                   {"error", nullptr},
                   {"scores", {score}}};
        const auto old = cli::read_score_line(photo.dump(), unknown);
        QVERIFY(!old && old.error().what.find("not installed") != std::string::npos);
        const auto found =
            cli::read_score_line(photo.dump(), [](const std::string&) { return std::optional<std::string>("pyiqa"); });
        QVERIFY(found && *found);
        QCOMPARE((*found)->path, std::string("caf\xe9.jpg"));
        QCOMPARE((*found)->bytes, std::optional<std::int64_t>(5));
        QCOMPARE((*found)->scores.size(), std::size_t{1});
        const cli::ScoreLine::Given& given = (*found)->scores[0];
        QCOMPARE(given.model.recipe.preprocessing, std::string("pyiqa"));
        QCOMPARE(given.model.recipe.native_limit, std::optional(48));
        QVERIFY(given.model.recipe.precision == Precision::Fast && given.record.reduced &&
                !given.model.higher_is_better);
        QVERIFY(given.model.recipe.decode == imaging::DecodeMode::AsStored);
        QCOMPARE(given.record.score.value, 50.5);
        QCOMPARE(given.record.score.distribution, std::vector<double>{0.5});
        photo["scores"][0]["preprocessing"] = "google";
        photo["scores"][0]["value"] = nullptr;
        photo["scores"][0]["code"] = "no-regressor";
        const auto without = cli::read_score_line(photo.dump(), unknown);
        QVERIFY(without && (*without)->scores[0].record.score.missing == ErrorCode::NoRegressor);
        photo["scores"][0]["message"] = "ran out of memory";
        QVERIFY((*cli::read_score_line(photo.dump(), unknown))->scores.empty());
        for (const char* key : {"path", "error", "scores"}) {
            json broken = photo;
            broken.erase(key);
            if (std::string(key) == "path")
                broken.erase("path_percent");
            QVERIFY(!cli::read_score_line(broken.dump(), unknown));
        }
        photo["scores"][0]["model_sha256"] = "short";
        photo["scores"][0].erase("message");
        QVERIFY(!cli::read_score_line(photo.dump(), unknown));
        const auto root = cli::read_score_line(R"({"kind":"root","path":"/a"})", unknown);
        QVERIFY(root && !*root);
        QVERIFY(!cli::read_score_line(std::string(2'000'000, '['), unknown));
        QVERIFY(!cli::read_score_line(std::string(100'000, '['), unknown));
    }
};

QTEST_GUILESS_MAIN(TestLibraryCommands)
#include "test_library_commands.moc"
