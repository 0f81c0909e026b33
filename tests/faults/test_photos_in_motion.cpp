// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Photos that are replaced, cut, taken away or forbidden while they are scored, drives that go and come back, and
// clocks that are wrong: each costs the photos concerned, and no mark.
#include <QtTest>

#include <csignal>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/library/catalogue/catalogue.h"
#include "engine/imaging/decode.h"
#include "tests/app/commands/cli_folder.h"

using namespace touchstone;
using namespace touchstone::library;
using nlohmann::json;
namespace fs = std::filesystem;

class TestPhotosInMotion : public QObject {
    Q_OBJECT

    test::CliFolder folder_;

    static constexpr int count = 20;

    /// Photos of 36 MB of pixels each: with one worker and the queue's bound, the last ones cannot be read before the
    /// first one's line is written.
    void make_large(const std::string& folder) const {
        QVERIFY(folder_.make_photo(folder + "/100.jpg", 4000, 3000));
        for (int i = 1; i < count; ++i)
            fs::copy_file(folder_.path(folder + "/100.jpg"),
                          folder_.path(folder + "/" + std::to_string(100 + i) + ".jpg"));
    }

    /// Scores the folder; once the first photo is scored, `change` happens. Objects by file name.
    std::map<std::string, json> score_while(const std::string& folder, const std::function<void()>& change,
                                            int expected_code) {
        QProcess process;
        process.setProcessEnvironment(folder_.environment());
        process.setWorkingDirectory(QString::fromStdString(folder_.path()));
        process.start(QStringLiteral(TOUCHSTONE_CLI), {"score", QString::fromStdString(folder), "--format", "jsonl",
                                                       "--workers", "1", "--native-limit", "64"});
        [&] { QVERIFY(process.waitForReadyRead(300'000)); }();
        change();
        [&] { QVERIFY(process.waitForFinished(300'000)); }();
        [&] { QCOMPARE(process.exitStatus(), QProcess::NormalExit); }();
        [&] { QCOMPARE(process.exitCode(), expected_code); }();
        std::map<std::string, json> objects;
        for (const QByteArray& line : process.readAllStandardOutput().trimmed().split('\n')) {
            const json object = json::parse(line.toStdString());
            objects[fs::path(object.at("path").get<std::string>()).filename().string()] = object;
        }
        return objects;
    }
    static std::string code_of(const json& object) {
        return object.at("error").is_null() ? "scored" : object.at("error").at("code").get<std::string>();
    }

    std::shared_ptr<Catalogue> open() const {
        CatalogueOptions options;
        options.folder = folder_.path("library");
        return Catalogue::open(options);
    }
    /// By file name: id and stars of all photos, those of drives that are away too.
    std::map<std::string, std::pair<PhotoId, int>> stars() const {
        std::map<std::string, std::pair<PhotoId, int>> found;
        const auto catalogue = open();
        const auto reader = catalogue->reader();
        Scope scope;
        scope.with_missing = true;
        const auto read = (*reader)->photos(scope, {}, [&](PhotoEntry&& photo) {
            found[photo.name.toStdString()] = {photo.id, photo.marks.rating};
            return true;
        });
        [&] { QVERIFY(read.has_value()); }();
        return found;
    }
    void rate(PhotoId photo, int rating) const {
        const auto written = open()->writeNow([&](CatalogueWriter& writer) -> Result<void> {
            const auto old = writer.changeMarks(std::vector{photo}, MarkChange{rating, {}, {}});
            return old ? Result<void>() : tl::unexpected(old.error());
        });
        QVERIFY(written.has_value());
    }
    json rescan(const QStringList& words, int expected_code) const {
        const test::Outcome outcome = folder_.run(QStringList{"library", "rescan", "--format", "json"} + words);
        [&] { QVERIFY2(outcome.code == expected_code, outcome.err.c_str()); }();
        return json::parse(outcome.out, nullptr, false);
    }

private Q_SLOTS:
    void initTestCase() {
        imaging::initialise();
        QVERIFY(folder_.make_model("tiny"));
    }

    void files_change_while_they_are_scored() {
        make_large("moving");
        QVERIFY(folder_.make_photo("other.jpg", 400, 300));
        const auto at = [&](int number) { return folder_.path("moving/" + std::to_string(number) + ".jpg"); };
        const auto objects = score_while(
            "moving",
            [&] {
                fs::rename(folder_.path("other.jpg"), at(count + 99));              // another photo
                fs::resize_file(at(count + 98), fs::file_size(at(count + 98)) / 2); // cut
                fs::resize_file(at(count + 97), 0);                                 // emptied
                fs::remove(at(count + 96));                                         // gone
                fs::remove(at(count + 95));
                fs::create_directory(at(count + 95)); // a folder of its name
            },
            1);
        QCOMPARE(objects.size(), std::size_t{count});
        const auto code = [&](int number) { return code_of(objects.at(std::to_string(number) + ".jpg")); };
        for (int number = 100; number < count + 95; ++number)
            QCOMPARE(code(number), std::string("scored"));
        QCOMPARE(code(count + 99), std::string("scored"));
        QCOMPARE(objects.at(std::to_string(count + 99) + ".jpg").at("width"), json(400));
        QCOMPARE(code(count + 98), std::string("truncated"));
        QCOMPARE(code(count + 97), std::string("empty-file"));
        QCOMPARE(code(count + 96), std::string("vanished"));
        QVERIFY(code(count + 95) != "scored");
    }

    void a_drive_goes_while_it_is_scored() {
        make_large("drive");
        const auto objects = score_while(
            "drive", [&] { fs::rename(folder_.path("drive"), folder_.path("unplugged")); }, 1);
        QCOMPARE(objects.size(), std::size_t{count});
        QCOMPARE(code_of(objects.at("100.jpg")), std::string("scored"));
        QCOMPARE(code_of(objects.at(std::to_string(count + 99) + ".jpg")), std::string("vanished"));
        fs::rename(folder_.path("unplugged"), folder_.path("drive"));
        QCOMPARE(folder_.run({"score", "drive/119.jpg"}).code, 0);
    }

    void a_drive_goes_and_comes_back() {
        for (int i = 0; i < 5; ++i)
            QVERIFY(folder_.make_photo("camera/p" + std::to_string(i) + ".jpg", 64 + 8 * i, 64));
        QCOMPARE(rescan({"camera"}, 0).at("added"), json(5));
        int rating = 1;
        for (const auto& [name, photo] : stars())
            rate(photo.first, rating++);
        const auto before = stars();
        QCOMPARE(before.size(), std::size_t{5});
        fs::rename(folder_.path("camera"), folder_.path("elsewhere"));
        rescan({}, 1);
        QCOMPARE(stars(), before);
        // A folder of its name, with nothing in it: whoever emptied it, the photos are missing and not forgotten.
        fs::create_directory(folder_.path("camera"));
        QCOMPARE(rescan({}, 0).at("missing"), json(5));
        QCOMPARE(stars(), before);
        fs::remove(folder_.path("camera"));
        fs::rename(folder_.path("elsewhere"), folder_.path("camera"));
        const json back = rescan({}, 0);
        QCOMPARE(back.at("added"), json(0));
        QCOMPARE(back.at("back"), json(5));
        QCOMPARE(stars(), before);
        QVERIFY(folder_.run({"library", "check"}).code == 0);
    }

    /// From before the first photograph to beyond what nanoseconds can count.
    void files_of_all_times() {
        const std::vector<std::int64_t> times{-3'000'000'000, 0, 4'102'444'800, 9'223'372'037, 13'569'465'600};
        for (std::size_t i = 0; i < times.size(); ++i) {
            const std::string name = "times/t" + std::to_string(i) + ".jpg";
            QVERIFY(folder_.make_photo(name, 64 + 8 * static_cast<int>(i), 48));
            const timespec both[2] = {{times[i], 0}, {times[i], 0}};
            QCOMPARE(::utimensat(AT_FDCWD, folder_.path(name).c_str(), both, 0), 0);
        }
        QCOMPARE(rescan({"times"}, 0).at("added"), json(times.size()));
        // Nothing is taken for changed because its time is odd.
        const json again = rescan({"times"}, 0);
        QCOMPARE(again.at("changed"), json(0));
        QCOMPARE(again.at("added"), json(0));
        for (const char* order : {"modified", "-modified"})
            QCOMPARE(folder_.run({"rank", "times", "--by", order}).code, 0);
    }

    void permission_is_lost() {
        if (::geteuid() == 0 && ::access("/usr/bin/setpriv", X_OK) != 0)
            QSKIP("NOT TESTED: the superuser may read everything, and there is no setpriv here");
        for (const char* name : {"a", "b", "c"})
            QVERIFY(folder_.make_photo(std::string("rights/") + name + ".jpg"));
        QVERIFY(folder_.make_photo("rights/closed/d.jpg"));
        QCOMPARE(::chmod(folder_.path("rights/b.jpg").c_str(), 0), 0);
        QCOMPARE(::chmod(folder_.path("rights/closed").c_str(), 0), 0);
        QCOMPARE(::chmod(folder_.path().c_str(), 0755), 0);
        QStringList words{TOUCHSTONE_CLI, "score", "rights", "--format", "jsonl"};
        if (::geteuid() == 0)
            words = QStringList{"setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"} + words;
        QProcess process;
        process.setProcessEnvironment(folder_.environment());
        process.setWorkingDirectory(QString::fromStdString(folder_.path()));
        process.start(words.takeFirst(), words);
        QVERIFY(process.waitForFinished(300'000));
        QCOMPARE(::chmod(folder_.path("rights/closed").c_str(), 0755), 0);
        QCOMPARE(process.exitStatus(), QProcess::NormalExit);
        QCOMPARE(process.exitCode(), 1);
        int scored = 0, denied = 0;
        for (const QByteArray& line : process.readAllStandardOutput().trimmed().split('\n')) {
            const std::string code = code_of(json::parse(line.toStdString()));
            scored += code == "scored" ? 1 : 0;
            denied += code == "permission-denied" ? 1 : 0;
        }
        QCOMPARE(scored, 2);
        QCOMPARE(denied, 2);
    }
};

QTEST_GUILESS_MAIN(TestPhotosInMotion)
#include "test_photos_in_motion.moc"
