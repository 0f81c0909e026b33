// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Milliseconds of processor time that the list of photos takes on the GUI thread, and its memory, with generated rows:
//   QT_QPA_PLATFORM=offscreen bench_list [PHOTOS]
// A selection of 100 photos and the current one stand in persistent indexes, as a view keeps them.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <random>

#include <QCoreApplication>

#include "app/library/photo_list_model.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

double cpu_milliseconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double resident_megabytes() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);)
        if (line.starts_with("VmRSS:"))
            return std::stod(line.substr(6)) / 1024;
    return 0;
}

class Rows {
public:
    ScoreRecord record(const char* model) {
        ScoreRecord made;
        made.model = model;
        made.model_sha256 = std::string(64, 'a');
        made.score.value = static_cast<double>(random_() % 100'000) / 1000;
        made.device = "cpu";
        return made;
    }

    PhotoEntry photo(PhotoId id) {
        static const QString cameras[] = {QStringLiteral("Canon EOS R6"), QStringLiteral("FUJIFILM X100V"),
                                          QStringLiteral("NIKON Z 6")};
        PhotoEntry entry;
        entry.id = id;
        entry.name = QStringLiteral("IMG_%1.jpg").arg(random_() % 1'000'000);
        entry.file = {"/photos/of/a/person/in/2024/a folder of photos/" + entry.name.toStdString(),
                      static_cast<std::int64_t>(random_() % 10'000'000),
                      static_cast<std::int64_t>(random_()) * 1'000'000};
        entry.pixel_size = {6000, 4000};
        entry.state = PhotoState::Scored;
        entry.scores = {record("musiq-small"), record("musiq-koniq")};
        entry.marks.rating = static_cast<int>(random_() % 6);
        entry.marks.flag = Flag(random_() % 3);
        entry.folder = id / 1000 + 1;
        entry.captured_ms = static_cast<std::int64_t>(random_()) * 300;
        entry.camera = cameras[random_() % 3];
        entry.content = ContentHash();
        entry.has_facts = true;
        return entry;
    }

    std::vector<PhotoOutcome> outcomes(int count, int photos) {
        std::vector<PhotoOutcome> made;
        for (int i = 0; i < count; ++i) {
            PhotoOutcome outcome;
            outcome.id = static_cast<PhotoId>(random_() % static_cast<unsigned>(photos)) + 1;
            outcome.records = {record("musiq-small")};
            made.push_back(outcome);
        }
        return made;
    }

private:
    std::mt19937 random_{1};
};

/// `prepare` is not timed.
template <class Step, class Prepare = void (*)(int)>
void report(
    const char* name, int runs, Step step, Prepare prepare = [](int) {}) {
    std::vector<double> times;
    for (int run = 0; run < runs; ++run) {
        prepare(run);
        const double start = cpu_milliseconds();
        step(run);
        times.push_back(cpu_milliseconds() - start);
    }
    std::sort(times.begin(), times.end());
    std::printf("%-44s median %7.2f ms  worst %7.2f ms\n", name, times[times.size() / 2], times.back());
    std::fflush(stdout);
}

ModelCard card(const char* id) {
    ModelCard made;
    made.id = id;
    made.range = std::pair(0.0, 100.0);
    return made;
}

void measure_orders(PhotoListModel& list) {
    for (const char* order : {"score", "-score", "score:musiq-koniq", "percentile", "disagreement", "captured",
                              "modified", "name", "size", "pixels", "rating"}) {
        const SortOrder wanted = *SortOrder::parse(QString::fromLatin1(order));
        const SortOrder other{wanted.key == SortKey::DateModified ? SortKey::FileSize : SortKey::DateModified};
        report((std::string("sort by ") + order).c_str(), 7, [&](int) { list.setSortOrder(wanted); },
               [&](int) { list.setSortOrder(other); });
    }
    list.setSortOrder({});
}

void measure_filters(PhotoListModel& list) {
    for (const char* text : {"score>=60", "rating:3..", "camera:x100", "-rejected", "99", "date:2000..2010",
                             "percentile>=90", "disagreement>=30", "folder:photos", "score(musiq-koniq)<50",
                             "score>=60 rating:3.. camera:X100 -is:rejected \"1\" (date:2000..2010 | size>=5MB)"}) {
        const PhotoFilter filter = *PhotoFilter::parse(QString::fromLatin1(text));
        report((std::string("filter ") + text).substr(0, 43).c_str(), 7, [&](int) { list.setFilter(filter); },
               [&](int) { list.setFilter({}); });
    }
    const PhotoFilter filter = *PhotoFilter::parse(QStringLiteral("score>=60 -is:rejected"));
    report(
        "show all again", 7, [&](int) { list.setFilter({}); }, [&](int) { list.setFilter(filter); });
}

void measure_changes(PhotoListModel& list, Rows& rows, int photos) {
    std::vector<std::vector<PhotoOutcome>> batches;
    for (int i = 0; i < 20; ++i)
        batches.push_back(rows.outcomes(1000, photos));
    report("apply 1,000 new scores", 20, [&](int run) {
        list.apply(batches[static_cast<std::size_t>(run)]);
        list.flush();
    });
    list.rerank();
    report("apply 1,000, with percentiles asked for", 20, [&](int run) {
        list.apply(batches[static_cast<std::size_t>(19 - run)]);
        list.flush();
        list.index(0).data(PhotoListModel::PercentileRole);
    });
    list.rerank();
    report("rate one photo", 20, [&](int run) { list.applyMarks({run + 1}, {run % 5, {}, {}}); });
    std::vector<PhotoId> some;
    for (int i = 1; i <= std::min(photos, 1000); ++i)
        some.push_back(i);
    report("rate 1,000 photos", 10, [&](int run) { list.applyMarks(some, {run % 5, {}, {}}); });
    report("remove 1,000 photos", 1, [&](int) { list.remove(some); });
    report("remove one photo", 5, [&](int run) { list.remove({2000 + run}); });
}

} // namespace

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    const int photos = argc > 1 ? std::max(3000, std::atoi(argv[1])) : 100'000;
    Rows rows;
    const double bare = resident_megabytes();
    PhotoListModel list;
    list.setModels({card("musiq-small"), card("musiq-koniq")});
    list.setFilling(true);
    double appended = 0, worst = 0;
    for (int first = 1; first <= photos; first += 1000) {
        std::vector<PhotoEntry> batch;
        for (int id = first; id < first + 1000 && id <= photos; ++id)
            batch.push_back(rows.photo(id));
        const double start = cpu_milliseconds();
        list.append(std::move(batch));
        const double took = cpu_milliseconds() - start;
        appended += took;
        worst = std::max(worst, took);
    }
    std::printf("%d photos, two scores each\n", list.totalCount());
    std::printf("%-44s whole  %7.2f ms  worst %7.2f ms\n", "append in batches of 1,000", appended, worst);
    list.setFilling(false);
    report("first rerank", 1, [&](int) { list.rerank(); });
    std::printf("%-44s %.0f MB, %.0f bytes a photo\n", "memory of the list", resident_megabytes() - bare,
                (resident_megabytes() - bare) * 1048576 / photos);
    std::vector<QPersistentModelIndex> selection;
    for (int i = 0; i < 100; ++i)
        selection.emplace_back(list.index(i * (photos / 100)));
    measure_orders(list);
    measure_filters(list);
    measure_changes(list, rows, photos);
    std::printf("%-44s %.0f MB\n", "the whole program's memory", resident_megabytes());
    return 0;
}
