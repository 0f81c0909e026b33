// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <cstring>

#include <sys/stat.h>
#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include "engine/base/files.h"
#include "engine/base/open_file.h"

using namespace touchstone;

namespace {

Bytes bytes_of(std::string_view text) {
    Bytes bytes(text.size());
    std::memcpy(bytes.data(), text.data(), text.size());
    return bytes;
}

/// The superuser may do everything, which is how tests run in a container; permissions are tried as somebody else.
class Unprivileged {
public:
    explicit Unprivileged(const std::string& folder)
        : was_root_(::geteuid() == 0) {
        constexpr uid_t nobody = 65534;
        if (was_root_ && (::chmod(folder.c_str(), 0755) != 0 || ::seteuid(nobody) != 0))
            qFatal("cannot give up the superuser's rights");
    }
    ~Unprivileged() {
        if (was_root_ && ::seteuid(0) != 0)
            qFatal("cannot take the superuser's rights back");
    }
    Unprivileged(const Unprivileged&) = delete;
    Unprivileged& operator=(const Unprivileged&) = delete;

private:
    bool was_root_;
};

} // namespace

class TestFiles : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reads_a_file();
    void names_each_refusal();
    void no_permission();
    void writes_and_replaces();
    void failing_write_leaves_the_old_file();
    void names_are_bytes();
    void utf8_data();
    void utf8();
    void percent_encoding();
    void times_of_wrong_clocks();
    void sha256();

private:
    QTemporaryDir folder_;
    std::string path(const char* name) const { return folder_.path().toStdString() + "/" + name; }
    QStringList names() const { return QDir(folder_.path()).entryList(QDir::Files | QDir::Hidden); }
    std::string code(const std::string& file, std::uint64_t limit = 1000) const {
        const auto read = read_file(file, limit);
        if (read)
            return "read";
        return read.error().file == file && !read.error().what.empty() ? std::string(code_name(read.error().code))
                                                                       : "an error that names no file";
    }
};

void TestFiles::reads_a_file() {
    QVERIFY(write_file_atomically(path("plain"), "some text"));
    const auto read = read_file(path("plain"), 9);
    QVERIFY(read.has_value());
    QCOMPARE(*read, bytes_of("some text"));
}

void TestFiles::names_each_refusal() {
    QCOMPARE(code(path("absent")), std::string("not-found"));
    QVERIFY(write_file_atomically(path("file"), "ten bytes!"));
    QCOMPARE(code(path("file/below")), std::string("not-found"));
    QCOMPARE(code(path("file"), 9), std::string("too-large"));
    QCOMPARE(code(folder_.path().toStdString()), std::string("is-directory"));
    QVERIFY(write_file_atomically(path("zero"), ""));
    QCOMPARE(code(path("zero")), std::string("empty-file"));
    QCOMPARE(code(path(std::string(300, 'x').c_str())), std::string("bad-input"));
    QCOMPARE(::symlink(path("loop").c_str(), path("loop").c_str()), 0);
    QCOMPARE(code(path("loop")), std::string("not-found"));
    QCOMPARE(::symlink(path("nothing").c_str(), path("dangling").c_str()), 0);
    QCOMPARE(code(path("dangling")), std::string("not-found"));
    QCOMPARE(::mkfifo(path("pipe").c_str(), 0600), 0);
    QCOMPARE(code(path("pipe")), std::string("unsupported-format")); // and above all does not wait for a writer
    QCOMPARE(code("/dev/null"), std::string("unsupported-format"));
}

void TestFiles::no_permission() {
    QVERIFY(write_file_atomically(path("secret"), "x"));
    QCOMPARE(::chmod(path("secret").c_str(), 0), 0);
    const Unprivileged nobody(folder_.path().toStdString());
    QCOMPARE(code(path("secret")), std::string("permission-denied"));
}

void TestFiles::writes_and_replaces() {
    const Bytes second = bytes_of(std::string("\0second", 7));
    QVERIFY(write_file_atomically(path("report"), "first"));
    QVERIFY(write_file_atomically(path("report"), second));
    QCOMPARE(read_file(path("report"), 100).value_or(Bytes{}), second);
    QVERIFY(names().contains(QStringLiteral("report")));
    QVERIFY(names().filter(QStringLiteral(".part-")).isEmpty());
    struct stat info {};
    QCOMPARE(::stat(path("report").c_str(), &info), 0);
    const mode_t mask = ::umask(0);
    ::umask(mask);
    QCOMPARE(static_cast<unsigned>(info.st_mode & 0777), static_cast<unsigned>(0666 & ~mask));
}

void TestFiles::failing_write_leaves_the_old_file() {
    // The target is a folder with something in it: the last step, the renaming, is the one that fails.
    QVERIFY(QDir(folder_.path()).mkdir(QStringLiteral("taken")));
    QVERIFY(write_file_atomically(path("taken/inside"), "kept"));
    const auto onto_folder = write_file_atomically(path("taken"), "new");
    QVERIFY(!onto_folder);
    QCOMPARE(onto_folder.error().code, ErrorCode::WriteFailed);
    QCOMPARE(onto_folder.error().file, path("taken"));
    QCOMPARE(read_file(path("taken/inside"), 100).value_or(Bytes{}), bytes_of("kept"));
    QVERIFY(names().filter(QStringLiteral(".part-")).isEmpty()); // the unfinished copy is gone again

    const auto nowhere = write_file_atomically(path("no/such/folder"), "new");
    QVERIFY(!nowhere);
    QCOMPARE(nowhere.error().code, ErrorCode::WriteFailed);

    QVERIFY(QDir(folder_.path()).mkdir(QStringLiteral("readonly")));
    QVERIFY(write_file_atomically(path("readonly/old"), "old"));
    QCOMPARE(::chmod(path("readonly").c_str(), 0500), 0);
    {
        const Unprivileged nobody(folder_.path().toStdString());
        const auto refused = write_file_atomically(path("readonly/old"), "new");
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::WriteFailed);
    }
    QCOMPARE(::chmod(path("readonly").c_str(), 0700), 0);
    QCOMPARE(read_file(path("readonly/old"), 100).value_or(Bytes{}), bytes_of("old"));
}

void TestFiles::names_are_bytes() {
    const std::string strange = path("caf\xE9 \n%.bin");
    QVERIFY(write_file_atomically(strange, "x"));
    QCOMPARE(code(strange), std::string("read"));
    QCOMPARE(::unlink(strange.c_str()), 0); // Qt's temporary folder cannot: it only knows names that are text
    QCOMPARE(code(path("absent \xFF")), std::string("not-found"));
}

void TestFiles::utf8_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    const auto row = [](const char* name, const char* bytes, const char* text) {
        QTest::newRow(name) << QByteArray(bytes) << QByteArray(text);
    };
    const char* bad = "\xEF\xBF\xBD";
    const auto times = [&](int n) { return std::string(QByteArray(bad).repeated(n).toStdString()); };
    row("ascii", "plain.jpg", "plain.jpg");
    row("two bytes", "\xC3\xBC", "\xC3\xBC");
    row("three bytes", "\xE2\x82\xAC", "\xE2\x82\xAC");
    row("four bytes", "\xF0\x9F\x93\xB7", "\xF0\x9F\x93\xB7");
    row("last code point", "\xF4\x8F\xBF\xBF", "\xF4\x8F\xBF\xBF");
    row("latin-1", "caf\xE9.jpg", ("caf" + times(1) + ".jpg").c_str());
    row("cut off", "a\xE2\x82", ("a" + times(2)).c_str());
    row("stray continuation", "\x80z", (times(1) + "z").c_str());
    row("overlong slash", "\xC0\xAF", times(2).c_str());
    row("overlong three", "\xE0\x80\xAF", times(3).c_str());
    row("surrogate", "\xED\xA0\x80", times(3).c_str());
    row("past the end", "\xF4\x90\x80\x80", times(4).c_str());
    row("never a byte", "\xFF\xFE", times(2).c_str());
}

void TestFiles::utf8() {
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    QCOMPARE(to_valid_utf8(bytes.toStdString()), text.toStdString());
    QCOMPARE(is_valid_utf8(bytes.toStdString()), bytes == text);
    QVERIFY(is_valid_utf8(text.toStdString()));
}

void TestFiles::percent_encoding() {
    QCOMPARE(percent_encode_path("a-Z_0.9~/b"), std::string("a-Z_0.9~/b"));
    QCOMPARE(percent_encode_path("caf\xE9 #1?.jpg"), std::string("caf%E9%20%231%3F.jpg"));
    QCOMPARE(percent_encode_path("100%\n"), std::string("100%25%0A"));
    // Every byte can be had back.
    std::string all;
    for (int byte = 1; byte < 256; ++byte)
        all += static_cast<char>(byte);
    QCOMPARE(QByteArray::fromPercentEncoding(QByteArray::fromStdString(percent_encode_path(all))).toStdString(), all);
}

/// Clocks go wrong, and file systems keep what they said: times that do not fit stay at the ends.
void TestFiles::times_of_wrong_clocks() {
    struct stat info {};
    info.st_mtim = {1'700'000'000, 5};
    QCOMPARE(file_time_ns(info), std::int64_t{1'700'000'000'000'000'005});
    for (const auto& [seconds, ns] : {std::pair<std::int64_t, std::int64_t>(9'223'372'036, 854'775'807),
                                      {9'223'372'036, 854'775'808},
                                      {15'032'385'535, 0}, // the last second of ext4
                                      {INT64_MAX, 999'999'999}}) {
        info.st_mtim = {seconds, ns};
        QCOMPARE(file_time_ns(info), INT64_MAX);
    }
    for (const std::int64_t seconds : {std::int64_t{-9'223'372'037}, INT64_MIN}) {
        info.st_mtim = {seconds, 0};
        QCOMPARE(file_time_ns(info), -INT64_MAX);
    }
    info.st_mtim = {-1, 1};
    QCOMPARE(file_time_ns(info), std::int64_t{-999'999'999});
}

void TestFiles::sha256() {
    // FIPS 180-2, appendix B, and the empty message.
    QCOMPARE(sha256_hex({}), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(sha256_hex(bytes_of("abc")),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    QCOMPARE(sha256_hex(bytes_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")),
             std::string("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"));
    const std::string million(1'000'000, 'a'); // more than one read of the file
    QVERIFY(write_file_atomically(path("million"), million + million));
    QVERIFY(write_file_atomically(path("once"), million));
    QCOMPARE(sha256_of_file(path("once")).value_or("none"),
             std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
    QCOMPARE(sha256_of_file(path("million")).value_or("none"), sha256_hex(bytes_of(million + million)));
    QVERIFY(!sha256_of_file(path("absent")));
}

QTEST_APPLESS_MAIN(TestFiles)
#include "test_files.moc"
