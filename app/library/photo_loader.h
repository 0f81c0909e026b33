// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QColorSpace>
#include <QImage>
#include <QObject>
#include <QSize>

#include "app/library/photo_entry.h"

namespace touchstone::library {

struct PhotoLoaderOptions {
    std::uint64_t cache_bytes = std::uint64_t{640} << 20; ///< full-size pictures; the current one always stays
    /// For neighbours, and there is one more for the current photo; 0 = half of the cores, at least 1.
    int threads = 0;
};

struct LoadRequest {
    PhotoId id = no_photo;
    FoundFile file;
};

class Workers;

/// Decodes photos at full size for the loupe and preloads the neighbours. Lives in the GUI thread; decodes, shrinks and
/// converts on its own Workers (named "loupe"), which end in the destructor. One of them is for the current photo alone,
/// so that it does not wait for neighbours; only the photo that was current before may keep that one busy. Memory is for
/// the current photo, then for its neighbours in the order given, then for those seen before. A photo that ends early is
/// shown as far as it goes, with isDamaged().
class PhotoLoader : public QObject {
    Q_OBJECT
public:
    explicit PhotoLoader(PhotoLoaderOptions options, QObject* parent = nullptr);
    ~PhotoLoader() override;

    /// The photo to show and those likely to be next, most likely first; whatever else was waiting is dropped. `fit` is
    /// the room for it in device pixels: an exact-size copy is made on the worker (empty = none).
    /// `loaded` comes at once (queued) for what is in memory.
    void show(const LoadRequest& current, const std::vector<LoadRequest>& neighbours, QSize fit);
    /// Another window size for the current photo and its neighbours.
    void setFit(QSize fit);
    /// The colours of the screen, for which copies that fit are made; invalid = sRGB. Those in memory are made again.
    void setScreen(const QColorSpace& screen);
    /// The files changed: what is known of them is dropped, and what is wanted is read again.
    void reload(const std::vector<PhotoId>& ids);
    void forget(); ///< wants nothing and drops memory

    QImage full(PhotoId id) const;   ///< null until loaded; Format_RGB888, sRGB
    /// An exact area average for the latest fit; null until ready; never larger than the photo. Format_RGB32, sRGB.
    QImage fitted(PhotoId id) const;
    QImage onScreen(PhotoId id) const; ///< fitted() in the colours of the screen; null until ready for the latest
    bool isDamaged(PhotoId id) const;
    std::optional<Error> error(PhotoId id) const;
    PhotoId current() const;
    std::uint64_t memoryUsed() const;
    int pendingCount() const;

    /// The size a picture gets in `room`: aspect kept, never enlarged, at least 1×1.
    static QSize fittedSize(QSize picture, QSize room);

Q_SIGNALS:
    void decoded(qlonglong id);     ///< full() has the current photo already; its fitted copy is being made
    void loaded(qlonglong id);      ///< full() has it, and fitted() unless no fit was asked for
    void fittedReady(qlonglong id); ///< fitted() and onScreen() have the copies for the latest fit and screen
    void failed(qlonglong id);      ///< error() says why

private:
    struct State;
    std::shared_ptr<State> state_; ///< shared with running steps
    std::unique_ptr<Workers> workers_;
};

} // namespace touchstone::library
