// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include <QImage>
#include <QObject>

class QThreadPool;

namespace touchstone::ui {

class PhotoCanvas;

enum class PhotoOverlay { None, Clipping, Peaking };

/// Clipped or sharp pixels drawn over the photo of a canvas. Made from the full-size picture on a pool of its own
/// (named "overlay", ended in the destructor), never on the GUI thread. The canvas must outlive it.
class PhotoOverlays : public QObject {
    Q_OBJECT
public:
    explicit PhotoOverlays(PhotoCanvas& canvas, QObject* parent = nullptr);
    ~PhotoOverlays() override;

    void choose(PhotoOverlay overlay);
    PhotoOverlay chosen() const { return chosen_; }
    /// The photo that is shown, at full size; null = another one is coming.
    void setPicture(const QImage& full);

Q_SIGNALS:
    /// What the marks on the photo mean, with shares; empty when none are shown.
    void described(const QString& words);

private:
    void make();

    PhotoCanvas& canvas_;
    PhotoOverlay chosen_ = PhotoOverlay::None;
    QImage full_;
    quint64 generation_ = 0; ///< of what is wanted; what comes late is dropped
    std::unique_ptr<QThreadPool> pool_;
};

} // namespace touchstone::ui
