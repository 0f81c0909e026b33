// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/thumbnail_service.h"

#include <algorithm>
#include <array>
#include <compare>
#include <deque>
#include <list>
#include <map>
#include <mutex>
#include <set>
#include <unordered_map>
#include <utility>

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
constexpr int first_paint = 0;       ///< edge of what Exif data showed

struct Wanted {
    ThumbnailRequest request;
    int edge = 0;
    quint64 generation = 0; ///< of want()
    bool looked = false;    ///< the stores have nothing
    Key key() const { return {request.id, edge}; }
};

/// Which state of a file something was made of. A photo keeps its id when its file changes.
struct Stamp {
    std::int64_t bytes = 0, mtime_ns = 0;
    friend auto operator<=>(const Stamp&, const Stamp&) = default;
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
    quint64 epoch = 0;          ///< grows with forget(): what was made for the folder before is dropped
    std::deque<Wanted> at_once; ///< on screen: to be looked for where it is quickly found
    std::deque<Wanted> pending; ///< to be made
    std::set<Key> looked;       ///< of what was wanted last: not found there
    std::set<std::pair<Key, Stamp>> in_work;
    struct Kept {
        Key key;
        Thumbnail thumbnail;
        Stamp stamp;
        quint64 generation = 0;
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
    bool hasAny(const ThumbnailRequest& request) const;
    bool failedLately(const Key& key, const FoundFile& file) const;
    void takeProblem(const Error& error);
    std::optional<Thumbnail> fromStore(const Wanted& wanted, std::optional<Error>& error);
    void keep(int edge, Thumbnail thumbnail, const Wanted& wanted);
    bool isOvertaken(const Wanted& wanted) const;
    void discard(const Key& key);
    bool step();
    void rest(bool last);
    void look(Wanted wanted, quint64 made_in);
    void showFirstPaint(const Wanted& wanted, quint64 made_in);
    void announce(PhotoId id);
    std::optional<Thumbnail> find(const Wanted& wanted, std::optional<Error>& error);
    Thumbnail decode(const Wanted& wanted, std::optional<Error>& error);
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

/// Something of this state of the file can be shown.
bool ThumbnailService::State::hasAny(const ThumbnailRequest& request) const {
    return isKept({request.id, first_paint}, request.file) ||
           std::any_of(stored_edges.begin(), stored_edges.end(), [&](int edge) {
               return isKept({request.id, edge}, request.file);
           });
}

bool ThumbnailService::State::failedLately(const Key& key, const FoundFile& file) const {
    const auto failure = failures.find(key);
    return failure != failures.end() && failure->second.stamp == stamp_of(file) &&
           std::chrono::steady_clock::now() - failure->second.when < options.failure_lifetime;
}

void ThumbnailService::State::discard(const Key& key) {
    const auto old = kept.find(key);
    if (old == kept.end())
        return;
    used -= old->second->cost;
    recent.erase(old->second);
    kept.erase(old);
}

/// A file that changed is asked for again while the work on what it was still goes on, and may end before that.
bool ThumbnailService::State::isOvertaken(const Wanted& wanted) const {
    const auto place = kept.find(wanted.key());
    return place != kept.end() && place->second->generation > wanted.generation;
}

void ThumbnailService::State::keep(int edge, Thumbnail thumbnail, const Wanted& wanted) {
    const Key key{wanted.request.id, edge};
    discard(key);
    const auto cost = static_cast<std::uint64_t>(thumbnail.image.sizeInBytes());
    recent.push_front({key, std::move(thumbnail), stamp_of(wanted.request.file), wanted.generation, cost});
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

/// Without decoding the photo.
std::optional<Thumbnail> ThumbnailService::State::find(const Wanted& wanted, std::optional<Error>& error) {
    if (auto known = fromStore(wanted, error))
        return known;
    const QImage image = store.loadFreedesktop(wanted.request.file, wanted.edge);
    if (image.isNull())
        return std::nullopt;
    const std::lock_guard lock(mutex);
    ++counters.from_freedesktop;
    return Thumbnail{image.convertToFormat(QImage::Format_RGB32), false, {}};
}

Thumbnail ThumbnailService::State::decode(const Wanted& wanted, std::optional<Error>& error) {
    const FoundFile& file = wanted.request.file;
    const auto count = [&](int Counters::*counter) {
        const std::lock_guard lock(mutex);
        ++(counters.*counter);
    };
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
    in_work.erase({key, stamp_of(wanted.request.file)});
    if (made_in != epoch || isOvertaken(wanted))
        return;
    discard({key.first, first_paint});
    if (thumbnail.image.isNull())
        failures[key] = {thumbnail.error, std::chrono::steady_clock::now(), stamp_of(wanted.request.file)};
    else
        keep(wanted.edge, std::move(thumbnail), wanted);
    if (error)
        unreadable.push_back({wanted.request.id, std::move(*error)});
    announce(wanted.request.id);
}

/// With the mutex held.
void ThumbnailService::State::announce(PhotoId id) {
    if (ready.empty())
        mailbox.post([service = owner] { QTimer::singleShot(gather_ms, service, [service] { service->collect(); }); });
    ready.push_back(id);
}

/// A picture of some 160×120 takes a millisecond where the photo takes thirty.
void ThumbnailService::State::showFirstPaint(const Wanted& wanted, quint64 made_in) {
    auto photo = imaging::decode_exif_thumbnail_file(wanted.request.file.path, wanted.edge);
    if (!photo)
        return; // there is none; whatever is wrong with the file, decoding it will say
    Thumbnail thumbnail{image_of(std::move(photo->image)).convertToFormat(QImage::Format_RGB32), false, {}};
    const std::lock_guard lock(mutex);
    if (made_in != epoch)
        return;
    ++counters.first_paints;
    keep(first_paint, std::move(thumbnail), wanted);
    announce(wanted.request.id);
}

/// Finds it where that is quick, else shows something and puts it behind what else is to be looked for.
void ThumbnailService::State::look(Wanted wanted, quint64 made_in) {
    std::optional<Error> error;
    if (auto thumbnail = find(wanted, error))
        return deliver(wanted, std::move(*thumbnail), std::move(error), made_in);
    bool nothing_to_show = false;
    {
        const std::lock_guard lock(mutex);
        nothing_to_show = !hasAny(wanted.request);
    }
    if (nothing_to_show)
        showFirstPaint(wanted, made_in);
    const std::lock_guard lock(mutex);
    in_work.erase({wanted.key(), stamp_of(wanted.request.file)});
    if (made_in != epoch)
        return;
    looked.insert(wanted.key());
    wanted.looked = true;
    const auto not_looked = std::find_if(pending.begin(), pending.end(), [](const Wanted& one) { return !one.looked; });
    pending.insert(not_looked, std::move(wanted));
}

bool ThumbnailService::State::step() {
    Wanted next;
    quint64 made_in = 0;
    bool quickly = false;
    {
        const std::lock_guard lock(mutex);
        quickly = !at_once.empty();
        std::deque<Wanted>& from = quickly ? at_once : pending;
        if (from.empty())
            return false;
        next = std::move(from.front());
        from.pop_front();
        in_work.insert({next.key(), stamp_of(next.request.file)});
        made_in = epoch;
    }
    if (quickly) {
        look(std::move(next), made_in);
        return true;
    }
    std::optional<Error> error;
    std::optional<Thumbnail> found = next.looked ? std::nullopt : find(next, error);
    Thumbnail thumbnail = found ? std::move(*found) : decode(next, error);
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

quint64 ThumbnailService::want(std::vector<ThumbnailRequest> nearest_first, int edge, std::size_t on_screen) {
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
        const std::set<Key> looked = std::exchange(state.looked, {});
        state.at_once.clear();
        state.pending.clear();
        for (std::size_t place = 0; place < nearest_first.size(); ++place) {
            Wanted wanted{std::move(nearest_first[place]), stored, generation};
            const Key key = wanted.key();
            const FoundFile& file = wanted.request.file;
            if (state.isKept(key, file) || state.in_work.contains({key, stamp_of(file)}) ||
                state.failedLately(key, file))
                continue;
            wanted.looked = looked.contains(key);
            if (wanted.looked)
                state.looked.insert(key);
            const bool quickly = place < on_screen && !wanted.looked;
            (quickly ? state.at_once : state.pending).push_back(std::move(wanted));
        }
        waiting = state.at_once.size() + state.pending.size();
    }
    workers_->wake(waiting);
    return generation;
}

void ThumbnailService::forget() {
    const std::lock_guard lock(state_->mutex);
    ++state_->epoch;
    state_->at_once.clear();
    state_->pending.clear();
    state_->looked.clear();
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
        is_idle = state_->at_once.empty() && state_->pending.empty() && !workers_->isWorking();
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
    const auto* first = state_->find(id, first_paint);
    return first ? first->thumbnail.image : QImage();
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
    return static_cast<int>(state_->at_once.size() + state_->pending.size() + state_->in_work.size());
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
