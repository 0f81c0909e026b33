// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Milliseconds of processor time per frame while the ranked grid is scrolled through 100,000 generated photos with marks:
//   QT_QPA_PLATFORM=offscreen bench_scroll [WIDTH HEIGHT EDGE]
// A frame is one scroll step, its layout, and the painting of what it uncovered; "whole" repaints everything, which a
// real scroll never does. Thumbnails are in memory, as they are for rows near the screen.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <numeric>

#include <QApplication>
#include <QScrollBar>

#include "app/library/photo_list_model.h"
#include "ui/grid/photo_grid.h"
#include "ui/style/appearance.h"

using namespace touchstone;

namespace {

constexpr int kPhotos = 100'000;
constexpr double kFrameMs = 8; ///< what a frame may cost

/// Processor time of the GUI thread: what a frame costs on a machine that is not busy with something else.
double cpuMilliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

void fill(library::PhotoListModel& photos) {
    ModelCard card;
    card.id = "m";
    card.range = std::pair(0.0, 100.0);
    photos.setModels({card});
    std::vector<library::PhotoEntry> entries;
    for (int i = 1; i <= kPhotos; ++i) {
        library::PhotoEntry entry;
        entry.id = i;
        entry.name = QStringLiteral("IMG_%1.jpg").arg(i, 5, 10, QLatin1Char('0'));
        entry.pixel_size = i % 5 == 0 ? Size{4000, 6000} : Size{6000, 4000};
        entry.state = library::PhotoState::Scored;
        library::ScoreRecord record;
        record.model = "m";
        record.score.value = (i * 7919 % 10'000) / 100.0;
        entry.scores = {record};
        entry.marks = {i % 6, static_cast<library::Label>(i / 6 % 6),
                       i % 29 == 0 ? library::Flag::Reject : i % 31 == 0 ? library::Flag::Pick : library::Flag::None};
        entries.push_back(entry);
    }
    photos.append(std::move(entries));
    photos.rerank();
}

std::vector<QImage> pictures() {
    std::vector<QImage> result;
    for (int i = 0; i < 64; ++i) {
        QImage image(i % 5 == 0 ? QSize(171, 256) : QSize(256, 171), QImage::Format_RGB32);
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x)
                image.setPixel(x, y, qRgb(x & 255, (y * 3 + i * 4) & 255, (x * y + i) & 255));
        result.push_back(image);
    }
    return result;
}

void report(const char* name, std::vector<double> frames) {
    const auto late = std::count_if(frames.begin(), frames.end(), [](double ms) { return ms > kFrameMs; });
    const auto worst = std::max_element(frames.begin(), frames.end()) - frames.begin();
    std::sort(frames.begin(), frames.end());
    const double mean = std::accumulate(frames.begin(), frames.end(), 0.0) / static_cast<double>(frames.size());
    std::printf("%-28s mean %6.2f ms  median %6.2f  99 %% %6.2f  worst %6.2f (frame %td)  %td of %zu over %g ms\n",
                name, mean, frames[frames.size() / 2], frames[frames.size() * 99 / 100], frames.back(), worst, late,
                frames.size(), kFrameMs);
}

/// Scrolls down, and on from the top when the end is reached: a frame in which nothing moves says nothing.
void advance(QScrollBar& bar, int pixels) {
    bar.setValue(bar.value() + pixels > bar.maximum() ? 0 : bar.value() + pixels);
}

template <class Step>
std::vector<double> timed(int frames, Step step) {
    std::vector<double> result;
    for (int i = 0; i < frames; ++i) {
        const double start = cpuMilliseconds();
        step(i);
        QApplication::processEvents();
        result.push_back(cpuMilliseconds() - start);
    }
    return result;
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    ui::applyAppearance(ui::Appearance::Dark);
    const QStringList words = QApplication::arguments();
    const auto number = [&](int index, int fallback) { return words.size() > index ? words[index].toInt() : fallback; };
    library::PhotoListModel photos;
    fill(photos);
    const auto images = pictures();
    ui::PhotoGrid grid(ui::PhotoDelegate::Layout::Grid, [&](library::PhotoId id, int) {
        return ui::SmallPicture{images[static_cast<std::size_t>(id) % images.size()], false, {}};
    });
    grid.delegate().setFraction([](double value) { return value / 100; });
    grid.setModel(&photos);
    grid.setEdge(number(3, 200));
    grid.resize(number(1, 1600), number(2, 1000));
    grid.show();
    // The view lays out 2,000 rows at a time, between frames; scrolling begins when all are there.
    const auto complete = [&] { return !grid.visualRect(photos.index(kPhotos - 1)).isEmpty(); };
    while (grid.visibleRows().first < 0 || !complete() || grid.pixmaps().pendingCount() > 0)
        QApplication::processEvents(QEventLoop::WaitForMoreEvents, 50);
    QScrollBar* bar = grid.verticalScrollBar();
    std::printf("%d photos, %dx%d, cells of %d, %d rows on screen\n", kPhotos, grid.width(), grid.height(), grid.edge(),
                grid.visibleRows().last - grid.visibleRows().first + 1);
    report("wheel, 40 px a frame", timed(600, [&](int) { advance(*bar, 40); }));
    report("fast, a third of a screen", timed(300, [&](int) { advance(*bar, grid.height() / 3); }));
    report("thumb drag, anywhere", timed(200, [&](int i) { bar->setValue(i * 6151 % 100 * (bar->maximum() / 100)); }));
    report("whole, nothing moved", timed(200, [&](int) { grid.viewport()->update(); }));
    return 0;
}
