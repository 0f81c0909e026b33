// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Decoders that crash, hang, devour memory, lie and try to get out: one photo is lost, and nothing else.
#include <QtTest>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include <csignal>
#include <fcntl.h>

#include "engine/imaging/sandbox/decoder_pool.h"
#include "engine/imaging/sandbox/protocol.h"
#include "tests/imaging/sandbox/same_photo.h"

using namespace touchstone;
using namespace touchstone::imaging;
using sandbox::DecoderPool;

class TestSandbox : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    std::string path(const std::string& name) const { return folder_.path().toStdString() + "/" + name; }

    std::string write(const std::string& name, const std::string& content) const {
        std::ofstream file(path(name), std::ios::binary | std::ios::trunc);
        file << content;
        return path(name);
    }

    /// A sound picture of two pixels, and what the test build of the decoder is to do before it decodes it.
    std::string photo(const std::string& name, const std::string& deed = {}) const {
        return write(name, "P6\n" + (deed.empty() ? "" : "#HOOK " + deed + "\n") + "2 1\n255\nabcdef");
    }

    static std::shared_ptr<DecoderPool> pool(const char* program, sandbox::PoolOptions options = {}) {
        options.program = program;
        auto started = DecoderPool::start(options);
        if (!started)
            qFatal("%s", started.error().message().c_str());
        return *started;
    }
    static std::shared_ptr<DecoderPool> hooked(sandbox::PoolOptions options = {}) {
        return pool(TOUCHSTONE_HOOKED_DECODER, options);
    }

    static QString outcome(const Result<Photo>& photo) {
        if (!photo)
            return QString::fromStdString(std::string(code_name(photo.error().code)) + ": " + photo.error().what);
        return photo->image.pixels == std::vector<std::uint8_t>{'a', 'b', 'c', 'd', 'e', 'f'} ? "decodes"
                                                                                              : "other pixels";
    }

    /// Processes whose parent is this one, and theirs.
    static std::vector<pid_t> children_of(pid_t parent) {
        std::vector<pid_t> children;
        for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
            std::ifstream file(entry.path() / "stat");
            std::string line;
            if (!std::getline(file, line))
                continue;
            std::istringstream rest(line.substr(line.rfind(')') + 1));
            std::string state;
            pid_t of = 0;
            rest >> state >> of;
            if (of == parent && state != "Z")
                children.push_back(static_cast<pid_t>(std::stol(entry.path().filename().string())));
        }
        return children;
    }
    static pid_t maker() {
        const auto children = children_of(::getpid());
        return children.size() == 1 ? children.front() : 0;
    }

    /// Where in `file` the descriptor stands that this process has of it; −1 without one.
    static long place_in(const std::string& file) {
        for (const auto& entry : std::filesystem::directory_iterator("/proc/self/fd")) {
            std::error_code closed_meanwhile;
            if (std::filesystem::read_symlink(entry.path(), closed_meanwhile) != file)
                continue;
            std::ifstream facts("/proc/self/fdinfo/" + entry.path().filename().string());
            std::string name;
            long place = -1;
            facts >> name >> place; // "pos:	1"
            return place;
        }
        return -1;
    }

private Q_SLOTS:
    void initTestCase() { initialise(); }

    void a_photo_that_ends_its_worker_data() {
        QTest::addColumn<QString>("deed");
        QTest::addColumn<QString>("expected");
        const QString stopped = "the PPM decoder stopped working on it: ";
        QTest::newRow("crash") << "crash"
                               << "damaged: " + stopped + "it crashed (Segmentation fault)";
        QTest::newRow("leave") << "leave"
                               << "damaged: " + stopped + "it ended by itself";
        QTest::newRow("hang") << "hang"
                              << "time-limit: " + stopped + "no answer for 3 s";
        QTest::newRow("spin") << "spin"
                              << "time-limit: " + stopped + "no answer for 3 s";
#ifndef TOUCHSTONE_SANITIZED
        QTest::newRow("devour") << "devour"
                                << "out-of-memory: does not fit into memory when decoded";
        QTest::newRow("abort") << "abort"
                               << "damaged: " + stopped + "it gave up";
        QTest::newRow("exec") << "exec"
                              << "damaged: " + stopped + "it tried what it may not do";
#endif
    }

    void a_photo_that_ends_its_worker() {
        QFETCH(QString, deed);
        QFETCH(QString, expected);
        const bool hangs = expected.startsWith("time-limit");
        const auto decoder = hooked(
            {.memory_bytes = std::uint64_t{256} << 20, .base = std::chrono::milliseconds(hangs ? 3'000 : 60'000)});
        const std::string bad = photo("bad.ppm", deed.toStdString());
        const auto failed = decoder->decode(bad, 0, {});
        QCOMPARE(outcome(failed), expected);
        QCOMPARE(failed.error().file, bad);
        QVERIFY(!failed.error().remedy.empty());
        QCOMPARE(outcome(decoder->decode(photo("good.ppm"), 0, {})), QString("decodes"));
        if (deed == "devour")
            return; // the worker said so itself, and lives
        // Not tried again …
        const auto workers = decoder->statistics().workers;
        QCOMPARE(outcome(decoder->decode(bad, 0, {})), expected);
        QCOMPARE(outcome(decoder->decode(bad, 64, {})), expected);
        QCOMPARE(decoder->statistics().workers, workers);
        QCOMPARE(decoder->statistics().refused, std::uint64_t{2});
        QCOMPARE(decoder->statistics().lost, std::uint64_t{1});
        // … until it changes.
        photo("bad.ppm");
        QCOMPARE(outcome(decoder->decode(bad, 0, {})), QString("decodes"));
    }

    void nothing_is_in_reach_data() {
        QTest::addColumn<QString>("deed");
        for (const char* deed : {"open", "connect", "fork", "code", "libraries"})
            QTest::newRow(deed) << deed;
    }

    /// The deed fails in every one of its steps, and the photo is decoded after it.
    void nothing_is_in_reach() {
        QFETCH(QString, deed);
#ifdef TOUCHSTONE_SANITIZED
        if (deed != "libraries")
            QSKIP("a build with a sanitizer has no list of system calls");
#endif
        const auto decoder = hooked();
        QCOMPARE(outcome(decoder->decode(photo("probe.ppm", deed.toStdString()), 0, {})), QString("decodes"));
    }

    void what_a_hostile_worker_says_data() {
        QTest::addColumn<QString>("wish");
        for (const char* wish :
             {"huge",    "overflow", "wrap",     "empty",    "large",       "orientation", "flags",  "source",
              "damaged", "format",   "unsealed", "no-frame", "short-frame", "file",        "socket", "error-with-frame",
              "code",    "cut",      "long",     "oversize", "noise",       "facts",       "claims", "close"})
            QTest::newRow(wish) << wish;
    }

    void what_a_hostile_worker_says() {
        QFETCH(QString, wish);
        const auto decoder =
            pool(TOUCHSTONE_HOSTILE_DECODER, {.base = std::chrono::milliseconds(wish == "claims" ? 3'000 : 60'000)});
        DecodeOptions options;
        options.limits.max_seconds = 0.3;
        const auto lied = decoder->decode(write("wish", wish.toStdString()), 0, options);
        QVERIFY(!lied);
        QVERIFY(lied.error().code == ErrorCode::Damaged || lied.error().code == ErrorCode::TimeLimit);
        QCOMPARE(decoder->statistics().lost, std::uint64_t{1});
        // The one after it answers soundly, with what a terminal would obey taken out.
        const auto sound = decoder->decode(write("sound", "sound"), 0, options);
        QVERIFY(sound.has_value());
        QCOMPARE(sound->image.pixels, std::vector<std::uint8_t>(12, 0));
        QCOMPARE(sound->camera, std::string("Cam [2Jera "));
    }

    /// Whatever a sound worker could have been asked: another task's answer is none.
    void answers_belong_to_their_task() {
        using namespace sandbox;
        PhotoAnswer photo;
        photo.photo.image.size = photo.photo.stored_size = {2, 1};
        photo.photo.format = "ppm";
        PhotoAnswer first_paint = photo;
        first_paint.photo.source = PixelSource::ExifThumbnail;
        const std::string photo_packet = answer_packet({photo}), paint_packet = answer_packet({first_paint});
        const std::string text_packet = answer_packet({std::string("{}")});
        for (const auto kind : {Task::Kind::Photo, Task::Kind::Facts, Task::Kind::ExifThumbnail, Task::Kind::Marks}) {
            Task task;
            task.kind = kind;
            QCOMPARE(read_answer(photo_packet, task).has_value(), kind == Task::Kind::Photo);
            QCOMPARE(read_answer(paint_packet, task).has_value(), kind == Task::Kind::ExifThumbnail);
            QCOMPARE(read_answer(text_packet, task).has_value(),
                     kind == Task::Kind::Facts || kind == Task::Kind::Marks);
        }
    }

    void texts_of_a_hostile_worker_are_harmless() {
        const auto decoder = pool(TOUCHSTONE_HOSTILE_DECODER);
        const auto error = decoder->decode(write("wish", "escape"), 0, {});
        QVERIFY(!error);
        QCOMPARE(error.error().what, std::string("red  [31m bell     \xEF\xBF\xBD line break"));
    }

    /// Of the program that ships, while it decodes: what a hostile file could jump into.
    void unwanted_libraries_are_not_mapped_in_the_worker() {
        const auto decoder = pool(TOUCHSTONE_DECODER);
        QCOMPARE(outcome(decoder->decode(photo("good.ppm"), 0, {})), QString("decodes"));
        std::vector<pid_t> processes = children_of(maker());
        QCOMPARE(processes.size(), std::size_t{1});
        processes.push_back(maker());
        for (const pid_t process : processes) {
            QFile file(QStringLiteral("/proc/%1/maps").arg(process));
            if (!file.open(QIODevice::ReadOnly))
                QSKIP("only root may look into processes that nobody may look into");
            const QByteArray maps = file.readAll();
            QVERIFY(maps.contains("libvips") && maps.contains("vips-jxl") && maps.contains("vips-heif"));
            for (const char* unwanted : {"agick", "poppler", "openslide"})
                QVERIFY2(!maps.contains(unwanted), unwanted);
        }
    }

    void descriptors_are_not_lost() {
        const auto open_descriptors = [] {
            return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                                 std::filesystem::directory_iterator());
        };
        const auto decoder = pool(TOUCHSTONE_HOSTILE_DECODER);
        const auto round = [&](int number) {
            for (const char* wish : {"error-with-frame", "unsealed", "file", "socket", "long", "sound"})
                (void)decoder->decode(write(wish + std::to_string(number), wish), 0, {});
        };
        round(0);
        const auto before = open_descriptors();
        for (int i = 1; i < 20; ++i)
            round(i);
        QCOMPARE(open_descriptors(), before);
    }

    /// The kernel's own killer, a person, a shutdown: the photo is tried once more and is not blamed.
    void a_worker_that_somebody_else_ends() {
        const auto decoder = hooked();
        const std::string good = photo("good.ppm");
        QCOMPARE(outcome(decoder->decode(good, 0, {})), QString("decodes"));
        const pid_t made_by = maker();
        QVERIFY(made_by > 0);
        const auto workers = children_of(made_by);
        QCOMPARE(workers.size(), std::size_t{1});
        QCOMPARE(::kill(workers.front(), SIGKILL), 0);
        QCOMPARE(outcome(decoder->decode(good, 0, {})), QString("decodes"));
        QCOMPARE(decoder->statistics().lost, std::uint64_t{0});
        QCOMPARE(decoder->statistics().workers, std::uint64_t{2});
        // The maker takes its workers with it; another takes its place.
        QCOMPARE(::kill(made_by, SIGKILL), 0);
        QCOMPARE(outcome(decoder->decode(good, 0, {})), QString("decodes"));
        QCOMPARE(decoder->statistics().lost, std::uint64_t{0});
    }

    /// What photos left in a worker's memory does not stay for ever.
    void workers_are_replaced() {
        const auto decoder = hooked();
        const std::string good = photo("good.ppm");
        for (int i = 0; i < 2'001; ++i)
            QCOMPARE(outcome(decoder->decode(good, 0, {})), QString("decodes"));
        QCOMPARE(decoder->statistics().workers, std::uint64_t{3});
        QCOMPARE(decoder->statistics().lost, std::uint64_t{0});
    }

    void nothing_stays_behind() {
        std::vector<pid_t> processes;
        {
            const auto decoder = hooked({.base = std::chrono::milliseconds(3'000)});
            QCOMPARE(outcome(decoder->decode(photo("good.ppm"), 0, {})), QString("decodes"));
            (void)decoder->decode(photo("hang.ppm", "hang"), 0, {});
            processes = children_of(maker());
            processes.push_back(maker());
        }
        QVERIFY(processes.size() >= 1);
        QTRY_VERIFY(
            std::none_of(processes.begin(), processes.end(), [](pid_t process) { return ::kill(process, 0) == 0; }));
        QVERIFY(children_of(::getpid()).empty());
    }

    void a_file_that_is_replaced_by_another_is_tried() {
        const auto decoder = hooked();
        const std::string file = photo("twice.ppm", "crash");
        QVERIFY(!decoder->decode(file, 0, {}));
        const auto time = std::filesystem::last_write_time(file);
        write("twice.ppm", "P6\n2 1\n255\nabcdef"); // of another size, of the same time
        std::filesystem::last_write_time(file, time);
        QCOMPARE(outcome(decoder->decode(file, 0, {})), QString("decodes"));
    }

    /// While the decoder has it open: the photo is named, its worker lives, or is replaced; and it is tried again.
    void a_file_that_is_cut_while_it_is_read() {
        for (const bool facts : {false, true}) {
            const auto decoder = hooked();
            const std::string file = photo("cut.ppm", "await cut");
            std::string code;
            {
                const std::jthread reading([&] {
                    if (facts)
                        code = code_name(decoder->read_facts(file, 1 << 20).error().code);
                    else
                        code = code_name(decoder->decode(file, 0, {}).error().code);
                });
                QTRY_VERIFY_WITH_TIMEOUT(place_in(file) == 1, 60'000); // the worker has it and waits
                std::filesystem::resize_file(file, 0);
            }
            QCOMPARE(QString::fromStdString(code), QString(facts ? "read-failed" : "truncated"));
            QCOMPARE(decoder->statistics().lost, std::uint64_t{0}); // nobody is blamed
            photo("cut.ppm");
            QCOMPARE(outcome(decoder->decode(file, 0, {})), QString("decodes"));
        }
    }

    void many_threads_share_the_workers() {
        const auto decoder = hooked({.idle_workers = 2});
        const std::string good = photo("good.ppm");
        std::atomic<int> decoded = 0, failed = 0;
        {
            std::vector<std::jthread> threads;
            for (int thread = 0; thread < 6; ++thread)
                threads.emplace_back([&, thread] {
                    for (int i = 0; i < 30; ++i) {
                        const std::string bad =
                            photo("bad" + std::to_string(thread) + "." + std::to_string(i), "crash");
                        if (outcome(decoder->decode(good, 0, {})) == "decodes")
                            ++decoded;
                        if (!decoder->decode(i % 3 == 0 ? bad : path("none"), 0, {}))
                            ++failed;
                    }
                });
        }
        QCOMPARE(decoded.load(), 6 * 30);
        QCOMPARE(failed.load(), 6 * 30);
        QCOMPARE(decoder->statistics().lost, std::uint64_t{6 * 10});
    }

    void a_program_that_is_not_there_or_no_decoder() {
        const auto missing = DecoderPool::start({.program = path("nowhere")});
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::Internal);
        QVERIFY(missing.error().message().find("nowhere") != std::string::npos);
        const auto other = DecoderPool::start({.program = "/bin/true"});
        QVERIFY(!other);
        QVERIFY(other.error().message().find("status 0") != std::string::npos);
    }

    void the_shipped_program_knows_no_hooks() {
        const auto decoder = pool(TOUCHSTONE_DECODER);
        QCOMPARE(outcome(decoder->decode(photo("hook.ppm", "crash"), 0, {})), QString("decodes"));
    }

    void decode_file_follows_the_choice_of_the_process() {
        const std::string bad = photo("hook.ppm", "crash");
        QCOMPARE(outcome(decode_file(bad, {})), QString("decodes"));
        set_file_decoder(hooked());
        QVERIFY(outcome(decode_file(bad, {})).contains("stopped working"));
        QCOMPARE(outcome(decode_file(photo("good.ppm"), {})), QString("decodes"));
        QCOMPARE(outcome(decode_thumbnail_file(photo("good.ppm"), 8, {})), QString("decodes"));
        set_file_decoder(nullptr);
        QCOMPARE(outcome(decode_file(bad, {})), QString("decodes"));
    }
};

QTEST_GUILESS_MAIN(TestSandbox)
#include "test_sandbox.moc"
