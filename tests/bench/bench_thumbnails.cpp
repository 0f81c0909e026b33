// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Thumbnails from generated 12-megapixel JPEGs: our way (read, decode, keep in thumbnails.db) beside `vipsthumbnail` of
// libvips-tools, in the same run, in turns, with the same number of threads:
//   bench_thumbnails [PHOTOS ROUNDS]
// Then how soon a screen of photos shows something by their Exif data and without it, and what a thumbnail costs to
// keep and to get back. Ratios above 1 say that we are faster; on a machine with other work, believe processor time.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <random>

#include <sys/resource.h>

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QFileInfo>
#include <QImage>
#include <QProcess>
#include <QProcessEnvironment>
#include <QTemporaryDir>

#include "app/library/image_convert.h"
#include "app/library/thumbnail_service.h"
#include "app/library/thumbnail_store.h"
#include "app/library/walk.h"
#include "engine/imaging/decode.h"
#include "tests/support/exif_jpeg.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Processor time so far, of this program or of its children that have ended.
double processor_seconds(int who) {
    rusage usage{};
    getrusage(who, &usage);
    const auto seconds = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// What a way of making thumbnails took.
struct Took {
    double wall = 0, processor = 0; ///< seconds
};

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Soft shapes, edges and the noise of a sensor: about as many bytes as a camera's JPEG of this size.
QImage photo_like(unsigned seed) {
    constexpr int width = 4000, height = 3000;
    std::mt19937 random(seed);
    std::normal_distribution<float> gauss(0, 5);
    std::vector<float> noise(1 << 16);
    for (float& value : noise)
        value = gauss(random);
    QImage image(width, height, QImage::Format_RGB888);
    const float fx = 0.002F + 0.0003F * static_cast<float>(seed % 7), fy = 0.003F;
    std::vector<float> across(width), fine(width);
    for (int x = 0; x < width; ++x) {
        across[static_cast<std::size_t>(x)] = 60 * std::sin(static_cast<float>(x) * fx);
        fine[static_cast<std::size_t>(x)] = 12 * std::sin(static_cast<float>(x) * 0.35F);
    }
    for (int y = 0; y < height; ++y) {
        uchar* line = image.scanLine(y);
        const float down = 50 * std::cos(static_cast<float>(y) * fy);
        for (int x = 0; x < width; ++x) {
            const auto at = static_cast<std::size_t>(x);
            const float edge = (x / 300 + y / 250) % 2 == 0 ? 15.F : -15.F;
            const float base = 128 + across[at] + down + edge + ((y / 600) % 2 == 0 ? fine[at] : 0);
            for (int channel = 0; channel < 3; ++channel)
                *line++ = static_cast<uchar>(
                    std::clamp(base + 10 * static_cast<float>(channel - 1) + noise[random() & 0xffff], 0.F, 255.F));
        }
    }
    return image;
}

/// `vipsthumbnail` over all files: one process for each thread, each with one of libvips' own.
Took time_of_vips(const std::vector<FoundFile>& files, int edge, int threads) {
    const QTemporaryDir out;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("VIPS_CONCURRENCY"), QStringLiteral("1"));
    std::vector<std::unique_ptr<QProcess>> processes;
    const double before = processor_seconds(RUSAGE_CHILDREN);
    const Clock::time_point start = Clock::now();
    for (int t = 0; t < threads; ++t) {
        QStringList arguments{QStringLiteral("--size"), QStringLiteral("%1x%1").arg(edge), QStringLiteral("-o"),
                              out.path() + QStringLiteral("/%s.jpg[Q=85]")};
        for (std::size_t i = static_cast<std::size_t>(t); i < files.size(); i += static_cast<std::size_t>(threads))
            arguments << QString::fromStdString(files[i].path);
        processes.push_back(std::make_unique<QProcess>());
        processes.back()->setProcessEnvironment(environment);
        processes.back()->start(QStringLiteral("vipsthumbnail"), arguments);
    }
    bool all_well = true;
    for (const auto& process : processes)
        all_well = process->waitForFinished(-1) && process->exitCode() == 0 && all_well;
    const Took took{seconds_since(start), processor_seconds(RUSAGE_CHILDREN) - before};
    if (!all_well || QDir(out.path()).entryList(QDir::Files).size() != static_cast<qsizetype>(files.size())) {
        std::fprintf(stderr, "bench_thumbnails: vipsthumbnail did not make all thumbnails; is libvips-tools there?\n");
        std::exit(1);
    }
    return took;
}

/// A ThumbnailService over all files, until the last is on disk.
Took time_of_service(const std::vector<FoundFile>& files, int edge, int threads) {
    const QTemporaryDir cache;
    std::vector<ThumbnailRequest> wanted;
    for (const FoundFile& file : files)
        wanted.push_back({static_cast<PhotoId>(wanted.size() + 1), file});
    const double before = processor_seconds(RUSAGE_SELF);
    const Clock::time_point start = Clock::now();
    ThumbnailOptions options;
    options.cache_folder = cache.path().toStdString();
    options.threads = threads;
    ThumbnailService service(options);
    QEventLoop loop;
    QObject::connect(&service, &ThumbnailService::idle, &loop, &QEventLoop::quit);
    service.want(wanted, edge);
    loop.exec();
    service.flushStore();
    const Took took{seconds_since(start), processor_seconds(RUSAGE_SELF) - before};
    if (service.counters().decoded != static_cast<int>(files.size())) {
        std::fprintf(stderr, "bench_thumbnails: a photo was not decoded\n");
        std::exit(1);
    }
    return took;
}

void compare(const std::vector<FoundFile>& files, int edge, int threads, int rounds) {
    std::vector<double> vips_wall, vips_processor, wall, processor;
    for (int round = 0; round <= rounds; ++round) {
        const Took vips = time_of_vips(files, edge, threads);
        const Took ours = time_of_service(files, edge, threads);
        if (round == 0)
            continue; // warms caches and libraries
        vips_wall.push_back(vips.wall);
        vips_processor.push_back(vips.processor);
        wall.push_back(ours.wall);
        processor.push_back(ours.processor);
    }
    const double count = static_cast<double>(files.size());
    const double theirs = median(vips_processor), mine = median(processor);
    std::printf("%4d px, %d thread%s  %5.1f  %5.1f  %5.2f   %6.1f  %6.1f  %5.2f\n", edge, threads,
                threads == 1 ? " " : "s", count / median(vips_wall), count / median(wall),
                median(vips_wall) / median(wall), theirs / count * 1e3, mine / count * 1e3, theirs / mine);
    std::fflush(stdout);
}

/// Seconds until every photo shows something, all of them on screen or none; one thread.
double seconds_to_first_paint(const std::vector<FoundFile>& files, int edge, bool on_screen) {
    std::vector<ThumbnailRequest> wanted;
    for (const FoundFile& file : files)
        wanted.push_back({static_cast<PhotoId>(wanted.size() + 1), file});
    ThumbnailOptions options;
    options.threads = 1;
    ThumbnailService service(options);
    QEventLoop loop;
    QObject::connect(&service, &ThumbnailService::ready, &loop, [&] {
        if (std::none_of(wanted.begin(), wanted.end(),
                         [&](const ThumbnailRequest& one) { return service.image(one.id, edge).isNull(); }))
            loop.quit();
    });
    const Clock::time_point start = Clock::now();
    service.want(wanted, edge, on_screen ? wanted.size() : 0);
    loop.exec();
    return seconds_since(start);
}

void measure_first_paint(const std::vector<FoundFile>& files, int edge, int rounds) {
    std::vector<double> by_exif, by_photo;
    for (int round = 0; round < rounds; ++round) {
        by_photo.push_back(seconds_to_first_paint(files, edge, false));
        by_exif.push_back(seconds_to_first_paint(files, edge, true));
    }
    std::printf("%4d px  %zu photos show something after %.0f ms by Exif, %.0f ms without  (ratio %.1f)\n", edge,
                files.size(), median(by_exif) * 1e3, median(by_photo) * 1e3, median(by_photo) / median(by_exif));
}

/// Milliseconds of one thumbnail into the store, encoding and transaction included, and back as a picture; one thread.
void measure_store(const FoundFile& photo, int edge) {
    constexpr int count = 1000;
    auto decoded = imaging::decode_thumbnail_file(photo.path, edge, {});
    const QImage picture = image_of(std::move(decoded->image));
    const QTemporaryDir cache;
    const auto file = [](int i) { return FoundFile{"/photos/" + std::to_string(i) + ".jpg", 1, 1}; };
    const Clock::time_point start = Clock::now();
    {
        ThumbnailStore store(cache.path().toStdString(), {}, std::uint64_t{1} << 30);
        for (int i = 0; i < count; ++i)
            store.save(file(i), edge, picture);
    }
    const double kept = seconds_since(start);
    ThumbnailStore store(cache.path().toStdString(), {}, std::uint64_t{1} << 30);
    const Clock::time_point again = Clock::now();
    int found = 0;
    for (int i = 0; i < count; ++i)
        found += store.load(file(i), edge, std::chrono::hours(1)) ? 1 : 0;
    const double loaded = seconds_since(again);
    const auto bytes = static_cast<double>(QFileInfo(cache.filePath(QStringLiteral("thumbnails.db"))).size());
    std::printf("%4d px  keep %.2f ms  get back %.2f ms  %.1f KB each  (%d of %d found)\n", edge, kept / count * 1e3,
                loaded / count * 1e3, bytes / count / 1e3, found, count);
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    imaging::initialise();
    const int photos = argc > 1 ? std::atoi(argv[1]) : 24, rounds = argc > 2 ? std::atoi(argv[2]) : 5;
    const QTemporaryDir folder;
    qint64 bytes = 0;
    for (int i = 0; i < photos; ++i) {
        const QString path = folder.filePath(QStringLiteral("%1.jpg").arg(i, 3, 10, QLatin1Char('0')));
        const QImage photo = photo_like(static_cast<unsigned>(i));
        QFile file(path);
        const QByteArray content = test::with_exif(test::jpeg_of(photo, 92), 1, test::jpeg_of(photo.scaled(160, 120)));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            return 1;
        file.close();
        bytes += QFileInfo(path).size();
    }
    std::vector<FoundFile> files;
    const std::vector<std::string> paths{folder.path().toStdString()};
    walk_photos(
        paths, [&](FoundFile&& file) { files.push_back(std::move(file)); }, [](Error&&) {}, {});
    std::printf("%d photos of 12 megapixels, %.1f MB each, medians of %d rounds\n", photos,
                static_cast<double>(bytes) / 1e6 / photos, rounds);
    std::printf("                  photos a second        processor ms a photo\n"
                "                   vips   ours  ratio     vips    ours  ratio\n");
    for (const int threads : {1, 2})
        for (const int edge : {256, 512})
            compare(files, edge, threads, rounds);
    for (const int edge : {256, 512})
        measure_first_paint(files, edge, rounds);
    for (const int edge : {128, 256, 512})
        measure_store(files.front(), edge);
    return 0;
}
