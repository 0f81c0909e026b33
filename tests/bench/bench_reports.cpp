// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Reports of many photos: bench_reports csv|json|html|pdf|contact-sheet COUNT
// Rows and small pictures are generated, so that what is measured is this program and not a disk. One format a run: the
// memory that is printed is the process's peak.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTemporaryDir>

#include <sys/resource.h>

#include "app/reports/report_writer.h"
#include "tests/app/reports/report_samples.h"

using namespace touchstone;
using namespace touchstone::reports;

namespace {

/// As hard to compress as a small photo.
class GeneratedPictures final : public ReportPictures {
public:
    QImage thumbnail(const ReportPhoto& photo, int edge) override {
        QImage image(edge, edge * 2 / 3, QImage::Format_RGB32);
        std::minstd_rand random(static_cast<unsigned>(photo.bytes));
        for (int y = 0; y < image.height(); ++y)
            for (int x = 0; x < image.width(); ++x) {
                const int grey = static_cast<int>(random() % 24) + x * 180 / edge;
                reinterpret_cast<QRgb*>(image.scanLine(y))[x] = qRgb(grey, (grey + y) % 256, 255 - grey);
            }
        return image;
    }
};

} // namespace

int main(int count, char** words) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QGuiApplication application(count, words);
    if (count != 3) {
        std::fprintf(stderr, "bench_reports csv|json|html|pdf|contact-sheet COUNT\n");
        return 2;
    }
    const std::string word = words[1];
    const ReportFormat format = word == "contact-sheet" ? ReportFormat::ContactSheetPdf
                                                        : format_of_name("." + word).value_or(ReportFormat::Json);
    const ReportData data = test::sample_report(std::atoi(words[2]));
    const QTemporaryDir folder;
    const std::string path = folder.path().toStdString() + "/report";
    GeneratedPictures pictures;
    QElapsedTimer clock;
    clock.start();
    const auto written = write_report(data, format, {}, pictures, path, {});
    const double seconds = static_cast<double>(clock.nsecsElapsed()) / 1e9;
    if (!written) {
        std::fprintf(stderr, "%s\n", written.error().message().c_str());
        return 1;
    }
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf("%s: %zu photos, %.2f s, %.1f MB, peak memory %ld MB\n", word.c_str(), data.photos.size(), seconds,
                static_cast<double>(std::filesystem::file_size(path)) / 1e6, usage.ru_maxrss / 1024);
    return 0;
}
