// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/write_queue.h"

#include <chrono>
#include <exception>
#include <future>

#include <pthread.h>

#include "app/library/catalogue/catalogue_files.h"
#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/sqlite_writer.h"

namespace touchstone::library {

namespace {
constexpr std::chrono::milliseconds longest_batch{50};
}

WriteQueue::WriteQueue(std::string database, bool log)
    : database_(std::move(database))
    , log_(log)
    , thread_([this] { loop(); }) {}

WriteQueue::~WriteQueue() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void WriteQueue::push(Catalogue::Work work, Catalogue::Done done) {
    {
        const std::lock_guard lock(mutex_);
        items_.push_back(std::make_unique<Item>(Item{std::move(work), std::move(done), {}}));
    }
    changed_.notify_one();
}

Result<void> WriteQueue::runNow(Catalogue::Work work) {
    if (std::this_thread::get_id() == thread_.get_id())
        return failure(ErrorCode::Internal, database_, "the writer's thread would wait for itself");
    std::promise<Result<void>> promise;
    auto result = promise.get_future();
    push(std::move(work), [&promise](Result<void> done) { promise.set_value(std::move(done)); });
    return result.get();
}

void WriteQueue::flush() {
    (void)runNow([](CatalogueWriter&) { return Result<void>(); }); // its own failure concerns nobody
}

std::unique_ptr<WriteQueue::Item> WriteQueue::take(bool wait) {
    std::unique_lock lock(mutex_);
    if (wait)
        changed_.wait(lock, [this] { return stopping_ || !items_.empty(); });
    if (items_.empty())
        return nullptr;
    auto item = std::move(items_.front());
    items_.pop_front();
    return item;
}

void WriteQueue::loop() {
    pthread_setname_np(pthread_self(), "catalogue");
    const auto opened = openConnection();
    while (auto item = take(true)) {
        if (!opened) {
            if (item->done)
                item->done(opened);
            continue;
        }
        {
            const std::lock_guard lock(mutex_);
            items_.push_front(std::move(item));
        }
        runBatch();
    }
    writer_.reset();
    if (connection_ && log_) // best effort: closing does the same, and the next opening would
        (void)connection_->value("PRAGMA wal_checkpoint(TRUNCATE)");
    connection_.reset();
}

Result<void> WriteQueue::openConnection() {
    auto connection = Connection::open(database_, Connection::Mode::ReadWrite);
    if (!connection)
        return tl::unexpected(connection.error());
    connection_ = std::move(*connection);
    // NORMAL with a log: a commit is whole after a power cut but may be gone; commit() adds what marks need.
    const std::string_view mode = log_ ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = TRUNCATE";
    if (const auto set = connection_->value(mode); !set)
        return tl::unexpected(set.error());
    if (const auto set = connection_->run(log_ ? "PRAGMA synchronous = NORMAL" : "PRAGMA synchronous = FULL"); !set)
        return set;
    if (const auto set = connection_->value("PRAGMA journal_size_limit = 67108864"); !set)
        return tl::unexpected(set.error());
    writer_ = std::make_unique<SqliteWriter>(*connection_);
    return {};
}

/// False when the transaction is gone: on a full disk SQLite may roll all of it back by itself.
bool WriteQueue::runItem(Item& item, SqliteWriter& writer) {
    item.result = connection_->run("SAVEPOINT work");
    if (!item.result)
        return false;
    try {
        item.result = item.work(writer);
    } catch (const std::exception& problem) {
        item.result = failure(ErrorCode::Internal, database_, problem.what());
    }
    if (item.result) {
        item.result = connection_->run("RELEASE work");
        return item.result.has_value();
    }
    writer.forget();
    return connection_->run("ROLLBACK TO work") && connection_->run("RELEASE work");
}

void WriteQueue::runBatch() {
    const auto until = std::chrono::steady_clock::now() + longest_batch;
    std::vector<std::unique_ptr<Item>> batch;
    Result<void> whole = connection_->run("BEGIN IMMEDIATE");
    do {
        auto item = take(false);
        if (!item)
            break;
        batch.push_back(std::move(item));
        if (whole && !runItem(*batch.back(), *writer_))
            whole = batch.back()->result ? failure(ErrorCode::WriteFailed, database_, "the transaction is gone")
                                         : batch.back()->result;
    } while (whole && std::chrono::steady_clock::now() < until);
    const bool marks = writer_->takeTouchedMarks();
    if (whole)
        whole = commit(marks);
    if (!whole) {
        (void)connection_->run("ROLLBACK"); // SQLite may have done it; the batch's error is what counts
        writer_->forget();
    }
    saw_damage_ = saw_damage_ || connection_->sawDamage();
    wrote_ = wrote_ || whole;
    for (const auto& item : batch)
        if (item->done)
            item->done(whole ? std::move(item->result) : whole);
}

Result<void> WriteQueue::commit(bool marks) {
    const auto committed = connection_->run("COMMIT");
    if (!committed || !marks || !log_)
        return committed;
    // What synchronous=FULL does after every commit, only for what a person said.
    if (const auto synced = sync_to_disk(database_ + "-wal"); !synced || log_is_named_)
        return synced;
    // This connection made the log: its name has to survive a power cut, too.
    const auto named = sync_to_disk(database_.substr(0, database_.rfind('/')));
    log_is_named_ = named.has_value();
    return named;
}

} // namespace touchstone::library
