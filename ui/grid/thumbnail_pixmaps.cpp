// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/thumbnail_pixmaps.h"

#include <algorithm>

#include <QFuture>
#include <QThreadPool>
#include <QtConcurrentRun>

namespace touchstone::ui {

ThumbnailPixmaps::ThumbnailPixmaps(Source source, qint64 bytes, QObject* parent)
    : QObject(parent)
    , source_(std::move(source))
    , cache_(bytes / 1024)
    , pool_(std::make_unique<QThreadPool>()) {
    pool_->setMaxThreadCount(1);
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("cell pictures"));
}

ThumbnailPixmaps::~ThumbnailPixmaps() {
    pool_->clear();
    pool_->waitForDone();
}

void ThumbnailPixmaps::clear() {
    ++generation_;
    pool_->clear();
    pending_.clear();
    cache_.clear();
}

ThumbnailPixmaps::Cell ThumbnailPixmaps::cell(library::PhotoId id, QSize box) {
    const SmallPicture known = source_(id, std::max(box.width(), box.height()));
    Cell result{{}, false, known.damaged, known.error};
    if (const Entry* entry = cache_.object(id)) {
        result.pixmap = entry->pixmap;
        result.exact = entry->box == box && (known.image.isNull() || entry->source_key == known.image.cacheKey());
    }
    if (!result.exact && !known.image.isNull())
        make(id, known.image, box);
    return result;
}

void ThumbnailPixmaps::make(library::PhotoId id, const QImage& image, QSize box) {
    if (!pending_.insert(id).second)
        return; // its `ready` repaints the cell, which asks again if the size changed meanwhile
    QtConcurrent::run(pool_.get(), [image, box] {
        return image
            .scaled(image.size().scaled(box, Qt::KeepAspectRatio), Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    }).then(this, [this, id, box, key = image.cacheKey(), wanted = generation_](const QImage& scaled) {
        if (wanted != generation_)
            return;
        pending_.erase(id);
        auto entry = std::make_unique<Entry>(Entry{QPixmap::fromImage(scaled), box, key});
        const qint64 kib = std::max<qint64>(1, scaled.sizeInBytes() / 1024);
        cache_.insert(id, entry.release(), kib);
        Q_EMIT
        ready(id);
    });
}

} // namespace touchstone::ui
