// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/blob_store.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <thread>

#include <QThreadStorage>

namespace touchstone::library {

namespace {

using std::chrono::milliseconds;

constexpr std::size_t batch_steps = 100;
constexpr milliseconds batch_time{200};
/// Reading alone is no reason to write: the order of eviction may be a little behind.
constexpr std::size_t uses_worth_writing = 256;
constexpr std::uint64_t most_waiting = std::uint64_t{32} << 20;
constexpr std::uint64_t most_of_a_batch = std::uint64_t{4} << 20;
/// A full disk stays full, a busy file does not: only what fails this often in a row is said.
constexpr int tries = 3;

/// Readers' connections, closed by the threads that opened them: at the latest when they end.
struct Readers {
    struct Entry {
        std::weak_ptr<const void> store;
        std::unique_ptr<BlobFile> file;
    };
    std::map<const void*, Entry> entries;
};

Readers& readers_here() {
    // Never destroyed: threads may end after the program's statics have.
    static auto* const of_thread = new QThreadStorage<std::shared_ptr<Readers>>;
    auto& mine = of_thread->localData();
    if (!mine)
        mine = std::make_shared<Readers>();
    return *mine;
}

/// Somebody cleared the cache, or put another file there.
void leave_if_replaced(std::unique_ptr<BlobFile>& file) {
    if (!file || file->isCurrent())
        return;
    file->leaveNoLog();
    file.reset();
}

} // namespace

/// What the store's users and its thread share. Everything below the mutex is guarded by it.
struct BlobStore::State {
    BlobStoreOptions options;
    std::string path;
    Problem on_problem;

    mutable std::mutex mutex;
    std::condition_variable wake;    ///< of the writer
    std::condition_variable written; ///< of flush()
    bool stopping = false;
    bool given_up = false; ///< nothing can be written here
    bool hurry = false;    ///< somebody waits in flush()
    struct Waiting {
        BlobStep step;
        quint64 number = 0;
    };
    std::deque<Waiting> queue;
    std::uint64_t queued_bytes = 0;
    quint64 last_number = 0, done_number = 0;
    struct InMemory {
        QByteArray data;
        quint64 number = 0;
    };
    std::map<BlobKey, InMemory> unwritten; ///< queued, or in the transaction that is on its way
    std::optional<FileIdentity> damaged;   ///< seen by a reader
    int evicted = 0;

    void add(BlobStep step);
    std::unique_ptr<BlobFile>& reader(const std::shared_ptr<State>& self);
    void sawDamage(const std::optional<FileIdentity>& file);
};

void BlobStore::State::add(BlobStep step) {
    const std::lock_guard lock(mutex);
    const auto bytes = static_cast<std::uint64_t>(step.data.size());
    if (given_up || queued_bytes + bytes > most_waiting)
        return;
    queued_bytes += bytes;
    ++last_number;
    if (step.kind == BlobStep::Kind::Put)
        unwritten[step.key] = {step.data, last_number};
    else if (step.kind == BlobStep::Kind::Remove)
        unwritten.erase(step.key);
    const bool worth_it = step.kind != BlobStep::Kind::Use || queue.size() >= uses_worth_writing;
    queue.push_back({std::move(step), last_number});
    if (worth_it)
        wake.notify_one();
}

void BlobStore::State::sawDamage(const std::optional<FileIdentity>& file) {
    const std::lock_guard lock(mutex);
    damaged = file;
    wake.notify_one();
}

/// This thread's connection to the file that has the name now; null when there is none.
std::unique_ptr<BlobFile>& BlobStore::State::reader(const std::shared_ptr<State>& self) {
    Readers& readers = readers_here();
    std::erase_if(readers.entries, [](const auto& entry) { return entry.second.store.expired(); });
    Readers::Entry& entry = readers.entries[this];
    entry.store = self;
    leave_if_replaced(entry.file);
    if (!entry.file) {
        const auto before = identity_of(path);
        auto opened = BlobFile::openForReading(path);
        if (opened)
            entry.file = std::move(*opened);
        else if (opened.error().code == ErrorCode::Damaged)
            sawDamage(before);
    }
    return entry.file;
}

/// The thread that writes, and its connection.
struct BlobStore::Writer {
    explicit Writer(std::shared_ptr<State> shared, Errand first)
        : state(std::move(shared))
        , thread([this, errand = std::move(first)](std::stop_token stop) { run(errand, stop); }) {}

    void run(const Errand& first, std::stop_token stop);
    std::vector<BlobStep> takeBatch(quint64& last);
    bool write(const std::vector<BlobStep>& steps);
    Result<int> attempt(const std::vector<BlobStep>& steps);
    void finish(const std::vector<BlobStep>& steps, quint64 last);
    void giveUp(const Error& error);
    void discardDamaged();

    std::shared_ptr<State> state;
    std::unique_ptr<BlobFile> file; ///< the thread's
    std::jthread thread;            ///< last: it uses what is above
};

void BlobStore::Writer::run(const Errand& first, std::stop_token stop) {
    if (first)
        first(stop);
    for (;;) {
        {
            std::unique_lock lock(state->mutex);
            const auto is_urgent = [&] { return state->stopping || state->hurry || state->damaged; };
            const auto has_blobs = [&] {
                return !state->unwritten.empty() || state->queue.size() >= uses_worth_writing;
            };
            state->wake.wait(lock, [&] { return is_urgent() || has_blobs(); });
            state->wake.wait_for(lock, batch_time, [&] {
                return is_urgent() || state->queue.size() >= batch_steps || state->queued_bytes >= most_of_a_batch;
            });
        }
        discardDamaged();
        quint64 last = 0;
        const std::vector<BlobStep> steps = takeBatch(last);
        if (!steps.empty()) {
            write(steps);
            finish(steps, last);
        }
        const std::lock_guard lock(state->mutex);
        if (!state->queue.empty())
            continue;
        state->hurry = false;
        state->written.notify_all();
        if (state->stopping)
            break;
    }
    file.reset();
}

void BlobStore::Writer::discardDamaged() {
    std::optional<FileIdentity> damaged;
    {
        const std::lock_guard lock(state->mutex);
        damaged.swap(state->damaged);
    }
    if (!damaged)
        return;
    file.reset();
    BlobFile::discard(state->path, damaged);
}

std::vector<BlobStep> BlobStore::Writer::takeBatch(quint64& last) {
    const std::uint64_t most_bytes = std::min(most_of_a_batch, state->options.limit / 4);
    std::vector<BlobStep> steps;
    std::uint64_t bytes = 0;
    const std::lock_guard lock(state->mutex);
    while (!state->queue.empty() && steps.size() < 2 * uses_worth_writing) {
        const State::Waiting& next = state->queue.front();
        const auto size = static_cast<std::uint64_t>(next.step.data.size());
        if (!steps.empty() && bytes + size > most_bytes)
            break;
        bytes += size;
        last = next.number;
        steps.push_back(std::move(state->queue.front().step));
        state->queue.pop_front();
    }
    state->queued_bytes -= bytes;
    return steps;
}

Result<int> BlobStore::Writer::attempt(const std::vector<BlobStep>& steps) {
    leave_if_replaced(file);
    if (!file) {
        const auto before = identity_of(state->path);
        auto opened = BlobFile::openForWriting(state->path);
        if (!opened) {
            if (opened.error().code == ErrorCode::Damaged)
                BlobFile::discard(state->path, before);
            return tl::unexpected(opened.error());
        }
        file = std::move(*opened);
    }
    auto gone = file->apply(steps, state->options.limit);
    if (!gone) {
        const std::optional<FileIdentity> mine = file->identity();
        file.reset();
        if (gone.error().code == ErrorCode::Damaged)
            BlobFile::discard(state->path, mine);
    }
    return gone;
}

bool BlobStore::Writer::write(const std::vector<BlobStep>& steps) {
    {
        const std::lock_guard lock(state->mutex);
        if (state->given_up)
            return false;
    }
    const bool has_news =
        std::any_of(steps.begin(), steps.end(), [](const BlobStep& step) { return step.kind == BlobStep::Kind::Put; });
    if (!has_news && !identity_of(state->path))
        return true; // deleted meanwhile: no reason to make it again
    for (int n = 1;; ++n) {
        const auto gone = attempt(steps);
        if (gone) {
            const std::lock_guard lock(state->mutex);
            state->evicted += *gone;
            return true;
        }
        std::unique_lock lock(state->mutex);
        if (state->stopping)
            return false; // the program's end does not wait for a cache
        if (n == tries) {
            lock.unlock();
            giveUp(gone.error());
            return false;
        }
        // The next try may find the other program's lock gone, or the file made anew.
        if (gone.error().code != ErrorCode::Damaged)
            state->wake.wait_for(lock, batch_time, [&] { return state->stopping; });
    }
}

void BlobStore::Writer::giveUp(const Error& error) {
    {
        const std::lock_guard lock(state->mutex);
        state->given_up = true;
        state->queue.clear();
        state->queued_bytes = 0;
        state->unwritten.clear();
    }
    if (state->on_problem)
        state->on_problem(error);
}

void BlobStore::Writer::finish(const std::vector<BlobStep>& steps, quint64 last) {
    const std::lock_guard lock(state->mutex);
    for (const BlobStep& step : steps)
        if (const auto kept = state->unwritten.find(step.key);
            kept != state->unwritten.end() && kept->second.number <= last)
            state->unwritten.erase(kept);
    state->done_number = last;
}

BlobStore::BlobStore(BlobStoreOptions options, Problem on_problem, Errand first)
    : state_(std::make_shared<State>()) {
    state_->options = std::move(options);
    state_->path = state_->options.folder + '/' + state_->options.name;
    state_->on_problem = std::move(on_problem);
    if (!state_->options.folder.empty())
        writer_ = std::make_unique<Writer>(state_, std::move(first));
}

BlobStore::~BlobStore() {
    if (!writer_)
        return;
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->wake.notify_all();
    writer_.reset(); // stops the errand, and joins
    readers_here().entries.erase(state_.get());
}

std::optional<QByteArray> BlobStore::find(const BlobKey& key) {
    if (!writer_)
        return std::nullopt;
    {
        const std::lock_guard lock(state_->mutex);
        if (const auto waiting = state_->unwritten.find(key); waiting != state_->unwritten.end())
            return waiting->second.data;
    }
    std::unique_ptr<BlobFile>& file = state_->reader(state_);
    if (!file)
        return std::nullopt;
    auto found = file->find(key);
    if (!found) {
        if (found.error().code == ErrorCode::Damaged)
            state_->sawDamage(file->identity());
        file.reset();
        return std::nullopt;
    }
    if (found->listed)
        state_->add({found->data ? BlobStep::Kind::Use : BlobStep::Kind::Remove, key, {}});
    return std::move(found->data);
}

void BlobStore::put(const BlobKey& key, QByteArray data) {
    if (writer_ && static_cast<std::uint64_t>(data.size()) <= state_->options.limit / 4)
        state_->add({BlobStep::Kind::Put, key, std::move(data)});
}

void BlobStore::remove(const BlobKey& key) {
    if (writer_)
        state_->add({BlobStep::Kind::Remove, key, {}});
}

void BlobStore::flush() {
    if (!writer_)
        return;
    std::unique_lock lock(state_->mutex);
    const quint64 wanted = state_->last_number;
    state_->hurry = true;
    state_->wake.notify_one();
    state_->written.wait(lock, [&] { return state_->done_number >= wanted || state_->given_up; });
}

int BlobStore::evicted() const {
    const std::lock_guard lock(state_->mutex);
    return state_->evicted;
}

} // namespace touchstone::library
