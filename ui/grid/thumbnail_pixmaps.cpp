// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/thumbnail_pixmaps.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <vector>

#include "app/library/image_convert.h"
#include "app/library/mailbox.h"
#include "app/library/workers.h"
#include "ui/style/screen_profile.h"

namespace touchstone::ui {

namespace {
/// So many cells wait at most; more than the largest screen of small cells shows.
constexpr std::size_t most_waiting = 2000;
} // namespace

/// What the GUI thread and the worker share.
struct ThumbnailPixmaps::State {
    struct Job {
        library::PhotoId id = library::no_photo;
        QImage image;
        QSize box;
        quint64 generation = 0;
        quint64 profile = 0;
        QColorSpace space;
    };
    struct Made {
        library::PhotoId id = library::no_photo;
        QImage scaled;
        QSize box;
        qint64 source_key = 0;
        quint64 generation = 0;
        quint64 profile = 0;
    };

    explicit State(ThumbnailPixmaps* pixmaps)
        : mailbox(pixmaps)
        , owner(pixmaps) {}

    library::Mailbox mailbox;
    ThumbnailPixmaps* const owner; ///< only used through the mailbox
    std::vector<Job> asked;        ///< GUI thread only: since the last send()
    quint64 generation = 0;        ///< GUI thread only: grows with clear()

    std::mutex mutex;
    std::deque<Job> waiting; ///< the latest painting's first
    std::vector<Made> made;

    bool step() {
        Job job;
        {
            const std::lock_guard lock(mutex);
            if (waiting.empty())
                return false;
            job = std::move(waiting.front());
            waiting.pop_front();
        }
        QImage scaled = job.image
                            .scaled(job.image.size().scaled(job.box, Qt::KeepAspectRatio), Qt::IgnoreAspectRatio,
                                    Qt::SmoothTransformation)
                            .convertToFormat(QImage::Format_RGB32);
        scaled = library::in_colours_of(scaled, job.space).convertToFormat(QImage::Format_RGB32);
        const std::lock_guard lock(mutex);
        if (made.empty())
            mailbox.post([pixmaps = owner] { pixmaps->take(); });
        made.push_back({job.id, std::move(scaled), job.box, job.image.cacheKey(), job.generation, job.profile});
        return true;
    }
};

ThumbnailPixmaps::ThumbnailPixmaps(Source source, qint64 bytes, QObject* parent)
    : QObject(parent)
    , source_(std::move(source))
    , cache_(bytes / 1024)
    , state_(std::make_shared<State>(this))
    , workers_(std::make_unique<library::Workers>(QStringLiteral("cell pictures"), 1, QThread::LowPriority,
                                                  [shared = state_] { return shared->step(); })) {
    connect(&ScreenProfile::instance(), &ScreenProfile::changed, this, [this] {
        ++profile_;
        Q_EMIT
        profileChanged();
    });
}

ThumbnailPixmaps::~ThumbnailPixmaps() {
    state_->mailbox.close();
    clear();
}

void ThumbnailPixmaps::clear() {
    ++state_->generation;
    state_->asked.clear();
    pending_.clear();
    cache_.clear();
    const std::lock_guard lock(state_->mutex);
    state_->waiting.clear();
}

ThumbnailPixmaps::Cell ThumbnailPixmaps::cell(library::PhotoId id, QSize box) {
    const SmallPicture known = source_(id, std::max(box.width(), box.height()));
    Cell result{{}, false, known.damaged, known.error};
    if (const Entry* entry = cache_.object(id)) {
        result.pixmap = entry->pixmap;
        result.exact = entry->box == box && entry->profile == profile_ &&
                       (known.image.isNull() || entry->source_key == known.image.cacheKey());
    }
    if (!result.exact && !known.image.isNull())
        make(id, known.image, box);
    return result;
}

void ThumbnailPixmaps::make(library::PhotoId id, const QImage& image, QSize box) {
    if (!pending_.insert(id).second)
        return;                // its `ready` repaints the cell, which asks again if the size changed meanwhile
    if (state_->asked.empty()) // all that one painting asks for goes together, after it
        QMetaObject::invokeMethod(this, &ThumbnailPixmaps::send, Qt::QueuedConnection);
    state_->asked.push_back({id, image, box, state_->generation, profile_, ScreenProfile::instance().space()});
}

void ThumbnailPixmaps::send() {
    std::size_t count = 0;
    {
        const std::lock_guard lock(state_->mutex);
        std::deque<State::Job>& waiting = state_->waiting;
        waiting.insert(waiting.begin(), std::make_move_iterator(state_->asked.begin()),
                       std::make_move_iterator(state_->asked.end()));
        for (; waiting.size() > most_waiting; waiting.pop_back())
            pending_.erase(waiting.back().id); // painted again, it is asked for again
        count = waiting.size();
    }
    state_->asked.clear();
    if (count > 0)
        workers_->wake(count);
}

void ThumbnailPixmaps::take() {
    std::vector<State::Made> made;
    {
        const std::lock_guard lock(state_->mutex);
        made.swap(state_->made);
    }
    for (const State::Made& one : made) {
        if (one.generation != state_->generation)
            continue;
        pending_.erase(one.id);
        const qint64 kib = std::max<qint64>(1, one.scaled.sizeInBytes() / 1024);
        cache_.insert(one.id, new Entry{QPixmap::fromImage(one.scaled), one.box, one.source_key, one.profile}, kib);
        Q_EMIT
        ready(one.id);
    }
}

} // namespace touchstone::ui
