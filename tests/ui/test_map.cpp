// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The library map in the window, by keys and mouse on real files: what is chosen, coloured, hidden.
#include <cmath>
#include <set>

#include <QAccessible>
#include <QComboBox>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QSignalSpy>
#include <QToolButton>
#include <QtTest>

#include "tests/ui/map_scene.h"
#include "tests/ui/scenery.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/map/map_accessible.h"
#include "ui/map/map_view.h"
#include "ui/style/appearance.h"
#include "ui/window/main_window.h"

using namespace touchstone;
using namespace touchstone::ui;
using library::PhotoId;
using library::PhotoListModel;
using projection::Likeness;
using test::kPatience;

namespace {

using Scene = test::MapScene;

std::vector<PhotoId> selected(MainWindow& window) {
    std::vector<PhotoId> ids;
    for (const QModelIndex& index : window.grid().selectionModel()->selectedIndexes())
        ids.push_back(index.data(PhotoListModel::IdRole).toLongLong());
    std::sort(ids.begin(), ids.end());
    return ids;
}

QPoint onScreen(const MapCanvas& canvas, QPointF place) {
    return canvas.view().toWidget(place).toPoint();
}

/// Draws an outline with the mouse, corner by corner.
void outline(MapCanvas& canvas, const QPolygonF& map, Qt::KeyboardModifiers modifiers = {}) {
    QTest::mousePress(&canvas, Qt::LeftButton, modifiers, onScreen(canvas, map.front()));
    for (qsizetype i = 0; i < map.size(); ++i) {
        const QPointF from = map[i], to = map[(i + 1) % map.size()];
        for (int step = 1; step <= 8; ++step)
            QTest::mouseMove(&canvas, onScreen(canvas, from + (to - from) * step / 8));
    }
    QTest::mouseRelease(&canvas, Qt::LeftButton, modifiers, onScreen(canvas, map.front()));
}

/// A place with no point within some pixels of the vertical line through it, near the given share of the points.
double gapAt(const MapCanvas& canvas, double share) {
    std::vector<double> xs;
    for (const auto& point : canvas.points().points())
        xs.push_back(point.x);
    std::sort(xs.begin(), xs.end());
    double best = 0, widest = 0;
    const auto first = static_cast<std::size_t>(share * static_cast<double>(xs.size()));
    for (std::size_t i = std::max<std::size_t>(1, first - 2); i < std::min(xs.size(), first + 3); ++i)
        if (xs[i] - xs[i - 1] > widest) {
            widest = xs[i] - xs[i - 1];
            best = (xs[i] + xs[i - 1]) / 2;
        }
    return best;
}

QPolygonF leftOf(const MapCanvas& canvas, double x) {
    const QSizeF all = canvas.points().size();
    return QPolygonF{{20, 20}, {x, 20}, {x, all.height() - 20}, {20, all.height() - 20}};
}

std::vector<PhotoId> photosIn(const MapCanvas& canvas, const QPolygonF& area) {
    std::vector<PhotoId> ids;
    for (int at = 0; at < canvas.points().count(); ++at)
        if (area.containsPoint(canvas.points().place(at), Qt::OddEvenFill))
            ids.push_back(canvas.points().photo(at));
    std::sort(ids.begin(), ids.end());
    return ids;
}

} // namespace

class TestMap : public QObject {
    Q_OBJECT
private:
    QTemporaryDir settings_;

private Q_SLOTS:
    void initTestCase() { test::startMapTest(settings_.path()); }
    void init() { QSettings().clear(); }
    void aKeyShowsAllPhotosAsPointsInTheColoursOfTheirScores() {
        Scene scene(24);
        MainWindow window(scene.options());
        scene.open(window, 24);
        scene.openMap(window);
        MapView& map = window.mapView();
        MapCanvas& canvas = map.canvas();
        QCOMPARE(canvas.points().count(), 24);
        QVERIFY(map.laidOut()->shares[0] > 0.2);
        QVERIFY2(map.words().startsWith(QStringLiteral("24 photos on the map")), qPrintable(map.words()));
        const PhotoListModel& photos = window.session().photos();
        const ScoreScale scale = ScoreScale::of(photos.sortedScores()).value();
        for (int at = 0; at < canvas.points().count(); ++at) {
            const MapPoints::Point& point = canvas.points()[at];
            QVERIFY(point.shown && point.scored && !point.selected && !point.gone);
            const double score = photos.entry(canvas.points().photo(at))->scores.front().score.value;
            QCOMPARE(int{point.colour}, scale.stepOf(score));
            // And so it is on the screen.
            const QPoint pixel = onScreen(canvas, canvas.points().place(at));
            QCOMPARE(canvas.cloud().pixel(pixel), canvas.colours().ramp[point.colour]);
        }
        // The best is the ramp's top, the worst its bottom.
        QCOMPARE(int{canvas.points()[canvas.points().indexOf(photos.idAt(0))].colour}, MapColours::steps - 1);
        QCOMPARE(int{canvas.points()[canvas.points().indexOf(photos.idAt(23))].colour}, 0);
        auto* legend = window.findChild<ScoreLegend*>(QStringLiteral("scoreLegend"));
        QCOMPARE(legend->accessibleDescription(), QStringLiteral("From 20 to 220"));
        test::picture(window, "map");
        QTest::keyClick(&canvas, Qt::Key_Escape);
        QCOMPARE(window.page(), MainWindow::Page::Grid);
        QTest::keyClick(&window.grid(), Qt::Key_M);
        QCOMPARE(window.page(), MainWindow::Page::Map);
        QTest::keyClick(&canvas, Qt::Key_M);
        QCOMPARE(window.page(), MainWindow::Page::Grid);
    }

    void aLassoChoosesExactlyThePointsInsideIt() {
        Scene scene(30);
        MainWindow window(scene.options());
        scene.open(window, 30);
        scene.openMap(window);
        MapCanvas& canvas = window.mapView().canvas();
        QTest::keyClick(&canvas, Qt::Key_L);
        QVERIFY(canvas.isLassoMode());
        QVERIFY(window.findChild<QToolButton*>(QStringLiteral("mapLasso"))->isChecked());
        const QPolygonF left = leftOf(canvas, gapAt(canvas, 0.4));
        std::vector<PhotoId> inside = photosIn(canvas, left);
        QVERIFY(inside.size() >= 5 && inside.size() < 25);
        outline(canvas, left);
        QCOMPARE(selected(window), inside);
        Scene::settle(window);
        for (int at = 0; at < canvas.points().count(); ++at)
            QCOMPARE(canvas.points()[at].selected,
                     std::binary_search(inside.begin(), inside.end(), canvas.points().photo(at)));
        QCOMPARE(window.chosenPhotos().size(), inside.size());
        QVERIFY(window.statusText().contains(QStringLiteral("%1 selected").arg(inside.size())));
        // Ctrl takes away, Shift adds, also without the mode.
        QTest::keyClick(&canvas, Qt::Key_L);
        QVERIFY(!canvas.isLassoMode());
        const QPolygonF less = leftOf(canvas, gapAt(canvas, 0.2));
        const std::vector<PhotoId> taken = photosIn(canvas, less);
        outline(canvas, less, Qt::ControlModifier);
        std::vector<PhotoId> rest;
        std::set_difference(inside.begin(), inside.end(), taken.begin(), taken.end(), std::back_inserter(rest));
        QVERIFY(!rest.empty() && rest.size() < inside.size());
        QCOMPARE(selected(window), rest);
        const QPolygonF more = leftOf(canvas, gapAt(canvas, 0.7));
        outline(canvas, more, Qt::ShiftModifier);
        QCOMPARE(selected(window), photosIn(canvas, more));
        // What is chosen is marked by the keys, in one step.
        QTest::keyClick(&canvas, Qt::Key_3);
        QCOMPARE(window.undoStack().count(), 1);
        for (const PhotoId id : photosIn(canvas, more))
            QCOMPARE(window.session().photos().entry(id)->marks.rating, 3);
        // And it is what the grid shows.
        QTest::keyClick(&canvas, Qt::Key_G);
        QCOMPARE(selected(window), photosIn(canvas, more));
    }

    void aLassoThatAKeyBeganIsTheKeysUntilItEnds() {
        Scene scene(20);
        MainWindow window(scene.options());
        scene.open(window, 20);
        scene.openMap(window);
        MapCanvas& canvas = window.mapView().canvas();
        const double third = gapAt(canvas, 0.3), half = gapAt(canvas, 0.6);
        outline(canvas, leftOf(canvas, third), Qt::ShiftModifier);
        const std::vector<PhotoId> few = photosIn(canvas, leftOf(canvas, third));
        QCOMPARE(selected(window), few);
        // The key is let go of before the button.
        const QPolygonF more = leftOf(canvas, half);
        QTest::mousePress(&canvas, Qt::LeftButton, Qt::ControlModifier, onScreen(canvas, more[0]));
        for (const QPointF& corner : more)
            QTest::mouseMove(&canvas, onScreen(canvas, corner));
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, onScreen(canvas, more[0]));
        QVERIFY(selected(window).empty());
        // Another button gives the outline up, and leaves nothing of it.
        window.session().photos().flush();
        Scene::settle(window);
        const QImage before = canvas.grab().toImage();
        QTest::mousePress(&canvas, Qt::LeftButton, Qt::ShiftModifier, onScreen(canvas, more[0]));
        for (const QPointF& corner : more)
            QTest::mouseMove(&canvas, onScreen(canvas, corner));
        QTest::mousePress(&canvas, Qt::MiddleButton, {}, onScreen(canvas, more[0]));
        QTest::mouseRelease(&canvas, Qt::MiddleButton, {}, onScreen(canvas, more[0]));
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, onScreen(canvas, more[0]));
        QVERIFY(selected(window).empty());
        QCOMPARE(canvas.grab().toImage(), before);
    }

    void clicksChooseAndOpen() {
        Scene scene(12);
        MainWindow window(scene.options());
        scene.open(window, 12);
        scene.openMap(window);
        MapCanvas& canvas = window.mapView().canvas();
        const auto click = [&](int at, Qt::KeyboardModifiers modifiers = {}) {
            QTest::mouseClick(&canvas, Qt::LeftButton, modifiers, onScreen(canvas, canvas.points().place(at)));
        };
        click(3);
        QCOMPARE(selected(window), std::vector<PhotoId>{canvas.points().photo(3)});
        QCOMPARE(window.mapView().current(), canvas.points().photo(3));
        QCOMPARE(window.inspector().photo(), canvas.points().photo(3));
        click(5, Qt::ControlModifier);
        QCOMPARE(selected(window).size(), std::size_t{2});
        click(3, Qt::ControlModifier);
        QCOMPARE(selected(window), std::vector<PhotoId>{canvas.points().photo(5)});
        QTest::mouseMove(&canvas, onScreen(canvas, canvas.points().place(7)));
        QCOMPARE(canvas.pointedAt(), canvas.points().photo(7));
        QTest::mouseMove(&canvas, {2, 2});
        QCOMPARE(canvas.pointedAt(), library::no_photo);
        QTest::mouseClick(&canvas, Qt::LeftButton, {}, {2, 2});
        QVERIFY(selected(window).empty());
        QTest::mouseDClick(&canvas, Qt::LeftButton, {}, onScreen(canvas, canvas.points().place(4)));
        QCOMPARE(window.page(), MainWindow::Page::Loupe);
        QCOMPARE(window.loupe().photo(), canvas.points().photo(4));
    }

    void everyPointIsReachedByKeysAndReadOut() {
        Scene scene(12);
        MainWindow window(scene.options());
        scene.open(window, 12);
        scene.openMap(window);
        MapCanvas& canvas = window.mapView().canvas();
        QVERIFY(canvas.hasFocus());
        QTest::mouseMove(&canvas, {2, 2});
        QTest::keyClick(&canvas, Qt::Key_Right);
        QVERIFY(canvas.current() >= 0);
        std::set<int> reached{canvas.current()};
        double last = 0;
        const QPointF begin = canvas.points().place(canvas.current());
        for (int i = 0; i < 20; ++i) {
            QTest::keyClick(&canvas, Qt::Key_PageDown);
            reached.insert(canvas.current());
            const double away = QLineF(begin, canvas.points().place(canvas.current())).length();
            QVERIFY(away >= last);
            last = away;
        }
        QCOMPARE(reached.size(), std::size_t{12});
        QTest::keyClick(&canvas, Qt::Key_PageUp);
        QVERIFY(QLineF(begin, canvas.points().place(canvas.current())).length() <= last);
        const PhotoId id = canvas.points().photo(canvas.current());
        const QString name = window.session().photos().entry(id)->name;
        const QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&canvas);
        QCOMPARE(spoken->role(), QAccessible::Chart);
        QVERIFY(spoken->text(QAccessible::Name).contains(QStringLiteral("12 photos")));
        QVERIFY2(spoken->text(QAccessible::Description).startsWith(name),
                 qPrintable(spoken->text(QAccessible::Description)));
        // An arrow goes to a point on its side.
        for (const auto& [key, way] :
             {std::pair(Qt::Key_Left, QPointF(-1, 0)), std::pair(Qt::Key_Up, QPointF(0, -1)),
              std::pair(Qt::Key_Down, QPointF(0, 1)), std::pair(Qt::Key_Right, QPointF(1, 0))}) {
            const int from = canvas.current(), expected = canvas.points().towards(from, way);
            QTest::keyClick(&canvas, key);
            QCOMPARE(canvas.current(), expected < 0 ? from : expected);
            if (expected >= 0)
                QVERIFY(QPointF::dotProduct(canvas.points().place(expected) - canvas.points().place(from), way) > 0);
        }
        QTest::keyClick(&canvas, Qt::Key_Space);
        QCOMPARE(selected(window), std::vector<PhotoId>{window.mapView().current()});
        QTest::keyClick(&canvas, Qt::Key_Space);
        QVERIFY(selected(window).empty());
        const PhotoId current = window.mapView().current();
        QTest::keyClick(&canvas, Qt::Key_Return);
        QCOMPARE(window.page(), MainWindow::Page::Loupe);
        QCOMPARE(window.loupe().photo(), current);
    }

    void pointsInViewAreChildrenForScreenReaders() {
        Scene scene(12);
        MainWindow window(scene.options());
        scene.open(window, 12);
        scene.openMap(window);
        MapCanvas& canvas = window.mapView().canvas();
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&canvas);
        QCOMPARE(spoken->childCount(), 12);
        for (int i = 0; i < 12; ++i) {
            QAccessibleInterface* point = spoken->child(i);
            QVERIFY(point && point->isValid());
            QCOMPARE(spoken->child(i), point); // made once
            QCOMPARE(spoken->indexOfChild(point), i);
            QCOMPARE(point->parent(), spoken);
            const library::PhotoEntry* photo = window.session().photos().entry(canvas.points().photo(i));
            QCOMPARE(point->text(QAccessible::Name),
                     window.session().photos().indexOf(photo->id).data(Qt::AccessibleTextRole).toString());
            QVERIFY(point->text(QAccessible::Name).startsWith(photo->name + QStringLiteral(", score ")));
            const QPoint middle = point->rect().center();
            QVERIFY((canvas.mapFromGlobal(middle) - onScreen(canvas, canvas.points().place(i))).manhattanLength() <= 2);
            QCOMPARE(spoken->childAt(middle.x(), middle.y()), point);
        }
        QVERIFY(!spoken->child(12) && !spoken->child(-1));
        std::vector<const QAccessibleInterface*> held;
        for (int i = 0; i < 12; ++i)
            held.push_back(spoken->child(i));
        QCOMPARE(spoken->focusChild(), spoken->child(canvas.current())); // the grid's current photo
        // A screen reader goes to one, and presses it.
        QAccessibleInterface* fifth = spoken->child(5);
        fifth->actionInterface()->doAction(QAccessibleActionInterface::setFocusAction());
        QCOMPARE(window.mapView().current(), canvas.points().photo(5));
        QCOMPARE(spoken->focusChild(), fifth);
        QVERIFY(fifth->state().focused && !fifth->state().selected);
        fifth->actionInterface()->doAction(QAccessibleActionInterface::pressAction());
        QCOMPARE(selected(window), std::vector<PhotoId>{canvas.points().photo(5)});
        QVERIFY(fifth->state().selected);
        // What is out of view, or hidden by the filter, is no child.
        const PhotoId photo = canvas.points().photo(5);
        for (int i = 0; i < 12; ++i)
            canvas.zoomBy(1.5);
        for (const QAccessibleInterface* point : held) // asked by who still holds one that is out of view now
            QVERIFY(spoken->indexOfChild(point) < 12);
        canvas.moveCurrent(canvas.points().indexOf(photo)); // into view, wherever the pointer was zoomed around
        const int close = spoken->childCount();
        QVERIFY(close >= 1 && close < 12);
        QVERIFY(spoken->indexOfChild(spoken->focusChild()) >= 0);
        canvas.fit();
        QCOMPARE(spoken->childCount(), 12);
        window.session().photos().setNameFilter(window.session().photos().entry(photo)->name);
        QTRY_COMPARE_WITH_TIMEOUT(spoken->childCount(), 1, kPatience);
        QVERIFY(spoken->child(0)->text(QAccessible::Name).startsWith(window.session().photos().entry(photo)->name));
        window.session().photos().setFilter({});
        QTRY_COMPARE_WITH_TIMEOUT(spoken->childCount(), 12, kPatience);
    }

    /// A screen reader asks for every child: they must not be a hundred thousand.
    void aLargeMapHasFewChildren() {
        MapCanvas canvas([](PhotoId photo, QSize) {
            PhotoWords words;
            words.spoken = QStringLiteral("photo %1").arg(photo);
            return words;
        });
        canvas.resize(600, 400);
        canvas.show();
        QAccessibleInterface* spoken = QAccessible::queryAccessibleInterface(&canvas);
        QCOMPARE(spoken->childCount(), 0);
        projection::Layout layout;
        for (int i = 0; i < 100'000; ++i) {
            layout.photos.push_back(i + 1);
            layout.x.push_back(static_cast<float>(i % 400));
            layout.y.push_back(static_cast<float>(i / 400));
        }
        canvas.showLayout(layout);
        for (int i = 0; i < canvas.points().count(); ++i)
            canvas.points()[i].shown = true;
        canvas.pointsChanged();
        QCOMPARE(spoken->childCount(), static_cast<int>(most_spoken_points));
        canvas.setCurrentPhoto(31'416);
        const auto is_current = [&] {
            for (int i = 0; i < spoken->childCount(); ++i)
                if (spoken->child(i)->text(QAccessible::Name) == QStringLiteral("photo 31416"))
                    return spoken->child(i)->state().active == 1;
            return false;
        };
        QVERIFY(is_current());
        canvas.clear();
        QCOMPARE(spoken->childCount(), 0);
    }

    void wheelDragAndKeysMoveTheMap() {
        Scene scene(8);
        MainWindow window(scene.options());
        scene.open(window, 8);
        scene.openMap(window);
        MapCanvas& canvas = window.mapView().canvas();
        QVERIFY(canvas.view().isFitted());
        const QPointF spot(400, 300), under = canvas.view().toPicture(spot);
        QWheelEvent wheel(spot, canvas.mapToGlobal(spot), {}, QPoint(0, 480), Qt::NoButton, {}, Qt::NoScrollPhase,
                          false);
        QApplication::sendEvent(&canvas, &wheel);
        QVERIFY(canvas.view().zoom() > canvas.view().fitZoom() * 2);
        const QPointF now = canvas.view().toPicture(spot); // what is under the pointer stays there, to a pixel
        QVERIFY(QLineF(now, under).length() * canvas.view().scale() < 2);
        QTest::mousePress(&canvas, Qt::LeftButton, {}, {400, 300});
        QTest::mouseMove(&canvas, {430, 320});
        QTest::mouseMove(&canvas, {450, 340});
        QTest::mouseRelease(&canvas, Qt::LeftButton, {}, {450, 340});
        const QPointF dragged = canvas.view().toPicture({450, 340});
        QVERIFY(QLineF(dragged, now).length() * canvas.view().scale() < 2);
        QVERIFY(selected(window).empty());
        const QPointF centre = canvas.view().centre();
        QTest::keyClick(&canvas, Qt::Key_Left, Qt::ShiftModifier);
        QVERIFY(canvas.view().centre().x() < centre.x());
        const double zoom = canvas.view().zoom();
        QTest::keyClick(&canvas, Qt::Key_Plus);
        QVERIFY(canvas.view().zoom() > zoom);
        QTest::keyClick(&canvas, Qt::Key_Minus);
        QTest::keyClick(&canvas, Qt::Key_Home);
        QVERIFY(canvas.view().isFitted());
        window.resize(700, 500);
        QTRY_VERIFY(canvas.view().viewport() == QSizeF(canvas.size()));
        QVERIFY(canvas.view().isFitted());
    }

    void theFilterIsShownAndWhatItHidesCannotBeChosen() {
        Scene scene(20);
        MainWindow window(scene.options());
        scene.open(window, 20);
        scene.openMap(window);
        MapView& map = window.mapView();
        auto* filter = window.findChild<QLineEdit*>(QStringLiteral("filter"));
        QTest::keyClick(&map.canvas(), Qt::Key_Slash);
        // Half typed it is a word that no name contains; the map comes back by itself.
        QTest::keyClicks(filter, QStringLiteral("score>=120"));
        const PhotoListModel& photos = window.session().photos();
        QTRY_COMPARE(window.page(), MainWindow::Page::Map);
        const int shown = photos.shownCount();
        QVERIFY(shown > 0 && shown < 20);
        const auto count = [&](auto what) {
            const auto& points = map.canvas().points().points();
            return static_cast<int>(std::count_if(points.begin(), points.end(), what));
        };
        QTRY_COMPARE(count([](const MapPoints::Point& point) { return point.shown; }), shown);
        QCOMPARE(map.canvas().points().count(), 20); // their places stay
        map.canvas().setFocus();
        outline(map.canvas(), leftOf(map.canvas(), map.canvas().points().size().width() - 20), Qt::ShiftModifier);
        QCOMPARE(static_cast<int>(selected(window).size()), shown);
        Scene::settle(window);
        // Nothing fits: the page says so, and gives it back.
        filter->setText(QStringLiteral("score>=9999"));
        QTRY_COMPARE(window.page(), MainWindow::Page::Empty);
        filter->clear();
        QTRY_COMPARE(photos.shownCount(), 20);
    }

    void onePhotoAndPhotosThatAreAllTheSame() {
        Scene one(1);
        {
            MainWindow window(one.options());
            one.open(window, 1);
            one.openMap(window);
            MapCanvas& canvas = window.mapView().canvas();
            QCOMPARE(canvas.points().count(), 1);
            QVERIFY(window.mapView().words().contains(QStringLiteral("no neighbours")));
            QTest::mouseClick(&canvas, Qt::LeftButton, {}, onScreen(canvas, canvas.points().place(0)));
            QCOMPARE(selected(window).size(), std::size_t{1});
            for (const int key : {Qt::Key_Left, Qt::Key_PageDown, Qt::Key_PageUp, Qt::Key_Down})
                QTest::keyClick(&canvas, static_cast<Qt::Key>(key));
            QCOMPARE(canvas.current(), 0);
        }
        Scene same(0);
        for (int i = 0; i < 5; ++i) {
            QImage image(40, 30, QImage::Format_RGB32);
            image.fill(QColor(90, 120, 30));
            image.setText(QStringLiteral("number"), QString::number(i)); // other bytes, the same pixels
            QVERIFY(image.save(QStringLiteral("%1/s%2.png").arg(same.folder()).arg(i)));
        }
        MainWindow window(same.options());
        same.open(window, 5);
        same.openMap(window);
        MapCanvas& canvas = window.mapView().canvas();
        QCOMPARE(canvas.points().count(), 5);
        QVERIFY2(window.mapView().words().contains(QStringLiteral("no difference")),
                 qPrintable(window.mapView().words()));
        for (int at = 1; at < 5; ++at)
            QCOMPARE(canvas.points().place(at), canvas.points().place(0));
        outline(canvas, leftOf(canvas, canvas.points().size().width() - 20), Qt::ShiftModifier);
        QCOMPARE(selected(window).size(), std::size_t{5});
    }

    void scoresColourPointsAsTheyCome() {
        Scene scene(10);
        scene.model().closeGate();
        MainWindow window(scene.options());
        window.resize(1000, 800);
        window.show();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QSignalSpy scanned(&window.session(), &library::LibrarySession::scanFinished);
        QSignalSpy finished(&window.session(), &library::LibrarySession::scoringFinished);
        window.open({scene.folder().toStdString()});
        QTRY_COMPARE_WITH_TIMEOUT(scanned.count(), 1, kPatience);
        window.grid().setFocus();
        scene.openMap(window);
        const auto scored = [&] {
            const auto& points = window.mapView().canvas().points().points();
            return std::count_if(points.begin(), points.end(), [](const auto& point) { return point.scored; });
        };
        QCOMPARE(window.mapView().canvas().points().count(), 10);
        QCOMPARE(scored(), std::ptrdiff_t{0});
        scene.model().openGate();
        QTRY_COMPARE_WITH_TIMEOUT(finished.count(), 1, kPatience);
        QTRY_COMPARE(scored(), std::ptrdiff_t{10});
    }

    void theMapIsDarkAndLight() {
        Scene scene(6);
        applyAppearance(Appearance::Dark);
        MainWindow window(scene.options());
        scene.open(window, 6);
        scene.openMap(window);
        MapCanvas& canvas = window.mapView().canvas();
        QCOMPARE(canvas.cloud().pixel(0, 0), photoColours(true).surround.rgb());
        const auto ramp = canvas.colours().ramp;
        applyAppearance(Appearance::Light);
        QTRY_COMPARE(canvas.cloud().pixel(0, 0), photoColours(false).surround.rgb());
        QVERIFY(canvas.colours().ramp != ramp);
        window.findChild<QComboBox*>(QStringLiteral("mapRamp"))->setCurrentIndex(2);
        const QRgb top = canvas.colours().ramp.back();
        QVERIFY(qRed(top) == qGreen(top) && qGreen(top) == qBlue(top));
        applyAppearance(Appearance::System);
    }
};

QTEST_MAIN(TestMap)
#include "test_map.moc"
