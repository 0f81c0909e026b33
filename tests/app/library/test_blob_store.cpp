// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <atomic>
#include <filesystem>
#include <random>
#include <thread>

#include <unistd.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QtTest>

#include "app/library/blob_store.h"
#include "app/library/catalogue/connection.h"

using namespace touchstone;
using namespace touchstone::library;

namespace {

constexpr std::uint64_t plenty = std::uint64_t{64} << 20;

BlobKey key(int number) {
    return blob_key("blob " + std::to_string(number));
}

/// Different for every number, and nothing that would shrink.
QByteArray blob(int number, int bytes = 10'000) {
    std::mt19937 random(static_cast<unsigned>(number));
    QByteArray data(bytes, Qt::Uninitialized);
    for (char& byte : data)
        byte = static_cast<char>(random());
    return data;
}

/// A folder, and stores in it.
struct Cache {
    QTemporaryDir folder;
    QString file() const { return folder.filePath(QStringLiteral("blobs.db")); }
    std::string path() const { return file().toStdString(); }
    BlobStoreOptions options(std::uint64_t limit = plenty) const {
        return {folder.path().toStdString(), "blobs.db", limit};
    }
    /// How many of the first `count` a new store finds; −1 when one is not what was put.
    int found(int count, int bytes = 10'000) const {
        BlobStore store(options());
        int there = 0;
        for (int i = 0; i < count; ++i) {
            const auto data = store.find(key(i));
            if (data && *data != blob(i, bytes))
                return -1;
            there += data ? 1 : 0;
        }
        return there;
    }
    void fill(int first, int count, int bytes = 10'000) const {
        BlobStore store(options());
        for (int i = first; i < first + count; ++i)
            store.put(key(i), blob(i, bytes));
    }
    void write(const QByteArray& bytes) const {
        QFile out(file());
        QVERIFY(out.open(QIODevice::WriteOnly));
        QCOMPARE(out.write(bytes), bytes.size());
    }
};

} // namespace

class TestBlobStore : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatIsPutIsFound() {
        const Cache cache;
        {
            BlobStore store(cache.options());
            QVERIFY(!store.find(key(1)));
            store.put(key(1), blob(1));
            QCOMPARE(store.find(key(1)), blob(1)); // before it is written, or after
            store.put(key(2), {});
            store.flush();
            QCOMPARE(store.find(key(1)), blob(1));
            QCOMPARE(store.find(key(2)), QByteArray());
            store.put(key(1), blob(7)); // instead of the other one
            store.flush();
            QCOMPARE(store.find(key(1)), blob(7));
            store.remove(key(2));
            store.flush();
            QVERIFY(!store.find(key(2)));
        } // what waits is written
        BlobStore again(cache.options());
        QCOMPARE(again.find(key(1)), blob(7));
        QVERIFY(!again.find(key(2)));
        // Without a folder nothing is kept, and nothing fails.
        BlobStore none({{}, "blobs.db", plenty});
        none.put(key(1), blob(1));
        none.flush();
        QVERIFY(!none.find(key(1)));
    }

    void namesMayBeAnyBytes() {
        const QTemporaryDir folder;
        const std::string strange = folder.path().toStdString() + "/a \xff?#%41";
        {
            BlobStore store({strange, "blobs.db", plenty});
            store.put(key(1), blob(1));
        }
        QCOMPARE(::access((strange + "/blobs.db").c_str(), F_OK), 0);
        {
            BlobStore store({strange, "blobs.db", plenty});
            QCOMPARE(store.find(key(1)), blob(1));
        }
        std::filesystem::remove_all(strange); // QTemporaryDir cannot name it
    }

    void theBoundHolds_data() {
        QTest::addColumn<int>("bytes");
        QTest::newRow("small") << 300;
        QTest::newRow("about a page") << 4'000;
        QTest::newRow("large") << 30'000;
    }

    void theBoundHolds() {
        QFETCH(const int, bytes);
        const Cache cache;
        constexpr std::uint64_t limit = 600'000;
        const int count = 2'400'000 / bytes; // four times what there is room for
        BlobStore store(cache.options(limit));
        for (int i = 0; i < count; ++i) {
            store.put(key(i), blob(i, bytes));
            if (i % 10 == 9)
                store.flush();
            QVERIFY(QFileInfo(cache.file()).size() <= static_cast<qint64>(limit));
        }
        store.flush();
        QVERIFY(store.evicted() > 0);
        QVERIFY(store.find(key(count - 1)));
        QVERIFY(!store.find(key(0)));
        int there = 0;
        for (int i = 0; i < count; ++i)
            there += store.find(key(i)) ? 1 : 0;
        QCOMPARE(there, count - store.evicted());
        // The room is made use of, though the tables take their part where blobs are small.
        QVERIFY2(static_cast<std::uint64_t>(there * bytes) > limit / 5 * 2, qPrintable(QString::number(there)));
    }

    void theLeastRecentlyUsedGiveWay() {
        const Cache cache;
        BlobStore store(cache.options(500'000));
        for (int i = 0; i < 200; ++i) {
            store.put(key(i), blob(i));
            store.flush();
            QVERIFY(store.find(key(0))); // in use all the time
        }
        QVERIFY(store.evicted() > 100);
        QVERIFY(!store.find(key(1)));
        QVERIFY(store.find(key(199)));
        QCOMPARE(store.find(key(0)), blob(0));
    }

    void aLowerBoundIsComeDownTo() {
        const Cache cache;
        cache.fill(0, 300);
        QVERIFY(QFileInfo(cache.file()).size() > 3'000'000);
        {
            BlobStore store(cache.options(500'000));
            store.put(key(300), blob(300));
        } // closing brings the log into the file
        QVERIFY(QFileInfo(cache.file()).size() <= 500'000);
        QVERIFY(cache.found(301) > 10);
    }

    void whatIsTooLargeIsNotKept() {
        const Cache cache;
        BlobStore store(cache.options(100'000));
        store.put(key(1), blob(1, 30'000));
        store.put(key(2), blob(2, 5'000));
        store.flush();
        QVERIFY(!store.find(key(1)));
        QVERIFY(store.find(key(2)));
    }

    void theFileMayBeDeletedWhileItIsUsed_data() {
        QTest::addColumn<QStringList>("deleted");
        QTest::newRow("the file alone") << QStringList{QStringLiteral("blobs.db")};
        QTest::newRow("the log alone") << QStringList{QStringLiteral("blobs.db-wal")};
        QTest::newRow("all three") << QStringList{QStringLiteral("blobs.db"), QStringLiteral("blobs.db-wal"),
                                                  QStringLiteral("blobs.db-shm")};
        QTest::newRow("the folder") << QStringList{QStringLiteral("..")};
    }

    void theFileMayBeDeletedWhileItIsUsed() {
        QFETCH(const QStringList, deleted);
        const Cache cache;
        std::atomic<int> problems{0};
        {
            BlobStore store(cache.options(), [&](const Error&) { ++problems; });
            for (int round = 0; round < 4; ++round) {
                for (int i = 0; i < 20; ++i)
                    store.put(key(i), blob(i));
                store.flush();
                QCOMPARE(store.find(key(19)), blob(19));
                if (deleted.front() == QStringLiteral(".."))
                    QVERIFY(QDir(cache.folder.path()).removeRecursively());
                else
                    for (const QString& name : deleted)
                        QFile::remove(cache.folder.filePath(name));
                for (int i = 0; i < 20; ++i) {
                    const auto data = store.find(key(i));
                    QVERIFY(!data || *data == blob(i));
                }
            }
            for (int i = 0; i < 20; ++i)
                store.put(key(i), blob(i));
            store.flush();
        }
        QCOMPARE(problems.load(), 0);
        const int left = cache.found(20);
        // Of a log that was deleted alone, the last transactions may be gone. Never is something else found.
        QVERIFY(deleted.front() == QStringLiteral("blobs.db-wal") ? left >= 0 : left == 20);
        cache.fill(0, 20);
        QCOMPARE(cache.found(20), 20);
    }

    void theFileMayBeReplacedWhileItIsUsed() {
        const Cache cache, other;
        other.fill(100, 50);
        BlobStore store(cache.options());
        store.put(key(1), blob(1));
        store.flush();
        QVERIFY(store.find(key(1)));
        QCOMPARE(std::rename(other.path().c_str(), cache.path().c_str()), 0);
        QVERIFY(!store.find(key(1)));
        QCOMPARE(store.find(key(120)), blob(120)); // this thread's connection is to the new one
        store.put(key(2), blob(2));                // and so is the writer's
        store.flush();
        QCOMPARE(store.find(key(2)), blob(2));
        QCOMPARE(store.find(key(120)), blob(120));
    }

    void aFileThatIsNoneIsMadeAnew_data() {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("this is no database, and longer than a header of one ").repeated(100);
        QTest::newRow("a header, then nothing") << QByteArray("SQLite format 3\0\x10\0\1\1\0", 21);
        QTest::newRow("zeros") << QByteArray(100'000, '\0');
    }

    void aFileThatIsNoneIsMadeAnew() {
        QFETCH(const QByteArray, bytes);
        const Cache cache;
        cache.write(bytes);
        int problems = 0;
        {
            BlobStore store(cache.options(), [&](const Error&) { ++problems; });
            QVERIFY(!store.find(key(1)));
            store.put(key(1), blob(1));
            store.flush();
            QCOMPARE(store.find(key(1)), blob(1));
        }
        QCOMPARE(problems, 0);
        QCOMPARE(cache.found(2), 1);
    }

    void anotherVersionsFileIsMadeAnew() {
        const Cache cache;
        cache.fill(0, 5);
        {
            const auto connection = Connection::open(cache.path(), Connection::Mode::ReadWrite);
            QVERIFY(connection && (*connection)->run("PRAGMA user_version = 99"));
        }
        QCOMPARE(cache.found(5), 0);
        cache.fill(0, 5);
        QCOMPARE(cache.found(5), 5);
    }

    /// Whatever bytes a disk loses: a blob is whole or not there, and afterwards the store keeps blobs again.
    void damageIsNeverShown() {
        std::mt19937 random(7);
        int lost = 0;
        for (int round = 0; round < 40; ++round) {
            const Cache cache;
            cache.fill(0, 60, 3'000);
            QFile file(cache.file());
            QVERIFY(file.open(QIODevice::ReadWrite));
            if (round % 4 == 3) {
                QVERIFY(file.resize(static_cast<qint64>(random() % static_cast<unsigned>(file.size()))));
            } else {
                for (int n = 0; n < 8; ++n) {
                    QVERIFY(file.seek(static_cast<qint64>(random() % static_cast<unsigned>(file.size()))));
                    const QByteArray noise = blob(static_cast<int>(random() % 1'000'000), 1 + round % 3 * 400);
                    QCOMPARE(file.write(noise), noise.size());
                }
            }
            file.close();
            int problems = 0;
            {
                BlobStore store(cache.options(), [&](const Error&) { ++problems; });
                for (int i = 0; i < 60; ++i) {
                    const auto data = store.find(key(i));
                    QVERIFY2(!data || *data == blob(i, 3'000), qPrintable(QStringLiteral("round %1").arg(round)));
                    lost += data ? 0 : 1;
                }
                for (int i = 60; i < 120; ++i)
                    store.put(key(i), blob(i, 3'000));
                store.flush();
                for (int i = 60; i < 120; ++i)
                    store.find(key(i)); // finds what is damaged yet
                store.flush();
                for (int i = 60; i < 120; ++i)
                    store.put(key(i), blob(i, 3'000));
            }
            QCOMPARE(problems, 0);
            BlobStore store(cache.options());
            for (int i = 60; i < 120; ++i)
                QCOMPARE(store.find(key(i)), blob(i, 3'000));
        }
        QVERIFY(lost > 0); // the damage was real
    }

    void threadsReadAndWriteTogether() {
        const Cache cache;
        BlobStore store(cache.options());
        std::atomic<int> wrong{0}, found{0};
        {
            std::vector<std::jthread> threads;
            for (int t = 0; t < 4; ++t)
                threads.emplace_back([&, t] {
                    for (int i = 0; i < 100; ++i) {
                        const int mine = t * 100 + i, others = (mine + 137) % 400;
                        store.put(key(mine), blob(mine, 2'000));
                        const auto data = store.find(key(others));
                        wrong += data && *data != blob(others, 2'000) ? 1 : 0;
                        found += store.find(key(mine)) == blob(mine, 2'000) ? 1 : 0;
                    }
                });
        }
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(found.load(), 400);
        store.flush();
        QCOMPARE(cache.found(400, 2'000), 400);
    }

    void anotherProgramsTransactionIsWaitedFor() {
        const Cache cache;
        cache.fill(0, 3);
        const auto other = Connection::open(cache.path(), Connection::Mode::ReadWrite);
        QVERIFY(other && (*other)->run("BEGIN IMMEDIATE"));
        int problems = 0;
        {
            BlobStore store(cache.options(), [&](const Error&) { ++problems; });
            QCOMPARE(store.find(key(1)), blob(1)); // readers never wait for a writer
            store.put(key(5), blob(5));
            QCOMPARE(store.find(key(5)), blob(5)); // in memory meanwhile
            QVERIFY((*other)->run("COMMIT"));
            store.flush();
        }
        QCOMPARE(problems, 0);
        QCOMPARE(cache.found(6), 4);
    }

    void aFolderThatCannotBeIsSaidOnce() {
        const Cache cache;
        cache.write("a file where the folder should be");
        int problems = 0;
        BlobStore store({cache.path(), "blobs.db", plenty}, [&](const Error& error) {
            ++problems;
            QCOMPARE(error.code, ErrorCode::WriteFailed);
        });
        for (int round = 0; round < 3; ++round) {
            store.put(key(round), blob(round));
            store.flush();
            QVERIFY(!store.find(key(round)));
        }
        QCOMPARE(problems, 1);
    }
};

QTEST_GUILESS_MAIN(TestBlobStore)
#include "test_blob_store.moc"
