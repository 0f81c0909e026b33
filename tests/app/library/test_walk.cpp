// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include <unistd.h>

#include <sys/stat.h>

#include <QSignalSpy>
#include <QtTest>

#include "app/library/cache_files.h"
#include "app/library/photo_entry.h"
#include "app/library/walk.h"
#include "engine/base/files.h"
#include "tests/app/library/photo_folder.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

struct Walked {
    std::vector<std::string> paths;
    std::vector<Error> errors;
    bool whole = false;
};

Walked walk(const std::vector<std::string>& paths) {
    Walked result;
    result.whole = walk_photos(
        paths, [&](FoundFile&& file) { result.paths.push_back(file.path); },
        [&](Error&& error) { result.errors.push_back(std::move(error)); }, {});
    return result;
}

} // namespace

class TestWalk : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsPhotosByNameAndSkipsHidden() {
        const test::PhotoFolder folder;
        for (const char* name :
             {"b.jpg", "a.JPG", "sub/c.png", ".hidden.jpg", ".dir/d.jpg", "notes.txt", "e.jpg/f.webp"})
            folder.file(QLatin1String(name), "x");
        const std::string top = folder.path();
        const Walked result = walk({top});
        QVERIFY(result.whole);
        QVERIFY(result.errors.empty());
        QCOMPARE(result.paths,
                 (std::vector<std::string>{top + "/a.JPG", top + "/b.jpg", top + "/e.jpg/f.webp", top + "/sub/c.png"}));
        // What is named itself is always tried; the argument stays as it was given.
        const Walked named =
            walk({folder.path(QStringLiteral(".hidden.jpg")), folder.path(QStringLiteral("notes.txt")), top + "/sub/"});
        QCOMPARE(named.paths, (std::vector<std::string>{top + "/.hidden.jpg", top + "/notes.txt", top + "/sub/c.png"}));
    }

    void namesOfAnyBytesSurvive() {
        const test::PhotoFolder folder;
        const std::string name = folder.path() + "/caf\xe9 \n'\".jpg";
        QVERIFY(write_file_atomically(name, "x").has_value());
        const Walked result = walk({folder.path()});
        QCOMPARE(result.paths, std::vector<std::string>{name});
        QVERIFY(display_name(name).contains(QChar(0xFFFD)));
        QCOMPARE(percent_decode(percent_encode_path(name)), name);
        QCOMPARE(::unlink(name.c_str()), 0); // QTemporaryDir cannot name it
    }

    void cutsLinkLoops() {
        const test::PhotoFolder folder;
        folder.file(QStringLiteral("one/a.jpg"), "x");
        QCOMPARE(::symlink(folder.path().c_str(), folder.path(QStringLiteral("one/up")).c_str()), 0);
        QCOMPARE(::symlink("self", folder.path(QStringLiteral("self")).c_str()), 0);
        QCOMPARE(::symlink("nowhere.jpg", folder.path(QStringLiteral("dangling.jpg")).c_str()), 0);
        const Walked result = walk({folder.path()});
        QVERIFY(result.whole);
        QCOMPARE(result.paths.size(), std::size_t{1});
        QCOMPARE(result.errors.size(), std::size_t{2}); // the link to itself and the dangling photo
    }

    void photosAreNamedByTheirRealPath() {
        const test::PhotoFolder folder, elsewhere;
        folder.file(QStringLiteral("real/a.jpg"), "x");
        elsewhere.file(QStringLiteral("b.jpg"), "x");
        // The links come first by name, and are entered last.
        QCOMPARE(::symlink("real", folder.path(QStringLiteral("1 link")).c_str()), 0);
        QCOMPARE(::symlink(elsewhere.path().c_str(), folder.path(QStringLiteral("2 outside")).c_str()), 0);
        const Walked result = walk({folder.path()});
        QCOMPARE(result.paths,
                 (std::vector<std::string>{folder.path() + "/real/a.jpg", folder.path() + "/2 outside/b.jpg"}));
        QVERIFY(result.errors.empty());
    }

    void everythingThatCannotBeReadIsNamed() {
        const test::PhotoFolder folder;
        QCOMPARE(::mkfifo(folder.path(QStringLiteral("pipe.jpg")).c_str(), 0600), 0);
        const Walked result = walk({folder.path(), folder.path(QStringLiteral("missing"))});
        QVERIFY(result.paths.empty());
        QCOMPARE(result.errors.size(), std::size_t{2});
        QCOMPARE(result.errors[0].code, ErrorCode::UnsupportedFormat);
        QCOMPARE(result.errors[1].code, ErrorCode::NotFound);
        QCOMPARE(result.errors[1].file, folder.path(QStringLiteral("missing")));
        if (::geteuid() == 0)
            QSKIP("root may read every folder");
        folder.file(QStringLiteral("locked/a.jpg"), "x");
        QCOMPARE(::chmod(folder.path(QStringLiteral("locked")).c_str(), 0), 0);
        const Walked locked = walk({folder.path(QStringLiteral("locked"))});
        ::chmod(folder.path(QStringLiteral("locked")).c_str(), 0700);
        QCOMPARE(locked.errors.size(), std::size_t{1});
        QCOMPARE(locked.errors[0].code, ErrorCode::PermissionDenied);
        // May be listed, may not be entered: the photo is named, and the folder once for whatever else is in it.
        folder.file(QStringLiteral("locked/notes.txt"), "x");
        folder.file(QStringLiteral("locked/below/b.jpg"), "x");
        QCOMPARE(::chmod(folder.path(QStringLiteral("locked")).c_str(), 0400), 0);
        const Walked listed = walk({folder.path(QStringLiteral("locked"))});
        ::chmod(folder.path(QStringLiteral("locked")).c_str(), 0700);
        QCOMPARE(listed.errors.size(), std::size_t{2});
        QCOMPARE(listed.errors[0].file, folder.path(QStringLiteral("locked/a.jpg")));
        QCOMPARE(listed.errors[1].file, folder.path(QStringLiteral("locked")));
    }
};

QTEST_GUILESS_MAIN(TestWalk)
#include "test_walk.moc"
