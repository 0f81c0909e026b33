// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A program of its own that uses the thumbnail store, for tests that kill it, run it twice, or fill its disk:
//   thumbnail_victim write FOLDER COUNT [LIMIT]   keeps COUNT pictures (0 = until it is killed), a line for every ten;
//                                                 "kept N" once the first N are surely in the file
//   thumbnail_victim show PHOTOS CACHE            makes thumbnails of a folder, and says how that went
#include <cstdio>
#include <cstdlib>
#include <string>

#include <QCoreApplication>
#include <QEventLoop>

#include "app/library/thumbnail_service.h"
#include "app/library/thumbnail_store.h"
#include "app/library/walk.h"
#include "engine/imaging/decode.h"
#include "tests/app/library/noise_pictures.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

int write(const std::string& folder, int count, std::uint64_t limit) {
    ThumbnailStore store(folder, {}, limit,
                         [](const Error& error) { std::fprintf(stderr, "%s\n", error.message().c_str()); });
    for (int i = 0; count == 0 || i < count; ++i) {
        store.save(test::noise_file(i % test::noise_pictures), test::noise_edge,
                   test::noise_picture(i % test::noise_pictures));
        if (i % 10 == 9) {
            std::printf("%d\n", i + 1);
            std::fflush(stdout);
        }
        if (i % 50 == 49) {
            store.flush();
            std::printf("kept %d\n", i + 1);
            std::fflush(stdout);
        }
    }
    store.flush();
    return 0;
}

int show(const std::string& photos, const std::string& cache) {
    std::vector<ThumbnailRequest> wanted;
    walk_photos(
        std::vector<std::string>{photos},
        [&](FoundFile&& file) {
            wanted.push_back({static_cast<PhotoId>(wanted.size() + 1), std::move(file)});
        },
        [](Error&&) {}, {});
    ThumbnailOptions options;
    options.cache_folder = cache;
    ThumbnailService service(options);
    int issues = 0, shown = 0;
    QObject::connect(&service, &ThumbnailService::issueRaised, &service, [&](const Issue& issue) {
        ++issues;
        std::fprintf(stderr, "%s\n", qPrintable(issue.text));
    });
    for (const int edge : {512, 256, 128}) { // more than one round: the issue comes once all the same
        QEventLoop loop;
        QObject::connect(&service, &ThumbnailService::idle, &loop, &QEventLoop::quit);
        service.want(wanted, edge);
        loop.exec();
        service.flushStore();
        QCoreApplication::processEvents();
        for (const ThumbnailRequest& request : wanted)
            shown += service.thumbnail(request.id, edge) && !service.image(request.id, edge).isNull() ? 1 : 0;
    }
    std::printf("photos %zu shown %d issues %d\n", wanted.size(), shown, issues);
    return 0;
}

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication app(argc, argv);
    imaging::initialise();
    const std::string verb = argc > 3 ? argv[1] : "";
    if (verb == "write")
        return write(argv[2], std::atoi(argv[3]),
                     argc > 4 ? std::strtoull(argv[4], nullptr, 10) : std::uint64_t{1} << 30);
    if (verb == "show")
        return show(argv[2], argv[3]);
    std::fprintf(stderr, "thumbnail_victim: write FOLDER COUNT [LIMIT] | show PHOTOS CACHE\n");
    return 2;
}
