// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <functional>

#include <sys/mount.h>
#include <unistd.h>

#include "app/library/catalogue/catalogue_files.h"
#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/schema.h"
#include "tests/app/library/catalogue/rows_of_test.h"

using namespace touchstone;
using namespace touchstone::test;
namespace fs = std::filesystem;

namespace {

constexpr int no_mount = 77; ///< exit status of a child that may not mount

/// Stops the child with a line that names what was not as it should be.
#define EXPECT(condition)                                                                                              \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            std::fprintf(stderr, "line %d: %s\n", __LINE__, #condition);                                               \
            return 1;                                                                                                  \
        }                                                                                                              \
    } while (false)

CatalogueOptions options_of(const std::string& folder, bool read_only = false) {
    CatalogueOptions options;
    options.folder = folder;
    options.read_only = read_only;
    return options;
}

std::string words_of(const Catalogue& catalogue) {
    std::string all;
    for (const Issue& notice : catalogue.notices())
        all += notice.text.toStdString() + '\n';
    return all;
}

Result<void> rate(CatalogueWriter& writer, PhotoId photo, int stars) {
    const auto old = writer.changeMarks(std::vector{photo}, MarkChange{stars, {}, {}});
    return old ? Result<void>() : tl::unexpected(old.error());
}

Result<void> add(CatalogueWriter& writer, Catalogue& catalogue, int count) {
    const auto root = writer.addRoot("/p");
    if (!root)
        return tl::unexpected(root.error());
    const FolderId folder = catalogue.newFolderIds(1);
    if (const auto put = writer.putFolders(std::vector{FolderRow{folder, root->id, std::to_string(folder), 1}}); !put)
        return put;
    std::vector<PhotoFile> files;
    const PhotoId first = catalogue.newPhotoIds(count);
    for (int at = 0; at < count; ++at) {
        PhotoFile file;
        file.id = first + at;
        file.folder = folder;
        file.name = std::string(200, 'n') + std::to_string(at);
        files.push_back(file);
    }
    return writer.addPhotos(files);
}

int marked(Catalogue& catalogue) {
    return static_cast<int>((*catalogue.reader())->counts()->marked);
}

/// A disk of 3 MiB: works fail and say so until there is room again; nothing is half-written.
int full_disk(const std::string& disk) {
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=3m") != 0)
        return no_mount;
    auto catalogue = Catalogue::open(options_of(disk + "/library"));
    EXPECT(catalogue->state() == Catalogue::State::Open);
    EXPECT(catalogue->writeNow([&](CatalogueWriter& writer) { return add(writer, *catalogue, 10); }));
    EXPECT(catalogue->writeNow([](CatalogueWriter& writer) { return rate(writer, 1, 4); }));
    // Something else fills the disk to the last block.
    std::ofstream filler(disk + "/filler", std::ios::binary);
    while (filler.write(std::string(4096, 'x').data(), 4096).flush()) {
    }
    // A scan, and a mark behind it: each is told.
    Result<void> scan, mark;
    catalogue->write([&](CatalogueWriter& writer) { return add(writer, *catalogue, 4000); },
                     [&](Result<void> result) { scan = std::move(result); });
    catalogue->write([](CatalogueWriter& writer) { return rate(writer, 2, 5); },
                     [&](Result<void> result) { mark = std::move(result); });
    catalogue->flush();
    EXPECT(!scan && scan.error().code == ErrorCode::WriteFailed);
    EXPECT(scan.error().remedy.find("free some space") != std::string::npos);
    const bool second = mark.has_value();
    const int photos = static_cast<int>((*catalogue->reader())->counts()->photos);
    EXPECT(photos == 10);
    EXPECT(marked(*catalogue) == (second ? 2 : 1));
    EXPECT(!catalogue->backUp()); // fails, and leaves no half of one
    EXPECT(backups_in(disk + "/library/backup").empty());
    // There is room again: the same object goes on.
    filler.close();
    EXPECT(fs::remove(disk + "/filler"));
    EXPECT(catalogue->writeNow([](CatalogueWriter& writer) { return rate(writer, 3, 3); }));
    EXPECT(marked(*catalogue) == (second ? 3 : 2));
    EXPECT(catalogue->check()->empty());
    catalogue.reset();
    catalogue = Catalogue::open(options_of(disk + "/library"));
    EXPECT(catalogue->state() == Catalogue::State::Open && catalogue->notices().empty());
    EXPECT(marked(*catalogue) == (second ? 3 : 2));
    return 0;
}

/// Full while it is opened, with a schema to migrate: read as it is, with a message; and opened for writing later.
int full_disk_at_opening(const std::string& disk) {
    if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, "size=3m") != 0)
        return no_mount;
    fs::create_directories(disk + "/library");
    {
        const auto connection = Connection::open(disk + "/library/catalogue.db", Connection::Mode::ReadWrite);
        EXPECT(connection && migrate(**connection, 1));
    }
    std::ofstream filler(disk + "/filler", std::ios::binary);
    while (filler.write(std::string(4096, 'x').data(), 4096).flush()) {
    }
    auto catalogue = Catalogue::open(options_of(disk + "/library"));
    EXPECT(catalogue->state() != Catalogue::State::Open);
    EXPECT(!catalogue->notices().empty());
    std::fprintf(stderr, "%s", words_of(*catalogue).c_str());
    EXPECT((*catalogue->reader())->counts()->photos == 0);
    catalogue.reset();
    filler.close();
    fs::remove(disk + "/filler");
    catalogue = Catalogue::open(options_of(disk + "/library"));
    EXPECT(catalogue->state() == Catalogue::State::Open);
    return 0;
}

/// `folder` holds "clean", "unclean" (with a log that was not replayed) and "old" (schema 1).
int read_only_folder(const std::string& folder) {
    if (::mount(folder.c_str(), folder.c_str(), nullptr, MS_BIND, nullptr) != 0 ||
        ::mount(nullptr, folder.c_str(), nullptr, MS_BIND | MS_REMOUNT | MS_RDONLY, nullptr) != 0)
        return no_mount;
    for (const char* name : {"/clean", "/unclean", "/old"})
        for (const bool read_only : {true, false}) {
            std::fprintf(stderr, "%s %d\n", name, read_only);
            const auto catalogue = Catalogue::open(options_of(folder + name, read_only));
            EXPECT(catalogue->state() == Catalogue::State::ReadOnly);
            EXPECT(read_only || words_of(*catalogue).find("make the folder writable") != std::string::npos);
            EXPECT(!read_only || catalogue->notices().empty());
            EXPECT(marked(*catalogue) == 1);
            EXPECT(catalogue->check()->empty());
            EXPECT(!catalogue->writeNow([](CatalogueWriter& writer) { return rate(writer, 1, 1); }));
        }
    const auto none = Catalogue::open(options_of(folder + "/none"));
    EXPECT(none->state() == Catalogue::State::InMemory && !none->notices().empty());
    EXPECT(none->writeNow([&](CatalogueWriter& writer) { return add(writer, *none, 1); }));
    return 0;
}

using Child = int (*)(const std::string&);
const std::pair<const char*, Child> children[] = {
    {"full-disk", full_disk}, {"full-disk-at-opening", full_disk_at_opening}, {"read-only-folder", read_only_folder}};

} // namespace

/// Disks that are full and folders that cannot be written, in a name space of their own.
class TestFaults : public QObject {
    Q_OBJECT

    static void runChild(const char* name, const QString& folder) {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(QStringLiteral("unshare"), {QStringLiteral("--user"), QStringLiteral("--map-root-user"),
                                                  QStringLiteral("--mount"), QCoreApplication::applicationFilePath(),
                                                  QStringLiteral("--child"), QLatin1String(name), folder});
        QVERIFY2(process.waitForFinished(120'000), "the child does not end");
        const QByteArray said = process.readAll();
        if (said.contains("unshare:") || process.exitCode() == no_mount)
            QSKIP("NOT TESTED: this machine does not let a program mount in a name space of its own");
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0, said.constData());
    }

private Q_SLOTS:
    void a_full_disk() {
        const QTemporaryDir disk;
        runChild("full-disk", disk.path());
    }

    void a_full_disk_when_it_is_opened() {
        const QTemporaryDir disk;
        runChild("full-disk-at-opening", disk.path());
    }

    void a_folder_that_cannot_be_written() {
        const QTemporaryDir dir;
        const std::string folder = dir.path().toStdString();
        for (const char* name : {"/clean", "/unclean"}) {
            auto catalogue = Catalogue::open(options_of(folder + name));
            VERIFY_DONE(catalogue->writeNow([&](CatalogueWriter& writer) { return add(writer, *catalogue, 3); }));
            VERIFY_DONE(catalogue->writeNow([](CatalogueWriter& writer) { return rate(writer, 1, 5); }));
            if (!std::strcmp(name, "/unclean")) {
                // As a killed program leaves it: the marks are in the log only, whose index is not kept.
                fs::create_directories(folder + "/copy");
                for (const char* file : {"/catalogue.db", "/catalogue.db-wal", "/catalogue.open"})
                    fs::copy_file(folder + name + file, folder + "/copy" + file);
            }
        }
        fs::remove_all(folder + "/unclean");
        fs::rename(folder + "/copy", folder + "/unclean");
        QVERIFY(fs::file_size(folder + "/unclean/catalogue.db-wal") > 0);
        fs::create_directories(folder + "/old");
        {
            const auto connection = Connection::open(folder + "/old/catalogue.db", Connection::Mode::ReadWrite);
            VERIFY_DONE(connection);
            VERIFY_DONE(migrate(**connection, 1));
            for (const char* sql :
                 {"INSERT INTO root (path) VALUES (x'2f6f')", "INSERT INTO folder (root, path) VALUES (1, x'')",
                  "INSERT INTO photo (folder, name, bytes, mtime_ns) VALUES (1, x'61', 5, 6)",
                  "INSERT INTO mark (photo, rating, label, flag) VALUES (1, 4, 2, 1)"})
                VERIFY_DONE((*connection)->run(sql));
        }
        runChild("read-only-folder", dir.path());
    }
};

int main(int argc, char** argv) {
    QCoreApplication application(argc, argv);
    if (argc == 4 && !std::strcmp(argv[1], "--child"))
        for (const auto& [name, child] : children)
            if (!std::strcmp(argv[2], name))
                return child(argv[3]);
    TestFaults tests;
    return QTest::qExec(&tests, argc, argv);
}
#include "test_faults.moc"
