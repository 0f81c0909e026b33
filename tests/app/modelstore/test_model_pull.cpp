// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Published models: the list, and their way into the model store from a server on this machine.
#include <QtTest>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include <QProcess>

#include "app/modelstore/hash_list.h"
#include "app/modelstore/model_pull.h"
#include "engine/base/files.h"
#include "tests/app/modelstore/http_server.h"
#include "tests/support/generated_model.h"
#include "tests/support/generated_reiqa.h"

namespace fs = std::filesystem;
using namespace touchstone;
using test::HttpServer;
using Request = test::HttpServer::Request;

class TestModelPull : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<HttpServer> server_;
    QByteArray body_; ///< a whole model

    std::string path(const std::string& name) const { return folder_->path().toStdString() + "/" + name; }
    ModelStore store() const { return ModelStore(ModelFolders{{path("shipped")}, {}, path("data/models")}); }
    QByteArray model_bytes(const std::string& seed) const {
        nn::ModelFile model = test::generated_musiq(test::tiny_musiq_config(), seed);
        const std::string file = path("made.safetensors");
        if (!nn::write_model_file(file, model, nn::StoredType::Float32))
            qFatal("no model");
        QFile made(QString::fromStdString(file));
        return made.open(QIODevice::ReadOnly) ? made.readAll() : QByteArray();
    }
    PublishedModel published() const {
        PublishedModel model;
        model.id = "mine";
        model.title = "A model of ours";
        model.architecture = "musiq";
        model.preprocessing = "google";
        model.format = "safetensors";
        model.url = server_->url();
        model.licence = "CC0-1.0";
        model.terms = "Do what you want.";
        model.range = std::pair(1.0, 5.0);
        model.trained_on = "Nothing";
        model.training_photos = 17;
        return model;
    }
    std::string hash_of_body() const { return sha256_hex(std::as_bytes(std::span(body_.constData(), body_.size()))); }
    Result<ModelCard> pull(const PublishedModel& model) const {
        PullOptions options;
        options.licence_accepted = true;
        return pull_model(store(), model, options, {});
    }
    void refused(const Result<ModelCard>& result, ErrorCode code, const char* said) const {
        const QByteArray text = result ? QByteArray("taken") : QByteArray::fromStdString(result.error().message());
        QVERIFY2(!result && result.error().code == code, text.constData());
        QVERIFY2(text.contains(said), text.constData());
        QVERIFY(!store().find("mine"));
    }

private Q_SLOTS:
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        server_ = std::make_unique<HttpServer>();
        fs::create_directories(path("shipped"));
        body_ = model_bytes("one");
        server_->handler = [&](QTcpSocket& client, const Request& asked) { HttpServer::give(client, asked, body_); };
    }

    void the_list_that_comes_with_the_program_is_whole() {
        const auto models = published_models();
        QVERIFY2(models, models ? "" : models.error().message().c_str());
        std::set<std::string> ids;
        for (const PublishedModel& model : *models) {
            ids.insert(model.id);
            QVERIFY2(model.url.starts_with("https://") && model.page.starts_with("https://"), model.id.c_str());
            QVERIFY2(!model.paper.empty() && !model.trained_on.empty(), model.id.c_str());
            QVERIFY2(model.range.has_value() == (model.architecture == "musiq"), model.id.c_str());
        }
        for (const char* id : {"musiq-koniq", "musiq-spaq", "musiq-paq2piq", "musiq-ava", "musiq-single-koniq",
                               "musiq-koniq-pyiqa", "reiqa-quality", "reiqa-content", "moco-v2-800ep", "contrique"})
            QVERIFY2(ids.contains(id), id);
        QCOMPARE(ids.size(), models->size());
        QCOMPARE(find_published_model("musiq-ava")->range, std::optional(std::pair(1.0, 10.0)));
        QVERIFY(find_published_model("nonsense").error().remedy.find("musiq-koniq") != std::string::npos);
    }

    void lists_that_are_wrong_say_where() {
        // Quotes are apostrophes here.
        const auto parsed = [](std::string text) {
            std::replace(text.begin(), text.end(), '\'', '"');
            return parse_published_models(text, "list.json");
        };
        const std::string good = "{'id':'a','title':'A','architecture':'musiq','format':'npz','url':'https://x/y',"
                                 "'licence':'MIT','terms':'free'";
        QVERIFY(parsed("{'models':[" + good + "}]}"));
        for (const auto& [more, said] :
             std::initializer_list<std::pair<const char*, const char*>>{{"'url':'http://x/y'", "https"},
                                                                        {"'sha256':'12'", "sha256"},
                                                                        {"'format':'exe'", "format"},
                                                                        {"'id':'../x'", "id"},
                                                                        {"'architecture':'mlp'", "architecture"},
                                                                        {"'terms':''", "terms"},
                                                                        {"'bytes':'many'", "wrong type"},
                                                                        {"'range':[5,1]", "range"}}) {
            const auto result = parsed("{'models':[" + good + "," + more + "}]}");
            QVERIFY2(!result && result.error().code == ErrorCode::BadInput && result.error().file == "list.json", more);
            QVERIFY2(result.error().what.find(said) != std::string::npos, result.error().what.c_str());
        }
        QVERIFY(!parsed("[]") && !parsed("{") && !parsed("{'models':7}"));
        QVERIFY(!parsed("{'models':[" + good + "}," + good + "}]}"));
    }

    void nothing_is_fetched_without_the_licence() {
        refused(pull_model(store(), published(), {}, {}), ErrorCode::BadInput, "--accept-licence");
        QVERIFY(server_->requests.empty());
    }

    void a_model_is_pulled_and_installed() {
        std::vector<PullStep> steps;
        PullOptions options;
        options.licence_accepted = true;
        options.progress = [&](const PullProgress& progress) {
            if (steps.empty() || steps.back() != progress.step)
                steps.push_back(progress.step);
        };
        const auto card = pull_model(store(), published(), options, {});
        QVERIFY2(card, card ? "" : card.error().message().c_str());
        QCOMPARE(steps, (std::vector{PullStep::Downloading, PullStep::Checking, PullStep::Converting}));
        const auto installed = store().find("mine");
        QVERIFY(installed && installed->place == ModelPlace::Store);
        QCOMPARE(installed->card->title, std::string("A model of ours"));
        QCOMPARE(installed->card->range, std::optional(std::pair(1.0, 5.0)));
        QCOMPARE(installed->card->licence, std::string("CC0-1.0: Do what you want."));
        QCOMPARE(installed->card->source, server_->url());
        QCOMPARE(installed->card->trained_on, std::string("Nothing (17 photos)"));
        const VerifiedModel verified = store().verify(installed->path);
        QVERIFY(!verified.error && verified.recorded);
        QCOMPARE(HashList::read(downloads_folder(store()))->find("mine"), std::optional(hash_of_body()));
        QVERIFY(!fs::exists(path("data/models/downloads/mine.safetensors")));
        const auto again = pull(published());
        QVERIFY(!again && again.error().message().find("installed already") != std::string::npos);
        QCOMPARE(server_->requests.size(), std::size_t{1});
    }

    void published_hashes_are_compared() {
        PublishedModel model = published();
        model.sha256 = std::string(64, '0');
        refused(pull(model), ErrorCode::Damaged, "not the file that was published");
        QVERIFY(!fs::exists(path("data/models/downloads/mine.safetensors")));
        model.sha256.clear();
        model.sha256_start = "0000000000";
        refused(pull(model), ErrorCode::Damaged, "0000000000…");
        model.sha256_start = hash_of_body().substr(0, 8);
        QVERIFY(pull(model));
    }

    void the_first_hash_is_recorded_and_compared_later() {
        QVERIFY(pull(published()));
        QVERIFY(store().remove("mine"));
        const QByteArray first = std::exchange(body_, model_bytes("two"));
        refused(pull(published()), ErrorCode::Damaged, "first downloaded");
        body_ = first;
        QVERIFY(pull(published()));
    }

    void a_wrong_file_is_neither_installed_nor_recorded() {
        body_ = QByteArray("PK\x03\x04 and then nothing that is a model");
        PublishedModel model = published();
        const auto result = pull(model);
        QVERIFY(!result && !store().find("mine"));
        QVERIFY(!HashList::read(downloads_folder(store()))->find("mine"));
        body_ = model_bytes("one");
        model.architecture = "reiqa-quality";
        refused(pull(model), ErrorCode::BadModel, "not \"reiqa-quality\"");
        model.architecture = "musiq";
        QVERIFY(pull(model));
    }

    void stopping_keeps_what_came() {
        std::stop_source stop;
        stop.request_stop();
        PullOptions options;
        options.licence_accepted = true;
        refused(pull_model(store(), published(), options, stop.get_token()), ErrorCode::Cancelled, "stopped");
    }

    void an_encoder_that_is_needed_stays() {
        fs::create_directories(path("data/models"));
        test::write_generated_reiqa(path("data/models"), test::tiny_trunk());
        const ModelStore models = store();
        const auto refused_removal = models.remove("generated-content");
        QVERIFY(!refused_removal && refused_removal.error().code == ErrorCode::BadInput);
        QVERIFY(refused_removal.error().what.find("needed by the regressor") != std::string::npos);
        for (const InstalledModel& model : models.list())
            if (model.card->architecture == "reiqa-regressor")
                QVERIFY(models.remove(model.id()));
        QVERIFY(models.remove("generated-content") && models.remove("generated-quality"));
    }

    void defaults_are_chosen() {
        QVERIFY(pull(published()));
        PublishedModel other = published();
        other.id = "other";
        body_ = model_bytes("two");
        QVERIFY(pull(other));
        const ModelStore models = store();
        QVERIFY(!models.default_models());
        QVERIFY(models.set_defaults({"other", "mine"}));
        const auto files = models.default_models();
        QVERIFY(files && files->size() == 2 && files->front().ends_with("/other.safetensors"));
        QVERIFY(!models.set_defaults({"mine", "nonsense"}));
        QCOMPARE(models.default_models()->size(), std::size_t{2});
        QVERIFY(models.remove("other"));
        QCOMPARE(models.default_models()->size(), std::size_t{1});
        QVERIFY(models.set_defaults({}));
        QVERIFY(!models.default_models());
    }

    void the_command_pulls() {
        const auto list = [&] {
            nlohmann::json entry = published().to_json();
            for (auto it = entry.begin(); it != entry.end();)
                it = it->is_null() ? entry.erase(it) : std::next(it);
            return nlohmann::json{{"models", {entry}}}.dump();
        };
        std::ofstream(path("list.json")) << list();
        const auto run = [&](std::initializer_list<const char*> words) {
            QProcess process;
            QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
            environment.insert(QStringLiteral("TOUCHSTONE_PUBLISHED_MODELS"),
                               QString::fromStdString(path("list.json")));
            environment.insert(QStringLiteral("TOUCHSTONE_DATA_DIR"), QString::fromStdString(path("data")));
            environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
            process.setProcessEnvironment(environment);
            QEventLoop loop; // the server lives in this thread
            connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
            QStringList arguments;
            for (const char* word : words)
                arguments << QString::fromUtf8(word);
            process.start(QStringLiteral(TOUCHSTONE_CLI), arguments);
            loop.exec();
            return std::tuple(process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError());
        };
        auto [code, out, err] = run({"models", "pull", "mine"});
        QCOMPARE(code, 2);
        QVERIFY(err.contains("Do what you want.") && err.contains("--accept-licence") && out.isEmpty());
        QVERIFY(server_->requests.empty());
        std::tie(code, out, err) = run({"models", "pull", "mine", "--accept-licence"});
        QVERIFY2(code == 0 && out == "mine\n", err.constData());
        std::tie(code, out, err) = run({"models", "list", "--published"});
        QVERIFY2(code == 0 && out.contains("mine") && out.contains("yes"), out.constData());
        std::tie(code, out, err) = run({"models", "verify", "mine"});
        QVERIFY2(code == 0, err.constData());
        std::tie(code, out, err) = run({"models", "default", "mine"});
        QVERIFY2(code == 0 && out == "mine\n", err.constData());
        std::tie(code, out, err) = run({"models", "pull", "nonsense", "--accept-licence"});
        QVERIFY2(code == 3 && err.contains("there are: mine"), err.constData());
        std::tie(code, out, err) = run({"models", "remove", "mine"});
        QVERIFY2(code == 0, err.constData());
        server_->handler = [](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(404, 0));
        };
        std::tie(code, out, err) = run({"models", "pull", "mine", "--accept-licence"});
        QVERIFY2(code == 3 && err.contains("HTTP 404") && err.contains(QByteArray::fromStdString(server_->url())),
                 err.constData());
    }

    void an_interrupted_command_goes_on_later() {
        nlohmann::json entry = published().to_json();
        for (auto it = entry.begin(); it != entry.end();)
            it = it->is_null() ? entry.erase(it) : std::next(it);
        std::ofstream(path("list.json")) << nlohmann::json{{"models", {entry}}}.dump();
        const qsizetype half = body_.size() / 2;
        server_->handler = [&](QTcpSocket& client, const Request& asked) {
            if (server_->requests.size() > 1)
                return HttpServer::give(client, asked, body_);
            client.write(HttpServer::head(200, body_.size(), "ETag: \"one\"\r\n") + body_.left(half));
        };
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QStringLiteral("TOUCHSTONE_PUBLISHED_MODELS"), QString::fromStdString(path("list.json")));
        environment.insert(QStringLiteral("TOUCHSTONE_DATA_DIR"), QString::fromStdString(path("data")));
        const QStringList words{QStringLiteral("models"), QStringLiteral("pull"), QStringLiteral("mine"),
                                QStringLiteral("--accept-licence")};
        QProcess stopped;
        stopped.setProcessEnvironment(environment);
        stopped.start(QStringLiteral(TOUCHSTONE_CLI), words);
        const std::string part = path("data/models/downloads/mine.safetensors.part");
        std::error_code none;
        QTRY_VERIFY_WITH_TIMEOUT(fs::exists(part) && fs::file_size(part, none) == static_cast<std::uintmax_t>(half),
                                 60'000);
        stopped.terminate();
        QTRY_VERIFY_WITH_TIMEOUT(stopped.state() == QProcess::NotRunning, 60'000);
        QCOMPARE(stopped.exitStatus(), QProcess::NormalExit);
        QCOMPARE(stopped.exitCode(), 130);
        QCOMPARE(fs::file_size(part), static_cast<std::uintmax_t>(half));
        QVERIFY(!store().find("mine"));
        QProcess again;
        again.setProcessEnvironment(environment);
        again.start(QStringLiteral(TOUCHSTONE_CLI), words);
        QTRY_VERIFY_WITH_TIMEOUT(again.state() == QProcess::NotRunning, 60'000);
        QVERIFY2(again.exitCode() == 0, again.readAllStandardError().constData());
        QCOMPARE(server_->requests.at(1).header("range"), "bytes=" + QByteArray::number(half) + "-");
    }
};

QTEST_GUILESS_MAIN(TestModelPull)
#include "test_model_pull.moc"
