// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <unordered_set>

#include <QCache>
#include <QImage>
#include <QObject>
#include <QPixmap>

#include "app/library/photo_entry.h"

namespace touchstone::library {
class Workers;
}

namespace touchstone::ui {

/// What is known of one photo's small picture.
struct SmallPicture {
    QImage image; ///< null while it is made, or when it cannot be made
    bool damaged = false;
    QString error; ///< why there is none
};

/// Thumbnails in the exact size of a cell and in the colours of the screen (ScreenProfile), as pixmaps that a delegate
/// only has to copy. Scaling and converting happen on a thread of its own (Workers named "cell pictures", ended in the
/// destructor), turning into pixmaps in the GUI thread. When another profile is chosen, pictures of the one before are
/// shown until they are made again; `profileChanged` says that they are wanted. What the
/// latest painting asked for comes first, and what was asked for long before and never made is dropped. Limited in
/// bytes; what was not used for longest goes first. GUI thread.
class ThumbnailPixmaps : public QObject {
    Q_OBJECT
public:
    using Source = std::function<SmallPicture(library::PhotoId, int edge)>;

    /// `source` is called in the GUI thread and must not block; its `edge` is in device pixels.
    explicit ThumbnailPixmaps(Source source, qint64 bytes = qint64{192} << 20, QObject* parent = nullptr);
    ~ThumbnailPixmaps() override;

    struct Cell {
        QPixmap pixmap; ///< may be of another size than asked for, while the right one is made; null when there is none
        bool exact = false;
        bool damaged = false;
        QString error;
    };
    /// The picture of a photo for a box of this size in device pixels: aspect kept, never enlarged beyond the source by
    /// more than the box needs. Cheap; what is missing is made in the background and announced by `ready`.
    Cell cell(library::PhotoId id, QSize box);
    void clear();
    qint64 bytesUsed() const { return cache_.totalCost() * 1024; }
    qint64 bytesAllowed() const { return cache_.maxCost() * 1024; }
    int pendingCount() const { return static_cast<int>(pending_.size()); }

Q_SIGNALS:
    void ready(qlonglong id);
    void profileChanged();

private:
    struct Entry {
        QPixmap pixmap;
        QSize box;
        qint64 source_key = 0; ///< QImage::cacheKey of what it was made from
        quint64 profile = 0;   ///< which of the screen's profiles it was made for
    };
    struct State;
    void make(library::PhotoId id, const QImage& image, QSize box);
    void send();
    void take();

    Source source_;
    quint64 profile_ = 0;                          ///< counts the profiles
    QCache<library::PhotoId, Entry> cache_;        ///< cost in KiB
    std::unordered_set<library::PhotoId> pending_; ///< asked for, and neither made nor dropped
    std::shared_ptr<State> state_;                 ///< with the thread
    std::unique_ptr<library::Workers> workers_;
};

} // namespace touchstone::ui
