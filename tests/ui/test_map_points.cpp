// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The points of the library map by themselves: found, enclosed, drawn, coloured.
#include <QtTest>

#include <cmath>

#include "ui/map/map_painter.h"
#include "ui/map/score_legend.h"

using namespace touchstone;
using namespace touchstone::ui;

namespace {

projection::Layout layoutOf(const std::vector<std::pair<float, float>>& places) {
    projection::Layout layout;
    for (const auto& [x, y] : places) {
        layout.photos.push_back(static_cast<library::PhotoId>(layout.photos.size()) + 10);
        layout.x.push_back(x);
        layout.y.push_back(y);
    }
    return layout;
}

} // namespace

class TestMapPoints : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anOutlineOfAnyShapeFollowsTheEvenOddRule() {
        projection::Layout layout;
        std::vector<QPointF> places;
        for (int i = 0; i < 4000; ++i) {
            layout.photos.push_back(i + 1);
            layout.x.push_back(static_cast<float>(std::cos(i * 0.7) * i));
            layout.y.push_back(static_cast<float>(std::sin(i * 1.3) * i));
        }
        MapPoints points;
        points.setLayout(layout);
        for (int i = 0; i < points.count(); ++i)
            points[i].shown = i % 5 != 0;
        QPolygonF star; // crosses itself
        for (int i = 0; i < 7; ++i)
            star << QPointF(4000 + 3500 * std::sin(i * 3 * 6.28318 / 7), 4000 + 3300 * std::cos(i * 3 * 6.28318 / 7));
        std::vector<int> expected;
        for (int i = 0; i < points.count(); ++i)
            if (i % 5 != 0 && star.containsPoint(points.place(i), Qt::OddEvenFill))
                expected.push_back(i);
        QVERIFY(expected.size() > 300);
        QCOMPARE(points.inside(star), expected);
        QVERIFY(points.inside(QPolygonF{{1, 1}, {9000, 9000}}).empty());
        QVERIFY(points.inside(QPolygonF{{1, 5}, {900, 5}, {70, 5}}).empty());
        // The nearest, against looking at all of them.
        for (const QPointF place : {QPointF(100, 100), QPointF(4100, 4050), QPointF(8000, 300), QPointF(-500, 9000)}) {
            int best = -1;
            for (int i = 0; i < points.count(); ++i)
                if (points[i].shown &&
                    (best < 0 || QLineF(place, points.place(i)).length() < QLineF(place, points.place(best)).length()))
                    best = i;
            QCOMPARE(points.nearest(place, 20000), best);
        }
        QCOMPARE(points.nearest({-500, 9000}, 1), -1);
    }

    void someOfTheManyInViewAreTheNearest() {
        projection::Layout layout;
        for (int i = 0; i < 3000; ++i) {
            layout.photos.push_back(i + 1);
            layout.x.push_back(static_cast<float>(std::cos(i * 0.7) * i));
            layout.y.push_back(static_cast<float>(std::sin(i * 1.3) * i));
        }
        MapPoints points;
        points.setLayout(layout);
        for (int i = 0; i < points.count(); ++i) {
            points[i].shown = i % 5 != 0;
            points[i].gone = i % 7 == 0;
        }
        const QRectF area(1000, 2000, 5000, 4000);
        const QPointF from(3000, 3000);
        std::vector<int> all;
        for (int i = 0; i < points.count(); ++i)
            if (points[i].shown && !points[i].gone && area.contains(points.place(i)))
                all.push_back(i);
        QVERIFY(all.size() > 300);
        QCOMPARE(points.nearestIn(area, from, all.size()), all);
        std::sort(all.begin(), all.end(), [&](int a, int b) {
            return QLineF(from, points.place(a)).length() < QLineF(from, points.place(b)).length();
        });
        all.resize(40);
        std::sort(all.begin(), all.end());
        QCOMPARE(points.nearestIn(area, from, 40), all);
        QVERIFY(points.nearestIn(area, from, 0).empty());
        QVERIFY(MapPoints().nearestIn(area, from, 9).empty());
    }

    void placesKeepTheirShapeAndYGrowsUpwards() {
        MapPoints points;
        points.setLayout(layoutOf({{-1, -1}, {3, -1}, {3, 1}}));
        const double unit = (points.place(1).x() - points.place(0).x()) / 4;
        QVERIFY(std::abs(points.place(1).y() - points.place(2).y() - 2 * unit) < 0.01);
        QVERIFY(QRectF(QPointF(), points.size()).contains(points.place(0)));
        QVERIFY(QRectF(QPointF(), points.size()).contains(points.place(2)));
        QVERIFY(points.size().width() <= MapPoints::extent && points.size().height() < points.size().width());
        QCOMPARE(points.indexOf(11), 1);
        QCOMPARE(points.indexOf(9), -1);
        QCOMPARE(points.indexOf(13), -1);
        // All in one place: in the middle, with room around.
        points.setLayout(layoutOf({{5, 5}, {5, 5}}));
        QCOMPARE(points.place(0), points.place(1));
        // Places are float32.
        QVERIFY(QLineF(points.place(0), QRectF(QPointF(), points.size()).center()).length() < 1e-3);
        points.setLayout({});
        QVERIFY(points.isEmpty());
        QCOMPARE(points.nearest({0, 0}, 1e6), -1);
        QVERIFY(points.inside(QPolygonF{{0, 0}, {9, 0}, {9, 9}}).empty());
    }

    void keysGoToTheNearestPointOnTheirSide() {
        MapPoints points;
        points.setLayout(layoutOf({{0, 0}, {2, 1}, {1, 3}, {5, 0}, {-4, -1}}));
        for (int at = 0; at < points.count(); ++at)
            points[at].shown = true;
        QCOMPARE(points.towards(0, {1, 0}), 1);
        QCOMPARE(points.towards(0, {0, -1}), 2);
        QCOMPARE(points.towards(0, {-1, 0}), 4);
        QCOMPARE(points.towards(0, {0, 1}), -1);
        points[1].shown = false;
        QCOMPARE(points.towards(0, {1, 0}), 3);
        QCOMPARE(points.byDistance(0), (std::vector<int>{0, 2, 4, 3}));
        points[3].gone = true;
        QCOMPARE(points.byDistance(0), (std::vector<int>{0, 2, 4}));
    }

    void scoresAreStepsOfTheRamp() {
        QVERIFY(!ScoreScale::of({}));
        const ScoreScale one = ScoreScale::of({42}).value();
        QVERIFY(one.low < 42 && one.high > 42 && !one.open_low && !one.open_high);
        std::vector<double> sorted;
        for (int i = 0; i <= 1000; ++i)
            sorted.push_back(i);
        const ScoreScale scale = ScoreScale::of(sorted).value();
        QCOMPARE(scale.low, 10.0);
        QCOMPARE(scale.high, 990.0);
        QVERIFY(scale.open_low && scale.open_high);
        QCOMPARE(scale.stepOf(-5), 0);
        QCOMPARE(scale.stepOf(10), 0);
        QCOMPARE(scale.stepOf(990), MapColours::steps - 1);
        QCOMPARE(scale.stepOf(2000), MapColours::steps - 1);
        QCOMPARE(scale.stepOf(500), MapColours::steps / 2);
    }

    /// Chosen points lie on others, and hidden ones under all; what is gone is nowhere.
    void pointsAreDrawnInLayers() {
        MapPoints points;
        points.setLayout(layoutOf({{0, 0}, {0, 0}, {0, 0}, {4, 2}}));
        points[0].shown = points[0].selected = points[0].scored = true;
        points[0].colour = 5;
        points[1].shown = points[1].scored = true;
        points[1].colour = 60;
        for (const double ratio : {1.0, 2.0}) {
            ViewTransform view;
            view.setLargestFit(4);
            view.setPicture(points.size());
            view.setViewport(QSizeF(300, 200), ratio);
            view.fit();
            QImage image((QSizeF(300, 200) * ratio).toSize(), QImage::Format_RGB32);
            const MapColours colours = mapColours(QPalette(Qt::black), Ramp::Cividis);
            const auto colourAt = [&](int at) {
                image.fill(colours.ground);
                drawPoints(image, points, view, colours, 7);
                return image.pixel((view.toWidget(points.place(at)) * ratio).toPoint());
            };
            points[3].shown = false;
            points[3].gone = false;
            points[0].selected = true;
            QCOMPARE(colourAt(0), colours.ramp[5]);
            QCOMPARE(colourAt(3), colours.hidden);
            points[0].selected = false; // now both are plain: the later one is on top
            QCOMPARE(colourAt(0), colours.ramp[60]);
            points[3].shown = true; // a ring
            QCOMPARE(colourAt(3), colours.ground);
            points[3].gone = true;
            QCOMPARE(colourAt(3), colours.ground);
        }
    }

    void pointsAreLargerTheFewerAreInView() {
        const QSize screen(1600, 1000);
        int last = 99;
        for (const int count : {1, 100, 1000, 10'000, 100'000}) {
            const int diameter = pointDiameter(count, 1, screen, 1);
            QVERIFY(diameter % 2 == 1 && diameter >= 3 && diameter <= 13 && diameter <= last);
            last = diameter;
        }
        QCOMPARE(last, 3);
        QVERIFY(pointDiameter(100'000, 20, screen, 1) > 3);
        QVERIFY(pointDiameter(10, 1, screen * 2, 2) > pointDiameter(10, 1, screen, 1));
    }
};

QTEST_MAIN(TestMapPoints)
#include "test_map_points.moc"
