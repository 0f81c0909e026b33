// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/photo_overlays.h"

#include <algorithm>

#include <QFuture>
#include <QLocale>
#include <QThreadPool>
#include <QtConcurrentRun>

#include "engine/imaging/photo_overlays.h"
#include "ui/loupe/photo_canvas.h"

namespace touchstone::ui {

namespace {

/// Long side of an overlay: a mark covers three pixels of a 24 megapixel photo.
constexpr int largest = 2048;

struct Made {
    QImage marks;
    double shadows = 0, highlights = 0; ///< shares of the photo's pixels
};

RgbImage pixelsOf(const QImage& image) {
    const QImage rgb = image.convertToFormat(QImage::Format_RGB888);
    RgbImage pixels({rgb.width(), rgb.height()});
    for (int y = 0; y < rgb.height(); ++y) // QImage pads its rows
        std::copy_n(rgb.constScanLine(y), std::size_t{3} * rgb.width(), pixels.row(y));
    return pixels;
}

Made makeOverlay(const QImage& full, PhotoOverlay overlay) {
    const RgbImage pixels = pixelsOf(full);
    const imaging::RgbaImage drawn = overlay == PhotoOverlay::Clipping ? imaging::clipping_overlay(pixels, largest)
                                                                       : imaging::peaking_overlay(pixels, largest);
    Made made;
    made.marks = QImage(drawn.pixels.data(), drawn.size.width, drawn.size.height, drawn.size.width * qsizetype{4},
                        QImage::Format_RGBA8888)
                     .convertToFormat(QImage::Format_ARGB32_Premultiplied);
    if (overlay == PhotoOverlay::Clipping) {
        const imaging::ClippedShares shares = imaging::clipped_shares(pixels);
        made.shadows = shares.shadows;
        made.highlights = shares.highlights;
    }
    return made;
}

} // namespace

PhotoOverlays::PhotoOverlays(PhotoCanvas& canvas, QObject* parent)
    : QObject(parent)
    , canvas_(canvas)
    , pool_(std::make_unique<QThreadPool>()) {
    pool_->setMaxThreadCount(1);
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("overlay"));
}

PhotoOverlays::~PhotoOverlays() {
    pool_->clear();
    pool_->waitForDone();
}

void PhotoOverlays::choose(PhotoOverlay overlay) {
    chosen_ = overlay;
    make();
}

void PhotoOverlays::setPicture(const QImage& full) {
    if (full.cacheKey() == full_.cacheKey() && full.isNull() == full_.isNull())
        return;
    full_ = full;
    make();
}

void PhotoOverlays::make() {
    ++generation_;
    pool_->clear();
    canvas_.setMarks({});
    if (chosen_ == PhotoOverlay::None || full_.isNull()) {
        Q_EMIT
        described({});
        return;
    }
    QtConcurrent::run(pool_.get(), makeOverlay, full_, chosen_)
        .then(this, [this, wanted = generation_](const Made& made) {
            if (wanted != generation_)
                return;
            canvas_.setMarks(made.marks);
            const QLocale locale;
            Q_EMIT
            described(
                chosen_ == PhotoOverlay::Peaking
                    ? tr("Green: what is in focus (steep edges in the full photo).")
                    //: %1, %2 percentages
                    : tr("Clipped shadows (blue, stripes falling): %1 %. Clipped highlights (orange, stripes rising): "
                         "%2 %.")
                          .arg(locale.toString(made.shadows * 100, 'f', 1),
                               locale.toString(made.highlights * 100, 'f', 1)));
        });
}

} // namespace touchstone::ui
