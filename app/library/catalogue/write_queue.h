// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "app/library/catalogue/catalogue.h"

namespace touchstone::library {

class Connection;
class SqliteWriter;

/// The thread "catalogue": owns the writing connection and runs works in the order they were given. Works that wait are
/// committed together, for at most 50 ms of work, so that a mark behind a long scan is not held up by the scan's
/// commit. A mark's commit is on the disk before its `done` (power cut); other commits are whole after a power cut, but
/// the last of them may be gone.
class WriteQueue {
public:
    /// `log`: SQLite's write-ahead log (WAL); false = a rollback journal, for file systems of the network.
    WriteQueue(std::string database, bool log);
    /// Runs what waits, commits, closes, joins.
    ~WriteQueue();
    WriteQueue(const WriteQueue&) = delete;
    WriteQueue& operator=(const WriteQueue&) = delete;

    void push(Catalogue::Work work, Catalogue::Done done);
    Result<void> runNow(Catalogue::Work work);
    void flush(); ///< waits until everything pushed before is committed
    /// SQLite met damage in the file. After the thread ended, or between works.
    bool sawDamage() const { return saw_damage_; }
    /// Any work was committed.
    bool wrote() const { return wrote_; }

private:
    struct Item {
        Catalogue::Work work;
        Catalogue::Done done;
        Result<void> result;
    };

    void loop();
    Result<void> openConnection();
    void runBatch();
    bool runItem(Item& item, SqliteWriter& writer);
    Result<void> commit(bool marks);
    std::unique_ptr<Item> take(bool wait);

    const std::string database_;
    const bool log_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::unique_ptr<Item>> items_;
    bool stopping_ = false;
    std::atomic<bool> saw_damage_ = false, wrote_ = false;
    bool log_is_named_ = false;              ///< the log's entry in its folder is on the disk; the thread's own
    std::unique_ptr<Connection> connection_; ///< the thread's own
    std::unique_ptr<SqliteWriter> writer_;   ///< the thread's own
    std::thread thread_;
};

} // namespace touchstone::library
