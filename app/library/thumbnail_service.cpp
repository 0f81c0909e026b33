// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/thumbnail_service.h"

#include <algorithm>
#include <array>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>

#include <QTimer>

#include "app/library/image_convert.h"
#include "app/library/mailbox.h"
#include "app/library/thumbnail_store.h"
#include "app/library/workers.h"
#include "engine/base/files.h"
#include "engine/imaging/decode.h"

namespace touchstone::library {

namespace {

constexpr int gather_ms = 50;
constexpr std::array<int, 4> stored_edges{128, 256, 512, 1024};

using Key = std::pair<PhotoId, int>; ///< photo and stored edge

struct Wanted {
    ThumbnailRequest request;
    int edge = 0;
};

/// Which state of a file something was made of. A photo keeps its id when its file changes.
struct Stamp {
    std::int64_t bytes = 0, mtime_ns = 0;
    friend bool operator==(const Stamp&, const Stamp&) = default;
};

Stamp stamp_of(const FoundFile& file) {
    return {file.bytes, file.mtime_ns};
}

struct Failure {
    QString text;
    std::chrono::steady_clock::time_point when;
    Stamp stamp;
};

} // namespace

/// What the GUI thread and the pool share. Everything below the mutex is guarded by it.
struct ThumbnailService::State : std::enable_shared_from_this<ThumbnailService::State> {
    State(ThumbnailOptions given, ThumbnailService* service)
        : options(std::move(given))
        , mailbox(service)
        , owner(service)
        , store(options.cache_folder, options.freedesktop_folder, options.disk_bytes,
                [this](const Error& error) { takeProblem(error); }) {}

    const ThumbnailOptions options;
    Mailbox mailbox;
    ThumbnailService* const owner; ///< only used through the mailbox

    mutable std::mutex mutex;
    quint64 generation = 0;
    quint64 epoch = 0; ///< grows with forget(): what was made for the folder before is dropped
    std::deque<Wanted> pending;
    std::set<Key> in_work;
    struct Kept {
        Key key;
        Thumbnail thumbnail;
        Stamp stamp;
        std::uint64_t cost = 0;
    };
    mutable std::list<Kept> recent; ///< newest first
    std::map<Key, std::list<Kept>::iterator> kept;
    std::uint64_t used = 0;
    std::map<Key, Failure> failures;
    std::vector<PhotoId> ready;
    std::vector<ThumbnailFailure> unreadable; ///< of `epoch`
    std::vector<Issue> issues;
    Counters counters;

    ThumbnailStore store; ///< last: its thread uses what is above, and ends first

    const Kept* find(PhotoId id, int edge) const;
    bool isKept(const Key& key, const FoundFile& file) const;
    bool failedLately(const Key& key, const FoundFile& file) const;
    void takeProblem(const Error& error);
    std::optional<Thumbnail> fromStore(const Wanted& wanted, std::optional<Error>& error);
    void keep(const Key& key, Thumbnail thumbnail, Stamp stamp);
    bool step();
    void rest(bool last);
    Thumbnail make(const Wanted& wanted, std::optional<Error>& error);
    void deliver(const Wanted& wanted, Thumbnail thumbnail, std::optional<Error> error, quint64 made_in);
};

const ThumbnailService::State::Kept* ThumbnailService::State::find(PhotoId id, int edge) const {
    const auto place = kept.find({id, edge});
    if (place == kept.end())
        return nullptr;
    recent.splice(recent.begin(), recent, place->second);
    return &*place->second;
}

bool ThumbnailService::State::isKept(const Key& key, const FoundFile& file) const {
    const auto place = kept.find(key);
    return place != kept.end() && place->second->stamp == stamp_of(file);
}

bool ThumbnailService::State::failedLately(const Key& key, const FoundFile& file) const {
    const auto failure = failures.find(key);
    return failure != failures.end() && failure->second.stamp == stamp_of(file) &&
           std::chrono::steady_clock::now() - failure->second.when < options.failure_lifetime;
}

void ThumbnailService::State::keep(const Key& key, Thumbnail thumbnail, Stamp stamp) {
    if (const auto old = kept.find(key); old != kept.end()) {
        used -= old->second->cost;
        recent.erase(old->second);
        kept.erase(old);
    }
    const auto cost = static_cast<std::uint64_t>(thumbnail.image.sizeInBytes());
    recent.push_front({key, std::move(thumbnail), stamp, cost});
    kept[key] = recent.begin();
    used += cost;
    while (used > options.memory_bytes && recent.size() > 1) {
        used -= recent.back().cost;
        kept.erase(recent.back().key);
        recent.pop_back();
    }
}

/// On the store's thread.
void ThumbnailService::State::takeProblem(const Error& error) {
    Issue issue = issue_of(error);
    issue.severity = Issue::Severity::Warning;
    const std::lock_guard lock(mutex);
    issues.push_back(std::move(issue));
    mailbox.post([service = owner] { service->collect(); });
}

std::optional<Thumbnail> ThumbnailService::State::fromStore(const Wanted& wanted, std::optional<Error>& error) {
    const FoundFile& file = wanted.request.file;
    auto known = store.load(file, wanted.edge, options.failure_lifetime);
    if (!known)
        return std::nullopt;
    const std::lock_guard lock(mutex);
    if (auto* failure = std::get_if<Error>(&*known)) {
        ++counters.failed;
        ++counters.failed_before;
        error = std::move(*failure);
        return Thumbnail{QImage(), false, QString::fromStdString(to_valid_utf8(error->message()))};
    }
    ++counters.from_disk;
    return Thumbnail{std::get<QImage>(*known).convertToFormat(QImage::Format_RGB32), false, {}};
}

Thumbnail ThumbnailService::State::make(const Wanted& wanted, std::optional<Error>& error) {
    const FoundFile& file = wanted.request.file;
    const auto count = [&](int Counters::*counter) {
        const std::lock_guard lock(mutex);
        ++(counters.*counter);
    };
    if (auto known = fromStore(wanted, error))
        return std::move(*known);
    if (QImage image = store.loadFreedesktop(file, wanted.edge); !image.isNull()) {
        count(&Counters::from_freedesktop);
        return {image.convertToFormat(QImage::Format_RGB32), false, {}};
    }
    // Exif's embedded thumbnail is passed over even for the first paint: 160×120, with black bars where the photo is
    // not 4:3 and often not turned, it would be replaced at once by what takes some 30 ms of one core here (12
    // megapixels at 256; docs/PERFORMANCE.md). The preview in a RAW is large, and the decoder takes it.
    imaging::DecodeOptions options_for_screen;
    options_for_screen.allow_damaged = true;
    auto photo = imaging::decode_thumbnail_file(file.path, wanted.edge, options_for_screen);
    if (!photo) {
        count(&Counters::failed);
        error = photo.error();
        store.saveFailure(file, wanted.edge, *error);
        return {QImage(), false, QString::fromStdString(to_valid_utf8(error->message()))};
    }
    count(&Counters::decoded);
    Thumbnail thumbnail{image_of(std::move(photo->image)).convertToFormat(QImage::Format_RGB32), photo->damaged, {}};
    // A damaged one is not stored: once the copy is finished, size and time are others anyway.
    if (thumbnail.damaged)
        mark_damaged(thumbnail.image);
    else
        store.save(file, wanted.edge, thumbnail.image);
    return thumbnail;
}

void ThumbnailService::State::deliver(const Wanted& wanted, Thumbnail thumbnail, std::optional<Error> error,
                                      quint64 made_in) {
    const Key key{wanted.request.id, wanted.edge};
    const std::lock_guard lock(mutex);
    in_work.erase(key);
    if (made_in != epoch)
        return;
    if (thumbnail.image.isNull())
        failures[key] = {thumbnail.error, std::chrono::steady_clock::now(), stamp_of(wanted.request.file)};
    else
        keep(key, std::move(thumbnail), stamp_of(wanted.request.file));
    if (error)
        unreadable.push_back({wanted.request.id, std::move(*error)});
    if (ready.empty())
        mailbox.post([service = owner] { QTimer::singleShot(gather_ms, service, [service] { service->collect(); }); });
    ready.push_back(wanted.request.id);
}

bool ThumbnailService::State::step() {
    Wanted next;
    quint64 made_in = 0;
    {
        const std::lock_guard lock(mutex);
        if (pending.empty())
            return false;
        next = std::move(pending.front());
        pending.pop_front();
        in_work.insert({next.request.id, next.edge});
        made_in = epoch;
    }
    std::optional<Error> error;
    Thumbnail thumbnail = make(next, error);
    deliver(next, std::move(thumbnail), std::move(error), made_in);
    return true;
}

void ThumbnailService::State::rest(bool last) {
    imaging::decode_thread_finished();
    const std::lock_guard lock(mutex);
    if (last && ready.empty()) // else a collect() is on its way
        mailbox.post([service = owner] { service->collect(); });
}

ThumbnailService::ThumbnailService(ThumbnailOptions options, QObject* parent)
    : QObject(parent)
    , state_(std::make_shared<State>(std::move(options), this))
    , workers_(std::make_unique<Workers>(
          QStringLiteral("thumbnails"), state_->options.threads, QThread::LowPriority,
          [shared = state_] { return shared->step(); }, [shared = state_](bool last) { shared->rest(last); })) {}

ThumbnailService::~ThumbnailService() {
    state_->mailbox.close();
    forget();
}

int ThumbnailService::storedEdge(int edge) {
    const auto found = std::lower_bound(stored_edges.begin(), stored_edges.end(), edge);
    return found == stored_edges.end() ? stored_edges.back() : *found;
}

quint64 ThumbnailService::want(std::vector<ThumbnailRequest> nearest_first, int edge) {
    State& state = *state_;
    const int stored = storedEdge(edge);
    // More than memory holds would be made, thrown out by the next ones and made again without end.
    const std::uint64_t one =
        std::uint64_t{4} * static_cast<std::uint64_t>(stored) * static_cast<std::uint64_t>(stored);
    const auto most = std::max<std::size_t>(16, state.options.memory_bytes * 3 / 4 / one);
    if (nearest_first.size() > most)
        nearest_first.resize(most);
    quint64 generation = 0;
    std::size_t waiting = 0;
    {
        const std::lock_guard lock(state.mutex);
        generation = ++state.generation;
        state.pending.clear();
        for (ThumbnailRequest& request : nearest_first) {
            const Key key{request.id, stored};
            if (!state.isKept(key, request.file) && !state.in_work.contains(key) &&
                !state.failedLately(key, request.file))
                state.pending.push_back({std::move(request), stored});
        }
        waiting = state.pending.size();
    }
    workers_->wake(waiting);
    return generation;
}

void ThumbnailService::forget() {
    const std::lock_guard lock(state_->mutex);
    ++state_->epoch;
    state_->pending.clear();
    state_->recent.clear();
    state_->kept.clear();
    state_->failures.clear();
    state_->unreadable.clear();
    state_->used = 0;
}

void ThumbnailService::collect() {
    std::vector<PhotoId> ids;
    std::vector<ThumbnailFailure> failures;
    std::vector<Issue> issues;
    bool is_idle = false;
    {
        const std::lock_guard lock(state_->mutex);
        ids.swap(state_->ready);
        failures.swap(state_->unreadable);
        issues.swap(state_->issues);
        is_idle = state_->pending.empty() && !workers_->isWorking();
    }
    if (!ids.empty())
        Q_EMIT
    ready(ids);
    if (!failures.empty())
        Q_EMIT
    failed(failures);
    for (const Issue& issue : issues)
        Q_EMIT
    issueRaised(issue);
    if (is_idle)
        Q_EMIT
    idle();
}

QImage ThumbnailService::image(PhotoId id, int edge) const {
    const std::lock_guard lock(state_->mutex);
    const int stored = storedEdge(edge);
    if (const auto* exact = state_->find(id, stored))
        return exact->thumbnail.image;
    // A larger one shrinks well; a smaller one is better than nothing.
    for (const int other : stored_edges)
        if (other > stored)
            if (const auto* larger = state_->find(id, other))
                return larger->thumbnail.image;
    for (auto other = stored_edges.rbegin(); other != stored_edges.rend(); ++other)
        if (*other < stored)
            if (const auto* smaller = state_->find(id, *other))
                return smaller->thumbnail.image;
    return {};
}

std::optional<Thumbnail> ThumbnailService::thumbnail(PhotoId id, int edge) const {
    const std::lock_guard lock(state_->mutex);
    const Key key{id, storedEdge(edge)};
    if (const auto* known = state_->find(key.first, key.second))
        return known->thumbnail;
    if (const auto failure = state_->failures.find(key); failure != state_->failures.end())
        return Thumbnail{QImage(), false, failure->second.text};
    return std::nullopt;
}

int ThumbnailService::pendingCount() const {
    const std::lock_guard lock(state_->mutex);
    return static_cast<int>(state_->pending.size() + state_->in_work.size());
}

std::uint64_t ThumbnailService::memoryUsed() const {
    const std::lock_guard lock(state_->mutex);
    return state_->used;
}

ThumbnailService::Counters ThumbnailService::counters() const {
    const std::lock_guard lock(state_->mutex);
    Counters counters = state_->counters;
    counters.evicted = state_->store.evicted();
    return counters;
}

void ThumbnailService::flushStore() {
    state_->store.flush();
}

std::vector<int> rows_nearest_first(int first, int last, int count, int screens) {
    std::vector<int> rows;
    if (count <= 0 || last < first)
        return rows;
    first = std::clamp(first, 0, count - 1);
    last = std::clamp(last, first, count - 1);
    const int reach = (last - first + 1) * screens;
    const int low = std::max(0, first - reach);
    const int high = std::min(count - 1, last + reach);
    rows.resize(static_cast<std::size_t>(high - low + 1));
    for (int row = low; row <= high; ++row)
        rows[static_cast<std::size_t>(row - low)] = row;
    // Doubled, so that the middle of an even number of rows is exact.
    const int middle = first + last;
    const auto distance = [&](int row) {
        const int off_screen = row < first || row > last ? 1 : 0;
        return std::pair(off_screen, std::abs(2 * row - middle));
    };
    std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) { return distance(a) < distance(b); });
    return rows;
}

} // namespace touchstone::library
