// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The models page, with its buttons, against a server on this machine.
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QMessageBox>
#include <QProgressBar>
#include <QPushButton>
#include <QTableView>
#include <QTextBrowser>
#include <QtTest>

#include <filesystem>
#include <fstream>

#include "engine/base/files.h"
#include "engine/nn/model_file.h"
#include "tests/app/modelstore/http_server.h"
#include "tests/support/generated_model.h"
#include "tests/support/script_files.h"
#include "ui/models/import_dialog.h"
#include "ui/models/licence_dialog.h"
#include "ui/models/models_dialog.h"
#include "ui/style/appearance.h"

namespace fs = std::filesystem;
using namespace touchstone;
using namespace touchstone::ui;
using test::HttpServer;
using Request = test::HttpServer::Request;

class TestModelsDialog : public QObject {
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<HttpServer> server_;
    QByteArray body_;

    std::string path(const std::string& name) const { return folder_->path().toStdString() + "/" + name; }
    ModelStore store() const { return ModelStore(ModelFolders{{path("shipped")}, {}, path("data/models")}); }
    void writeModel(const std::string& file, const std::string& id) const {
        nn::ModelFile model = test::generated_musiq(test::tiny_musiq_config());
        model.card.id = id;
        model.card.title = "Model " + id;
        model.card.licence = "GPL-3.0-or-later";
        QVERIFY(nn::write_model_file(file, model, nn::StoredType::Float32));
    }
    std::unique_ptr<ModelsDialog> shown() const {
        auto dialog = std::make_unique<ModelsDialog>(store());
        dialog->show();
        if (!QTest::qWaitForWindowExposed(dialog.get()) || !QTest::qWaitFor([&] { return !dialog->isBusy(); }))
            qFatal("not shown");
        return dialog;
    }
    template <class Widget>
    static Widget* find(const QWidget& dialog, const char* name) {
        return dialog.findChild<Widget*>(QLatin1String(name));
    }
    static void select(const ModelsDialog& dialog, const char* title) {
        auto* view = dialog.findChild<QTableView*>();
        for (int row = 0; row < view->model()->rowCount(); ++row)
            if (view->model()->index(row, ModelTable::Title).data().toString() == QLatin1String(title))
                view->selectRow(row);
        QCOMPARE(view->currentIndex().siblingAtColumn(ModelTable::Title).data().toString(), QLatin1String(title));
    }
    static QString state(const ModelsDialog& dialog) {
        return dialog.findChild<QTableView*>()->currentIndex().siblingAtColumn(ModelTable::State).data().toString();
    }
    static void press(const ModelsDialog& dialog, const char* name) {
        auto* button = find<QPushButton>(dialog, name);
        QVERIFY2(button && button->isEnabled(), name);
        QTest::mouseClick(button, Qt::LeftButton);
    }
    /// Reads, ticks and downloads, as a person does.
    static void acceptLicence(const ModelsDialog& dialog) {
        auto* licence = dialog.findChild<LicenceDialog*>();
        QVERIFY(licence && licence->isVisible());
        auto* download = find<QPushButton>(*licence, "acceptAndDownload");
        QVERIFY(!download->isEnabled());
        QTest::keyClick(find<QCheckBox>(*licence, "acceptTerms"), Qt::Key_Space);
        QVERIFY(download->isEnabled());
        QTest::mouseClick(download, Qt::LeftButton);
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        server_ = std::make_unique<HttpServer>();
        fs::create_directories(path("shipped"));
        writeModel(path("shipped/small.safetensors"), "small");
        writeModel(path("other.safetensors"), "other");
        QFile made(QString::fromStdString(path("other.safetensors")));
        QVERIFY(made.open(QIODevice::ReadOnly));
        body_ = made.readAll();
        server_->handler = [&](QTcpSocket& client, const Request& asked) { HttpServer::give(client, asked, body_); };
        const nlohmann::json list{{"models",
                                   {{{"id", "other"},
                                     {"title", "The <other> model"},
                                     {"architecture", "musiq"},
                                     {"preprocessing", "google"},
                                     {"format", "safetensors"},
                                     {"url", server_->url()},
                                     {"page", "https://example.org/page"},
                                     {"licence", "CC0-1.0"},
                                     {"terms", "Do what you want."},
                                     {"range", {0, 100}},
                                     {"trained_on", "Nothing"},
                                     {"training_photos", 1234},
                                     {"notes", {"A note."}}}}}};
        std::ofstream(path("list.json")) << list.dump();
        qputenv("TOUCHSTONE_PUBLISHED_MODELS", QByteArray::fromStdString(path("list.json")));
    }
    void cleanup() { applyAppearance(Appearance::System); }

    void theTableIsAProperModel() {
        ModelTable table;
        const QAbstractItemModelTester tester(&table, QAbstractItemModelTester::FailureReportingMode::QtTest);
        std::optional<Error> problem;
        table.setRows(read_model_rows(store(), problem));
        QVERIFY(!problem);
        QCOMPARE(table.rowCount(), 2);
        QCOMPARE(table.index(0, ModelTable::Title).data().toString(), QStringLiteral("Model small"));
        QCOMPARE(table.index(0, ModelTable::State).data().toString(), QStringLiteral("installed, runs by default"));
        QCOMPARE(table.index(1, ModelTable::State).data().toString(), QStringLiteral("can be downloaded"));
        QCOMPARE(table.index(1, ModelTable::Size).data().toString(), QStringLiteral("not known"));
        QVERIFY(table.cardText(1).contains(QLatin1String("The &lt;other&gt; model")));
        QVERIFY(table.cardText(1).contains(QLatin1String("1234 photos")));
        std::ofstream(path("data.txt")) << "x";
        fs::create_directories(path("data/models"));
        std::ofstream(path("data/models/broken.safetensors")) << "no model";
        table.setRows(read_model_rows(store(), problem));
        QCOMPARE(table.index(1, ModelTable::State).data().toString(), QStringLiteral("damaged"));
        table.setRows({});
        QVERIFY(table.cardText(0).isEmpty());
    }

    void aModelIsDownloadedCheckedAndRemoved() {
        const auto dialog = shown();
        select(*dialog, "The <other> model");
        QVERIFY(dialog->findChild<QTextBrowser*>()->toPlainText().contains(QLatin1String("Do what you want.")));
        for (const char* name : {"verifyModel", "removeModel", "defaultModel"})
            QVERIFY2(!find<QPushButton>(*dialog, name)->isEnabled(), name);
        press(*dialog, "pullModel");
        acceptLicence(*dialog);
        QTRY_VERIFY(!dialog->isBusy());
        QCOMPARE(dialog->message(), QStringLiteral("The <other> model is installed."));
        QCOMPARE(state(*dialog), QStringLiteral("installed"));
        QVERIFY(fs::exists(path("data/models/other.safetensors")));
        press(*dialog, "verifyModel");
        QTRY_VERIFY(!dialog->isBusy());
        QVERIFY2(dialog->message().contains(QLatin1String("is whole")), qPrintable(dialog->message()));
        press(*dialog, "defaultModel");
        QTRY_VERIFY(!dialog->isBusy());
        QCOMPARE(state(*dialog), QStringLiteral("installed, runs by default"));
        QCOMPARE(store().default_models()->size(), std::size_t{2});
        press(*dialog, "defaultModel");
        QTRY_VERIFY(!dialog->isBusy());
        QCOMPARE(store().default_models()->size(), std::size_t{1});
        press(*dialog, "removeModel");
        auto* question = dialog->findChild<QMessageBox*>();
        QVERIFY(question);
        for (QAbstractButton* button : question->buttons())
            if (question->buttonRole(button) == QMessageBox::AcceptRole)
                QTest::mouseClick(button, Qt::LeftButton);
        QTRY_VERIFY(!dialog->isBusy());
        QVERIFY(!fs::exists(path("data/models/other.safetensors")));
        QCOMPARE(state(*dialog), QStringLiteral("can be downloaded"));
    }

    void nothingIsFetchedWithoutConsent() {
        const auto dialog = shown();
        select(*dialog, "The <other> model");
        press(*dialog, "pullModel");
        auto* licence = dialog->findChild<LicenceDialog*>();
        QVERIFY(licence);
        QTest::keyClick(licence, Qt::Key_Escape);
        QVERIFY(!licence->isVisible() && !dialog->isBusy());
        QVERIFY(server_->requests.empty());
        // The shipped model stays.
        select(*dialog, "Model small");
        QVERIFY(!find<QPushButton>(*dialog, "removeModel")->isEnabled());
    }

    void aDownloadIsStoppedAndGoesOn() {
        const qsizetype half = body_.size() / 2;
        server_->handler = [&](QTcpSocket& client, const Request& asked) {
            if (server_->requests.size() > 1)
                return HttpServer::give(client, asked, body_);
            client.write(HttpServer::head(200, body_.size(), "ETag: \"one\"\r\n") + body_.left(half));
        };
        const auto dialog = shown();
        select(*dialog, "The <other> model");
        press(*dialog, "pullModel");
        acceptLicence(*dialog);
        auto* bar = dialog->findChild<QProgressBar*>();
        QTRY_VERIFY(bar->isVisible() && bar->value() > 400);
        QVERIFY2(dialog->message().startsWith(QLatin1String("Downloading: ")), qPrintable(dialog->message()));
        press(*dialog, "stopPull");
        QTRY_VERIFY(!dialog->isBusy());
        QVERIFY2(dialog->message().contains(QLatin1String("was stopped")), qPrintable(dialog->message()));
        QCOMPARE(state(*dialog), QStringLiteral("can be downloaded"));
        press(*dialog, "pullModel");
        acceptLicence(*dialog);
        QTRY_VERIFY(!dialog->isBusy());
        QCOMPARE(state(*dialog), QStringLiteral("installed"));
        QCOMPARE(server_->requests.at(1).header("range"), "bytes=" + QByteArray::number(half) + "-");
    }

    void aFailureIsSaid() {
        server_->handler = [](QTcpSocket& client, const Request&) {
            HttpServer::send(client, HttpServer::head(500, 0));
        };
        const auto dialog = shown();
        select(*dialog, "The <other> model");
        press(*dialog, "pullModel");
        acceptLicence(*dialog);
        QTRY_VERIFY(!dialog->isBusy());
        QVERIFY2(dialog->message().contains(QLatin1String("HTTP 500")), qPrintable(dialog->message()));
        QVERIFY(find<QPushButton>(*dialog, "pullModel")->isEnabled());
    }

    void closingStopsADownload() {
        server_->handler = [&](QTcpSocket& client, const Request&) {
            client.write(HttpServer::head(200, body_.size()) + body_.left(body_.size() / 2));
        };
        auto dialog = shown();
        select(*dialog, "The <other> model");
        press(*dialog, "pullModel");
        acceptLicence(*dialog);
        QTRY_VERIFY(dialog->message().startsWith(QLatin1String("Downloading: ")));
        dialog->close();
        dialog.reset(); // waits for the thread: ends at once, or the test's time does
        QVERIFY(!store().find("other"));
    }

    void filesAreAdded() {
        const auto dialog = shown();
        dialog->importFile(path("other.safetensors"), {});
        QTRY_VERIFY(!dialog->isBusy());
        QCOMPARE(dialog->message(), QStringLiteral("Model other is installed."));
        test::write_script(path("mean.pt"), {test::mean_brightness});
        ImportDialog how(QString::fromStdString(path("mean.pt")));
        how.show();
        QCOMPARE(how.options().architecture, std::string("torchscript"));
        QCOMPARE(how.options().script->input, std::string("rgb01"));
        QTest::keyClick(find<QComboBox>(how, "input"), Qt::Key_Down);
        QCOMPARE(how.options().script->input, std::string("imagenet"));
        QCOMPARE(how.options().script->range, std::optional(std::pair(0.0, 100.0)));
        dialog->importFile(path("mean.pt"), how.options());
        QTRY_VERIFY(!dialog->isBusy());
        QVERIFY2(dialog->message().contains(QLatin1String("is installed")), qPrintable(dialog->message()));
        dialog->importFile(path("list.json"), {});
        QTRY_VERIFY(!dialog->isBusy());
        QVERIFY2(dialog->message().contains(QLatin1String("list.json")), qPrintable(dialog->message()));
        QTest::keyClick(find<QComboBox>(how, "architecture"), Qt::Key_Home);
        QVERIFY(how.options().architecture.empty() && !how.options().script);
    }

    void aListThatCannotBeReadIsSaid() {
        qputenv("TOUCHSTONE_PUBLISHED_MODELS", "/nowhere/list.json");
        const auto dialog = shown();
        QVERIFY2(dialog->message().contains(QLatin1String("/nowhere/list.json")), qPrintable(dialog->message()));
        QCOMPARE(dialog->findChild<QTableView*>()->model()->rowCount(), 1);
    }

    /// TOUCHSTONE_PICTURES=FOLDER keeps what people would see, for looking at.
    void pictures() {
        const QString keep = qEnvironmentVariable("TOUCHSTONE_PICTURES");
        qunsetenv("TOUCHSTONE_PUBLISHED_MODELS");
        for (const Appearance look : {Appearance::Light, Appearance::Dark}) {
            applyAppearance(look);
            const auto dialog = shown();
            select(*dialog, "MUSIQ (AVA)");
            press(*dialog, "pullModel");
            auto* licence = dialog->findChild<LicenceDialog*>();
            QVERIFY(licence);
            ImportDialog how(QStringLiteral("nima.pt"));
            how.show();
            QCoreApplication::processEvents();
            const auto picture = [&](QWidget& widget, const char* name) {
                const QImage image = widget.grab().toImage();
                QVERIFY(!image.isNull());
                if (!keep.isEmpty())
                    QVERIFY(image.save(
                        QStringLiteral("%1/%2-%3.png").arg(keep, QLatin1String(name), appearanceName(look))));
            };
            picture(*dialog, "models");
            picture(*licence, "licence");
            picture(how, "import");
            licence->reject();
        }
    }
};

QTEST_MAIN(TestModelsDialog)
#include "test_models_dialog.moc"
