// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QWidget>

#include "ui/loupe/view_synchroniser.h"

class QLabel;

namespace touchstone::ui {

class HeatLegend;

/// The measured map of a sweep, on a second copy of the photo beside the attention map, zoomed, panned and pointed at
/// in step with it. GUI thread; the leading canvas must outlive it.
class MeasuredPane : public QWidget {
    Q_OBJECT
public:
    explicit MeasuredPane(PhotoCanvas& leader, QWidget* parent = nullptr);

    /// `words` says how it agrees with the attention.
    void showMap(const AttentionMap& sensitivity, Size photo, const QString& name, const QImage& picture,
                 const QString& words);
    void setPicture(const QImage& picture);
    PhotoCanvas& canvas() { return *canvas_; }
    QString words() const;

private:
    PhotoCanvas& leader_;
    PhotoCanvas* canvas_;
    ViewSynchroniser synchroniser_;
    QLabel *words_, *read_out_;
    HeatLegend* legend_;
};

} // namespace touchstone::ui
