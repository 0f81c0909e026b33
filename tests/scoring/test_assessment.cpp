// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <chrono>
#include <cmath>
#include <random>

#include <QtTest>

#include "engine/scoring/assessment.h"
#include "engine/scoring/progress.h"
#include "engine/scoring/scorer.h"

using namespace touchstone;
using namespace std::chrono_literals;

class TestAssessment : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void cells_tile_the_photo_once() {
        // 100x70 native: 4x3 cells of 32, centred padding of 14 and 13.
        AttentionMap map;
        map.scaled = {100, 70};
        map.rows = 3;
        map.cols = 4;
        map.pad_left = 14;
        map.pad_top = 13;
        const Size photo{200, 140};
        double area = 0;
        for (int row = 0; row < map.rows; ++row)
            for (int col = 0; col < map.cols; ++col) {
                const AttentionMap::Rect cell = map.cell_rect(row, col, photo);
                QVERIFY(cell.x >= 0 && cell.x + cell.width <= photo.width);
                QVERIFY(cell.y >= 0 && cell.y + cell.height <= photo.height);
                area += cell.width * cell.height;
            }
        QCOMPARE(area, 200.0 * 140.0);
        const AttentionMap::Rect first = map.cell_rect(0, 0, photo);
        QCOMPARE(first.width, (32 - 14) * 2.0);
        QCOMPARE(first.height, (32 - 13) * 2.0);
        const AttentionMap::Rect inner = map.cell_rect(1, 1, photo);
        QCOMPARE(inner.x, 36.0);
        QCOMPARE(inner.y, 38.0);
        QCOMPARE(inner.width, 64.0);
        QCOMPARE(inner.height, 64.0);
    }

    void native_limit_follows_the_card() {
        ModelCard card;
        card.native_limit = 640;
        QCOMPARE(resolve_native_limit({}, card), std::optional<int>(640));
        card.native_limit.reset();
        QCOMPARE(resolve_native_limit({}, card), std::optional<int>(2048));
        card.shipped = true;
        card.native_limit = 640;
        QCOMPARE(resolve_native_limit({}, card), std::optional<int>(640));
        QCOMPARE(resolve_native_limit({NativeLimit::Kind::None, 0}, card), std::optional<int>());
        QCOMPARE(resolve_native_limit({NativeLimit::Kind::Pixels, 99}, card), std::optional<int>(99));
        card.native_limit.reset();
        QCOMPARE(resolve_native_limit({}, card), std::optional<int>());
    }

    void rate_counts_a_sliding_window() {
        RateMeter meter(10s);
        const RateMeter::Clock::time_point start{};
        QVERIFY(!meter.rate());
        meter.record(start, 0);
        QVERIFY(!meter.seconds_left(100));
        meter.record(start + 1s, 3);
        QVERIFY(!meter.rate()); // three photos, but within a second: too early to say
        meter.record(start + 3s, 3);
        QCOMPARE(*meter.rate(), 1.0);
        for (int second = 4; second <= 5; ++second)
            meter.record(start + second * 1s, static_cast<std::size_t>(second)); // 1 a second
        QCOMPARE(*meter.rate(), 1.0);
        QCOMPARE(*meter.seconds_left(25), 20.0);
        for (int second = 6; second <= 40; ++second)
            meter.record(start + second * 1s, static_cast<std::size_t>(5 + 4 * (second - 5))); // 4 a second
        QCOMPARE(*meter.rate(), 4.0);
        QCOMPARE(*meter.seconds_left(145), 0.0);
        QCOMPARE(*meter.seconds_left(149), 1.0);
    }

    void a_photo_now_and_then_is_a_rate_too() {
        RateMeter meter(10s);
        const RateMeter::Clock::time_point start{};
        for (int photo = 0; photo <= 4; ++photo)
            meter.record(start + photo * 30s, static_cast<std::size_t>(photo));
        QCOMPARE(*meter.seconds_left(6), 60.0);
    }

    void pauses_do_not_count() {
        RateMeter meter(60s);
        const RateMeter::Clock::time_point start{};
        for (int second = 0; second <= 30; ++second)
            meter.record(start + second * 1s, static_cast<std::size_t>(second) * 2);
        meter.pause(start + 30s);
        meter.pause(start + 40s); // is paused already
        meter.record(start + 50s, 60);
        QCOMPARE(*meter.rate(), 2.0);
        meter.resume(start + 3630s);
        meter.resume(start + 3640s); // is running already
        meter.record(start + 3631s, 62);
        QCOMPARE(*meter.rate(), 2.0);
        QCOMPARE(*meter.seconds_left(1062), 500.0);
    }

    /// The forecast of a simulated run in the window's settings: photos of mixed sizes in batches, a rate window of a
    /// minute. After the first minute it is within 20 % until less than half a minute is left.
    void the_forecast_holds_after_the_first_minute() {
        for (const unsigned seed : {1u, 2u, 3u, 4u, 5u}) {
            std::mt19937 random(seed);
            std::lognormal_distribution<double> megapixels(std::log(8), 0.6); // a phone's, a camera's, small ones
            constexpr std::size_t photos = 4000;
            std::vector<double> at{0}; // seconds at which so many photos are done
            while (at.size() <= photos)
                at.push_back(at.back() + 0.05 + 0.02 * megapixels(random));
            RateMeter meter(60s);
            double next_look = 0;
            for (std::size_t done = 0; done <= photos; ++done) {
                const RateMeter::Clock::time_point now{
                    std::chrono::duration_cast<RateMeter::Clock::duration>(std::chrono::duration<double>(at[done]))};
                meter.record(now, done);
                const double left = at.back() - at[done];
                if (at[done] < 60 || left < 30 || at[done] < next_look)
                    continue;
                next_look = at[done] + 5;
                const auto forecast = meter.seconds_left(photos);
                QVERIFY(forecast.has_value());
                QVERIFY2(std::abs(*forecast - left) <= 0.2 * left,
                         qPrintable(QStringLiteral("seed %1 at %2 s: %3 s said, %4 s left")
                                        .arg(seed)
                                        .arg(at[done])
                                        .arg(*forecast)
                                        .arg(left)));
            }
        }
    }
};

QTEST_APPLESS_MAIN(TestAssessment)
#include "test_assessment.moc"
