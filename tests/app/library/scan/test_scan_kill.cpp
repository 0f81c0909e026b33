// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// A scan that is killed at any moment: whatever it left, the next scan makes the catalogue true to the disk, and no
// mark is lost. The scan runs in a child process, this program itself; five times, or a hundred with TOUCHSTONE_LONG=1.
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include <sys/stat.h>

#include <QCoreApplication>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

#include "app/library/scan/facts_run.h"
#include "app/library/scan/scan_run.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

constexpr int hour_s = 3600;

/// Late enough that no file counts as being copied; the test's disk is never changed while it is looked at.
std::int64_t later_ns() {
    return system_now_ns() + std::int64_t{hour_s} * 1'000'000'000;
}

Result<RootRow> root_of(Catalogue& catalogue, const std::string& path) {
    Result<RootRow> root = failure(ErrorCode::Internal, path, "not asked");
    const Result<void> done = catalogue.writeNow([&](CatalogueWriter& writer) -> Result<void> {
        root = writer.addRoot(path);
        return root ? Result<void>() : tl::unexpected(root.error());
    });
    return done ? root : tl::unexpected(done.error());
}

std::shared_ptr<Catalogue> open(const std::string& folder) {
    CatalogueOptions options;
    options.folder = folder;
    return Catalogue::open(options);
}

bool scan(Catalogue& catalogue, const std::string& photos) {
    const Result<RootRow> root = root_of(catalogue, photos);
    if (!root)
        return false;
    UnsteadyFiles unsteady(later_ns);
    ScanRun run(catalogue, unsteady, 1, [](std::shared_ptr<const ScanChanges>) {}, {}, {});
    const ScanEnd end = run.run({ScanTask{*root, true, {}, {}}});
    return !end.stopped && end.offline.empty();
}

/// The child: scans, reads what it found, and is killed on the way or comes to its end.
int child(const std::string& library, const std::string& photos) {
    const std::shared_ptr<Catalogue> catalogue = open(library);
    if (catalogue->state() != Catalogue::State::Open)
        return 3;
    std::puts("open");
    std::fflush(stdout);
    if (!scan(*catalogue, photos))
        return 4;
    FactsRun facts(catalogue, std::make_shared<HashingGate>(), {});
    return facts.run({}) ? 0 : 5;
}

/// A tree of files that is changed between the scans, the same way in every run of the test.
class Tree {
public:
    Tree(std::string place, unsigned seed)
        : place_(std::move(place))
        , random_(seed) {
        for (int folder = 0; folder < 30; ++folder)
            for (int file = 0; file < 25; ++file)
                write(folder_name(folder) + '/' + std::to_string(file) + suffix());
    }
    const std::string& place() const { return place_; }
    std::size_t below(std::size_t limit) { return std::uniform_int_distribution<std::size_t>(0, limit - 1)(random_); }

    /// Some of everything that people do to files.
    void change() {
        for (int i = 0; i < 20; ++i)
            write(folder_name(static_cast<int>(below(40))) + "/new" + std::to_string(++made_) + suffix());
        for (int i = 0; i < 10; ++i)
            std::filesystem::remove(any());
        for (int i = 0; i < 10; ++i)
            write_bytes(any()); // edited in place
        for (int i = 0; i < 10; ++i) {
            const std::filesystem::path target = place_ + '/' + folder_name(static_cast<int>(below(40)));
            std::filesystem::create_directories(target);
            std::filesystem::rename(any(), target / ("moved" + std::to_string(++made_) + suffix()));
        }
        const std::string folder = place_ + '/' + folder_name(static_cast<int>(below(30)));
        if (std::filesystem::exists(folder))
            std::filesystem::rename(folder, place_ + "/renamed" + std::to_string(++made_));
    }
    /// What the catalogue should say: path → size and time.
    std::map<std::string, FileStamp> files() const {
        std::map<std::string, FileStamp> all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(place_))
            if (entry.is_regular_file()) {
                struct stat info {};
                if (::stat(entry.path().c_str(), &info) == 0)
                    all[entry.path().string()] = {info.st_size, mtime_ns_of(info)};
            }
        return all;
    }

private:
    static std::string folder_name(int folder) {
        return "f" + std::to_string(folder % 7) + "/f" + std::to_string(folder);
    }
    std::string suffix() { return below(4) == 0 ? ".nef" : ".jpg"; }
    std::string any() {
        const auto all = files();
        return std::next(all.begin(), static_cast<std::ptrdiff_t>(below(all.size())))->first;
    }
    void write(const std::string& relative) {
        const std::filesystem::path path = place_ + '/' + relative;
        std::filesystem::create_directories(path.parent_path());
        write_bytes(path.string());
    }
    void write_bytes(const std::string& path) {
        std::ofstream file(path, std::ios::binary | std::ios::trunc);
        file << std::string(1 + below(300), 'x') << ++made_;
    }

    std::string place_;
    std::mt19937 random_;
    int made_ = 0;
};

std::map<std::string, FileStamp> present_files(CatalogueReader& reader) {
    std::map<std::string, FileStamp> all;
    const auto take = [&](PhotoEntry&& entry) {
        all[entry.file.path] = {entry.file.bytes, entry.file.mtime_ns};
        return true;
    };
    return reader.photos({}, {}, take) ? all : std::map<std::string, FileStamp>();
}

} // namespace

class TestScanKill : public QObject {
    Q_OBJECT

    QTemporaryDir dir_;

    std::string library() const { return dir_.path().toStdString() + "/library"; }

    /// Runs the child and kills it some time after it opened the catalogue; empty when it was killed on its way, else
    /// how long it took from there to its end.
    std::optional<int> killed(const std::string& photos, int after_ms) {
        QProcess process;
        process.start(QCoreApplication::applicationFilePath(),
                      {QStringLiteral("--scan"), QString::fromStdString(library()), QString::fromStdString(photos)});
        if (!process.waitForStarted() || !process.waitForReadyRead(60'000))
            return 0;
        QElapsedTimer since_open;
        since_open.start();
        if (process.state() == QProcess::NotRunning || process.waitForFinished(after_ms))
            return static_cast<int>(since_open.elapsed());
        process.kill();
        process.waitForFinished(-1);
        return process.exitStatus() == QProcess::CrashExit ? std::nullopt
                                                           : std::optional(static_cast<int>(since_open.elapsed()));
    }
    int mark_some(Catalogue& catalogue) const {
        const auto reader = catalogue.reader();
        std::vector<PhotoId> ids;
        (void)(*reader)->photos({}, {}, [&](PhotoEntry&& entry) {
            ids.push_back(entry.id);
            return ids.size() < 40;
        });
        MarkChange five;
        five.rating = 5;
        const Result<void> done = catalogue.writeNow([&](CatalogueWriter& writer) -> Result<void> {
            const auto before = writer.changeMarks(ids, five);
            return before ? Result<void>() : tl::unexpected(before.error());
        });
        return done ? static_cast<int>(ids.size()) : 0;
    }
    static void report(const std::map<std::string, FileStamp>& expected,
                       const std::map<std::string, FileStamp>& found) {
        for (const auto& [path, stamp] : expected)
            if (const auto known = found.find(path); known == found.end() || known->second != stamp)
                qWarning("%s: %s", path.c_str(), known == found.end() ? "not in the catalogue" : "other size or time");
        for (const auto& [path, stamp] : found)
            if (!expected.contains(path))
                qWarning("%s: in the catalogue alone", path.c_str());
    }

private Q_SLOTS:
    void initTestCase() { metadata::initialise(); }

    void theNextScanMakesItTrue() {
        const bool is_long = qEnvironmentVariableIntValue("TOUCHSTONE_LONG") == 1;
        const int rounds = is_long ? 100 : 5;
        constexpr unsigned seed = 20261125;
        Tree tree(dir_.path().toStdString() + "/photos", seed);

        // How long a whole run of the child takes decides when it is killed.
        const std::optional<int> first_ms = killed(tree.place(), 60'000);
        QVERIFY(first_ms && *first_ms > 0);
        int whole_ms = *first_ms;
        int marked = 0;
        {
            const auto catalogue = open(library());
            QCOMPARE(catalogue->state(), Catalogue::State::Open);
            marked = mark_some(*catalogue);
            QCOMPARE(marked, 40);
        }
        int on_the_way = 0;
        int round = 0;
        for (; on_the_way < rounds && round < 4 * rounds; ++round) {
            tree.change();
            const auto ended =
                killed(tree.place(), static_cast<int>(tree.below(static_cast<std::size_t>(whole_ms) + 1)));
            if (ended)
                whole_ms = *ended; // what changed is soon found: the next one is killed earlier
            else
                ++on_the_way;
            const auto catalogue = open(library());
            QCOMPARE(catalogue->state(), Catalogue::State::Open);
            QVERIFY(scan(*catalogue, tree.place()));
            const auto checked = catalogue->check();
            QVERIFY2(checked && checked->empty(), checked && !checked->empty() ? checked->front().c_str() : "no check");
            const auto reader = catalogue->reader();
            QVERIFY(reader.has_value());
            const auto expected = tree.files();
            const auto found = present_files(**reader);
            if (found != expected)
                report(expected, found);
            QVERIFY2(found == expected, qPrintable(QStringLiteral("round %1").arg(round)));
            QCOMPARE((*reader)->counts()->marked, qint64{marked}); // missing ones keep theirs
        }
        qInfo("%d of %d children were killed on their way", on_the_way, round);
        QCOMPARE(on_the_way, rounds);
    }
};

int main(int count, char** words) {
    QCoreApplication application(count, words);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 4 && arguments[1] == QStringLiteral("--scan")) {
        metadata::initialise();
        return child(arguments[2].toStdString(), arguments[3].toStdString());
    }
    TestScanKill test;
    return QTest::qExec(&test, count, words);
}
#include "test_scan_kill.moc"
