// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QColor>
#include <QPainterPath>
#include <QString>

#include "engine/scoring/assessment.h"

namespace touchstone::ui {

/// How weights become colours. Contours draws lines of equal weight and leaves the photo's colours alone.
enum class HeatRamp { Cividis, Viridis, Grey, Contours };
inline constexpr std::array kHeatRamps{HeatRamp::Cividis, HeatRamp::Viridis, HeatRamp::Grey, HeatRamp::Contours};

/// The colour of `fraction` (0…1, clamped) on a ramp. Contours has none of its own and uses cividis.
QRgb heatColour(HeatRamp ramp, double fraction);
QString heatRampTitle(HeatRamp ramp);

/// The part of the values that the ramp spans, in multiples of the map's mean.
struct HeatRange {
    double low = 0;
    double high = 1;
    bool open = false; ///< cells above `high` exist and take its colour
    friend bool operator==(const HeatRange&, const HeatRange&) = default;
};

struct HeatCell {
    int row = 0;
    int col = 0;
    friend bool operator==(const HeatCell&, const HeatCell&) = default;
};

/// Every scale's attention spread evenly over its cells' pixels and summed on the first scale's (finest) grid. Sums to
/// 1 − cls_share. Empty when `attention` has no scale.
AttentionMap combinedAttention(const Attention& attention, Size photo);

/// Mean weight of a cell: the map's share divided by its number of cells.
double meanWeight(const AttentionMap& map);
/// weight ÷ mean for each cell, row-major. All zero for a map without weight.
std::vector<float> multiplesOfMean(const AttentionMap& map);
/// 0 … the 99th percentile of the multiples (at least 2), so that one hot cell does not darken all others.
HeatRange automaticRange(const std::vector<float>& multiples);

/// The cell under a point of the photo (photo pixels), or nothing outside the photo.
std::optional<HeatCell> cellAt(const AttentionMap& map, Size photo, double x, double y);

/// "cell 5,7: 1.8 % of attention, 4.3× the mean"; row and column count from 1. Translated, numbers in the locale.
QString describeCell(const AttentionMap& map, HeatCell cell);
/// One sentence for people who cannot see the map: where most of the weight lies.
QString describeMap(const AttentionMap& map, Size photo);
/// "top left", "middle centre" … of a place in the photo, 0…1 both ways.
QString placeWords(double x, double y);
/// "native", "384", "224" as a person reads them: "native size", "384 px", "224 px", "all scales"; and
/// the signed maps' "content", "quality", "both": "content", "quality", "content + quality".
QString scaleTitle(const std::string& scale);

/// One line of equal weight, in photo pixels.
struct Contour {
    double level = 1; ///< multiple of the mean
    QPainterPath path;
    QPointF label; ///< a point on the line for its number
};
/// Lines at 1×, 2×, 4×, 8× the mean where they exist (linear between the cells' centres).
std::vector<Contour> contours(const AttentionMap& map, const std::vector<float>& multiples, Size photo);

} // namespace touchstone::ui
