// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/photo_loader.h"

#include <algorithm>
#include <list>
#include <map>
#include <mutex>
#include <new>
#include <set>

#include <QThread>

#include "app/library/image_convert.h"
#include "app/library/mailbox.h"
#include "app/library/workers.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/resample.h"

namespace touchstone::library {

/// What the GUI thread and the pool share. Everything below the mutex is guarded by it.
struct PhotoLoader::State {
    State(PhotoLoaderOptions given, PhotoLoader* loader)
        : options(given)
        , for_neighbours(given.threads > 0 ? given.threads : std::max(1, QThread::idealThreadCount() / 2))
        , mailbox(loader)
        , owner(loader) {}

    const PhotoLoaderOptions options;
    const int for_neighbours; ///< threads; the current photo may have one more
    Mailbox mailbox;
    PhotoLoader* const owner; ///< only used through the mailbox

    mutable std::mutex mutex;
    quint64 epoch = 0; ///< grows with forget(): what was begun before is dropped
    PhotoId current = no_photo;
    QSize fit;
    QColorSpace screen;
    std::vector<LoadRequest> wanted; ///< current first
    std::list<LoadRequest> pending;
    std::set<PhotoId> in_work;
    std::set<PhotoId> outdated; ///< of those: their files changed after they were begun
    struct Item {
        PhotoId id = no_photo;
        std::shared_ptr<const RgbImage> pixels;
        QImage full;              ///< those pixels
        QImage fitted, on_screen; ///< the same picture where the screen is sRGB
        QSize fit;                ///< the room they were made for
        QColorSpace screen;       ///< the colours `on_screen` was made for
        bool damaged = false;
        std::optional<Error> error;

        bool fits(QSize room, const QColorSpace& colours) const { return fit == room && screen == colours; }
        std::uint64_t cost() const {
            const bool two = on_screen.cacheKey() != fitted.cacheKey();
            return static_cast<std::uint64_t>(full.sizeInBytes() + fitted.sizeInBytes() +
                                              (two ? on_screen.sizeInBytes() : 0));
        }
    };
    std::list<Item> items;

    const Item* find(PhotoId id) const;
    bool complete(PhotoId id) const;
    std::size_t queueWanted();
    void trim();
    bool step();
    void process(const LoadRequest& request, quint64 made_in);
    void announceDecoded(const Item& made, quint64 made_in);
    bool finish(const LoadRequest& request, Item& made, quint64 made_in, bool was_loaded);
};

const PhotoLoader::State::Item* PhotoLoader::State::find(PhotoId id) const {
    const auto found = std::find_if(items.begin(), items.end(), [&](const Item& item) { return item.id == id; });
    return found == items.end() ? nullptr : &*found;
}

bool PhotoLoader::State::complete(PhotoId id) const {
    const Item* item = find(id);
    return item && (item->error || fit.isEmpty() || item->fits(fit, screen));
}

/// Returns how many wait or are in work: as many threads are of use.
std::size_t PhotoLoader::State::queueWanted() {
    pending.clear();
    for (const LoadRequest& request : wanted)
        if (!complete(request.id) && !in_work.contains(request.id))
            pending.push_back(request);
    return pending.size() + in_work.size();
}

/// Lets go of what is least likely to be looked at next: first what nobody wants, then the furthest neighbours. What is
/// further away than a photo that had no room is not decoded any more, or it would be thrown out for ever.
void PhotoLoader::State::trim() {
    const auto place = [this](PhotoId id) {
        return std::find_if(wanted.begin(), wanted.end(),
                            [&](const LoadRequest& request) { return request.id == id; }) -
               wanted.begin();
    };
    const auto unwanted = static_cast<std::ptrdiff_t>(wanted.size());
    // Stable: those that nobody wants stay in the order in which they were seen, latest first.
    items.sort([&](const Item& a, const Item& b) { return place(a.id) < place(b.id); });
    std::uint64_t used = 0;
    for (const Item& item : items)
        used += item.cost();
    auto nearest_without_room = unwanted;
    while (used > options.cache_bytes && !items.empty() && items.back().id != current) {
        used -= items.back().cost();
        nearest_without_room = place(items.back().id);
        items.pop_back();
    }
    pending.remove_if([&](const LoadRequest& request) { return place(request.id) > nearest_without_room; });
}

namespace {

/// Whole pixels of the screen, each the mean of the area that it shows.
QImage fitted_copy(const RgbImage& pixels, QSize room) {
    const QSize size = PhotoLoader::fittedSize(QSize(pixels.size.width, pixels.size.height), room);
    return image_of(imaging::shrink_area_average(pixels, Size{size.width(), size.height()}))
        .convertToFormat(QImage::Format_RGB32);
}

} // namespace

/// Decodes unless that is done, then makes copies until they are for the latest fit and screen. Runs on the pool.
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
            made.pixels = std::make_shared<const RgbImage>(std::move(photo->image));
            made.full = image_of(made.pixels);
            announceDecoded(made, made_in);
        } else {
            made.error = photo.error();
        }
    }
    do {
        QSize room;
        QColorSpace colours;
        {
            const std::lock_guard lock(mutex);
            room = fit;
            colours = screen;
        }
        if (made.full.isNull() || room.isEmpty() || made.fits(room, colours))
            continue;
        try {
            if (made.fit != room)
                made.fitted = fitted_copy(*made.pixels, room);
        } catch (const std::bad_alloc&) {
            made.fitted = {}; // the canvas draws from the whole picture
        }
        made.on_screen = in_colours_of(made.fitted, colours);
        made.fit = room;
        made.screen = colours;
    } while (!finish(request, made, made_in, was_loaded));
}

/// Who looks at whole pixels does not wait for the copy that fits.
void PhotoLoader::State::announceDecoded(const Item& made, quint64 made_in) {
    const std::lock_guard lock(mutex);
    if (made_in != epoch || made.id != current || outdated.contains(made.id))
        return;
    items.remove_if([&](const Item& item) { return item.id == made.id; });
    items.push_front(made);
    trim();
    mailbox.post([loader = owner, id = made.id] {
        Q_EMIT
        loader->decoded(id);
    });
}

/// Keeps what was made and tells of it; false when it has to be made for another fit or screen first.
bool PhotoLoader::State::finish(const LoadRequest& request, Item& made, quint64 made_in, bool was_loaded) {
    const std::lock_guard lock(mutex);
    if (made_in == epoch && !made.full.isNull() && !fit.isEmpty() && !made.fits(fit, screen))
        return false; // the window was resized meanwhile
    in_work.erase(request.id);
    const bool is_outdated = outdated.erase(request.id) > 0;
    if (made_in != epoch || is_outdated) { // perhaps wanted anew, perhaps not at all; this thread looks there next
        queueWanted();
        trim();
        return true;
    }
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
    return true;
}

bool PhotoLoader::State::step() {
    LoadRequest next;
    quint64 made_in = 0;
    {
        const std::lock_guard lock(mutex);
        if (pending.empty())
            return false;
        // Whoever is at work looks again when that is done.
        if (pending.front().id != current && in_work.size() >= static_cast<std::size_t>(for_neighbours))
            return false;
        next = std::move(pending.front());
        pending.pop_front();
        in_work.insert(next.id);
        made_in = epoch;
    }
    process(next, made_in);
    return true;
}

PhotoLoader::PhotoLoader(PhotoLoaderOptions options, QObject* parent)
    : QObject(parent)
    , state_(std::make_shared<State>(options, this))
    , workers_(std::make_unique<Workers>(
          QStringLiteral("loupe"), state_->for_neighbours + 1, QThread::InheritPriority,
          [shared = state_] { return shared->step(); }, [](bool) { imaging::decode_thread_finished(); })) {}

PhotoLoader::~PhotoLoader() {
    state_->mailbox.close();
    forget();
}

QSize PhotoLoader::fittedSize(QSize picture, QSize room) {
    if (picture.width() <= room.width() && picture.height() <= room.height())
        return picture;
    return picture.scaled(room, Qt::KeepAspectRatio).expandedTo(QSize(1, 1));
}

void PhotoLoader::show(const LoadRequest& current, const std::vector<LoadRequest>& neighbours, QSize fit) {
    bool ready = false, failed_before = false;
    std::size_t waiting = 0;
    {
        State& state = *state_;
        const std::lock_guard lock(state.mutex);
        state.current = current.id;
        state.fit = fit;
        state.wanted.assign(1, current);
        state.wanted.insert(state.wanted.end(), neighbours.begin(), neighbours.end());
        if (const State::Item* item = state.find(current.id)) {
            ready = !item->error;
            failed_before = item->error.has_value();
        }
        state.queueWanted();
        state.trim();
        waiting = state.pending.size() + state.in_work.size();
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
    workers_->wake(waiting);
}

void PhotoLoader::setFit(QSize fit) {
    std::size_t waiting = 0;
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->fit == fit)
            return;
        state_->fit = fit;
        waiting = state_->queueWanted();
    }
    workers_->wake(waiting);
}

void PhotoLoader::setScreen(const QColorSpace& screen) {
    std::size_t waiting = 0;
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->screen == screen)
            return;
        state_->screen = screen;
        waiting = state_->queueWanted();
    }
    workers_->wake(waiting);
}

void PhotoLoader::reload(const std::vector<PhotoId>& ids) {
    std::size_t waiting = 0;
    {
        const std::lock_guard lock(state_->mutex);
        state_->items.remove_if(
            [&](const State::Item& item) { return std::find(ids.begin(), ids.end(), item.id) != ids.end(); });
        for (const PhotoId id : ids)
            if (state_->in_work.contains(id))
                state_->outdated.insert(id);
        waiting = state_->queueWanted();
    }
    workers_->wake(waiting);
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

QImage PhotoLoader::onScreen(PhotoId id) const {
    const std::lock_guard lock(state_->mutex);
    const State::Item* item = state_->find(id);
    return item && item->fits(state_->fit, state_->screen) ? item->on_screen : QImage();
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
