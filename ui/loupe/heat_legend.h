// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QWidget>

#include "ui/loupe/heat_map.h"

namespace touchstone::ui {

/// What the colours of the map mean: a bar with numbers, in multiples of the mean cell, or in points of the score for a
/// signed map. GUI thread.
class HeatLegend : public QWidget {
    Q_OBJECT
public:
    explicit HeatLegend(QWidget* parent = nullptr);

    void setScale(HeatRamp ramp, const HeatRange& range, bool isSigned = false);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

    /// The numbers under the bar: 0, 1, 2, … and the upper end; of a signed map both ends and zero.
    static std::vector<double> ticks(const HeatRange& range);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString tickText(double tick) const;
    QColor colourAt(double fraction) const;

    HeatRamp ramp_ = HeatRamp::Cividis;
    HeatRange range_;
    bool signed_ = false;
};

} // namespace touchstone::ui
