// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QImage>
#include <QObject>

#include "app/library/issue.h"
#include "app/library/photo_entry.h"

namespace touchstone::library {

struct ThumbnailOptions {
    std::string cache_folder;       ///< where thumbnails.db lies; empty = nothing is kept
    std::string freedesktop_folder; ///< "$XDG_CACHE_HOME/thumbnails"; empty = not read
    std::uint64_t memory_bytes = std::uint64_t{192} << 20;
    std::uint64_t disk_bytes = std::uint64_t{1} << 30; ///< of thumbnails.db; the least recently used give way
    int threads = 0;                                   ///< 0 = half of the cores, at least 1
    std::chrono::milliseconds failure_lifetime = std::chrono::minutes(10);
};

/// What a thumbnail is wanted of.
struct ThumbnailRequest {
    PhotoId id = no_photo;
    FoundFile file;
};

struct Thumbnail {
    QImage image;         ///< upright sRGB, long side ≤ edge; null when it failed
    bool damaged = false; ///< part of the photo is missing; the picture carries a striped corner as well
    QString error;        ///< why there is none
};

/// A photo that cannot be read.
struct ThumbnailFailure {
    PhotoId id = no_photo;
    Error error;
};

class Workers;

/// Makes small pictures: memory → own store (thumbnails.db) → freedesktop cache → decoder, which takes a RAW's embedded
/// preview or decodes scaled. What is on screen and would have to be decoded is first shown by the picture in its Exif
/// data, which is never stored. Lives in the GUI thread; works on its own low-priority Workers (named "thumbnails"),
/// which end in the destructor. A store that cannot be written is left alone after one issue. Failures are remembered
/// for a while, or until the file changes.
class ThumbnailService : public QObject {
    Q_OBJECT
public:
    explicit ThumbnailService(ThumbnailOptions options, QObject* parent = nullptr);
    ~ThumbnailService() override;

    /// 128, 256, 512 or 1024: the stored size that serves a cell of so many device pixels.
    static int storedEdge(int edge);

    /// Replaces everything that was wanted before: what is not in the list any more is dropped, what is ready is
    /// skipped, the rest is made in this order (nearest to the middle of the screen first). Of a list that memory
    /// cannot hold, only the beginning is made. The first `on_screen` of them are looked at now: all that is quickly
    /// shown (stores, Exif) comes before anything is decoded. Returns the generation.
    quint64 want(std::vector<ThumbnailRequest> nearest_first, int edge, std::size_t on_screen = 0);
    void forget(); ///< wants nothing, and drops memory; for another folder

    /// The picture in memory: of this stored edge, else the nearest other one to be stretched meanwhile, else the one
    /// for a first paint. Cheap.
    QImage image(PhotoId id, int edge) const;
    /// Everything known; empty when it was not made yet, whatever is shown meanwhile.
    std::optional<Thumbnail> thumbnail(PhotoId id, int edge) const;
    int pendingCount() const;
    std::uint64_t memoryUsed() const;

    /// How many pictures came from where, for tests and the About box.
    struct Counters {
        int from_disk = 0, from_freedesktop = 0, decoded = 0, failed = 0;
        int failed_before = 0; ///< of `failed`: known from the store, not tried
        int first_paints = 0;  ///< shown by their Exif data meanwhile
        int evicted = 0;       ///< of the store
    };
    Counters counters() const;
    /// Waits until everything made so far is on disk, for tests and benchmarks.
    void flushStore();

Q_SIGNALS:
    /// Gathered for 50 ms; also for photos of which no thumbnail can be made.
    void ready(const std::vector<touchstone::library::PhotoId>& ids);
    /// Of these photos no thumbnail can be made; with `ready`. Comes again when they are tried again.
    void failed(const std::vector<touchstone::library::ThumbnailFailure>& failures);
    void idle(); ///< nothing is wanted any more
    void issueRaised(const touchstone::library::Issue& issue);

private:
    struct State;
    void collect();
    std::shared_ptr<State> state_; ///< shared with running steps
    std::unique_ptr<Workers> workers_;
};

/// Rows of a view in the order in which they are wanted: `first`…`last` (on screen) from the middle outwards, then up
/// to `screens` more screens on both sides, nearest first. Clipped to 0…count−1.
std::vector<int> rows_nearest_first(int first, int last, int count, int screens = 2);

} // namespace touchstone::library
