// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QWidget>

#include "ui/loupe/view_synchroniser.h"

namespace touchstone::ui {

/// The measured map of a sweep, on a second copy of the photo beside the attention map, zoomed, panned and pointed at
/// in step with it. GUI thread; the leading canvas must outlive it.
class MeasuredPane : public QWidget {
    Q_OBJECT
public:
    explicit MeasuredPane(PhotoCanvas& leader, QWidget* parent = nullptr);

    /// `words` says how it agrees with the attention, to those who cannot see it.
    void showMap(const AttentionMap& sensitivity, Size photo, const QString& name, const QImage& picture,
                 const QString& words);
    void setPicture(const QImage& picture);
    PhotoCanvas& canvas() { return *canvas_; }

Q_SIGNALS:
    /// The cell that is pointed at here or on the leader; empty when there is none.
    void cellRead(const QString& readOut);

private:
    PhotoCanvas& leader_;
    PhotoCanvas* canvas_;
    ViewSynchroniser synchroniser_;
};

} // namespace touchstone::ui
