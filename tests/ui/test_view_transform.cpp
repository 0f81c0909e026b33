// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>

#include <QtTest>

#include "ui/loupe/view_transform.h"

using touchstone::ui::ViewTransform;

namespace {

// Rounding of doubles only; the mapping itself is exact.
constexpr double kTiny = 1e-9;

ViewTransform view(QSizeF picture, QSizeF viewport, double ratio = 1.0) {
    ViewTransform transform;
    transform.setViewport(viewport, ratio);
    transform.setPicture(picture);
    return transform;
}

bool near(QPointF a, QPointF b, double tolerance) {
    return std::abs(a.x() - b.x()) <= tolerance && std::abs(a.y() - b.y()) <= tolerance;
}

} // namespace

class TestViewTransform : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fitsTheWholePicture_data() {
        QTest::addColumn<QSizeF>("picture");
        QTest::addColumn<QSizeF>("viewport");
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("zoom");
        QTest::newRow("wide") << QSizeF(4000, 2000) << QSizeF(1000, 1000) << 1.0 << 0.25;
        QTest::newRow("tall") << QSizeF(2000, 4000) << QSizeF(1000, 1000) << 1.0 << 0.25;
        QTest::newRow("2x screen") << QSizeF(4000, 2000) << QSizeF(1000, 1000) << 2.0 << 0.5;
        QTest::newRow("1.5x screen") << QSizeF(3000, 3000) << QSizeF(1000, 2000) << 1.5 << 0.5;
        QTest::newRow("small is not enlarged") << QSizeF(300, 200) << QSizeF(1000, 1000) << 1.0 << 1.0;
    }
    void fitsTheWholePicture() {
        QFETCH(QSizeF, picture);
        QFETCH(QSizeF, viewport);
        QFETCH(double, ratio);
        QFETCH(double, zoom);
        const ViewTransform transform = view(picture, viewport, ratio);
        QVERIFY(transform.isFitted());
        QCOMPARE(transform.zoom(), zoom);
        QCOMPARE(transform.scale(), zoom / ratio);
        const QRectF rect = transform.pictureRect();
        QCOMPARE(rect.size(), picture * zoom / ratio);
        // Centred, to the nearest device pixel.
        QVERIFY(near(rect.center(), QPointF(viewport.width() / 2, viewport.height() / 2), 0.5 / ratio + kTiny));
        QCOMPARE(transform.visiblePicture().size(), picture);
    }

    void mappingGoesBothWays() {
        ViewTransform transform = view({4000, 3000}, {1000, 700}, 2.0);
        transform.zoomAround(1.7, {320, 210});
        for (const QPointF point : {QPointF(0, 0), QPointF(999, 3), QPointF(512.25, 688)})
            QVERIFY(near(transform.toWidget(transform.toPicture(point)), point, kTiny));
    }

    void zoomKeepsThePointUnderThePointer() {
        ViewTransform transform = view({6000, 4000}, {1200, 800});
        const QPointF pointer(500, 300);
        const QPointF before = transform.toPicture(pointer);
        transform.zoomAround(1.0, pointer);
        QVERIFY(!transform.isFitted());
        QCOMPARE(transform.zoom(), 1.0);
        // Half a device pixel is lost to the pixel grid.
        QVERIFY(near(transform.toPicture(pointer), before, 0.5 + kTiny));
    }

    void actualSizeMeansDevicePixels() {
        for (const double ratio : {1.0, 1.25, 1.5, 2.0}) {
            ViewTransform transform = view({6000, 4000}, {1200, 800}, ratio);
            transform.toggleActualSize({600, 400});
            QCOMPARE(transform.zoom(), 1.0);
            // One picture pixel is one device pixel, and both grids coincide.
            const QPointF corner = transform.pictureRect().topLeft() * ratio;
            QVERIFY(near(corner, QPointF(std::round(corner.x()), std::round(corner.y())), 1e-6));
            QVERIFY(std::abs(transform.toWidget(QPointF(11, 0)).x() - transform.toWidget(QPointF(10, 0)).x() -
                             1 / ratio) < kTiny);
            transform.toggleActualSize({600, 400});
            QVERIFY(transform.isFitted());
        }
    }

    void staysInsideThePicture() {
        ViewTransform transform = view({4000, 3000}, {1000, 700});
        transform.zoomAround(1.0, {500, 350});
        transform.panBy({100000, 100000});
        QVERIFY(near(transform.toPicture({0, 0}), {0, 0}, 0.5 + kTiny));
        transform.panBy({-100000, -100000});
        QVERIFY(near(transform.toPicture({1000, 700}), {4000, 3000}, 0.5 + kTiny));
        // Where the picture is smaller than the view it is centred, however one pans.
        ViewTransform wide = view({4000, 300}, {1000, 700});
        wide.zoomAround(1.0, {0, 0});
        wide.panBy({0, 200});
        QVERIFY(std::abs(wide.pictureRect().center().y() - 350) <= 0.5 + kTiny);
    }

    void zoomHasEnds() {
        ViewTransform transform = view({4000, 3000}, {1000, 700});
        transform.zoomAround(1e6, {10, 10});
        QCOMPARE(transform.zoom(), ViewTransform::kLargestZoom);
        transform.zoomAround(1e-6, {10, 10});
        QVERIFY(transform.isFitted());
        QCOMPARE(transform.zoom(), transform.fitZoom());
    }

    void followsTheViewport() {
        ViewTransform transform = view({4000, 3000}, {1000, 750});
        transform.setViewport({500, 375}, 1.0);
        QVERIFY(transform.isFitted());
        QCOMPARE(transform.zoom(), 0.125);
        transform.zoomAround(1.0, {250, 187});
        const QPointF centre = transform.centre();
        transform.setViewport({600, 400}, 1.0);
        QVERIFY(!transform.isFitted());
        QCOMPARE(transform.centre(), centre);
    }

    void anotherPictureTakesOverZoomAndPlace() {
        ViewTransform first = view({4000, 3000}, {1000, 700});
        first.zoomAround(2.0, {900, 600});
        ViewTransform second = view({8000, 6000}, {1000, 700});
        second.matchTo(first);
        QCOMPARE(second.zoom(), 2.0);
        QVERIFY(near(second.centre() / 2, first.centre(), 1e-6));
        first.fit();
        second.matchTo(first);
        QVERIFY(second.isFitted());
    }

    void emptyIsHarmless() {
        ViewTransform transform;
        QVERIFY(transform.isEmpty());
        transform.zoomAround(2, {1, 1});
        transform.panBy({1, 1});
        transform.toggleActualSize({0, 0});
        QVERIFY(transform.visiblePicture().isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestViewTransform)
#include "test_view_transform.moc"
