// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The catalogue with 100,000 generated photos, each scored by two models, in 1,000 folders:
//   bench_catalogue [--benchmark_filter=REGEX]
// Reading is warm: the file was written a moment ago. TMPDIR chooses the disk.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>

#include <QCoreApplication>

#include <benchmark/benchmark.h>

#include "app/library/catalogue/catalogue.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

constexpr int photo_count = 100'000, folder_count = 1'000, batch = 2'000;

/// Ends the program: a benchmark of a broken catalogue says nothing.
template <class T>
T certain(Result<T> result) {
    if (result) {
        if constexpr (std::is_void_v<T>)
            return;
        else
            return std::move(*result);
    }
    std::fprintf(stderr, "%s\n", result.error().message().c_str());
    std::exit(1);
}

std::string temporary_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "bench_catalogue-XXXXXX").native();
    if (!::mkdtemp(pattern.data()))
        std::exit(1);
    return pattern;
}

ModelRow model(const char* name) {
    ModelRow row;
    row.recipe.model = name;
    row.recipe.model_sha256 = std::string(64, 'f');
    row.recipe.preprocessing = "google";
    row.title = name;
    return row;
}

ContentHash hash_of(std::int64_t photo) {
    std::mt19937_64 random(static_cast<std::uint64_t>(photo));
    ContentHash hash;
    for (auto& byte : hash.bytes)
        byte = static_cast<std::uint8_t>(random());
    return hash;
}

std::vector<PhotoFile> files_of(PhotoId first, FolderId folder, int from, int count) {
    std::vector<PhotoFile> files;
    for (int at = from; at < from + count; ++at) {
        PhotoFile file;
        file.id = first + at;
        file.folder = folder + at / (photo_count / folder_count); // a scan comes by folders
        file.name = "IMG_" + std::to_string(100'000 + at) + ".JPG";
        file.bytes = 4'000'000 + at;
        file.mtime_ns = 1'700'000'000'000'000'000 + at * 1'000'000'007LL % 86'400'000'000'000LL;
        file.device = 66;
        file.inode = static_cast<std::uint64_t>(at) + 1000;
        files.push_back(file);
    }
    return files;
}

FolderId add_folders(Catalogue& catalogue) {
    const FolderId first = catalogue.newFolderIds(folder_count);
    certain(catalogue.writeNow([&](CatalogueWriter& writer) -> Result<void> {
        const RootRow root = certain(writer.addRoot("/pictures"));
        std::vector<FolderRow> folders;
        for (int at = 0; at < folder_count; ++at)
            folders.push_back({first + at, root.id, "20" + std::to_string(at % 25) + "/trip-" + std::to_string(at), 7});
        return writer.putFolders(folders);
    }));
    return first;
}

/// Queues all photos as a scan does; returns the first id.
PhotoId add_photos(Catalogue& catalogue, FolderId folder) {
    const PhotoId first = catalogue.newPhotoIds(photo_count);
    for (int from = 0; from < photo_count; from += batch)
        catalogue.write(
            [=](CatalogueWriter& writer) { return writer.addPhotos(files_of(first, folder, from, batch)); });
    catalogue.flush();
    return first;
}

Result<void> describe(CatalogueWriter& writer, PhotoId first, int from, int count) {
    std::vector<std::pair<PhotoId, FileFacts>> facts;
    std::vector<std::pair<PhotoId, ContentHash>> contents;
    std::vector<ScoredContent> one, two;
    for (int at = from; at < from + count; ++at) {
        FileFacts fact;
        fact.captured_ms = 1'700'000'000'000 + at;
        fact.camera = "Camera " + std::to_string(at % 12);
        fact.lens = "Lens " + std::to_string(at % 40);
        fact.width = 6000;
        fact.height = 4000;
        facts.emplace_back(first + at, fact);
        contents.emplace_back(first + at, hash_of(at));
        ScoredContent scored;
        scored.content = contents.back().second;
        scored.pixel_size = {6000, 4000};
        scored.record.score.value = (at * 7919LL % 100'003) / 1000.0;
        scored.record.score.distribution.assign(10, 0.1);
        scored.record.score.standard_deviation = 1.5;
        scored.record.device = "cpu";
        scored.record.seconds = 0.25;
        one.push_back(scored);
        scored.record.score.value = (at * 104'729LL % 100'003) / 1000.0;
        scored.record.score.distribution.clear();
        two.push_back(scored);
    }
    for (const Result<void>& step : {writer.setFacts(facts), writer.setContents(contents),
                                     writer.addScores(model("first"), one), writer.addScores(model("second"), two)})
        if (!step)
            return step;
    return {};
}

/// Made once for all benchmarks that read.
struct Filled {
    std::string folder = temporary_folder();
    std::shared_ptr<Catalogue> catalogue;
    PhotoId first = no_photo;

    Filled() {
        open();
        first = add_photos(*catalogue, add_folders(*catalogue));
        for (int from = 0; from < photo_count; from += batch)
            catalogue->write([this, from](CatalogueWriter& writer) { return describe(writer, first, from, batch); });
        certain(catalogue->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            for (int at = 0; at < photo_count; at += 10)
                certain(writer.changeMarks(std::vector{first + at}, MarkChange{at / 10 % 6, {}, {}}));
            return {};
        }));
    }
    ~Filled() {
        catalogue.reset();
        std::filesystem::remove_all(folder);
    }
    void open() {
        CatalogueOptions options;
        options.folder = folder + "/library";
        catalogue = Catalogue::open(options);
        if (catalogue->state() != Catalogue::State::Open)
            std::exit(1);
    }
};
std::unique_ptr<Filled> kept;
Filled& filled() {
    if (!kept)
        kept = std::make_unique<Filled>();
    return *kept;
}

const std::vector<WantedScores> wanted{{model("first").recipe.key(), "first"},
                                       {model("second").recipe.key(), "second"}};

void BM_AllPhotos(benchmark::State& state) {
    auto reader = certain(filled().catalogue->reader());
    for (auto _ : state) {
        std::vector<PhotoEntry> entries;
        entries.reserve(photo_count);
        certain(reader->photos({}, std::span(wanted).first(static_cast<std::size_t>(state.range(0))),
                               [&](PhotoEntry&& entry) {
                                   entries.push_back(std::move(entry));
                                   return true;
                               }));
        benchmark::DoNotOptimize(entries.data());
        state.PauseTiming();
        entries = {};
        state.ResumeTiming();
    }
}
BENCHMARK(BM_AllPhotos)->Arg(0)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

void BM_RootPhotos(benchmark::State& state) {
    auto reader = certain(filled().catalogue->reader());
    Scope scope;
    scope.kind = Scope::Kind::Root;
    scope.root = 1;
    for (auto _ : state) {
        int count = 0;
        certain(reader->photos(scope, wanted, [&](PhotoEntry&&) { return ++count > 0; }));
        if (count != photo_count)
            state.SkipWithError("photos are missing");
    }
}
BENCHMARK(BM_RootPhotos)->Unit(benchmark::kMillisecond);

void BM_Best200(benchmark::State& state) {
    auto reader = certain(filled().catalogue->reader());
    Scope scope;
    scope.kind = state.range(0) ? Scope::Kind::Root : Scope::Kind::All;
    scope.root = 1;
    for (auto _ : state)
        if (certain(reader->best(scope, wanted, true, 200)).size() != 200)
            state.SkipWithError("photos are missing");
}
BENCHMARK(BM_Best200)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void BM_Values(benchmark::State& state) {
    auto reader = certain(filled().catalogue->reader());
    Scope scope;
    scope.kind = state.range(0) ? Scope::Kind::Root : Scope::Kind::All;
    scope.root = 1;
    for (auto _ : state)
        if (certain(reader->values(scope, wanted.front().recipe_key)).size() != photo_count)
            state.SkipWithError("values are missing");
}
BENCHMARK(BM_Values)->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

void BM_OpenAndBest200(benchmark::State& state) {
    filled();
    for (auto _ : state) {
        state.PauseTiming();
        filled().catalogue.reset();
        state.ResumeTiming();
        filled().open();
        auto reader = certain(filled().catalogue->reader());
        benchmark::DoNotOptimize(certain(reader->best({}, wanted, true, 200)));
    }
}
BENCHMARK(BM_OpenAndBest200)->Unit(benchmark::kMillisecond);

void BM_Small(benchmark::State& state) {
    auto reader = certain(filled().catalogue->reader());
    for (auto _ : state)
        switch (state.range(0)) {
        case 0:
            certain(reader->roots());
            break;
        case 1:
            certain(reader->counts());
            break;
        case 2:
            certain(reader->models());
            break;
        case 3:
            certain(reader->files(1));
            break;
        }
    state.SetLabel(
        std::vector<std::string>{"roots", "counts", "models", "files"}[static_cast<std::size_t>(state.range(0))]);
}
BENCHMARK(BM_Small)->DenseRange(0, 3)->Unit(benchmark::kMillisecond);

/// One photo's stars, until the commit is on the disk.
void BM_MarkOne(benchmark::State& state) {
    Filled& library = filled();
    std::int64_t turn = 0;
    for (auto _ : state) {
        ++turn;
        certain(library.catalogue->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            certain(writer.changeMarks(std::vector{library.first + turn % photo_count},
                                       MarkChange{static_cast<int>(turn % 5), {}, {}}));
            return {};
        }));
    }
}
BENCHMARK(BM_MarkOne)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_AddScores1000(benchmark::State& state) {
    Filled& library = filled();
    int turn = 0;
    for (auto _ : state) {
        ++turn;
        certain(library.catalogue->writeNow(
            [&](CatalogueWriter& writer) { return describe(writer, library.first, turn * 1000 % photo_count, 1000); }));
    }
}
BENCHMARK(BM_AddScores1000)->Unit(benchmark::kMillisecond)->UseRealTime();

void BM_BackUp(benchmark::State& state) {
    for (auto _ : state)
        certain(filled().catalogue->backUp());
}
BENCHMARK(BM_BackUp)->Unit(benchmark::kMillisecond)->UseRealTime()->Iterations(2);

void BM_Check(benchmark::State& state) {
    for (auto _ : state)
        if (!certain(filled().catalogue->check()).empty())
            state.SkipWithError("the catalogue is not well");
}
BENCHMARK(BM_Check)->Unit(benchmark::kMillisecond)->UseRealTime();

/// 100,000 new rows in a new catalogue, as a cold scan queues them.
void BM_AddPhotos(benchmark::State& state) {
    for (auto _ : state) {
        state.PauseTiming();
        CatalogueOptions options;
        options.folder = temporary_folder();
        auto catalogue = Catalogue::open(options);
        const FolderId folder = add_folders(*catalogue);
        state.ResumeTiming();
        add_photos(*catalogue, folder);
        state.PauseTiming();
        catalogue.reset();
        std::filesystem::remove_all(options.folder);
        state.ResumeTiming();
    }
    state.SetItemsProcessed(state.iterations() * photo_count);
}
BENCHMARK(BM_AddPhotos)->Unit(benchmark::kMillisecond)->UseRealTime();

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv))
        return 2;
    benchmark::RunSpecifiedBenchmarks();
    kept.reset();
    return 0;
}
