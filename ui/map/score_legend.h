// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/map/map_painter.h"

namespace touchstone::ui {

/// Scores and the steps of the ramp that stand for them. Beyond the ends lie the few best and worst photos, in the
/// ends' colours.
struct ScoreScale {
    double low = 0, high = 1;
    bool open_low = false, open_high = false; ///< there are photos beyond

    /// From the hundredth to the ninety-ninth percentile of sorted values; empty without values.
    static std::optional<ScoreScale> of(const std::vector<double>& sorted);
    int stepOf(double value) const; ///< 0 … MapColours::steps − 1
};

/// What the colours of the map mean: a bar with scores under it. GUI thread.
class ScoreLegend : public QWidget {
    Q_OBJECT
public:
    explicit ScoreLegend(QWidget* parent = nullptr);

    void setScale(const std::optional<ScoreScale>& scale, const MapColours& colours);
    const std::optional<ScoreScale>& scale() const { return scale_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text(double value, bool open, bool low) const;

    std::optional<ScoreScale> scale_;
    MapColours colours_;
};

} // namespace touchstone::ui
