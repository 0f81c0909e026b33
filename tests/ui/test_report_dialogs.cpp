// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The dialogs for reports and sidecars: previews, writing, stopping, undo.
#include <QFile>
#include <QMessageBox>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeWidget>
#include <QtTest>

#include "app/metadata/file_facts.h"
#include "app/metadata/sidecar.h"
#include "engine/imaging/decode.h"
#include "ui/reports/report_dialog.h"
#include "ui/reports/sidecar_dialog.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::PhotoEntry;

namespace {

constexpr int patience_ms = 60'000;

/// For a look at the dialogs: TOUCHSTONE_PICTURES=FOLDER.
void keep_picture(QWidget& widget, const QString& name) {
    if (const QString folder = qEnvironmentVariable("TOUCHSTONE_PICTURES"); !folder.isEmpty())
        widget.grab().save(folder + QLatin1Char('/') + name);
}

/// Looks at the upper left quarter.
class LookingScorer final : public Scorer {
public:
    const ModelCard& card() const override { return card_; }
    const ScorerOptions& options() const override { return options_; }
    std::int64_t token_count(Size) const override { return 4; }
    std::vector<Result<Assessment>> score(std::span<const Photo* const>, std::stop_token) override { return {}; }
    Result<Assessment> explain(const Photo& photo, AttentionMethod, std::stop_token) override {
        Assessment assessment;
        AttentionMap map;
        map.scale = "native";
        map.scaled = photo.image.size;
        map.rows = map.cols = 2;
        map.patch = 150;
        map.share = 0.75;
        map.weights = {0.6f, 0.05f, 0.05f, 0.05f};
        assessment.attention.emplace().scales.push_back(std::move(map));
        return assessment;
    }

private:
    ModelCard card_;
    ScorerOptions options_;
};

} // namespace

class TestReportDialogs : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    std::shared_ptr<library::Catalogue> catalogue_;
    std::vector<PhotoEntry> photos_;

    std::shared_ptr<ReportSource> source(std::size_t count) const {
        auto made = std::make_shared<ReportSource>();
        made->photos.assign(photos_.begin(), photos_.begin() + static_cast<std::ptrdiff_t>(count));
        made->models.resize(1);
        made->models[0].id = "tiny";
        made->models[0].title = "Tiny model";
        made->models[0].range = {0.0, 100.0};
        made->current_model = "tiny";
        made->order = "score";
        made->catalogue = catalogue_;
        return made;
    }
    SidecarWish sidecarWish() const {
        SidecarWish wish;
        wish.photos = std::make_shared<const std::vector<PhotoEntry>>(photos_);
        wish.models = source(1)->models;
        wish.journal_folder = folder_.filePath(QStringLiteral("journal")).toStdString();
        return wish;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        metadata::initialise();
        catalogue_ = library::Catalogue::open({});
        for (int i = 0; i < 24; ++i) {
            const QString file = folder_.filePath(QStringLiteral("IMG_%1.jpg").arg(i));
            QImage image(300, 200, QImage::Format_RGB32);
            image.fill(QColor::fromHsv(i * 15, 160, 200));
            QVERIFY(image.save(file, "JPEG"));
            PhotoEntry entry;
            entry.id = i + 1;
            entry.file.path = QFile::encodeName(file).toStdString();
            entry.file.bytes = QFileInfo(file).size();
            entry.name = library::display_name(entry.file.path);
            entry.pixel_size = {300, 200};
            entry.camera = i % 3 ? QStringLiteral("Canon EOS R6") : QStringLiteral("NIKON D750");
            entry.captured_ms = std::int64_t{1'704'067'200'000} + i * std::int64_t{20 * 86'400'000LL};
            entry.marks.rating = i % 6;
            library::ScoreRecord record;
            record.model = "tiny";
            record.model_sha256 = std::string(64, 'a');
            record.score.value = 30 + 2 * i;
            record.device = "cpu";
            entry.scores.push_back(record);
            photos_.push_back(std::move(entry));
        }
    }

    void showsAndWritesAReport() {
        ReportDialog dialog({source(3), source(24), nullptr, QStringLiteral("--filter 'rating>=3'")});
        QSignalSpy shown(&dialog, &ReportDialog::previewShown);
        dialog.show();
        QVERIFY(shown.wait(patience_ms));
        QVERIFY(!dialog.previewPage().isNull());
        dialog.setFormat(reports::ReportFormat::Pdf);
        QVERIFY(shown.wait(patience_ms));
        keep_picture(dialog, QStringLiteral("report-dialog.png"));
        QVERIFY2(dialog.commandLine().contains(QLatin1String("touchstone-cli report --output report.pdf")),
                 qPrintable(dialog.commandLine()));
        QVERIFY(dialog.commandLine().contains(QLatin1String("IMG_2.jpg"))); // the selected ones by name
        for (const auto& [format, name] : {std::pair{reports::ReportFormat::Pdf, "r.pdf"},
                                           {reports::ReportFormat::Html, "r.html"},
                                           {reports::ReportFormat::Json, "r.json"}}) {
            dialog.setFormat(format);
            QSignalSpy written(&dialog, &ReportDialog::written);
            dialog.saveTo(folder_.filePath(QLatin1String(name)));
            QVERIFY(dialog.isWriting());
            QVERIFY(written.wait(patience_ms));
            QCOMPARE(written.front().front().toString(), QString());
            QVERIFY(QFileInfo(folder_.filePath(QLatin1String(name))).size() > 1000);
        }
        QVERIFY(!dialog.commandLine().contains(QLatin1String("--maps"))); // JSON has none
        // A place that cannot be written is said, and the dialog goes on.
        QSignalSpy written(&dialog, &ReportDialog::written);
        dialog.saveTo(folder_.filePath(QStringLiteral("no/such/folder.html")));
        QVERIFY(written.wait(patience_ms));
        QVERIFY2(dialog.message().contains(QLatin1String("cannot be written")), qPrintable(dialog.message()));
        QVERIFY(!dialog.isWriting());
    }

    void mapsComeFromTheModel() {
        auto with_model = std::make_shared<ReportSource>(*source(4));
        int opened = 0;
        with_model->open_model = [&opened]() -> Result<std::unique_ptr<Scorer>> {
            ++opened;
            return std::make_unique<LookingScorer>();
        };
        ReportDialog dialog({nullptr, with_model, nullptr, {}});
        dialog.setFormat(reports::ReportFormat::Html);
        dialog.setMaps(2);
        QVERIFY(dialog.commandLine().contains(QLatin1String("--maps 2")));
        QSignalSpy written(&dialog, &ReportDialog::written);
        dialog.saveTo(folder_.filePath(QStringLiteral("maps.html")));
        QVERIFY(written.wait(patience_ms));
        QCOMPARE(written.front().front().toString(), QString());
        QCOMPARE(opened, 1);
        QFile page(folder_.filePath(QStringLiteral("maps.html")));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QCOMPARE(page.readAll().count("attention, native size, 75 %"), 2);
        // A model that is gone is said, and nothing is written.
        with_model->open_model = []() -> Result<std::unique_ptr<Scorer>> {
            return failure(ErrorCode::BadModel, "tiny", "is gone");
        };
        dialog.saveTo(folder_.filePath(QStringLiteral("no-maps.html")));
        QVERIFY(written.wait(patience_ms));
        QVERIFY(dialog.message().contains(QLatin1String("is gone")));
        QVERIFY(!QFile::exists(folder_.filePath(QStringLiteral("no-maps.html"))));
    }

    void closingStopsAndLeavesNothing() {
        auto dialog = std::make_unique<ReportDialog>(ReportChoices{nullptr, source(24), nullptr, {}});
        dialog->show();
        dialog->setFormat(reports::ReportFormat::Pdf);
        dialog->saveTo(folder_.filePath(QStringLiteral("stopped.pdf")));
        dialog->reject();
        dialog.reset(); // waits for the thread
        const QStringList left = QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden);
        for (const QString& name : left)
            QVERIFY2(!name.startsWith(QLatin1String(".touchstone")), qPrintable(name));
    }

    void showsWritesAndUndoesSidecars() {
        SidecarDialog dialog(sidecarWish());
        QSignalSpy shown(&dialog, &SidecarDialog::planShown);
        dialog.show();
        QVERIFY(shown.wait(patience_ms));
        const int marked = 24 - 24 / 6;
        QCOMPARE(dialog.changes().topLevelItemCount(), marked);
        QVERIFY(!QFile::exists(folder_.filePath(QStringLiteral("IMG_1.jpg.xmp"))));
        const QTreeWidgetItem* first = dialog.changes().topLevelItem(0);
        QCOMPARE(first->child(0)->text(0), QStringLiteral("xmp:Rating"));
        QCOMPARE(first->child(0)->text(2), QStringLiteral("1"));
        keep_picture(dialog, QStringLiteral("sidecar-dialog.png"));
        // One of them is changed by another program after it was shown: it is left alone.
        QFile other(folder_.filePath(QStringLiteral("IMG_2.jpg.xmp")));
        QVERIFY(other.open(QIODevice::WriteOnly));
        other.write("theirs");
        other.close();
        QSignalSpy written(&dialog, &SidecarDialog::written);
        dialog.write();
        QVERIFY(written.wait(patience_ms));
        QVERIFY2(dialog.message().contains(QLatin1String("another program")), qPrintable(dialog.message()));
        // It is a question, and the answer shows what writing would do now: that file is no sidecar.
        auto* question = dialog.findChild<QMessageBox*>();
        QVERIFY(question && question->isVisible());
        QTest::keyClick(question, Qt::Key_Return);
        QVERIFY(shown.wait(patience_ms));
        QVERIFY2(dialog.message().contains(QLatin1String("IMG_2.jpg.xmp")), qPrintable(dialog.message()));
        QCOMPARE(dialog.changes().topLevelItemCount(), 0);
        const auto marks = metadata::read_photo_metadata(photos_[5].file.path, metadata::Embedded::PassOver).marks();
        QCOMPARE(marks.rating, std::optional(5));
        QVERIFY(other.open(QIODevice::ReadOnly));
        QCOMPARE(other.readAll(), QByteArray("theirs"));
        other.close();
        // In another dialog, as after a restart.
        SidecarDialog later(sidecarWish());
        QSignalSpy planned(&later, &SidecarDialog::planShown);
        QVERIFY(planned.wait(patience_ms));
        QSignalSpy undone(&later, &SidecarDialog::undone);
        later.undo();
        QVERIFY(undone.wait(patience_ms));
        QVERIFY(!QFile::exists(folder_.filePath(QStringLiteral("IMG_1.jpg.xmp"))));
        QVERIFY(QFile::exists(other.fileName()));
    }

    void scoresAreOfferedOnly() {
        SidecarDialog dialog(sidecarWish());
        QSignalSpy shown(&dialog, &SidecarDialog::planShown);
        QVERIFY(shown.wait(patience_ms));
        dialog.setWithScores(true);
        QVERIFY(shown.wait(patience_ms));
        QCOMPARE(dialog.changes().topLevelItemCount(), 23); // also photos without a star; one sidecar is no XMP
        QVERIFY(dialog.message().contains(QLatin1String("IMG_2.jpg.xmp")));
    }
};

QTEST_MAIN(TestReportDialogs)
#include "test_report_dialogs.moc"
