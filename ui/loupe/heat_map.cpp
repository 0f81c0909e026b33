// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/heat_map.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/style/ramps.h"

namespace touchstone::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(HeatMap)
};

/// Where the cells of one axis begin and end, photo pixels, clipped to the photo.
struct Axis {
    std::vector<double> from, to;
};

Axis axis(int cells, int patch, int pad, int scaled, int photo) {
    Axis result;
    const double factor = static_cast<double>(photo) / scaled;
    for (int i = 0; i < cells; ++i) {
        result.from.push_back(std::clamp(i * patch - pad, 0, scaled) * factor);
        result.to.push_back(std::clamp((i + 1) * patch - pad, 0, scaled) * factor);
    }
    return result;
}

/// overlap[i][j]: the part of source cell j that lies in target cell i.
std::vector<std::vector<double>> overlaps(const Axis& target, const Axis& source) {
    std::vector<std::vector<double>> result(target.from.size(), std::vector<double>(source.from.size(), 0.0));
    for (std::size_t i = 0; i < target.from.size(); ++i)
        for (std::size_t j = 0; j < source.from.size(); ++j) {
            const double common = std::min(target.to[i], source.to[j]) - std::max(target.from[i], source.from[j]);
            const double whole = source.to[j] - source.from[j];
            if (common > 0 && whole > 0)
                result[i][j] = common / whole;
        }
    return result;
}

void spread(const AttentionMap& source, AttentionMap& target, Size photo) {
    const auto across = overlaps(axis(target.cols, target.patch, target.pad_left, target.scaled.width, photo.width),
                                 axis(source.cols, source.patch, source.pad_left, source.scaled.width, photo.width));
    const auto down = overlaps(axis(target.rows, target.patch, target.pad_top, target.scaled.height, photo.height),
                               axis(source.rows, source.patch, source.pad_top, source.scaled.height, photo.height));
    for (int row = 0; row < target.rows; ++row)
        for (int from_row = 0; from_row < source.rows; ++from_row) {
            const double y = down[row][from_row];
            if (y == 0)
                continue;
            for (int col = 0; col < target.cols; ++col)
                for (int from_col = 0; from_col < source.cols; ++from_col) {
                    const double x = across[col][from_col];
                    if (x != 0)
                        target.weights[static_cast<std::size_t>(row) * target.cols + col] +=
                            static_cast<float>(x * y * source.weight(from_row, from_col));
                }
        }
}

} // namespace

QRgb heatColour(HeatRamp ramp, double fraction) {
    switch (ramp) {
    case HeatRamp::Viridis:
        return rampColour(Ramp::Viridis, fraction);
    case HeatRamp::Grey:
        return rampColour(Ramp::Grey, fraction);
    case HeatRamp::Cividis:
    case HeatRamp::Contours:
        break;
    }
    return rampColour(Ramp::Cividis, fraction);
}

QString heatRampTitle(HeatRamp ramp) {
    switch (ramp) {
    case HeatRamp::Viridis:
        return Words::tr("Viridis");
    case HeatRamp::Grey:
        return Words::tr("Grey");
    case HeatRamp::Contours:
        return Words::tr("Contour lines");
    case HeatRamp::Cividis:
        break;
    }
    return Words::tr("Cividis");
}

AttentionMap combinedAttention(const Attention& attention, Size photo) {
    if (attention.scales.empty() || photo.width <= 0 || photo.height <= 0)
        return {};
    AttentionMap combined = attention.scales.front();
    combined.scale = "combined";
    combined.share = 0;
    std::fill(combined.weights.begin(), combined.weights.end(), 0.0F);
    for (const AttentionMap& map : attention.scales) {
        spread(map, combined, photo);
        combined.share += map.share;
    }
    return combined;
}

double meanWeight(const AttentionMap& map) {
    double sum = 0;
    for (const float weight : map.weights)
        sum += weight;
    return map.weights.empty() ? 0.0 : sum / static_cast<double>(map.weights.size());
}

std::vector<float> multiplesOfMean(const AttentionMap& map) {
    const double mean = meanWeight(map);
    std::vector<float> result(map.weights.size(), 0.0F);
    if (mean > 0)
        std::transform(map.weights.begin(), map.weights.end(), result.begin(),
                       [mean](float weight) { return static_cast<float>(weight / mean); });
    return result;
}

HeatRange automaticRange(const std::vector<float>& multiples) {
    if (multiples.empty())
        return {};
    std::vector<float> sorted = multiples;
    std::sort(sorted.begin(), sorted.end());
    const auto index = static_cast<std::size_t>(std::ceil(0.99 * static_cast<double>(sorted.size()))) - 1;
    const double high = std::max(2.0, static_cast<double>(sorted[index]));
    return {0, high, sorted.back() > high * 1.001};
}

std::optional<HeatCell> cellAt(const AttentionMap& map, Size photo, double x, double y) {
    if (map.weights.empty() || x < 0 || y < 0 || x >= photo.width || y >= photo.height)
        return std::nullopt;
    const double across = x * map.scaled.width / photo.width + map.pad_left;
    const double down = y * map.scaled.height / photo.height + map.pad_top;
    return HeatCell{std::clamp(static_cast<int>(down / map.patch), 0, map.rows - 1),
                    std::clamp(static_cast<int>(across / map.patch), 0, map.cols - 1)};
}

QString describeCell(const AttentionMap& map, HeatCell cell) {
    const QLocale locale;
    const double weight = map.weight(cell.row, cell.col);
    const double mean = meanWeight(map);
    const double percent = weight * 100;
    //: %1,%2 row and column counted from 1; %3 percentage; %4 how often the mean
    return Words::tr("cell %1,%2: %3 % of attention, %4× the mean")
        .arg(locale.toString(cell.row + 1), locale.toString(cell.col + 1),
             locale.toString(percent, 'f',
                             percent < 0.095  ? 3
                             : percent < 0.95 ? 2
                                              : 1),
             locale.toString(mean > 0 ? weight / mean : 0.0, 'f', 1));
}

QString describeMap(const AttentionMap& map, Size photo) {
    if (map.weights.empty())
        return Words::tr("No attention map yet.");
    const auto brightest = std::max_element(map.weights.begin(), map.weights.end()) - map.weights.begin();
    const HeatCell cell{static_cast<int>(brightest / map.cols), static_cast<int>(brightest % map.cols)};
    const AttentionMap::Rect rect = map.cell_rect(cell.row, cell.col, photo);
    const QString place =
        placeWords((rect.x + rect.width / 2) / photo.width, (rect.y + rect.height / 2) / photo.height);
    //: %1 scale, %2 share, %3 rows, %4 columns, %5 place ("top left"), %6 read-out of that cell
    return Words::tr("Attention at %1: %2 % of all, %3 rows and %4 columns. Most at the %5: %6.")
        .arg(scaleTitle(map.scale), QLocale().toString(map.share * 100, 'f', 0), QLocale().toString(map.rows),
             QLocale().toString(map.cols), place, describeCell(map, cell));
}

QString placeWords(double x, double y) {
    const QString down = y < 1.0 / 3 ? Words::tr("top") : y < 2.0 / 3 ? Words::tr("middle") : Words::tr("bottom");
    const QString across = x < 1.0 / 3 ? Words::tr("left") : x < 2.0 / 3 ? Words::tr("centre") : Words::tr("right");
    //: a place in a photo: %1 top/middle/bottom, %2 left/centre/right
    return Words::tr("%1 %2", "place").arg(down, across);
}

QString scaleTitle(const std::string& scale) {
    if (scale == "native")
        return Words::tr("native size");
    if (scale == "combined")
        return Words::tr("all scales");
    if (scale == "content")
        return Words::tr("content");
    if (scale == "quality")
        return Words::tr("quality");
    if (scale == "both")
        return Words::tr("content + quality");
    return Words::tr("%1 px").arg(QString::fromStdString(scale));
}

} // namespace touchstone::ui
