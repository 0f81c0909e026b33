// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

#include <QTemporaryDir>
#include <QtTest>

#include "app/library/scan/scan_run.h"

namespace touchstone::test {

using namespace touchstone::library;

/// A temporary folder with a catalogue, and looks at it. Files are old unless a test wants them fresh; the clock is an
/// hour ahead, so that folders are old, too.
class ScannedFolder {
public:
    ScannedFolder() {
        // Other users may look at it: a test becomes one, to be without permission.
        ::umask(0);
        std::filesystem::permissions(place(), std::filesystem::perms::all);
        std::filesystem::create_directory(place("library"));
        std::filesystem::create_directory(place("photos"));
        CatalogueOptions options;
        options.folder = place("library");
        catalogue = Catalogue::open(options);
    }

    ~ScannedFolder() {
        catalogue.reset();
        std::filesystem::remove_all(place()); // Qt does not remove names that are no text
    }
    ScannedFolder(const ScannedFolder&) = delete;
    ScannedFolder& operator=(const ScannedFolder&) = delete;

    std::string place(const std::string& name = {}) const {
        return dir_.path().toStdString() + (name.empty() ? "" : "/") + name;
    }
    std::string photos(const std::string& name = {}) const {
        return place("photos") + (name.empty() ? "" : "/") + name;
    }

    /// A file of its own bytes, below photos().
    void write(const std::string& name, const std::string& bytes, int seconds = 0) const {
        write_at(photos(name), bytes, seconds);
    }
    static void write_at(const std::string& path, const std::string& bytes, int seconds = 0) {
        std::filesystem::create_directories(std::filesystem::path(path).parent_path());
        std::ofstream(path, std::ios::binary) << bytes;
        set_time(path, seconds);
    }
    /// Seconds after 2020 began.
    static void set_time(const std::string& path, int seconds) {
        const timespec time{1'577'836'800 + seconds, 0};
        const timespec times[2] = {time, time};
        QCOMPARE(::utimensat(AT_FDCWD, path.c_str(), times, 0), 0);
    }
    void rename(const std::string& from, const std::string& to) const {
        std::filesystem::create_directories(std::filesystem::path(photos(to)).parent_path());
        std::filesystem::rename(photos(from), photos(to));
    }
    void remove(const std::string& name) const { std::filesystem::remove_all(photos(name)); }

    RootRow root(const std::string& path, bool loose = false) {
        RootRow row;
        const auto done = catalogue->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            const auto added = writer.addRoot(path, loose);
            if (!added)
                return tl::unexpected(added.error());
            row = *added;
            return {};
        });
        return done ? row : RootRow{};
    }

    /// All that one look found, in one.
    ScanChanges scan(const std::vector<ScanTask>& tasks, std::stop_token stop = {}) {
        ScanChanges all;
        ScanRun run(
            *catalogue, unsteady, 1,
            [&](std::shared_ptr<const ScanChanges> part) {
                const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
                append(all.added, part->added);
                append(all.back, part->back);
                append(all.changed, part->changed);
                append(all.moved, part->moved);
                append(all.missing, part->missing);
                append(all.pairs, part->pairs);
                append(all.issues, part->issues);
            },
            [&](const std::string& folder) { entered.insert(folder); }, stop);
        entered.clear();
        end = run.run(tasks);
        return all;
    }
    ScanChanges scan() { return scan({ScanTask{root(photos()), true, {}, {}}}); }
    ScanChanges scan_only(const std::vector<std::string>& folders) {
        return scan({ScanTask{root(photos()), false, folders, {}}});
    }

    /// What the catalogue says of present photos: path → id.
    std::map<std::string, PhotoId> known(bool with_missing = false) {
        std::map<std::string, PhotoId> all;
        catalogue->flush();
        const auto reader = catalogue->reader();
        Scope scope;
        scope.with_missing = with_missing;
        if (reader)
            (void)(*reader)->photos(scope, {}, [&](PhotoEntry&& photo) {
                all[photo.file.path] = photo.id;
                return true;
            });
        return all;
    }
    PhotoId id(const std::string& name) { return known()[photos(name)]; }
    void rate(PhotoId photo, int stars) {
        MarkChange change;
        change.rating = stars;
        const auto done = catalogue->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            const auto before = writer.changeMarks({&photo, 1}, change);
            return before ? Result<void>() : tl::unexpected(before.error());
        });
        QVERIFY(done);
    }
    int stars(const std::string& path) {
        int stars = -1;
        catalogue->flush();
        const auto reader = catalogue->reader();
        if (reader)
            (void)(*reader)->photos({}, {}, [&](PhotoEntry&& photo) {
                if (photo.file.path == path)
                    stars = photo.marks.rating;
                return true;
            });
        return stars;
    }
    /// As if the photos had been on a drive of their own at the last look.
    void lie_on_another_device() {
        const auto reader = catalogue->reader();
        auto files = (*reader)->files(root(photos()).id);
        QVERIFY(files);
        for (PhotoFile& file : *files)
            ++file.device;
        QVERIFY(catalogue->writeNow([&](CatalogueWriter& writer) { return writer.movePhotos(*files); }));
    }
    /// As the background does it.
    void hash(const std::string& path) {
        const PhotoId photo = known()[path];
        const auto quick = quick_key(path), content = hash_file(path);
        QVERIFY(photo != no_photo && quick && content);
        const std::pair<PhotoId, ContentHash> key{photo, *quick}, whole{photo, *content};
        QVERIFY(catalogue->writeNow([&](CatalogueWriter& writer) {
            return writer.setQuickKeys({&key, 1}).and_then([&] { return writer.setContents({&whole, 1}); });
        }));
    }
    void check() {
        catalogue->flush();
        const auto problems = catalogue->check();
        QVERIFY(problems);
        QCOMPARE(problems->size(), 0U);
    }

private:
    QTemporaryDir dir_;

public:
    std::shared_ptr<Catalogue> catalogue;
    std::int64_t ahead_ns = std::int64_t{3600} * 1'000'000'000;
    UnsteadyFiles unsteady{[this] { return system_now_ns() + ahead_ns; }};
    ScanEnd end;
    std::set<std::string> entered;
};

inline std::set<std::string> paths_of(const std::vector<FoundPhoto>& photos) {
    std::set<std::string> paths;
    for (const FoundPhoto& photo : photos)
        paths.insert(photo.path);
    return paths;
}

} // namespace touchstone::test
