// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>

#include <QWidget>

#include "engine/imaging/photo_overlays.h"

namespace touchstone::ui {

/// How bright the photo's pixels are: luma as a filled shape, red, green and blue as lines of different strokes over
/// it. The accessible description says the same in numbers. GUI thread.
class LevelHistogram : public QWidget {
    Q_OBJECT
public:
    explicit LevelHistogram(QWidget* parent = nullptr);

    void setLevels(std::optional<imaging::LevelCounts> levels); ///< empty = nothing is known, nothing is shown
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::optional<imaging::LevelCounts> levels_;
    double tallest_ = 1;
};

} // namespace touchstone::ui
