// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/photo_loader.h"

#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <set>

#include <QThread>
#include <QThreadPool>
#include <QtDebug>

#include "app/library/image_convert.h"
#include "app/library/mailbox.h"
#include "engine/imaging/decode.h"

namespace touchstone::library {

namespace {
constexpr int wait_ms = 5000;
}

/// What the GUI thread and the pool share. Everything below the mutex is guarded by it.
struct PhotoLoader::State {
    State(PhotoLoaderOptions given, PhotoLoader* loader)
        : options(given)
        , mailbox(loader)
        , owner(loader) {}

    const PhotoLoaderOptions options;
    Mailbox mailbox;
    PhotoLoader* const owner; ///< only used through the mailbox
    QThreadPool* pool = nullptr;

    mutable std::mutex mutex;
    bool stopping = false;
    quint64 epoch = 0;
    PhotoId current = no_photo;
    QSize fit;
    std::vector<LoadRequest> wanted; ///< current first
    std::list<LoadRequest> pending;
    std::set<PhotoId> in_work;
    int runners = 0, most_runners = 1;
    struct Item {
        PhotoId id = no_photo;
        QImage full, fitted;
        QSize fit; ///< the room `fitted` was made for
        bool damaged = false;
        std::optional<Error> error;
        std::uint64_t cost() const { return static_cast<std::uint64_t>(full.sizeInBytes() + fitted.sizeInBytes()); }
    };
    mutable std::list<Item> items; ///< newest first

    Item* find(PhotoId id) const;
    bool complete(PhotoId id) const;
    void queueWanted();
    int startable();
    void trim();
    void run();
    void process(const LoadRequest& request, quint64 made_in);
};

PhotoLoader::State::Item* PhotoLoader::State::find(PhotoId id) const {
    const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

bool PhotoLoader::State::complete(PhotoId id) const {
    const Item* item = find(id);
    return item && (item->error || fit.isEmpty() || item->fit == fit);
}

void PhotoLoader::State::queueWanted() {
    pending.clear();
    for (const LoadRequest& request : wanted)
        if (!complete(request.id) && !in_work.contains(request.id))
            pending.push_back(request);
}

int PhotoLoader::State::startable() {
    const int useful = std::min<int>(most_runners, static_cast<int>(pending.size()));
    const int more = std::max(0, useful - runners);
    runners += more;
    return more;
}

void PhotoLoader::State::trim() {
    std::uint64_t used = 0;
    for (const Item& item : items)
        used += item.cost();
    for (auto item = items.end(); used > options.cache_bytes && item != items.begin();) {
        --item;
        if (item->id == current)
            continue;
        used -= item->cost();
        item = items.erase(item);
    }
}

/// Decodes unless that is done, then makes copies until one is for the latest fit. Runs on the pool.
void PhotoLoader::State::process(const LoadRequest& request, quint64 made_in) {
    Item made;
    made.id = request.id;
    {
        const std::lock_guard lock(mutex);
        if (const Item* known = find(request.id))
            made = *known;
    }
    const bool was_loaded = !made.full.isNull();
    if (!was_loaded) {
        imaging::DecodeOptions options_for_screen;
        options_for_screen.allow_damaged = true;
        auto photo = imaging::decode_file(request.file.path, options_for_screen);
        if (photo) {
            made.damaged = photo->damaged;
            made.full = image_of(std::move(photo->image));
        } else {
            made.error = photo.error();
        }
    }
    for (;;) {
        QSize room;
        {
            const std::lock_guard lock(mutex);
            room = fit;
        }
        if (!made.full.isNull() && !room.isEmpty() && made.fit != room) {
            const QSize size = PhotoLoader::fittedSize(made.full.size(), room);
            made.fitted = made.full.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                              .convertToFormat(QImage::Format_RGB32);
            made.fit = room;
        }
        const std::lock_guard lock(mutex);
        if (!stopping && made_in == epoch && !made.error && !fit.isEmpty() && made.fit != fit)
            continue; // the window was resized meanwhile
        in_work.erase(request.id);
        if (stopping || made_in != epoch)
            return;
        items.remove_if([&](const Item& item) { return item.id == request.id; });
        const bool failed = made.error.has_value();
        const bool has_fitted = !made.fitted.isNull();
        items.push_front(std::move(made));
        trim();
        mailbox.post([loader = owner, id = request.id, failed, was_loaded, has_fitted] {
            if (failed)
                Q_EMIT
            loader->failed(id);
            else if (!was_loaded) Q_EMIT
            loader->loaded(id);
            if (!failed && has_fitted)
                Q_EMIT
            loader->fittedReady(id);
        });
        return;
    }
}

void PhotoLoader::State::run() {
    for (;;) {
        LoadRequest next;
        quint64 made_in = 0;
        {
            const std::lock_guard lock(mutex);
            if (stopping || pending.empty()) {
                --runners;
                break;
            }
            next = std::move(pending.front());
            pending.pop_front();
            in_work.insert(next.id);
            made_in = epoch;
        }
        process(next, made_in);
    }
    imaging::decode_thread_finished();
}

PhotoLoader::PhotoLoader(PhotoLoaderOptions options, QObject* parent)
    : QObject(parent)
    , state_(std::make_shared<State>(options, this)) {
    const int threads = options.threads > 0 ? options.threads : std::max(1, QThread::idealThreadCount() / 2);
    state_->pool = new QThreadPool;
    state_->pool->setObjectName(QStringLiteral("loupe"));
    state_->pool->setMaxThreadCount(threads);
    state_->most_runners = threads;
}

PhotoLoader::~PhotoLoader() {
    state_->mailbox.close();
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
        state_->pending.clear();
    }
    state_->pool->clear();
    if (state_->pool->waitForDone(wait_ms))
        delete state_->pool;
    else // a decoder or a dead mount; destroying the pool would wait for ever
        qWarning("A photo did not finish loading in time and is left behind.");
}

QSize PhotoLoader::fittedSize(QSize picture, QSize room) {
    if (picture.width() <= room.width() && picture.height() <= room.height())
        return picture;
    return picture.scaled(room, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
}

void PhotoLoader::show(const LoadRequest& current, const std::vector<LoadRequest>& neighbours, QSize fit) {
    bool ready = false, failed_before = false;
    int to_start = 0;
    {
        State& state = *state_;
        const std::lock_guard lock(state.mutex);
        state.current = current.id;
        state.fit = fit;
        state.wanted.assign(1, current);
        state.wanted.insert(state.wanted.end(), neighbours.begin(), neighbours.end());
        // What is looked at, or likely to be next, is the last to be evicted.
        for (auto request = state.wanted.rbegin(); request != state.wanted.rend(); ++request) {
            const auto item = std::find_if(state.items.begin(), state.items.end(),
                                           [&](const State::Item& known) { return known.id == request->id; });
            if (item != state.items.end())
                state.items.splice(state.items.begin(), state.items, item);
        }
        if (const State::Item* item = state.find(current.id)) {
            ready = !item->error;
            failed_before = item->error.has_value();
        }
        state.queueWanted();
        to_start = state.startable();
        state.trim();
    }
    if (ready)
        state_->mailbox.post([this, id = current.id] {
            Q_EMIT
            loaded(id);
        });
    if (failed_before)
        state_->mailbox.post([this, id = current.id] {
            Q_EMIT
            failed(id);
        });
    for (; to_start > 0; --to_start)
        state_->pool->start([shared = state_] { shared->run(); });
}

void PhotoLoader::setFit(QSize fit) {
    int to_start = 0;
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->fit == fit)
            return;
        state_->fit = fit;
        state_->queueWanted();
        to_start = state_->startable();
    }
    for (; to_start > 0; --to_start)
        state_->pool->start([shared = state_] { shared->run(); });
}

void PhotoLoader::forget() {
    const std::lock_guard lock(state_->mutex);
    ++state_->epoch;
    state_->current = no_photo;
    state_->wanted.clear();
    state_->pending.clear();
    state_->items.clear();
}

QImage PhotoLoader::full(PhotoId id) const {
    const std::lock_guard lock(state_->mutex);
    const State::Item* item = state_->find(id);
    return item ? item->full : QImage();
}

QImage PhotoLoader::fitted(PhotoId id) const {
    const std::lock_guard lock(state_->mutex);
    const State::Item* item = state_->find(id);
    return item && item->fit == state_->fit ? item->fitted : QImage();
}

bool PhotoLoader::isDamaged(PhotoId id) const {
    const std::lock_guard lock(state_->mutex);
    const State::Item* item = state_->find(id);
    return item && item->damaged;
}

std::optional<Error> PhotoLoader::error(PhotoId id) const {
    const std::lock_guard lock(state_->mutex);
    const State::Item* item = state_->find(id);
    return item ? item->error : std::nullopt;
}

PhotoId PhotoLoader::current() const {
    const std::lock_guard lock(state_->mutex);
    return state_->current;
}

std::uint64_t PhotoLoader::memoryUsed() const {
    const std::lock_guard lock(state_->mutex);
    std::uint64_t used = 0;
    for (const State::Item& item : state_->items)
        used += item.cost();
    return used;
}

int PhotoLoader::pendingCount() const {
    const std::lock_guard lock(state_->mutex);
    return static_cast<int>(state_->pending.size() + state_->in_work.size());
}

} // namespace touchstone::library
