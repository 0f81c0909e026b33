// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Testing the map in the window: real files, a real (tiny, generated) network, real keys and buttons.
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QCryptographicHash>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSpinBox>
#include <QtTest>

#include "app/inspection/cells.h"
#include "engine/imaging/decode.h"
#include "engine/nn/model_file.h"
#include "tests/support/generated_model.h"
#include "tests/support/generated_reiqa.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/open_loupe.h"
#include "tests/ui/scenery.h"
#include "ui/loupe/loupe_view.h"
#include "ui/loupe/map_tester.h"
#include "ui/loupe/measured_pane.h"
#include "ui/loupe/scales_view.h"
#include "ui/loupe/test_panel.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;
using test::kPatience;
using test::OpenLoupe;

namespace {

QByteArray digestOf(const QString& folder) {
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QFileInfo& info : QDir(folder).entryInfoList(QDir::Files | QDir::Hidden, QDir::Name)) {
        QFile file(info.filePath());
        if (file.open(QIODevice::ReadOnly))
            hash.addData(info.fileName().toUtf8() + file.readAll());
    }
    return hash.result();
}

} // namespace

class TestInspectionWindow : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_, photos_, models_;
    std::vector<std::string> files_;

    library::SessionOptions options(std::size_t models = 1) const {
        library::SessionOptions options;
        options.model_files.assign(files_.begin(), files_.begin() + static_cast<std::ptrdiff_t>(models));
        options.scorer.threads = 1;
        return options;
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QLocale::setDefault(QLocale::c());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
        QApplication::setApplicationName(QStringLiteral("touchstone-test"));
        QVERIFY(test::writeLandscapes(photos_.path(), 3, 300));
        for (const char* name : {"first", "second"}) {
            nn::ModelFile file = test::generated_musiq(test::tiny_musiq_config(), name);
            file.card.id = name;
            file.card.title = std::string("The ") + name;
            files_.push_back(models_.path().toStdString() + '/' + name + ".safetensors");
            QVERIFY(nn::write_model_file(files_.back(), file, nn::StoredType::Float32).has_value());
        }
    }
    void init() { QSettings().clear(); }

    void aRectangleIsCoveredBlurredAndRestored() {
        const QByteArray before = digestOf(photos_.path());
        OpenLoupe loupe(options(2));
        loupe.open(photos_.path());
        QTest::keyClick(&loupe.canvas, Qt::Key_T);
        QVERIFY(loupe.window.loupe().isTesting());
        QVERIFY(loupe.window.loupe().testPanel().isVisible());
        QVERIFY(loupe.find<QLabel>("testCaution")->text().contains(QStringLiteral("not why the score is low")));
        QVERIFY(!loupe.find<QPushButton>("coverRegion")->isEnabled()); // nothing is chosen
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.heat().isEmpty(), kPatience);

        loupe.drag({40, 30}, {140, 90});
        QVERIFY(loupe.find<QLabel>("testRegion")->text().contains(QStringLiteral("100 × 60")));
        QVERIFY(loupe.canvas.view().isFitted()); // a drag draws; it does not pan
        loupe.press("coverRegion");
        const QRegularExpression line(QStringLiteral("^The first: (\\S+) → (\\S+) \\((\\S+)\\)\nThe second: "));
        QTRY_VERIFY_WITH_TIMEOUT(line.match(loupe.result()).hasMatch(), kPatience);
        // What stands there is the score in the library, and what a scorer says of the covered copy.
        const library::PhotoEntry* entry = loupe.window.session().photos().entry(loupe.window.loupe().photo());
        const auto match = line.match(loupe.result());
        QCOMPARE(match.captured(1), QString::number(entry->score_of("first")->score.value, 'f', 1));
        auto photo = imaging::decode_file(entry->file.path, {});
        QVERIFY(photo.has_value());
        const std::vector<imaging::RegionEdit> edits{{imaging::EditKind::Cover, {{40, 30, 100, 60}}}};
        photo->image = imaging::apply_edits(photo->image, edits);
        const auto scorer = open_scorer(files_[0], {});
        const Photo* one = &*photo;
        const double expected = (*scorer)->score(std::span(&one, 1), {}).front()->score.value;
        QVERIFY(std::abs(match.captured(2).toDouble() - expected) <= 0.05 + 1e-3);

        test::picture(loupe.window, "test-cover");
        QVERIFY(loupe.find<QCheckBox>("showAltered")->isEnabled());
        const QImage covered = loupe.canvas.grab().toImage();
        QTest::mouseClick(loupe.find<QCheckBox>("showAltered"), Qt::LeftButton, {}, QPoint(8, 8));
        QVERIFY(loupe.canvas.grab().toImage() != covered); // the photo again
        loupe.press("restoreRegion");
        QTRY_VERIFY_WITH_TIMEOUT(
            loupe.result().contains(QRegularExpression(QStringLiteral("The first: (\\S+) → \\1 \\(0.0\\)"))),
            kPatience);
        loupe.press("blurRegion");
        QTRY_VERIFY_WITH_TIMEOUT(line.match(loupe.result()).hasMatch(), kPatience);
        loupe.press("testAgain");
        QVERIFY(loupe.result().isEmpty());
        QVERIFY(!loupe.find<QPushButton>("coverRegion")->isEnabled());
        QCOMPARE(digestOf(photos_.path()), before); // nothing was written
    }

    void theTopCellsAndASingleCellAreCovered() {
        OpenLoupe loupe(options());
        loupe.openMap(photos_.path());
        QTest::keyClick(&loupe.canvas, Qt::Key_Right, Qt::ShiftModifier); // reads the cell in the middle
        QVERIFY(loupe.canvas.currentCell().has_value());
        QTest::keyClick(&loupe.canvas, Qt::Key_T); // on a cell: it is covered at once
        QVERIFY(loupe.window.loupe().isTesting());
        QTRY_VERIFY_WITH_TIMEOUT(loupe.result().contains(QStringLiteral("→")), kPatience);
        loupe.press("testAgain");
        loupe.find<QSpinBox>("topCells")->setValue(3);
        loupe.press("chooseTopCells");
        QVERIFY(loupe.find<QLabel>("testRegion")->text().contains(QStringLiteral("3 cells of native size")));
        loupe.press("coverRegion");
        QTRY_VERIFY_WITH_TIMEOUT(loupe.result().contains(QStringLiteral("→")), kPatience);
        QTest::keyClick(&loupe.canvas, Qt::Key_H); // without the map there is nothing to test
        QVERIFY(!loupe.window.loupe().isTesting());
        QVERIFY(!loupe.window.loupe().testPanel().isVisible());
    }

    void aSweepGivesAMeasuredMapBesideTheAttention() {
        OpenLoupe loupe(options());
        loupe.openMap(photos_.path());
        QTest::keyClick(&loupe.canvas, Qt::Key_BracketRight);
        QTest::keyClick(&loupe.canvas, Qt::Key_BracketRight);
        QCOMPARE(QString::fromStdString(loupe.canvas.heat().map().scale), QStringLiteral("224"));
        loupe.window.loupe().setTesting(true);
        const int cells = static_cast<int>(loupe.canvas.heat().map().weights.size());
        QVERIFY(loupe.find<QPushButton>("sweep")->text().contains(QString::number(cells)));
        loupe.press("sweep");
        QVERIFY(loupe.find<QProgressBar>("sweepProgress")->isVisible());
        MapTester& tester = loupe.window.loupe().mapTester();
        QTRY_VERIFY_WITH_TIMEOUT(tester.measured().has_value(), kPatience);
        QVERIFY(loupe.window.loupe().measuredPane().isVisible());
        QVERIFY(loupe.text("sweepWords").contains(QStringLiteral("Rank correlation")));
        PhotoCanvas& measured = loupe.window.loupe().measuredPane().canvas();
        QCOMPARE(measured.heat().map().weights.size(), static_cast<std::size_t>(cells));
        QVERIFY(measured.heat().isSigned());
        QVERIFY(!loupe.find<QProgressBar>("sweepProgress")->isVisible());
        test::picture(loupe.window, "test-sweep");
        // Both are pointed at in step.
        const QPointF place = loupe.canvas.view().pictureRect().center() + QPointF(20, 20);
        QTest::mouseMove(&loupe.canvas, place.toPoint());
        QTRY_VERIFY(loupe.canvas.currentCell().has_value());
        QTRY_VERIFY(measured.currentCell() == loupe.canvas.currentCell());
        // Another photo: what was measured belongs to the one before.
        loupe.canvas.setFocus();
        QTest::keyClick(&loupe.canvas, Qt::Key_Right);
        QVERIFY(!tester.measured().has_value());
        QVERIFY(!loupe.window.loupe().measuredPane().isVisible());
    }

    void aSignedMapIsSweptAsWell() {
        library::SessionOptions reiqa;
        reiqa.model_files = {test::write_generated_reiqa(models_.path().toStdString(), test::tiny_trunk())};
        OpenLoupe loupe(reiqa);
        loupe.openMap(photos_.path());
        QVERIFY(loupe.canvas.heat().isSigned());
        QTest::keyClick(&loupe.canvas, Qt::Key_T);
        QVERIFY(!loupe.find<QComboBox>("attentionMethod")->isVisible()); // there is no attention to follow
        loupe.find<QSpinBox>("topCells")->setValue(4);
        loupe.press("chooseTopCells");
        loupe.press("blurRegion");
        QTRY_VERIFY_WITH_TIMEOUT(loupe.result().contains(QStringLiteral("→")), kPatience);
        loupe.press("sweep");
        const MapTester& tester = loupe.window.loupe().mapTester();
        QTRY_VERIFY_WITH_TIMEOUT(tester.measured().has_value(), kPatience);
        QCOMPARE(tester.measured()->weights.size(), loupe.canvas.heat().map().weights.size());
        QVERIFY(loupe.text("sweepWords").contains(QStringLiteral("content")));
        loupe.canvas.setFocus();
        QTest::keyClick(&loupe.canvas, Qt::Key_V); // Re-IQA has no three scales, and that is said
        QTRY_VERIFY_WITH_TIMEOUT(
            loupe.window.loupe().scalesView().message().contains(QStringLiteral("does not look at several sizes")),
            kPatience);
    }

    void attentionIsFollowedThroughAllLayersOrTheLast() {
        OpenLoupe loupe(options());
        loupe.openMap(photos_.path());
        const std::vector<float> rollout = loupe.canvas.heat().map().weights;
        auto* method = loupe.find<QComboBox>("attentionMethod");
        method->setFocus();
        QTest::keyClick(method, Qt::Key_Down);
        QCOMPARE(method->currentText(), QStringLiteral("Last layer"));
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.heat().isEmpty() && loupe.canvas.heat().map().weights != rollout,
                                 kPatience);
        QCOMPARE(loupe.window.loupe().explanation()->request.method, AttentionMethod::LastLayer);
        QTest::keyClick(method, Qt::Key_Up);
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.heat().isEmpty() && loupe.canvas.heat().map().weights == rollout,
                                 kPatience);
    }

    void aSweepIsCancelledAndAWindowClosesOverOne() {
        const auto model = test::demo_model();
        library::SessionOptions slow;
        slow.model_files = {"stand-in.safetensors"};
        slow.factory = test::demo_factory(model);
        slow.read_card = [model](const std::string&) { return Result<ModelCard>(model->card); };
        auto loupe = std::make_unique<OpenLoupe>(slow);
        loupe->openMap(photos_.path());
        loupe->window.loupe().setTesting(true);
        model->closeGate();
        loupe->press("sweep");
        QTRY_COMPARE(model->waiting(), 1);
        QVERIFY(loupe->window.loupe().mapTester().isBusy());
        loupe->press("sweepCancel");
        QVERIFY(!loupe->window.loupe().mapTester().isBusy());
        QTRY_COMPARE(model->waiting(), 0);
        QVERIFY(loupe->find<QLabel>("sweepWords")->text().contains(QStringLiteral("cancelled")));
        loupe->press("sweep");
        QTRY_COMPARE(model->waiting(), 1);
        QVERIFY(loupe->window.close());
        loupe.reset(); // in the middle of it
        QCOMPARE(model->closed.load(), model->opened.load());
    }

    void thePhotoIsShownAsTheModelSawIt() {
        OpenLoupe loupe(options());
        loupe.open(photos_.path());
        QTest::keyClick(&loupe.canvas, Qt::Key_V);
        ScalesView& view = loupe.window.loupe().scalesView();
        QVERIFY(loupe.window.loupe().areScalesShown());
        QTRY_COMPARE_WITH_TIMEOUT(view.paneCount(), 3, kPatience);
        const library::PhotoEntry* entry = loupe.window.session().photos().entry(loupe.window.loupe().photo());
        const auto photo = imaging::decode_file(entry->file.path, {});
        QVERIFY(photo.has_value());
        const auto scorer = open_scorer(files_[0], {});
        const auto seen = (*scorer)->seen(*photo);
        QVERIFY(seen.has_value());
        QCOMPARE(view.canvas(0).view().picture(), QSizeF(photo->image.size.width, photo->image.size.height));
        QCOMPARE(std::max(view.canvas(1).view().picture().width(), view.canvas(1).view().picture().height()), 384.0);
        QCOMPARE(std::max(view.canvas(2).view().picture().width(), view.canvas(2).view().picture().height()), 224.0);
        QVERIFY(view.caption(1).startsWith(QStringLiteral("384 px · 384 × ")));
        QVERIFY(view.caption(2).contains(QStringLiteral("% of the attention")));
        for (int pane = 0; pane < 3; ++pane)
            QCOMPARE(view.canvas(pane).heat().map().scale, (*seen)[static_cast<std::size_t>(pane)].scale);
        // One pointer in all of them, at the same place of the photo.
        PhotoCanvas& native = view.canvas(0);
        const QPointF place = native.view().toWidget(
            QPointF(native.view().picture().width() * 0.8, native.view().picture().height() * 0.2));
        QTest::mouseMove(&native, place.toPoint());
        QTRY_VERIFY(native.currentCell().has_value());
        for (int pane = 1; pane < 3; ++pane) {
            const QSizeF size = view.canvas(pane).view().picture();
            const auto cell = view.canvas(pane).heat().cellAt(QPointF(size.width() * 0.8, size.height() * 0.2));
            QTRY_VERIFY(view.canvas(pane).currentCell() == cell);
        }
        test::picture(loupe.window, "model-view");
        QTest::keyClick(&native, Qt::Key_V);
        QVERIFY(!loupe.window.loupe().areScalesShown());
        QTest::keyClick(&loupe.canvas, Qt::Key_V);
        QTest::keyClick(&loupe.window, Qt::Key_Escape); // back to the photo, then to the grid
        QVERIFY(!loupe.window.loupe().areScalesShown());
        QCOMPARE(loupe.window.page(), MainWindow::Page::Loupe);
        QTest::keyClick(&loupe.window, Qt::Key_Escape);
        QCOMPARE(loupe.window.page(), MainWindow::Page::Grid);
    }
};

QTEST_MAIN(TestInspectionWindow)
#include "test_inspection_window.moc"
