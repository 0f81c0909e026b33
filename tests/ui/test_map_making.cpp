// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How the library map comes about in the window: what is missing and offered, photos that go, folders that change and
// windows that close while it is made.
#include <QComboBox>
#include <QToolButton>

#include "app/library/blob_file.h"
#include "tests/support/generated_reiqa.h"
#include "tests/ui/map_scene.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::PhotoId;
using projection::Likeness;
using test::kPatience;
using Scene = test::MapScene;

class TestMapMaking : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_;

private Q_SLOTS:
    void initTestCase() { test::startMapTest(settings_.path()); }
    void init() { QSettings().clear(); }

    void aPhotoThatGoesIsNoPointAndComesBackInAnotherLayout() {
        Scene scene(10);
        MainWindow window(scene.options());
        scene.open(window, 10);
        scene.openMap(window);
        MapView& map = window.mapView();
        auto* again = window.findChild<QToolButton*>(QStringLiteral("mapAgain"));
        QVERIFY(!again->isVisible());
        const PhotoId gone = map.canvas().points().photo(4);
        map.setCurrentPhoto(gone);
        QVERIFY(QFile::remove(QString::fromStdString(window.session().photos().entry(gone)->file.path)));
        window.session().becameActive();
        QTRY_COMPARE_WITH_TIMEOUT(window.session().photos().totalCount(), 9, kPatience);
        QTRY_VERIFY(map.canvas().points()[4].gone);
        QCOMPARE(map.current() == gone, false);
        QTRY_VERIFY(again->isVisible());
        QVERIFY2(map.words().startsWith(QStringLiteral("9 photos")), qPrintable(map.words()));
        QVERIFY(map.canvas().points().nearest(map.canvas().points().place(4), 1) != 4);
        QTest::mouseClick(again, Qt::LeftButton);
        Scene::settle(window);
        QCOMPARE(map.canvas().points().count(), 9);
        QVERIFY(!again->isVisible());
    }

    void whatIsMissingIsCountedAndOffered() {
        Scene scene(6);
        MainWindow window(scene.options());
        scene.open(window, 6);
        QFile::remove(scene.path(QStringLiteral("cache/thumbnails/thumbnails.db")));
        QTest::keyClick(window.focusWidget(), Qt::Key_M);
        Scene::settle(window);
        MapView& map = window.mapView();
        auto* offer = window.findChild<QPushButton*>(QStringLiteral("mapOffer"));
        auto* likeness = window.findChild<QComboBox*>(QStringLiteral("mapLikeness"));
        likeness->setCurrentIndex(static_cast<int>(Likeness::Content));
        Scene::settle(window);
        QCOMPARE(map.canvas().points().count(), 0);
        QVERIFY2(map.words().contains(QStringLiteral("6 photos have no features yet")), qPrintable(map.words()));
        QVERIFY(map.canvas().message().contains(QStringLiteral("Re-IQA")));
        QCOMPARE(map.canvas().accessibleDescription(), map.canvas().message());
        QVERIFY(offer->isVisible());
        QCOMPARE(offer->text(), QStringLiteral("Models…"));
        likeness->setCurrentIndex(static_cast<int>(Likeness::Appearance));
        Scene::settle(window);
        if (map.laidOut()->missing > 0) { // some thumbnails may be in memory only
            QVERIFY(offer->isVisible());
            QTest::mouseClick(offer, Qt::LeftButton);
            Scene::settle(window);
        }
        QCOMPARE(map.canvas().points().count(), 6);
        QVERIFY(!offer->isVisible());
    }

    void reiqasFeaturesAreFoundUnderTheirRecipe() {
        Scene scene(6);
        const QTemporaryDir models;
        library::SessionOptions options = library::default_session_options();
        options.model_files = {test::write_generated_reiqa(models.path().toStdString(), test::tiny_trunk())};
        options.catalogue_folder.clear();
        options.cache_folder = scene.options().cache_folder;
        options.thumbnails.freedesktop_folder.clear();
        MainWindow window(options);
        scene.open(window, 6);
        const std::string file = options.cache_folder + "/features/features.db";
        const auto kept = [&] { // they are written shortly after the scores are there
            const auto features = library::BlobFile::openForReading(file);
            const auto keys = features && *features ? (*features)->keys() : Result<std::vector<library::BlobKey>>();
            return keys ? keys->size() : 0;
        };
        QTRY_COMPARE_WITH_TIMEOUT(kept(), std::size_t{6}, kPatience);
        for (const Likeness likeness : {Likeness::Content, Likeness::Quality}) {
            window.mapView().setLikeness(likeness);
            window.showMap();
            Scene::settle(window);
            QCOMPARE(window.mapView().canvas().points().count(), 6);
            QCOMPARE(window.mapView().laidOut()->likeness, likeness);
            QCOMPARE(window.mapView().laidOut()->missing, std::size_t{0});
            QVERIFY(window.mapView().laidOut()->dimension > 100);
        }
    }

    void withoutPhotosThereIsNoMap() {
        Scene scene(0);
        MainWindow window(scene.options());
        window.resize(900, 700);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QAction* action = window.actionRegistry().action(QStringLiteral("map"));
        QVERIFY(!action->isEnabled());
        QSignalSpy scanned(&window.session(), &library::LibrarySession::scanFinished);
        window.open({scene.folder().toStdString()});
        QTRY_COMPARE(scanned.count(), 1);
        QTRY_COMPARE(window.page(), MainWindow::Page::Empty);
        QVERIFY(!action->isEnabled());
    }

    void theWindowClosesWhileTheMapIsMade() {
        Scene scene(40);
        for (int turns = 0; turns < 4; ++turns) {
            MainWindow window(scene.options());
            scene.open(window, 40);
            QTest::keyClick(window.focusWidget(), Qt::Key_M);
            QVERIFY(window.mapView().isBusy());
            for (int i = 0; i < turns; ++i)
                QCoreApplication::processEvents();
            window.close();
        }
    }

    void whoWasCurrentInTheGridIsCurrentOnTheMap() {
        Scene scene(12);
        MainWindow window(scene.options());
        scene.open(window, 12);
        window.grid().setCurrentIndex(window.session().photos().index(7));
        const PhotoId seventh = window.session().photos().idAt(7);
        QTest::keyClick(window.focusWidget(), Qt::Key_M);
        QVERIFY(window.mapView().isBusy()); // it is not known yet where the photo lies
        scene.openMap(window);
        QCOMPARE(window.mapView().current(), seventh);
    }

    void featuresThatCameWhileTheGridWasShownAreOnTheMap() {
        Scene scene(6);
        const QTemporaryDir models;
        library::SessionOptions options = library::default_session_options();
        options.model_files = {test::write_generated_reiqa(models.path().toStdString(), test::tiny_trunk())};
        options.catalogue_folder.clear();
        options.cache_folder = scene.options().cache_folder;
        options.thumbnails.freedesktop_folder.clear();
        options.score_automatically = false;
        MainWindow window(options);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy scanned(&window.session(), &library::LibrarySession::scanFinished);
        window.open({scene.folder().toStdString()});
        QTRY_COMPARE_WITH_TIMEOUT(scanned.count(), 1, kPatience);
        MapView& map = window.mapView();
        map.setLikeness(Likeness::Content);
        window.showMap();
        Scene::settle(window);
        QCOMPARE(map.laidOut()->missing, std::size_t{6});
        window.showGrid();
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.session().startScoring();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kPatience);
        window.showMap();
        QTRY_COMPARE_WITH_TIMEOUT(map.laidOut()->missing, std::size_t{0}, kPatience);
        QCOMPARE(map.canvas().points().count(), 6);
    }

    void makingItIsStoppedByItsButtonAndByAnotherFolder() {
        Scene scene(40), other(3);
        MainWindow window(scene.options());
        scene.open(window, 40);
        QTest::keyClick(window.focusWidget(), Qt::Key_M);
        MapView& map = window.mapView();
        auto* cancel = window.findChild<QPushButton*>(QStringLiteral("mapCancel"));
        QVERIFY(cancel->isVisible());
        QTest::mouseClick(cancel, Qt::LeftButton);
        QVERIFY(!map.laidOut());
        QVERIFY(map.canvas().message().contains(QStringLiteral("Stopped")));
        QVERIFY(!cancel->isVisible());
        auto* again = window.findChild<QToolButton*>(QStringLiteral("mapAgain"));
        QVERIFY(again->isVisible());
        QCOMPARE(again->text(), QStringLiteral("Lay out again"));
        QTest::mouseClick(again, Qt::LeftButton);
        QVERIFY(map.isBusy());
        QVERIFY(!again->isVisible());
        window.findChild<QComboBox*>(QStringLiteral("mapLikeness"))
            ->setCurrentIndex(static_cast<int>(Likeness::Quality));
        QVERIFY(map.isBusy());
        map.setLikeness(Likeness::Appearance);
        QVERIFY(map.isBusy());
        other.open(window, 3);
        other.openMap(window);
        QVERIFY(map.laidOut()->asked == 3);
    }
};

QTEST_MAIN(TestMapMaking)
#include "test_map_making.moc"
