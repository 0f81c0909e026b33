// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/neighbour_service.h"

#include <atomic>
#include <optional>

#include <QThreadPool>

#include "app/library/mailbox.h"

namespace touchstone::library {

namespace {

std::vector<float> joined(const reiqa::ExpertFeatures& expert) {
    std::vector<float> both = expert.full;
    both.insert(both.end(), expert.half.begin(), expert.half.end());
    return both;
}

} // namespace

/// What the GUI thread and the worker share; the indexes are the worker's alone.
struct NeighbourService::Shared {
    explicit Shared(NeighbourService* service)
        : mailbox(service) {}

    struct Space {
        std::optional<reiqa::NeighbourIndex> index;
        int dimension = 0;

        void put(PhotoId id, const reiqa::ExpertFeatures& features) {
            const std::vector<float> vector = joined(features);
            const int length = static_cast<int>(vector.size());
            if (length == 0)
                return; // this expert is not in use
            if (!index || dimension != length)
                index.emplace(length);
            dimension = length;
            index->put(id, vector);
        }
        std::vector<reiqa::Neighbour> nearest(PhotoId id, std::size_t count) const {
            return index ? index->nearest_to(id, count) : std::vector<reiqa::Neighbour>();
        }
    };

    Mailbox mailbox;
    std::atomic<quint64> wanted = 0; ///< generation of the latest request
    std::atomic<quint64> era = 0;    ///< counts the folders; what was given for an earlier one is no longer wanted
    Space content, quality;

    Neighbours answer(PhotoId id, std::size_t count) const {
        Neighbours result;
        result.id = id;
        result.known = (content.index && content.index->contains(id)) || (quality.index && quality.index->contains(id));
        result.indexed = std::max(content.index ? content.index->size() : 0, quality.index ? quality.index->size() : 0);
        result.content = content.nearest(id, count);
        result.quality = quality.nearest(id, count);
        return result;
    }
};

NeighbourService::NeighbourService(QObject* parent)
    : QObject(parent)
    , shared_(std::make_shared<Shared>(this))
    , pool_(std::make_unique<QThreadPool>()) {
    pool_->setMaxThreadCount(1); // one owner of the indexes, first come first served
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("neighbours"));
}

NeighbourService::~NeighbourService() {
    shared_->mailbox.close();
    ++shared_->era;
    pool_->clear();
    pool_->waitForDone();
}

void NeighbourService::put(std::vector<std::pair<PhotoId, Features>> photos) {
    if (photos.empty())
        return;
    waiting_ += photos.size();
    start_call(*pool_, [this, shared = shared_, photos = std::move(photos), era = shared_->era.load()] {
        for (const auto& [id, features] : photos) {
            if (shared->era != era)
                return; // a thousand photos take seconds in a graph
            shared->content.put(id, features->content);
            shared->quality.put(id, features->quality);
        }
        shared->mailbox.post([this, era, count = photos.size()] {
            if (shared_->era == era)
                waiting_ -= count;
            Q_EMIT
            changed();
        });
    });
}

void NeighbourService::remove(std::vector<PhotoId> ids) {
    start_call(*pool_, [this, shared = shared_, ids = std::move(ids)] {
        for (const PhotoId id : ids)
            for (Shared::Space* space : {&shared->content, &shared->quality})
                if (space->index)
                    space->index->remove(id);
        shared->mailbox.post([this] {
            Q_EMIT
            changed();
        });
    });
}

void NeighbourService::forget() {
    ++generation_;
    shared_->wanted = generation_;
    ++shared_->era;
    waiting_ = 0;
    pool_->clear();
    start_call(*pool_, [shared = shared_] {
        shared->content = {};
        shared->quality = {};
    });
}

quint64 NeighbourService::request(PhotoId id, std::size_t count) {
    const quint64 generation = ++generation_;
    shared_->wanted = generation;
    start_call(*pool_, [this, shared = shared_, id, count, generation] {
        if (shared->wanted != generation)
            return; // a newer request waits behind this one
        auto neighbours = std::make_shared<const Neighbours>(shared->answer(id, count));
        shared->mailbox.post([this, generation, neighbours] {
            if (generation == generation_)
                Q_EMIT
            found(generation, neighbours);
        });
    });
    return generation;
}

} // namespace touchstone::library
