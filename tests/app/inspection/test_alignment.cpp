// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <QtTest>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "app/inspection/alignment.h"
#include "app/inspection/attended_sharpness.h"
#include "tests/app/culling/scenes.h"

using namespace touchstone;
using namespace touchstone::inspection;

namespace {

QImage frame(unsigned seed, double x, double y, unsigned noise, QSize size = QSize(480, 320)) {
    const RgbImage pixels = test::Scene(seed).frame(x, y, 0, {size.width(), size.height()}, noise);
    return QImage(pixels.pixels.data(), size.width(), size.height(), size.width() * 3, QImage::Format_RGB888).copy();
}

/// The same scene with the camera turned clockwise, so that what is seen turns counter-clockwise.
QImage turned(unsigned seed, double degrees, QSize size) {
    const test::Scene scene(seed);
    const double angle = degrees * std::numbers::pi / 180;
    QImage image(size, QImage::Format_Grayscale8);
    for (int y = 0; y < size.height(); ++y)
        for (int x = 0; x < size.width(); ++x) {
            const double across = x + 0.5 - size.width() / 2.0, down = y + 0.5 - size.height() / 2.0;
            const double from_x = across * std::cos(angle) - down * std::sin(angle);
            const double from_y = across * std::sin(angle) + down * std::cos(angle);
            const double luma = scene.at(0.5 + from_x / size.width(), 0.5 + from_y / size.height());
            image.scanLine(y)[x] = static_cast<uchar>(std::clamp(luma, 0.0, 255.0));
        }
    return image;
}

AttentionMap flat_map(Size photo) {
    AttentionMap map;
    map.scale = "native";
    map.scaled = photo;
    map.cols = (photo.width + 31) / 32;
    map.rows = (photo.height + 31) / 32;
    map.pad_left = (map.cols * 32 - photo.width) / 2;
    map.pad_top = (map.rows * 32 - photo.height) / 2;
    map.weights.assign(static_cast<std::size_t>(map.rows) * map.cols, 1.0F);
    map.share = static_cast<double>(map.weights.size());
    return map;
}

} // namespace

class TestAlignment : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void a_shift_is_found() {
        // The camera moved: what lies at (0.5, 0.5) of the first lies at (0.46, 0.53) of the second.
        const auto found = align(frame(3, 0, 0, 1), frame(3, 0.04, -0.03, 2));
        QVERIFY(found.has_value());
        const QPointF place = found->place({0.5, 0.5});
        QVERIFY2(std::abs(place.x() - 0.46) < 0.002 && std::abs(place.y() - 0.53) < 0.003,
                 qPrintable(QStringLiteral("%1 %2").arg(place.x()).arg(place.y()))); // a pixel of 480 × 320
        QVERIFY(found->correlation > 0.9);
        QVERIFY(std::abs(found->degrees) < 0.2);
        QVERIFY(std::abs(found->shift - std::hypot(0.04 * 480, 0.03 * 320) / 480) < 0.003);
    }

    void a_turn_is_found_also_between_sizes() {
        const auto found = align(frame(5, 0, 0, 1), turned(5, 3, QSize(240, 160)));
        QVERIFY(found.has_value());
        QVERIFY2(std::abs(found->degrees - 3) < 0.3, qPrintable(QString::number(found->degrees)));
        const QPointF middle = found->place({0.5, 0.5});
        QVERIFY(std::hypot(middle.x() - 0.5, middle.y() - 0.5) < 0.006);
    }

    void what_does_not_fit_is_said() {
        QCOMPARE(align(frame(3, 0, 0, 1), frame(11, 0, 0, 2)).error(), Misfit::NotTheSame);
        QCOMPARE(align(frame(3, 0, 0, 1), frame(3, 0, 0, 2, QSize(320, 480))).error(), Misfit::OtherShape);
        QImage black(480, 320, QImage::Format_RGB888);
        black.fill(Qt::black);
        QCOMPARE(align(frame(3, 0, 0, 1), black).error(), Misfit::NothingToSee);
        QCOMPARE(align(QImage(1, 1, QImage::Format_RGB888), black).error(), Misfit::NothingToSee);
        QCOMPARE(align(QImage(), QImage()).error(), Misfit::NothingToSee);
    }

    void maps_are_subtracted_at_the_same_places_of_the_scene() {
        const Size photo{480, 320};
        AttentionMap reference = flat_map(photo), map = flat_map(photo);
        const auto at = [](AttentionMap& m, int row, int col) -> float& {
            return m.weights[static_cast<std::size_t>(row) * m.cols + col];
        };
        at(reference, 4, 7) = 10;
        at(map, 4, 5) = 10; // the same thing, two cells further to the left
        Alignment shift;
        shift.map[2] = 64.0 / 480;
        const AttentionMap none = difference_of_maps(map, photo, reference, shift);
        for (int row = 0; row < none.rows; ++row)
            for (int col = 0; col < none.cols; ++col)
                QVERIFY(std::abs(none.weight(row, col)) < 1e-5);
        const AttentionMap unaligned = difference_of_maps(map, photo, reference, {});
        QVERIFY(unaligned.weight(4, 5) > 5 && unaligned.weight(4, 7) < -5);
        QCOMPARE(none.weight(0, 14), 0.0F); // lies outside the reference
    }

    void the_attended_region_has_a_sharpness_of_its_own() {
        const Size photo{256, 192}; // 4 × 3 tiles
        imaging::Measures measures;
        measures.tile = 64;
        measures.tile_rows = 3;
        measures.tile_columns = 4;
        measures.tile_sharpness.assign(12, 1.0F);
        measures.tile_sharpness[5] = 9.0F; // row 1, column 1
        AttentionMap map = flat_map(photo);
        for (int row = 2; row < 4; ++row)
            for (int col = 2; col < 4; ++col)
                map.weights[static_cast<std::size_t>(row) * map.cols + col] = 100;
        Attention attention;
        attention.scales = {map};
        const auto found = attended_sharpness(measures, attention, photo);
        QVERIFY(found.has_value());
        QCOMPARE(found->attended, 9.0);
        QCOMPARE(found->frame, std::sqrt((11 + 81) / 12.0));
        QCOMPARE(found->area, 1.0 / 12);
        QVERIFY(!attended_sharpness({}, attention, photo));
        QVERIFY(!attended_sharpness(measures, {}, photo));
    }
};

QTEST_APPLESS_MAIN(TestAlignment)
#include "test_alignment.moc"
