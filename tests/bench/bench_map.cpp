// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the library map costs: a frame while it is panned and zoomed, a lasso, the next point by key (processor time of
// the GUI thread), and the plane itself (worker).
//   QT_QPA_PLATFORM=offscreen bench_map [POINTS [RATIO]]
// Bound: 30 frames a second, and no event above 16 ms, at 100,000 points.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <random>
#include <vector>

#include <time.h>

#include <QApplication>
#include <QElapsedTimer>
#include <QKeyEvent>

#include "app/projection/appearance.h"
#include "app/projection/principal_plane.h"
#include "ui/map/map_canvas.h"

using namespace touchstone;

namespace {

double processor_ms(clockid_t clock = CLOCK_THREAD_CPUTIME_ID) {
    timespec time{};
    ::clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

/// Clusters of different sizes, as photos of trips are.
projection::Layout cloud(int count) {
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    std::vector<std::pair<float, float>> centres;
    for (int i = 0; i < 40; ++i)
        centres.emplace_back(normal(random) * 3, normal(random) * 2);
    projection::Layout layout;
    for (int i = 0; i < count; ++i) {
        const auto& [x, y] = centres[random() % centres.size()];
        layout.photos.push_back(i + 1);
        layout.x.push_back(x + normal(random) * 0.6F);
        layout.y.push_back(y + normal(random) * 0.6F);
    }
    return layout;
}

void report(const char* what, std::vector<double> ms) {
    std::sort(ms.begin(), ms.end());
    double sum = 0;
    for (const double one : ms)
        sum += one;
    std::printf("%-34s mean %6.2f ms  longest %6.2f ms  %6.0f a second\n", what, sum / static_cast<double>(ms.size()),
                ms.back(), 1000 * static_cast<double>(ms.size()) / sum);
}

std::vector<double> measured(int times, const std::function<void(int)>& work) {
    std::vector<double> ms;
    for (int i = 0; i < times; ++i) {
        const double start = processor_ms();
        work(i);
        ms.push_back(processor_ms() - start);
    }
    return ms;
}

void frames(ui::MapCanvas& canvas, QImage& screen) {
    const auto frame = [&] { canvas.render(&screen); };
    const auto key = [&](Qt::Key which, Qt::KeyboardModifiers modifiers = {}) {
        QKeyEvent press(QEvent::KeyPress, which, modifiers);
        QApplication::sendEvent(&canvas, &press);
    };
    report("whole map, panned", measured(60, [&](int i) {
               canvas.zoomBy(i == 0 ? 1.02 : 1.0);
               key(i % 2 ? Qt::Key_Left : Qt::Key_Right, Qt::ShiftModifier);
               frame();
           }));
    canvas.fit();
    report("zoomed in, step by step", measured(40, [&](int) {
               canvas.zoomBy(1.12);
               frame();
           }));
    report("zoomed in, panned", measured(60, [&](int i) {
               key(i % 8 < 4 ? Qt::Key_Left : Qt::Key_Up, Qt::ShiftModifier);
               frame();
           }));
    report("zoomed out, step by step", measured(40, [&](int) {
               canvas.zoomBy(1 / 1.12);
               frame();
           }));
    report("pointer moves, the view does not", measured(60, [&](int) { frame(); }));
    canvas.fit();
    key(Qt::Key_Right);
    report("next point by arrow, with a frame", measured(40, [&](int i) {
               key(i % 2 ? Qt::Key_Left : Qt::Key_Down);
               frame();
           }));
    report("nearest point by key, first", measured(10, [&](int) {
               key(Qt::Key_Right);
               key(Qt::Key_PageDown);
           }));
}

void lasso(ui::MapCanvas& canvas) {
    QPolygonF outline;
    const QSizeF all = canvas.points().size();
    for (int i = 0; i < 600; ++i) { // wavy, around most of the map
        const double turn = i * 2 * 3.14159265 / 600, reach = 0.42 + 0.05 * std::sin(turn * 17);
        outline << QPointF(all.width() * (0.5 + reach * std::cos(turn)), all.height() * (0.5 + reach * std::sin(turn)));
    }
    std::size_t inside = 0;
    report("points in a lasso of 600 corners",
           measured(20, [&](int) { inside = canvas.points().inside(outline).size(); }));
    std::printf("    %zu inside\n", inside);
}

void plane(int count, int dimension) {
    std::mt19937 random(2);
    std::vector<float> row(static_cast<std::size_t>(dimension));
    projection::PlaneFinder finder(dimension);
    const auto seconds = [] { return processor_ms(CLOCK_PROCESS_CPUTIME_ID) / 1000; }; // of all its threads
    const double begin = seconds();
    for (int i = 0; i < count; ++i) {
        const auto common = static_cast<float>(random() % 1000) / 1000;
        for (std::size_t at = 0; at < row.size(); ++at)
            row[at] = common * static_cast<float>(at % 7) + static_cast<float>(random() & 0xFFFF) / 65536;
        finder.add(row);
    }
    const double added = seconds();
    const auto found = finder.find({});
    std::printf("plane of %6d photos, %4d numbers: %.2f s to add, %.2f s to solve; %.1f %% of the variance\n", count,
                dimension, added - begin, seconds() - added, found->shares[0] * 100);
}

} // namespace

int main(int argc, char** argv) {
    const int count = argc > 1 ? std::atoi(argv[1]) : 100'000;
    qputenv("QT_SCALE_FACTOR", argc > 2 ? argv[2] : "1");
    QApplication application(argc, argv);
    ui::MapCanvas canvas([](library::PhotoId, QSize) { return ui::PhotoWords(); });
    canvas.resize(1600, 1000);
    canvas.show();
    QApplication::processEvents();
    QElapsedTimer clock;
    clock.start();
    canvas.showLayout(cloud(count));
    for (int at = 0; at < count; ++at) {
        ui::MapPoints::Point& point = canvas.points()[at];
        point.shown = at % 11 != 0;
        point.scored = at % 7 != 0;
        point.selected = at % 5 == 0;
        point.colour = static_cast<std::uint8_t>(at % ui::MapColours::steps);
    }
    canvas.pointsChanged();
    const double ratio = canvas.devicePixelRatioF();
    QImage screen((QSizeF(canvas.size()) * ratio).toSize(), QImage::Format_RGB32);
    screen.setDevicePixelRatio(ratio);
    std::printf("%d points, %d x %d pixels, made in %lld ms\n", count, screen.width(), screen.height(),
                static_cast<long long>(clock.elapsed()));
    frames(canvas, screen);
    lasso(canvas);
    plane(count, projection::Appearance::dimension);
    plane(std::min(count, 2000), 4096);
    return 0;
}
