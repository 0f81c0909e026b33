// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cmath>
#include <numeric>

#include <QPainter>
#include <QSignalSpy>
#include <QtTest>

#include "ui/loupe/heat_legend.h"
#include "ui/loupe/heat_map_layer.h"
#include "ui/loupe/photo_canvas.h"

using namespace touchstone;
using namespace touchstone::ui;

namespace {

/// A map with the centred padding of musiq.md 5, all weight in one cell.
AttentionMap oneBright(Size scaled, int row, int col, double share = 1) {
    AttentionMap map;
    map.scale = "native";
    map.scaled = scaled;
    map.cols = (scaled.width + 31) / 32;
    map.rows = (scaled.height + 31) / 32;
    map.pad_left = (map.cols * 32 - scaled.width) / 2;
    map.pad_top = (map.rows * 32 - scaled.height) / 2;
    map.share = share;
    map.weights.assign(static_cast<std::size_t>(map.rows) * map.cols, 0.0F);
    map.weights[static_cast<std::size_t>(row) * map.cols + col] = static_cast<float>(share);
    return map;
}

Attention threeScales(Size photo) {
    Attention attention;
    attention.scales = {oneBright(photo, 1, 2, 0.5), oneBright({384, 256}, 0, 0, 0.25),
                        oneBright({224, 149}, 2, 3, 0.15)};
    attention.scales[1].scale = "384";
    attention.scales[2].scale = "224";
    attention.cls_share = 0.1;
    return attention;
}

QImage drawn(HeatMapLayer& layer, const ViewTransform& view) {
    QImage image((view.viewport() * view.devicePixelRatio()).toSize(), QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(view.devicePixelRatio());
    image.fill(Qt::transparent);
    QPainter painter(&image);
    layer.draw(painter, view);
    return image;
}

} // namespace

class TestHeatMap : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void brightCellLandsOnItsRectangle_data() {
        QTest::addColumn<double>("ratio");
        QTest::addColumn<double>("zoom"); // 0 = fitted
        QTest::newRow("fitted") << 1.0 << 0.0;
        QTest::newRow("fitted, 2x screen") << 2.0 << 0.0;
        QTest::newRow("fitted, 1.5x screen") << 1.5 << 0.0;
        QTest::newRow("100 %") << 1.0 << 1.0;
        QTest::newRow("700 %") << 1.0 << 7.0;
    }
    /// Every device pixel whose middle lies in the cell has the top colour, every other one the bottom colour.
    void brightCellLandsOnItsRectangle() {
        QFETCH(double, ratio);
        QFETCH(double, zoom);
        // The network saw 500×333 of a 1500×999 photo: padding of 6 and 9 pixels on the left and above.
        const Size photo{1500, 999};
        Attention attention;
        attention.scales = {oneBright({500, 333}, 4, 0)};
        QCOMPARE(attention.scales[0].pad_left, 6);
        QCOMPARE(attention.scales[0].pad_top, 9);
        HeatMapLayer layer;
        layer.setAttention(attention, photo);
        layer.setOpacity(1);
        ViewTransform view;
        view.setViewport({400, 300}, ratio);
        view.setPicture({1500, 999});
        if (zoom > 0)
            view.zoomAround(zoom, view.toWidget(QPointF(60, 380)));
        const QRectF cell = layer.cellRect({4, 0});
        // Cell 0 begins in the padding, so only 26 of its 32 scaled pixels are photo: ×3 = 78.
        QCOMPARE(cell, QRectF(0, (4 * 32 - 9) * 3.0, 78, 96));
        const QImage image = drawn(layer, view);
        const QRgb top = heatColour(HeatRamp::Cividis, 1);
        const QRgb bottom = heatColour(HeatRamp::Cividis, 0);
        int inside = 0;
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const QPointF at = view.toPicture(QPointF((x + 0.5) / ratio, (y + 0.5) / ratio));
                if (!QRectF(0, 0, 1500, 999).adjusted(2, 2, -2, -2).contains(at))
                    continue; // the outermost pixels are rounded to the picture's edge
                const double border = std::min(
                    {std::abs(at.x() - cell.right()), std::abs(at.y() - cell.top()), std::abs(at.y() - cell.bottom())});
                if (border < 1e-3)
                    continue; // exactly on the border: either side is right
                inside += cell.contains(at) ? 1 : 0;
                if (image.pixel(x, y) != (cell.contains(at) ? top : bottom))
                    QFAIL(qPrintable(QStringLiteral("pixel %1,%2").arg(x).arg(y)));
            }
        QVERIFY(inside > 100);
    }

    void imageIsMadeOncePerMapRampAndRange() {
        const Size photo{640, 480};
        HeatMapLayer layer;
        layer.setAttention(threeScales(photo), photo);
        ViewTransform view;
        view.setViewport({300, 300}, 1);
        view.setPicture({640, 480});
        drawn(layer, view);
        view.zoomAround(2, {100, 100});
        layer.setOpacity(0.3);
        layer.setSmooth(false);
        drawn(layer, view);
        QCOMPARE(layer.imagesMade(), 1);
        layer.setRamp(HeatRamp::Grey);
        drawn(layer, view);
        drawn(layer, view);
        QCOMPARE(layer.imagesMade(), 2);
        layer.stepScale(1);
        drawn(layer, view);
        QCOMPARE(layer.imagesMade(), 3);
        QCOMPARE(layer.image().format(), QImage::Format_ARGB32_Premultiplied);
        QCOMPARE(layer.image().size(), QSize(layer.map().cols, layer.map().rows));
    }

    void scalesGoRoundAndStayChosen() {
        const Size photo{640, 480};
        HeatMapLayer layer;
        layer.setAttention(threeScales(photo), photo);
        QStringList names;
        for (int i = 0; i < 5; ++i, layer.stepScale(1))
            names << QString::fromStdString(layer.map().scale);
        QCOMPARE(names.join(QLatin1Char(' ')), QStringLiteral("native 384 224 combined native"));
        QCOMPARE(QString::fromStdString(layer.map().scale), QStringLiteral("384"));
        layer.setAttention(threeScales({800, 600}), {800, 600});
        QCOMPARE(QString::fromStdString(layer.map().scale), QStringLiteral("384"));
        layer.stepScale(-2);
        QCOMPARE(QString::fromStdString(layer.map().scale), QStringLiteral("combined"));
    }

    void combinedKeepsTheWholeWeight() {
        const Size photo{641, 479};
        const Attention attention = threeScales(photo);
        const AttentionMap combined = combinedAttention(attention, photo);
        QCOMPARE(combined.rows, attention.scales[0].rows);
        const double sum = std::accumulate(combined.weights.begin(), combined.weights.end(), 0.0);
        // Sums of some hundred float32 products; 1e-5 is ten times their rounding.
        QVERIFY(std::abs(sum - 0.9) < 1e-5);
        QVERIFY(std::abs(combined.share - 0.9) < 1e-12);
        QVERIFY(combined.weight(1, 2) >= 0.5F);
        QVERIFY(combined.weight(0, 0) > 0); // from the 384 scale's first cell
        QVERIFY(combinedAttention({}, photo).weights.empty());
    }

    void pointAndCellAgree() {
        const Size photo{1500, 999};
        AttentionMap map = oneBright({500, 333}, 0, 0);
        for (int row = 0; row < map.rows; ++row)
            for (int col = 0; col < map.cols; ++col) {
                const AttentionMap::Rect rect = map.cell_rect(row, col, photo);
                const auto cell = cellAt(map, photo, rect.x + rect.width / 2, rect.y + rect.height / 2);
                QVERIFY(cell && *cell == (HeatCell{row, col}));
            }
        QVERIFY(!cellAt(map, photo, -1, 5));
        QVERIFY(!cellAt(map, photo, 5, 999));
    }

    void wordsCarryTheNumbers() {
        AttentionMap map = oneBright({320, 320}, 4, 6, 0.0);
        map.weights.assign(100, 0.01F * 0.5F);
        map.weights[46] = 0.018F;
        map.share = 0.513;
        QCOMPARE(describeCell(map, {4, 6}), QStringLiteral("cell 5,7: 1.8 % of attention, 3.5× the mean"));
        const QString words = describeMap(map, {640, 640});
        QVERIFY2(words.contains(QStringLiteral("51 %")) && words.contains(QStringLiteral("cell 5,7")),
                 qPrintable(words));
    }

    void rangeLeavesOneHotCellAside() {
        std::vector<float> multiples(400, 0.9F);
        multiples[3] = 40;
        const HeatRange range = automaticRange(multiples);
        QCOMPARE(range.high, 2.0);
        QVERIFY(range.open);
        QVERIFY(!automaticRange(std::vector<float>(50, 1.0F)).open);
        QCOMPARE(HeatLegend::ticks(range), (std::vector<double>{0, 1, 2}));
        QCOMPARE(multiplesOfMean(oneBright({64, 64}, 0, 0, 0)), std::vector<float>(4, 0.0F));
    }

    void contoursRunBetweenTheCells() {
        AttentionMap map = oneBright({320, 320}, 5, 5);
        const auto lines = contours(map, multiplesOfMean(map), {320, 320});
        QVERIFY(!lines.empty());
        QCOMPARE(lines.front().level, 1.0);
        // The only weight is in cell 5,5, whose middle is at 176,176; every line stays within one cell of it.
        for (const Contour& line : lines)
            QVERIFY(QRectF(144, 144, 64, 64).contains(line.path.boundingRect()));
        HeatMapLayer layer;
        Attention attention;
        attention.scales = {map};
        layer.setAttention(attention, {320, 320});
        layer.setRamp(HeatRamp::Contours);
        ViewTransform view;
        view.setViewport({320, 320}, 1);
        view.setPicture({320, 320});
        const QImage image = drawn(layer, view);
        QCOMPARE(image.pixel(20, 20), qRgba(0, 0, 0, 0)); // the photo's colours are left alone
        QVERIFY(image.copy(144, 144, 64, 64) != image.copy(0, 0, 64, 64));
    }

    void canvasReadsCellsByPointerAndKeyboard() {
        PhotoCanvas canvas;
        canvas.resize(400, 300);
        QImage photo(1500, 999, QImage::Format_RGB32);
        photo.fill(Qt::gray);
        canvas.show();
        canvas.showPhoto(QStringLiteral("a.jpg"), photo.size(), {});
        canvas.setFull(photo);
        Attention attention;
        attention.scales = {oneBright({500, 333}, 4, 0)};
        canvas.heat().setAttention(attention, {1500, 999});
        canvas.setHeatVisible(true);
        QSignalSpy read(&canvas, &PhotoCanvas::cellRead);
        QTest::mouseMove(&canvas, canvas.view().toWidget(QPointF(40, 400)).toPoint());
        QTRY_VERIFY(canvas.currentCell() == (HeatCell{4, 0}));
        QVERIFY(read.back()[0].toString().startsWith(QStringLiteral("cell 5,1: 100.0 %")));
        canvas.moveCell(1, 1);
        QVERIFY(canvas.currentCell() == (HeatCell{5, 1}));
        canvas.moveCell(100, 0);
        QCOMPARE(canvas.currentCell()->row, 10);
        canvas.setHeatVisible(false);
        QVERIFY(read.back()[0].toString().isEmpty());
    }
};

QTEST_MAIN(TestHeatMap)
#include "test_heat_map.moc"
