// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Overlays, the screen's profile, how far to trust a score; and what happens at the edges: a panorama, a photo of one
// pixel, none at all, one that is deleted while it is looked at, another model while a map is computed.
#include <QApplication>
#include <QComboBox>
#include <QMenu>
#include <QPainter>
#include <QSettings>
#include <QToolButton>

#include "engine/imaging/decode.h"
#include "tests/app/culling/scenes.h"
#include "tests/ui/demo_scorer.h"
#include "tests/ui/open_loupe.h"
#include "tests/ui/scenery.h"
#include "ui/compare/compare_view.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/loupe/heat_panel.h"
#include "ui/loupe/map_tester.h"
#include "ui/loupe/photo_overlays.h"
#include "ui/loupe/scales_view.h"
#include "ui/loupe/test_panel.h"
#include "ui/style/screen_profile.h"

using namespace touchstone;
using namespace touchstone::ui;
using test::kPatience;
using test::OpenLoupe;

namespace {

library::SessionOptions optionsOf(const std::vector<std::shared_ptr<test::FakeModel>>& models) {
    library::SessionOptions options;
    for (const auto& model : models)
        options.model_files.push_back(model->card.id);
    const auto named = [models](const std::string& file) {
        return *std::find_if(models.begin(), models.end(), [&](const auto& model) { return model->card.id == file; });
    };
    options.factory = [named](const std::string& file, const ScorerOptions& o) {
        return test::demo_factory(named(file))(file, o);
    };
    options.read_card = [named](const std::string& file) { return Result<ModelCard>(named(file)->card); };
    return options;
}

library::SessionOptions demoOptions() {
    return optionsOf({test::demo_model()});
}

QLabel* inspected(OpenLoupe& loupe, const char* name) {
    return loupe.window.inspector().findChild<QLabel*>(QLatin1String(name));
}

} // namespace

class TestInspectionEdges : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_, photos_;

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QLocale::setDefault(QLocale::c());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, settings_.path());
        QApplication::setOrganizationName(QStringLiteral("touchstone-test"));
        QApplication::setApplicationName(QStringLiteral("touchstone-test"));
        QVERIFY(test::writeLandscapes(photos_.path(), 3, 400));
    }
    void init() {
        QSettings().clear();
        ScreenProfile::instance().load();
    }

    void clippedAndSharpPixelsAreMarked() {
        const QTemporaryDir folder;
        QImage image(400, 300, QImage::Format_RGB32);
        image.fill(QColor(120, 120, 120));
        QPainter painter(&image);
        painter.fillRect(0, 0, 40, 300, Qt::white);   // a tenth
        painter.fillRect(360, 0, 40, 150, Qt::black); // a twentieth
        painter.end();
        QVERIFY(image.save(folder.filePath(QStringLiteral("a.png"))));
        OpenLoupe loupe(demoOptions());
        loupe.open(folder.path());
        QVERIFY(!loupe.find<QLabel>("overlayWords")->isVisible());
        QTest::keyClick(&loupe.canvas, Qt::Key_J);
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.marks().isNull(), kPatience);
        QCOMPARE(loupe.canvas.marks().size(), image.size());
        QVERIFY(qAlpha(loupe.canvas.marks().pixel(10, 10)) > 0);
        QVERIFY(qAlpha(loupe.canvas.marks().pixel(390, 20)) > 0);
        QCOMPARE(qAlpha(loupe.canvas.marks().pixel(200, 150)), 0);
        QVERIFY(loupe.text("overlayWords").contains(QStringLiteral("5.0 %")));
        QVERIFY(loupe.text("overlayWords").contains(QStringLiteral("10.0 %")));
        test::picture(loupe.window, "clipping");
        QTest::keyClick(&loupe.canvas, Qt::Key_J, Qt::ShiftModifier); // one or the other
        QVERIFY(!loupe.window.actionRegistry().action(QStringLiteral("clipping"))->isChecked());
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.marks().isNull(), kPatience);
        QVERIFY(qAlpha(loupe.canvas.marks().pixel(40, 150)) > 0); // the edge
        QCOMPARE(qAlpha(loupe.canvas.marks().pixel(20, 150)), 0);
        QTest::keyClick(&loupe.canvas, Qt::Key_J, Qt::ShiftModifier);
        QVERIFY(loupe.canvas.marks().isNull());
        QVERIFY(!loupe.find<QLabel>("overlayWords")->isVisible());
        auto* levels = loupe.window.inspector().findChild<QWidget*>(QStringLiteral("levelHistogram"));
        QTRY_VERIFY_WITH_TIMEOUT(levels->isVisible(), kPatience);
        QCOMPARE(levels->accessibleDescription(), QStringLiteral("5 % dark, 85 % middle, 10 % light"));
    }

    void thePhotoIsShownInTheColoursOfTheScreen() {
        const QTemporaryDir folder, profiles;
        QImage image(300, 200, QImage::Format_RGB32);
        image.fill(QColor(255, 40, 40));
        QVERIFY(image.save(folder.filePath(QStringLiteral("red.png"))));
        const QString wide = profiles.filePath(QStringLiteral("wide.icc"));
        QFile file(wide);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QColorSpace space(QColorSpace::DisplayP3);
        file.write(space.iccProfile());
        file.close();
        OpenLoupe loupe(demoOptions());
        loupe.open(folder.path());
        const auto shown = [&] {
            const QImage grabbed = loupe.canvas.grab().toImage();
            return grabbed.pixel(grabbed.width() / 2, grabbed.height() / 2);
        };
        QTRY_COMPARE(shown(), qRgb(255, 40, 40));
        QVERIFY(ScreenProfile::instance().choose(wide));
        QImage expected = image.convertToFormat(QImage::Format_RGB888);
        expected.setColorSpace(QColorSpace(QColorSpace::SRgb));
        expected.convertToColorSpace(QColorSpace::fromIccProfile(space.iccProfile()));
        QVERIFY(expected.pixel(0, 0) != qRgb(255, 40, 40));
        QTRY_COMPARE_WITH_TIMEOUT(shown(), expected.pixel(0, 0), kPatience);
        // What is no profile of a screen is said, and nothing changes.
        const QString other = profiles.filePath(QStringLiteral("other.icc"));
        QFile wrong(other);
        QVERIFY(wrong.open(QIODevice::WriteOnly));
        wrong.write(QByteArray(200, 'x'));
        wrong.close();
        QVERIFY(!ScreenProfile::instance().choose(other));
        QVERIFY(!ScreenProfile::instance().choose(profiles.filePath(QStringLiteral("none.icc"))));
        QCOMPARE(ScreenProfile::instance().file(), wide);
        ScreenProfile::instance().load(); // it is remembered
        QCOMPARE(ScreenProfile::instance().file(), wide);
        QVERIFY(ScreenProfile::instance().choose({}));
        QTRY_COMPARE_WITH_TIMEOUT(shown(), qRgb(255, 40, 40), kPatience);
    }

    /// Converting a screenful takes longer than a frame may: whoever makes the copy has done that.
    void theCopyThatFitsIsDrawnAsItIs() {
        const QTemporaryDir profiles;
        const QString wide = profiles.filePath(QStringLiteral("wide.icc"));
        QFile file(wide);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QColorSpace(QColorSpace::DisplayP3).iccProfile());
        file.close();
        QVERIFY(ScreenProfile::instance().choose(wide));
        PhotoCanvas canvas;
        canvas.resize(300, 200);
        canvas.showPhoto(QStringLiteral("a"), QSize(600, 400), {});
        QImage fitted(300, 200, QImage::Format_RGB32);
        fitted.fill(QColor(255, 40, 40));
        canvas.setFitted(fitted);
        QCOMPARE(canvas.grab().toImage().pixel(150, 100), qRgb(255, 40, 40));
        QVERIFY(ScreenProfile::instance().choose({}));
    }

    void aScoresSteadinessIsMeasuredOnRequest() {
        OpenLoupe loupe(demoOptions());
        loupe.openMap(photos_.path());
        QTRY_VERIFY_WITH_TIMEOUT(inspected(loupe, "attendedSharpness")->isVisible(), kPatience);
        QVERIFY(inspected(loupe, "attendedSharpness")->text().contains(QStringLiteral("of the whole frame")));
        QVERIFY(!inspected(loupe, "kindNotice")->isVisible()); // a photograph
        loupe.press("askForSpread");
        QLabel* words = inspected(loupe, "spreadWords");
        QTRY_VERIFY_WITH_TIMEOUT(words->text().startsWith(QStringLiteral("Between ")), kPatience);
        QVERIFY(words->text().contains(QStringLiteral("10 small crops and resizes")));
        test::picture(loupe.window, "spread");
        loupe.canvas.setFocus();
        QTest::keyClick(&loupe.canvas, Qt::Key_Right); // of another photo nothing is known
        QVERIFY(!words->isVisible());
    }

    void whatIsNoPhotographIsSaid() {
        const QTemporaryDir folder;
        QImage black(300, 200, QImage::Format_RGB32);
        black.fill(Qt::black);
        QVERIFY(black.save(folder.filePath(QStringLiteral("black.png"))));
        QImage page(800, 600, QImage::Format_RGB32);
        page.fill(Qt::white);
        QPainter painter(&page);
        for (int line = 0; line < 20; ++line)
            for (int word = 0; word < 9; ++word)
                painter.fillRect(60 + word * 75, 40 + line * 26, 20 + (word * 7 + line * 5) % 40, 9, Qt::black);
        painter.end();
        QVERIFY(page.save(folder.filePath(QStringLiteral("page.png"))));
        OpenLoupe loupe(demoOptions());
        loupe.open(folder.path());
        QStringList notices;
        for (int photo = 0; photo < 2; ++photo) {
            QLabel* notice = inspected(loupe, "kindNotice");
            QTRY_VERIFY_WITH_TIMEOUT(notice->isVisible(), kPatience);
            notices << notice->text();
            QTest::keyClick(&loupe.canvas, Qt::Key_Right);
        }
        QVERIFY(notices[0].contains(QStringLiteral("Not my kind of picture")));
        QVERIFY(notices[1].contains(QStringLiteral("Not my kind of picture")));
        QVERIFY(notices[0] != notices[1]);
    }

    void aPanoramaIsTestedLikeAnyPhoto() {
        const QTemporaryDir folder;
        QImage image(20000, 300, QImage::Format_RGB32);
        for (int y = 0; y < 300; ++y)
            for (int x = 0; x < 20000; ++x)
                image.setPixel(x, y, qRgb(x / 80 % 256, y % 256, (x + y) % 97));
        QVERIFY(image.save(folder.filePath(QStringLiteral("panorama.jpg")), "JPG", 80));
        OpenLoupe loupe(demoOptions());
        loupe.openMap(folder.path());
        QCOMPARE(loupe.canvas.heat().map().cols, 625);
        QTest::keyClick(&loupe.canvas, Qt::Key_T);
        loupe.drag({5000, 20}, {9000, 280});
        loupe.press("coverRegion");
        QTRY_VERIFY_WITH_TIMEOUT(loupe.result().contains(QStringLiteral("→")), kPatience);
        QTest::keyClick(&loupe.canvas, Qt::Key_J);
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.marks().isNull(), kPatience);
        QVERIFY(loupe.canvas.marks().width() <= 2048 && loupe.canvas.marks().height() >= 1);
        test::picture(loupe.window, "panorama");
        QTest::keyClick(&loupe.canvas, Qt::Key_V);
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.window.loupe().scalesView().message().isEmpty(), kPatience);
    }

    void theWindowIsResizedOverAPhotoAndItsMap() {
        OpenLoupe loupe(demoOptions());
        loupe.openMap(photos_.path());
        const int made = loupe.canvas.heat().imagesMade();
        const AttentionMap map = loupe.canvas.heat().map();
        for (const QSize size : {QSize(800, 600), QSize(1500, 1000), QSize(640, 900)}) {
            loupe.window.resize(size);
            QTRY_COMPARE(loupe.canvas.view().viewport(), QSizeF(loupe.canvas.size()));
            const ViewTransform& view = loupe.canvas.view();
            QVERIFY(view.isFitted());
            QVERIFY(QRectF(loupe.canvas.rect()).adjusted(-1, -1, 1, 1).contains(view.pictureRect()));
            loupe.window.grab();
            // Cells at the rim are cut off by it, and may be thinner than a pixel.
            for (const HeatCell cell :
                 {HeatCell{1, 1}, HeatCell{map.rows / 2, map.cols - 2}, HeatCell{map.rows - 2, 1}}) {
                const auto hovered = [&] { // rows of controls may be wrapped anew in a later turn
                    const QPointF middle = loupe.canvas.heat().cellRect(cell).center();
                    QTest::mouseMove(&loupe.canvas, view.toWidget(middle).toPoint());
                    return loupe.canvas.currentCell() == cell;
                };
                QTRY_VERIFY(hovered());
            }
        }
        QCOMPARE(loupe.canvas.heat().imagesMade(), made); // the colours are the same in every size
    }

    void aPhotoOfOnePixelIsAPhoto() {
        const QTemporaryDir folder;
        QImage image(1, 1, QImage::Format_RGB32);
        image.fill(QColor(10, 200, 30));
        QVERIFY(image.save(folder.filePath(QStringLiteral("one.png"))));
        OpenLoupe loupe(demoOptions());
        loupe.openMap(folder.path());
        QTest::keyClick(&loupe.canvas, Qt::Key_Right, Qt::ShiftModifier);
        QVERIFY(loupe.canvas.currentCell() == (HeatCell{0, 0}));
        QTest::keyClick(&loupe.canvas, Qt::Key_T);
        QTRY_VERIFY_WITH_TIMEOUT(loupe.result().contains(QStringLiteral("→")), kPatience);
        loupe.press("sweep");
        QTRY_VERIFY_WITH_TIMEOUT(loupe.window.loupe().mapTester().measured().has_value(), kPatience);
        QVERIFY(loupe.text("sweepWords").contains(QStringLiteral("too few different values")));
        for (const Qt::KeyboardModifiers modifiers : {Qt::NoModifier, Qt::ShiftModifier}) {
            loupe.canvas.setFocus();
            QTest::keyClick(&loupe.canvas, Qt::Key_J, modifiers);
            QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.marks().isNull(), kPatience);
        }
    }

    void mapsOfABurstAreTakenFromOneAnother() {
        const QTemporaryDir folder;
        const test::Scene scene(3);
        const auto write = [&](const char* name, const test::Scene& of, double x, double y) {
            const RgbImage pixels = of.frame(x, y, 0, {360, 240}, 7);
            const QImage image(pixels.pixels.data(), 360, 240, 360 * 3, QImage::Format_RGB888);
            QVERIFY(image.save(folder.filePath(QLatin1String(name))));
        };
        write("a.png", scene, 0, 0);
        write("b.png", scene, 0.05, -0.04);
        write("stranger.png", test::Scene(11), 0, 0);
        OpenLoupe loupe(demoOptions());
        loupe.open(folder.path());
        const auto idOf = [&](const char* name) {
            for (const library::PhotoId id : loupe.window.session().photos().allIds())
                if (loupe.window.session().photos().entry(id)->name == QLatin1String(name))
                    return id;
            return library::no_photo;
        };
        loupe.window.showGrid();
        loupe.window.showCompare({idOf("a.png"), idOf("b.png")});
        CompareView& compare = loupe.window.compareView();
        auto* difference = loupe.find<QToolButton>("compareDifference");
        QTest::mouseClick(difference, Qt::LeftButton);
        QVERIFY(compare.isDifferenceShown() && compare.isHeatVisible());
        QVERIFY(loupe.window.actionRegistry().action(QStringLiteral("scale-next"))->isEnabled());
        HeatMapLayer& heat = compare.panes()[1]->canvas().heat();
        QTRY_VERIFY_WITH_TIMEOUT(heat.isDifference(), kPatience);
        QVERIFY(!compare.panes()[0]->canvas().heat().isDifference()); // the one they are compared with
        QCOMPARE(heat.scaleCount(), 4);
        QVERIFY(heat.describe({0, 0}).contains(QStringLiteral("against the other photo")));
        test::picture(loupe.window, "compare-difference");
        QTest::mouseClick(difference, Qt::LeftButton);
        QTRY_VERIFY(!heat.isDifference());
        // Another scene is no frame of this burst, and that is said.
        loupe.window.showGrid();
        loupe.window.showCompare({idOf("a.png"), idOf("stranger.png")});
        QTest::mouseClick(difference, Qt::LeftButton);
        QTRY_VERIFY_WITH_TIMEOUT(
            loupe.text("compareWords").contains(QStringLiteral("stranger.png cannot be laid on the focused photo")),
            kPatience);
        QVERIFY(!compare.panes()[1]->canvas().heat().isDifference());
    }

    void withoutPhotosThereIsNothingToTest() {
        const QTemporaryDir empty;
        MainWindow window(demoOptions());
        window.show();
        window.open({empty.path().toStdString()});
        QTRY_VERIFY(!window.session().isScanning());
        for (const char* id : {"test-map", "model-view", "clipping", "focus-peaking"})
            QVERIFY2(!window.actionRegistry().action(QLatin1String(id))->isEnabled(), id);
        QTest::keyClick(&window, Qt::Key_T);
        QTest::keyClick(&window, Qt::Key_V);
        QVERIFY(!window.loupe().isTesting());
        QCOMPARE(window.page(), MainWindow::Page::Empty);
    }

    void thePhotoIsDeletedWhileItIsTested() {
        const QTemporaryDir folder;
        QVERIFY(test::writeLandscapes(folder.path(), 1, 300));
        const QString file = QDir(folder.path()).entryInfoList(QDir::Files).first().filePath();
        const auto model = test::demo_model();
        OpenLoupe loupe(optionsOf({model}));
        loupe.openMap(folder.path());
        QTest::keyClick(&loupe.canvas, Qt::Key_T);
        model->closeGate();
        loupe.press("sweep");
        QTRY_COMPARE(model->waiting(), 1);
        QVERIFY(QFile::remove(file));
        QTRY_COMPARE_WITH_TIMEOUT(loupe.window.session().photos().totalCount(), 0, kPatience);
        model->openGate();
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.window.loupe().mapTester().isBusy(), kPatience);
        QVERIFY(!loupe.window.loupe().isTesting());
        QCOMPARE(loupe.window.page(), MainWindow::Page::Empty);
    }

    void anotherModelIsChosenWhileAMapIsComputed() {
        const auto first = test::demo_model(), second = test::demo_model();
        second->card.id = "other";
        second->card.title = "The other";
        second->card.sha256 = std::string(64, 'b');
        OpenLoupe loupe(optionsOf({first, second}));
        loupe.openMap(photos_.path());
        QTest::keyClick(&loupe.canvas, Qt::Key_T);
        first->closeGate();
        loupe.press("sweep");
        QTRY_COMPARE(first->waiting(), 1);
        auto* rankBy = loupe.find<QComboBox>("rankBy");
        const int other = rankBy->findText(QStringLiteral("The other"));
        QVERIFY(other >= 0);
        rankBy->setCurrentIndex(other);
        Q_EMIT
        rankBy->activated(other);
        QVERIFY(!loupe.window.loupe().mapTester().isBusy()); // it was about the first
        const int explained = second->explained;
        first->openGate();
        QTRY_VERIFY_WITH_TIMEOUT(!loupe.canvas.heat().isEmpty(), kPatience);
        QVERIFY(second->explained > explained || loupe.window.loupe().explanation()->request.model == "other");
        loupe.press("sweep");
        QTRY_VERIFY_WITH_TIMEOUT(loupe.window.loupe().mapTester().measured().has_value(), kPatience);
    }
};

QTEST_MAIN(TestInspectionEdges)
#include "test_inspection_edges.moc"
