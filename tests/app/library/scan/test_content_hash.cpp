// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstdint>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QTemporaryDir>
#include <QtTest>

#include "app/library/catalogue/content_hash.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

constexpr std::size_t kib = 1024;

/// The bytes that xxHash's own sanity check hashes (cli/xsum_sanity_check.c, XSUM_fillTestBuffer).
std::string sanity_buffer(std::size_t length) {
    std::string bytes;
    std::uint64_t generator = 2654435761U;
    for (std::size_t i = 0; i < length; ++i) {
        bytes += static_cast<char>(generator >> 56);
        generator *= 11400714785074694797ULL;
    }
    return bytes;
}

std::string code(const Result<ContentHash>& result) {
    return result ? std::string("hashed") : std::string(code_name(result.error().code));
}

FileStamp stamp_of(const std::string& path) {
    struct stat info {};
    (void)::stat(path.c_str(), &info);
    return {info.st_size, std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec};
}

} // namespace

class TestContentHash : public QObject {
    Q_OBJECT

    QTemporaryDir dir_;

    std::string path(const char* name) const { return dir_.path().toStdString() + '/' + name; }
    std::string file(const char* name, const std::string& bytes) const {
        std::ofstream(path(name), std::ios::binary | std::ios::trunc) << bytes;
        return path(name);
    }

private Q_SLOTS:
    void knownValues_data() {
        QTest::addColumn<int>("length");
        QTest::addColumn<QByteArray>("expected");
        // XXH128, seed 0, of xxHash's cli/xsum_sanity_check.c: high half, then low half.
        QTest::newRow("1") << 1 << QByteArray("a6cd5e9392000f6ac44bdff4074eecdb");
        QTest::newRow("6") << 6 << QByteArray("082afe0b8162d12a3e7039bdda43cfc6");
        QTest::newRow("12") << 12 << QByteArray("6e3efd8fc7802b18061a192713f69ad9");
        QTest::newRow("24") << 24 << QByteArray("0ce966e4678d37611e7044d28b1b901d");
        QTest::newRow("48") << 48 << QByteArray("a002ac4e5478227ef942219aed80f67b");
        QTest::newRow("81") << 81 << QByteArray("4952f58181ab00425e8bafb9f95fb803");
        QTest::newRow("222") << 222 << QByteArray("337e09641b948717f1aebd597cec6b3a");
        QTest::newRow("403") << 403 << QByteArray("1b6de21e332dd73dcdeb804d65c6dea4");
        QTest::newRow("512") << 512 << QByteArray("18d2d110dcc9bca1617e49599013cb6b");
        QTest::newRow("2048") << 2048 << QByteArray("f736557fd47073a5dd59e2c3a5f038e0");
        QTest::newRow("2367") << 2367 << QByteArray("e89c0f6ff369b427cb37aeb9e5d361ed");
    }
    void knownValues() {
        QFETCH(int, length);
        QFETCH(QByteArray, expected);
        const auto hash = hash_file(file("known", sanity_buffer(static_cast<std::size_t>(length))));
        QCOMPARE(code(hash), std::string("hashed"));
        QCOMPARE(QByteArray::fromStdString(hash->hex()), expected);
    }

    void knownTexts() {
        QCOMPARE(hash_file(file("a", "a"))->hex(), std::string("a96faf705af16834e6c632b61e964e1f"));
        QCOMPARE(hash_file(file("abc", "abc"))->hex(), std::string("06b05ab6733a618578af5f94892f3950"));
    }

    /// Read in pieces or whole, a file has one hash: sizes around the piece and the ends of the quick key.
    void piecesMakeNoDifference() {
        for (const std::size_t size : {64 * kib - 1, 64 * kib, 64 * kib + 1, 128 * kib - 1, 128 * kib, 128 * kib + 1,
                                       1024 * kib - 1, 1024 * kib, 1024 * kib + 1, 3 * 1024 * kib + 7}) {
            std::string bytes = sanity_buffer(size);
            const auto one = hash_file(file("one", bytes));
            const auto quick = quick_key(path("one"));
            QVERIFY(one && quick);
            QCOMPARE(hash_file(file("two", bytes))->hex(), one->hex());
            QCOMPARE(quick_key(path("two"))->hex(), quick->hex());
            bytes[size / 2] = static_cast<char>(bytes[size / 2] + 1);
            QVERIFY(hash_file(file("two", bytes))->hex() != one->hex());
            bytes = sanity_buffer(size);
            bytes.back() = static_cast<char>(bytes.back() + 1);
            QVERIFY(quick_key(file("two", bytes))->hex() != quick->hex());
            bytes = sanity_buffer(size);
            bytes.front() = static_cast<char>(bytes.front() + 1);
            QVERIFY(quick_key(file("two", bytes))->hex() != quick->hex());
            QVERIFY(quick_key(file("two", sanity_buffer(size) + 'x'))->hex() != quick->hex());
        }
    }

    /// 64 KiB of either end, not a byte more and not one less.
    void theQuickKeyReadsTheEnds() {
        const std::size_t size = 300 * kib;
        const std::string bytes = sanity_buffer(size);
        const std::string key = quick_key(file("ends", bytes))->hex();
        const auto with = [&](std::size_t at) {
            std::string other = bytes;
            other[at] = static_cast<char>(other[at] + 1);
            return quick_key(file("ends", other))->hex();
        };
        QVERIFY(with(64 * kib - 1) != key);
        QCOMPARE(with(64 * kib), key);
        QCOMPARE(with(size - 64 * kib - 1), key);
        QVERIFY(with(size - 64 * kib) != key);
    }

    void filesBeyondFourGibibytes() {
        const std::string sparse = file("sparse", "begins");
        const std::uint64_t size = (std::uint64_t{5} << 30) + 3;
        std::filesystem::resize_file(sparse, size);
        const auto key = quick_key(sparse);
        QCOMPARE(code(key), std::string("hashed"));
        std::filesystem::resize_file(sparse, size + (std::uint64_t{1} << 32)); // the same low half of the size
        QVERIFY(quick_key(sparse)->hex() != key->hex());
        std::filesystem::resize_file(sparse, size);
        {
            std::fstream end(sparse, std::ios::binary | std::ios::in | std::ios::out);
            end.seekp(static_cast<std::streamoff>(size - 1));
            end.put('e');
        }
        QVERIFY(quick_key(sparse)->hex() != key->hex());
        // Not read to its end here: stopped after the first piece.
        std::stop_source stop;
        std::uint64_t read = 0;
        HashOptions options;
        options.progress = [&](std::uint64_t done) {
            read = done;
            stop.request_stop();
        };
        QCOMPARE(code(hash_file(sparse, stop.get_token(), options)), std::string("cancelled"));
        QCOMPARE(read, std::uint64_t{1} << 20);
        std::filesystem::remove(sparse);
    }

    void aFileThatChangesIsRefused() {
        const std::string growing = file("growing", std::string(3 * 1024 * kib, 'x'));
        HashOptions options;
        options.progress = [&](std::uint64_t done) {
            if (done == 1024 * kib)
                std::ofstream(growing, std::ios::binary | std::ios::app) << 'y';
        };
        QCOMPARE(code(hash_file(growing, {}, options)), std::string("damaged"));

        const std::string shrinking = file("shrinking", std::string(3 * 1024 * kib, 'x'));
        options.progress = [&](std::uint64_t done) {
            if (done == 1024 * kib)
                std::filesystem::resize_file(shrinking, 1500 * kib);
        };
        QCOMPARE(code(hash_file(shrinking, {}, options)), std::string("damaged"));

        const std::string touched = file("touched", std::string(3 * 1024 * kib, 'x'));
        options.progress = [&](std::uint64_t) {
            const timespec times[2] = {{1'000'000'000, 0}, {1'000'000'000, 0}};
            QCOMPARE(::utimensat(AT_FDCWD, touched.c_str(), times, 0), 0);
        };
        QCOMPARE(code(hash_file(touched, {}, options)), std::string("damaged"));
    }

    void anotherFileThanExpectedIsRefused() {
        const std::string photo = file("expected", "bytes");
        HashOptions options;
        options.expected = stamp_of(photo);
        QCOMPARE(code(hash_file(photo, {}, options)), std::string("hashed"));
        QCOMPARE(code(quick_key(photo, options.expected)), std::string("hashed"));
        ++options.expected->mtime_ns;
        QCOMPARE(code(hash_file(photo, {}, options)), std::string("damaged"));
        QCOMPARE(code(quick_key(photo, options.expected)), std::string("damaged"));
        options.expected = stamp_of(photo);
        ++options.expected->bytes;
        QCOMPARE(code(hash_file(photo, {}, options)), std::string("damaged"));
    }

    void whatIsNoReadableFile() {
        QCOMPARE(code(hash_file(path("nothing"))), std::string("not-found"));
        QCOMPARE(code(hash_file(dir_.path().toStdString())), std::string(code_name(ErrorCode::IsDirectory)));
        QCOMPARE(code(hash_file(file("empty", {}))), std::string(code_name(ErrorCode::EmptyFile)));
        QCOMPARE(code(quick_key(path("empty"))), std::string(code_name(ErrorCode::EmptyFile)));
        QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
        QCOMPARE(code(hash_file(path("pipe"))), std::string(code_name(ErrorCode::UnsupportedFormat)));
        if (::geteuid() != 0) {
            const std::string closed = file("closed", "x");
            QCOMPARE(::chmod(closed.c_str(), 0), 0);
            QCOMPARE(code(hash_file(closed)), std::string(code_name(ErrorCode::PermissionDenied)));
        }
    }

    void namesInAnyBytes() {
        const std::string odd = path("caf\xe9 \xff\n");
        std::ofstream(odd) << "abc";
        QCOMPARE(hash_file(odd)->hex(), std::string("06b05ab6733a618578af5f94892f3950"));
        std::filesystem::remove(odd); // QTemporaryDir cannot
    }

    void stoppedBeforeItBegan() {
        std::stop_source stop;
        stop.request_stop();
        QCOMPARE(code(hash_file(file("stopped", "x"), stop.get_token())), std::string("cancelled"));
    }
};

QTEST_GUILESS_MAIN(TestContentHash)
#include "test_content_hash.moc"
