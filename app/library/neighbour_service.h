// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include <QObject>

#include "app/library/photo_entry.h"
#include "engine/reiqa/features.h"
#include "engine/reiqa/neighbours.h"

class QThreadPool;

namespace touchstone::library {

/// The photos of the open folder that are nearest to one of them.
struct Neighbours {
    PhotoId id = no_photo;
    bool known = false;                             ///< the photo itself has features
    std::size_t indexed = 0;                        ///< photos that were compared
    std::vector<reiqa::Neighbour> content, quality; ///< `Neighbour::id` is a PhotoId; nearest first
};

/// Keeps Re-IQA features of the open folder and finds the nearest photos in content space and in quality space. Lives
/// in the GUI thread; the two indexes belong to one worker of its own (named "neighbours"), which does everything in
/// the order it was asked for. The destructor drops what waits and waits for what runs: one photo, or seconds while a
/// large folder's graph is begun. Memory: half floats, 8 KiB a photo a space for ResNet-50.
class NeighbourService : public QObject {
    Q_OBJECT
public:
    using Features = std::shared_ptr<const reiqa::PhotoFeatures>;

    explicit NeighbourService(QObject* parent = nullptr);
    ~NeighbourService() override;

    /// Adds photos or replaces what was known of them. Features of another length than before start anew: they are of
    /// other experts.
    void put(std::vector<std::pair<PhotoId, Features>> photos);
    /// Photos that were put and are not indexed yet; `changed` comes when there are fewer.
    std::size_t waiting() const { return waiting_; }
    void remove(std::vector<PhotoId> ids);
    void forget(); ///< the folder was closed

    /// Returns the generation that comes back with `found`. Only the latest request is answered.
    quint64 request(PhotoId id, std::size_t count = 6);

Q_SIGNALS:
    void found(quint64 generation, std::shared_ptr<const touchstone::library::Neighbours> neighbours);
    void changed(); ///< more photos are known, or fewer: an answer may be out of date

private:
    struct Shared;
    std::shared_ptr<Shared> shared_;
    std::unique_ptr<QThreadPool> pool_;
    quint64 generation_ = 0;
    std::size_t waiting_ = 0;
};

} // namespace touchstone::library
