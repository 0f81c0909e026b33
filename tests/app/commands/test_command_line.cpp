// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The command line is a contract with programs we do not see: each line of it is checked on the built program.
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
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

/// All three scales, but next to nothing to multiply.
nn::ModelFile smallest_model(const std::string& id, int outputs) {
    musiq::Config config = test::tiny_musiq_config();
    config.stem_width = 4;
    config.norm_groups = 2;
    config.hidden = 16;
    config.mlp = 16;
    config.outputs = outputs;
    nn::ModelFile model = test::generated_musiq(config);
    model.card.id = id;
    return model;
}

std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);)
        lines.push_back(line);
    return lines;
}

std::vector<json> objects_of(const std::string& text) {
    std::vector<json> objects;
    for (const std::string& line : lines_of(text))
        objects.push_back(json::parse(line));
    return objects;
}

/// RFC 4180: rows end with CR LF, a quote inside a quoted cell is doubled.
std::vector<std::vector<std::string>> csv_rows(const std::string& text) {
    std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string& cell = rows.back().back();
        if (quoted && text[i] == '"' && i + 1 < text.size() && text[i + 1] == '"')
            cell += text[i++];
        else if (text[i] == '"')
            quoted = !quoted;
        else if (quoted)
            cell += text[i];
        else if (text[i] == ',')
            rows.back().emplace_back();
        else if (text.compare(i, 2, "\r\n") == 0) {
            rows.emplace_back(1);
            ++i;
        } else
            cell += text[i];
    }
    rows.pop_back();
    return rows;
}

} // namespace

class TestCommandLine : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    QProcessEnvironment environment_;

    std::string path(const std::string& name = {}) const {
        const std::string base = folder_.path().toStdString();
        return name.empty() ? base : base + "/" + name;
    }

    std::unique_ptr<QProcess> start(const QString& program, const QStringList& words) const {
        auto process = std::make_unique<QProcess>();
        process->setProcessEnvironment(environment_);
        process->setWorkingDirectory(folder_.path());
        process->start(program, words);
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
    Outcome cli(const QStringList& words) const { return finish(*start(QStringLiteral(TOUCHSTONE_CLI), words)); }
    /// Through a shell, for bytes and pipes that QProcess cannot carry. `cli` is the program.
    Outcome shell(const QString& script) const {
        const QString text = QStringLiteral("cli=\"%1\"; %2").arg(QStringLiteral(TOUCHSTONE_CLI), script);
        return finish(*start(QStringLiteral("/bin/sh"), {QStringLiteral("-c"), text}));
    }

    void make_photo(const std::string& name, int width = 96, int height = 64) const {
        const Result<Bytes> jpeg = imaging::encode_jpeg(test::smooth_scene(width, height), 90);
        QVERIFY(jpeg.has_value());
        fs::create_directories(fs::path(path(name)).parent_path());
        std::ofstream file(path(name), std::ios::binary);
        file.write(reinterpret_cast<const char*>(jpeg->data()), static_cast<std::streamsize>(jpeg->size()));
        QVERIFY(file.good());
    }

    static std::vector<std::string> paths_of(const std::vector<json>& objects) {
        std::vector<std::string> paths;
        for (const json& object : objects)
            paths.push_back(object.at("path"));
        return paths;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        fs::create_directories(path("shipped"));
        const nn::ModelFile model = smallest_model("tiny", 1);
        QVERIFY(nn::write_model_file(path("shipped/tiny.safetensors"), model, nn::StoredType::Float32).has_value());
        const nn::ModelFile ten = smallest_model("tiny-ten", 10);
        QVERIFY(nn::write_model_file(path("ten.safetensors"), ten, nn::StoredType::Float32).has_value());
        environment_ = QProcessEnvironment::systemEnvironment();
        environment_.insert(QStringLiteral("TOUCHSTONE_MODELS"), folder_.filePath(QStringLiteral("shipped")));
        environment_.insert(QStringLiteral("TOUCHSTONE_DATA_DIR"), folder_.filePath(QStringLiteral("data")));
        // Threads that spin while they wait take a busy machine's time from each other.
        environment_.insert(QStringLiteral("OMP_WAIT_POLICY"), QStringLiteral("passive"));
        environment_.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
        make_photo("set/b.jpg");
        make_photo("set/a.jpg", 64, 96);
        make_photo("set/deep/c.JPG");
        make_photo("set/.hidden.jpg");
        make_photo("set/.folder/d.jpg");
        make_photo("set/no_suffix");
        std::ofstream(path("set/text.txt")) << "no photo";
        fs::create_directory_symlink("..", path("set/deep/loop"));
        std::ofstream(path("broken.jpg")) << "no picture at all";
        fs::create_directories(path("empty"));
    }

    void cleanupTestCase() {
        fs::remove_all(path("names")); // QTemporaryDir cannot name the file that is not UTF-8
    }

    void jsonl_has_the_fields_of_the_contract() {
        const Outcome run = cli({"score", "set/a.jpg", "--format", "jsonl"});
        QCOMPARE(run.code, 0);
        const std::vector<json> objects = objects_of(run.out);
        QCOMPARE(objects.size(), std::size_t{1});
        const json& photo = objects[0];
        QCOMPARE(photo.at("path").get<std::string>(), std::string("set/a.jpg"));
        QVERIFY(!photo.contains("path_percent"));
        QCOMPARE(photo.at("width").get<int>(), 64);
        QCOMPARE(photo.at("height").get<int>(), 96);
        QVERIFY(photo.at("error").is_null());
        const json& score = photo.at("scores").at(0);
        QCOMPARE(score.at("model").get<std::string>(), std::string("tiny"));
        QVERIFY(score.at("value").is_number());
        QCOMPARE(score.at("range"), json::array({0.0, 100.0}));
        QCOMPARE(score.at("higher_is_better"), json(true));
        QVERIFY(score.at("std").is_null() && score.at("distribution").is_null());
        QCOMPARE(score.at("precision").get<std::string>(), std::string("reference"));
        QCOMPARE(score.at("native_limit"), json(2048));
        QCOMPARE(score.at("decode").get<std::string>(), std::string("upright"));
        QVERIFY(score.at("device").is_string() && score.at("seconds").is_number());
    }

    void the_formats_agree() {
        const QStringList base{"score", "set", "broken.jpg", "--model", "tiny", "--model", "ten.safetensors"};
        const Outcome lines = cli(base + QStringList{"--format", "jsonl"});
        const Outcome document = cli(base + QStringList{"--format=json"});
        const Outcome csv = cli(base + QStringList{"--format", "csv"});
        QCOMPARE(lines.code, 1);
        const std::vector<json> objects = objects_of(lines.out);
        const json whole = json::parse(document.out);
        QVERIFY(whole.at("touchstone").is_string());
        QCOMPARE(whole.at("models").size(), std::size_t{2});
        QCOMPARE(whole.at("models").at(0).at("sha256").get<std::string>().size(), std::size_t{64});
        const auto rows = csv_rows(csv.out);
        QCOMPARE(rows.size(), objects.size() + 1);
        QCOMPARE(rows[0], (std::vector<std::string>{"path", "path_percent", "width", "height", "error", "message",
                                                    "tiny", "tiny-ten"}));
        QCOMPARE(whole.at("photos").size(), objects.size());
        for (std::size_t i = 0; i < objects.size(); ++i) {
            json one = objects[i], other = whole.at("photos").at(i);
            QCOMPARE(rows[i + 1].size(), rows[0].size());
            QCOMPARE(rows[i + 1][0], one.at("path").get<std::string>());
            for (std::size_t m = 0; m < one.at("scores").size(); ++m) {
                one["scores"][m].erase("seconds");
                other["scores"][m].erase("seconds");
                // Digits bring back the same number, not just a near one.
                QCOMPARE(std::stod(rows[i + 1][6 + m]), one["scores"][m]["value"].get<double>());
            }
            QCOMPARE(one, other);
        }
        const json ten = objects[0].at("scores").at(1);
        QCOMPARE(ten.at("distribution").size(), std::size_t{10});
        QVERIFY(ten.at("std").is_number());
    }

    void folders_are_walked_in_order_without_hidden_files_and_loops() {
        const Outcome run = cli({"score", "set", "--format", "jsonl", "--workers", "3"});
        QCOMPARE(run.code, 0);
        QCOMPARE(paths_of(objects_of(run.out)), (std::vector<std::string>{"set/a.jpg", "set/b.jpg", "set/deep/c.JPG"}));
        const Outcome dots = cli({"score", "./set/deep/../deep", "--format", "jsonl"});
        QCOMPARE(paths_of(objects_of(dots.out)).front(), std::string("./set/deep/../deep/c.JPG"));
    }

    void named_files_are_always_tried_in_the_order_given() {
        const Outcome run = cli({"score", "set/no_suffix", "set/.hidden.jpg", "nowhere.jpg", "set/text.txt",
                                 "set/b.jpg", "--format", "jsonl"});
        QCOMPARE(run.code, 1);
        const std::vector<json> objects = objects_of(run.out);
        QCOMPARE(paths_of(objects), (std::vector<std::string>{"set/no_suffix", "set/.hidden.jpg", "nowhere.jpg",
                                                              "set/text.txt", "set/b.jpg"}));
        QVERIFY(objects[0]["error"].is_null() && objects[1]["error"].is_null() && objects[4]["error"].is_null());
        QCOMPARE(objects[2]["error"]["code"].get<std::string>(), std::string("not-found"));
        QVERIFY(objects[2]["scores"].empty());
        QVERIFY(!objects[3]["error"]["message"].get<std::string>().empty());
        QVERIFY(run.err.find("nowhere.jpg") != std::string::npos && run.err.find("text.txt") != std::string::npos);
        QVERIFY2(run.err.find('\r') == std::string::npos, "a progress bar although stderr is no terminal");
    }

    void an_empty_folder_says_so() {
        const Outcome run = cli({"score", "empty", "--format", "json"});
        QCOMPARE(run.code, 0);
        QVERIFY(json::parse(run.out).at("photos").empty());
        QVERIFY(run.err.find("holds no photos") != std::string::npos);
    }

    void a_folder_of_broken_files_is_a_list_of_errors() {
        fs::create_directories(path("bad"));
        for (const char* name : {"bad/1.jpg", "bad/2.png", "bad/3.heic"})
            std::ofstream(path(name)) << "garbage";
        std::ofstream(path("bad/4.jpg")).close();
        const Outcome run = cli({"score", "bad", "--format", "jsonl"});
        QCOMPARE(run.code, 1);
        const std::vector<json> objects = objects_of(run.out);
        QCOMPARE(objects.size(), std::size_t{4});
        for (const json& object : objects)
            QVERIFY(object.at("error").at("code").is_string());
        QCOMPARE(objects[3]["error"]["code"].get<std::string>(), std::string("empty-file"));
    }

    void names_are_bytes() {
        make_photo("names/caf\xe9.jpg"); // Latin-1, not UTF-8
        make_photo("names/=SUM(A1).jpg");
        make_photo("names/comma, \"quote\"\nline.jpg");
        const Outcome walked = cli({"score", "names", "--format", "jsonl"});
        QCOMPARE(walked.code, 0);
        const std::vector<json> objects = objects_of(walked.out);
        QCOMPARE(objects.size(), std::size_t{3});
        QCOMPARE(objects[1]["path"].get<std::string>(), std::string("names/caf\xef\xbf\xbd.jpg"));
        QCOMPARE(objects[1]["path_percent"].get<std::string>(), std::string("names/caf%E9.jpg"));
        QVERIFY(objects[0]["error"].is_null() && !objects[0].contains("path_percent"));
        const Outcome named = shell(QStringLiteral("\"$cli\" score --format jsonl \"$(printf 'names/caf\\351.jpg')\""));
        QCOMPARE(named.code, 0);
        QCOMPARE(objects_of(named.out)[0]["path_percent"].get<std::string>(), std::string("names/caf%E9.jpg"));
        const Outcome inside = shell(QStringLiteral("cd names && \"$cli\" score --format csv ./*.jpg =*"));
        const auto rows = csv_rows(inside.out);
        QCOMPARE(rows.size(), std::size_t{5});
        // A path is the argument exactly as given, in every format.
        QCOMPARE(rows[4][0], std::string("=SUM(A1).jpg"));
        QVERIFY(rows[4][1].empty());
        QVERIFY(rows[1][1].empty() || rows[1][1].find("caf%E9") != std::string::npos);
    }

    void shards_make_up_the_whole() {
        std::vector<std::string> all;
        const std::vector<std::string> whole =
            paths_of(objects_of(cli({"score", "set", "nowhere.jpg", "--format", "jsonl"}).out));
        for (const char* shard : {"1/3", "2/3", "3/3"}) {
            const Outcome run = cli({"score", "set", "nowhere.jpg", "--format", "jsonl", "--shard", shard});
            for (const std::string& one : paths_of(objects_of(run.out)))
                all.push_back(one);
        }
        QCOMPARE(all.size(), whole.size());
        QCOMPARE(std::set<std::string>(all.begin(), all.end()), std::set<std::string>(whole.begin(), whole.end()));
        QCOMPARE(cli({"score", "set", "--shard", "4/3"}).code, 2);
        QCOMPARE(cli({"score", "set", "--shard", "0/3"}).code, 2);
    }

    void wrong_usage_ends_with_2() {
        const QList<QStringList> wrong{{},
                                       {"scores"},
                                       {"score"},
                                       {"score", "set", "--fromat", "json"},
                                       {"score", "set", "--format", "xml"},
                                       {"score", "set", "--format"},
                                       {"score", "set", "--format", "csv", "--format", "csv"},
                                       {"score", "set", "--workers", "0"},
                                       {"score", "set", "--native-limit", "big"},
                                       {"score", "set", "--precision", "rough"},
                                       {"score", "set", "--device", "abacus"},
                                       {"score", "set", "--output", "no/such/folder/x.json"},
                                       {"score", "set", "--output", "set"},
                                       {"explain", "set/a.jpg"},
                                       {"explain", "set/a.jpg", "set/b.jpg", "--output", "x"},
                                       {"models"},
                                       {"models", "paint"},
                                       {"--nonsense"}};
        for (const QStringList& words : wrong) {
            const Outcome run = cli(words);
            QVERIFY2(run.code == 2, qPrintable(words.join(u' ')));
            QVERIFY(run.out.empty() && !run.err.empty());
        }
    }

    void an_unusable_model_or_device_ends_with_3() {
        std::ifstream source(path("shipped/tiny.safetensors"), std::ios::binary);
        const std::string bytes((std::istreambuf_iterator<char>(source)), {});
        std::ofstream(path("half.safetensors"), std::ios::binary) << bytes.substr(0, bytes.size() / 2);
        const Outcome half = cli({"score", "set", "--model", "half.safetensors"});
        QCOMPARE(half.code, 3);
        QVERIFY(half.err.find("half.safetensors") != std::string::npos);
        const Outcome unknown = cli({"score", "set", "--model", "no-such-model"});
        QCOMPARE(unknown.code, 3);
        QVERIFY(unknown.err.find("tiny") != std::string::npos); // names those that exist
        QCOMPARE(cli({"score", "set", "--device", "cuda:99"}).code, 3);
        QCOMPARE(cli({"models", "info", "half.safetensors"}).code, 3);
    }

    void the_native_limit_is_recorded() {
        const auto limit = [&](const QStringList& words) {
            return objects_of(cli(QStringList{"score", "set/b.jpg", "--format", "jsonl"} + words).out)[0]["scores"][0];
        };
        QVERIFY(limit({"--native-limit", "none"})["native_limit"].is_null());
        const json small = limit({"--native-limit", "48"});
        QCOMPARE(small["native_limit"], json(48));
        QCOMPARE(small["reduced"], json(true));
    }

    void an_output_file_is_whole_and_equal_to_stdout() {
        std::ofstream(path("result.csv")) << "old";
        const QStringList base{"score", "set", "--format", "csv"};
        const Outcome run = cli(base + QStringList{"--output", "result.csv"});
        QCOMPARE(run.code, 0);
        QVERIFY(run.out.empty());
        std::ifstream file(path("result.csv"), std::ios::binary);
        const std::string text((std::istreambuf_iterator<char>(file)), {});
        QCOMPARE(text, cli(base).out);
        for (const fs::directory_entry& entry : fs::directory_iterator(path()))
            QVERIFY(!entry.path().filename().string().starts_with(".touchstone-"));
    }

    void a_table_names_model_and_scale() {
        const Outcome run = cli({"score", "set", "broken.jpg"});
        QCOMPARE(run.code, 1);
        QVERIFY(run.out.find("tiny (Generated weights): 0.0 to 100.0, higher is better") != std::string::npos);
        QVERIFY(run.out.find("set/deep/c.JPG") != std::string::npos);
        QVERIFY(run.out.find("broken.jpg  [") != std::string::npos);
    }

    void a_reader_that_leaves_ends_it_quietly() {
        fs::create_directories(path("many"));
        for (int i = 0; i < 200; ++i)
            fs::create_hard_link(path("set/a.jpg"), path("many/" + std::to_string(1000 + i) + ".jpg"));
        const Outcome run = shell(QStringLiteral("\"$cli\" score --format jsonl many | head -n 1"));
        QCOMPARE(run.code, 0);
        QCOMPARE(objects_of(run.out).size(), std::size_t{1});
        QVERIFY2(run.err.empty(), run.err.c_str());
    }

    void an_interrupted_run_ends_with_whole_output() {
        for (const QString& format : {QStringLiteral("jsonl"), QStringLiteral("json")}) {
            const auto process =
                start(QStringLiteral(TOUCHSTONE_CLI), {"score", "many", "many", "many", "--format", format});
            QVERIFY(process->waitForReadyRead(120'000)); // the first line is there: scoring goes on
            QByteArray out = process->readAllStandardOutput();
            while (out.count('\n') < 3 && process->waitForReadyRead(120'000))
                out += process->readAllStandardOutput();
            QCOMPARE(::kill(static_cast<pid_t>(process->processId()), SIGINT), 0);
            Outcome run = finish(*process);
            QCOMPARE(run.code, 130);
            run.out.insert(0, out.toStdString());
            QVERIFY(run.out.ends_with("\n"));
            const std::vector<json> photos =
                format == u"jsonl" ? objects_of(run.out) : json::parse(run.out).at("photos").get<std::vector<json>>();
            QVERIFY(!photos.empty() && photos.size() < 600);
            for (const json& photo : photos)
                QVERIFY(photo.at("error").is_null() && photo.at("scores").size() == 1);
            QVERIFY(run.err.find("interrupted") != std::string::npos);
        }
    }

    void a_photo_deleted_while_scoring_is_one_error() {
        // 36 MB of pixels each: the decode worker cannot be at the last one when the first is done.
        make_photo("large.jpg", 4000, 3000);
        constexpr int count = 30;
        fs::create_directories(path("shrinking"));
        for (int i = 0; i < count; ++i)
            fs::create_hard_link(path("large.jpg"), path("shrinking/" + std::to_string(100 + i) + ".jpg"));
        const auto process = start(QStringLiteral(TOUCHSTONE_CLI), {"score", "shrinking", "--format", "jsonl",
                                                                    "--workers", "1", "--native-limit", "64"});
        QVERIFY(process->waitForReadyRead(120'000));
        fs::remove(path("shrinking/129.jpg"));
        const Outcome run = finish(*process);
        QCOMPARE(run.code, 1);
        const std::vector<json> objects = objects_of(run.out);
        QCOMPARE(objects.size(), std::size_t{count});
        QCOMPARE(objects.back()["error"]["code"].get<std::string>(), std::string("vanished"));
        QVERIFY(objects[count - 2]["error"].is_null());
    }

    void explain_writes_maps_that_sum_to_one() {
        for (const char* method : {"rollout", "last-layer"}) {
            const Outcome run = cli({"explain", "set/b.jpg", "--output", "why/deep", "--method", method});
            QVERIFY2(run.code == 0, run.err.c_str());
            std::ifstream file(path("why/deep/explain.json"));
            const json explanation = json::parse(file);
            QCOMPARE(explanation["path"].get<std::string>(), std::string("set/b.jpg"));
            QCOMPARE(explanation["method"].get<std::string>(), std::string(method));
            QCOMPARE(explanation["model"].get<std::string>(), std::string("tiny"));
            QCOMPARE(explanation["scales"].size(), std::size_t{3});
            double all = explanation["cls_share"];
            const char* names[] = {"native", "384", "224"};
            for (std::size_t i = 0; i < 3; ++i) {
                const json& scale = explanation["scales"][i];
                QCOMPARE(scale["name"].get<std::string>(), std::string(names[i]));
                QCOMPARE(scale["weights"].size(), scale["rows"].get<std::size_t>());
                double share = 0;
                for (const json& row : scale["weights"]) {
                    QCOMPARE(row.size(), scale["cols"].get<std::size_t>());
                    for (const double weight : row)
                        share += weight;
                }
                QVERIFY(std::abs(share - scale["share"].get<double>()) < 1e-6);
                all += share;
                for (const char* kind : {"-map.png", "-overlay.png"})
                    QVERIFY(fs::file_size(path(std::string("why/deep/") + names[i] + kind)) > 0);
            }
            QVERIFY(std::abs(all - 1) < 1e-4); // float32 softmax
            const json scored =
                objects_of(cli({"score", "set/b.jpg", "--format", "jsonl"}).out)[0]["scores"][0]["value"];
            QVERIFY(std::abs(scored.get<double>() - explanation["score"].get<double>()) <= 1e-4);
        }
        QCOMPARE(cli({"explain", "broken.jpg", "--output", "why"}).code, 1);
        QCOMPARE(cli({"explain", "set/b.jpg", "--output", "set/b.jpg/x"}).code, 2);
        QCOMPARE(cli({"explain", "set/b.jpg", "--output", "only", "--format", "json"}).code, 0);
        QVERIFY(fs::exists(path("only/explain.json")) && !fs::exists(path("only/native-map.png")));
    }

    void explain_names_what_is_wrong() {
        const struct {
            QStringList words;
            int code;
            const char* said;
        } cases[] = {
            {{"explain", "set/missing.jpg", "--output", "no"}, 1, "set/missing.jpg"},
            {{"explain", "broken.jpg", "--output", "no"}, 1, "broken.jpg"},
            {{"explain", "set", "--output", "no"}, 1, "set"}, // a folder is no photo
            {{"explain", "set/b.jpg", "--output", "no", "--model", "nobody"}, 3, "nobody"},
            {{"explain", "set/b.jpg", "--output", "no", "--method", "guess"}, 2, "guess"},
            {{"explain", "set/b.jpg", "--output", "no", "--format", "gif"}, 2, "gif"},
            {{"explain", "set/b.jpg", "--output", "no", "--native-limit", "-3"}, 2, "-3"},
            {{"explain", "set/b.jpg", "--output", "broken.jpg"}, 2, "broken.jpg"}, // a file where the folder should be
        };
        for (const auto& expected : cases) {
            const Outcome run = cli(expected.words);
            const QByteArray which = expected.words.join(u' ').toUtf8() + ": " + QByteArray::fromStdString(run.err);
            QVERIFY2(run.code == expected.code, which.constData());
            QVERIFY2(run.err.find(expected.said) != std::string::npos, which.constData());
            QVERIFY2(run.out.empty(), which.constData());
            QVERIFY(!fs::exists(path("no/explain.json")));
        }
    }

    void models_are_imported_verified_and_removed() {
        QCOMPARE(cli({"models", "import", "ten.safetensors", "--id", "mine"}).code, 0);
        QVERIFY(fs::exists(path("data/models/mine.safetensors")));
        QCOMPARE(cli({"models", "import", "ten.safetensors", "--id", "mine"}).code, 2);
        QCOMPARE(cli({"models", "import", "broken.jpg"}).code, 3);
        const json list = json::parse(cli({"models", "list", "--format", "json"}).out);
        const auto mine = std::find_if(list.begin(), list.end(), [](const json& m) { return m["id"] == "mine"; });
        QVERIFY(mine != list.end() && (*mine)["place"] == "imported" && (*mine)["default"] == false);
        QCOMPARE(cli({"score", "set/a.jpg", "--model", "mine"}).code, 0);
        const Outcome info = cli({"models", "info", "mine"});
        QVERIFY(info.out.find("head.weight") != std::string::npos && info.out.find("[10, 16]") != std::string::npos);
        QCOMPARE(cli({"models", "verify", "mine"}).code, 0);
        {
            std::fstream file(path("data/models/mine.safetensors"), std::ios::in | std::ios::out | std::ios::binary);
            file.seekg(-1, std::ios::end);
            const char last = static_cast<char>(file.get() ^ 1);
            file.seekp(-1, std::ios::end);
            file.put(last);
        }
        const Outcome changed = cli({"models", "verify", "mine"});
        QCOMPARE(changed.code, 3);
        QVERIFY(changed.err.find("SHA-256") != std::string::npos);
        QCOMPARE(cli({"models", "remove", "mine"}).code, 0);
        QVERIFY(!fs::exists(path("data/models/mine.safetensors")));
        QCOMPARE(cli({"models", "remove", "tiny"}).code, 2);
        QCOMPARE(cli({"models", "import", "ten.safetensors", "--output", "copy.safetensors"}).code, 0);
        QCOMPARE(cli({"score", "set/a.jpg", "--model", "copy.safetensors"}).code, 0);
    }

    void help_is_what_the_documents_say() {
        std::ifstream file(TOUCHSTONE_SOURCE_DIR "/docs/cli.md");
        const std::string page((std::istreambuf_iterator<char>(file)), {});
        QCOMPARE(cli({"--markdown"}).out, page);
        for (const QStringList& words :
             {QStringList{"--help"}, QStringList{"score", "--help"}, QStringList{"explain", "--help"},
              QStringList{"models", "import", "--help"}, QStringList{"bench", "--help"}}) {
            const Outcome help = cli(words);
            QCOMPARE(help.code, 0);
            QVERIFY(help.err.empty() && page.find(help.out) != std::string::npos);
        }
        QVERIFY(cli({"--man"}).out.starts_with(".TH TOUCHSTONE"));
        QCOMPARE(lines_of(cli({"--version"}).out).size(), std::size_t{1});
    }
};

QTEST_GUILESS_MAIN(TestCommandLine)
#include "test_command_line.moc"
