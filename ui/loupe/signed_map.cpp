// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/signed_map.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>
#include <QLocale>

namespace touchstone::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(SignedMap)
};

constexpr int kCell = 32;

AttentionMap emptyMap(const char* name, const reiqa::Breakdown::ExpertMap& cells, Size scored) {
    AttentionMap map;
    map.scale = name;
    map.scaled = scored;
    map.rows = cells.rows;
    map.cols = cells.cols;
    map.patch = kCell;
    map.pad_left = map.pad_top = kCell / 2;
    map.weights.assign(cells.cells.size(), 0.0F);
    return map;
}

void add(const reiqa::Breakdown::ExpertMap& cells, AttentionMap& map) {
    for (std::size_t i = 0; i < cells.cells.size(); ++i) {
        map.weights[i] += static_cast<float>(cells.cells[i]);
        map.share += cells.cells[i];
    }
}

/// "top left" … of a cell's middle.
QString placeOf(const AttentionMap& map, std::size_t index, Size photo) {
    const int row = static_cast<int>(index) / map.cols, col = static_cast<int>(index) % map.cols;
    const AttentionMap::Rect rect = map.cell_rect(row, col, photo);
    return placeWords((rect.x + rect.width / 2) / photo.width, (rect.y + rect.height / 2) / photo.height);
}

} // namespace

std::vector<AttentionMap> signedMaps(const reiqa::Breakdown& breakdown, Size scored) {
    const auto content = breakdown.expert_map(reiqa::Expert::Content);
    const auto quality = breakdown.expert_map(reiqa::Expert::Quality);
    if (content.cells.empty() || quality.cells.size() != content.cells.size())
        return {};
    std::vector<AttentionMap> maps{emptyMap("content", content, scored), emptyMap("quality", quality, scored),
                                   emptyMap("both", content, scored)};
    add(content, maps[0]);
    add(quality, maps[1]);
    add(content, maps[2]);
    add(quality, maps[2]);
    return maps;
}

HeatRange signedRange(const std::vector<AttentionMap>& maps) {
    std::vector<float> sizes;
    for (const AttentionMap& map : maps)
        for (const float weight : map.weights)
            sizes.push_back(std::abs(weight));
    if (sizes.empty())
        return {-1, 1, false};
    std::sort(sizes.begin(), sizes.end());
    const auto index = static_cast<std::size_t>(std::ceil(0.99 * static_cast<double>(sizes.size()))) - 1;
    const double most = std::max(0.01, static_cast<double>(sizes[index]));
    return {-most, most, sizes.back() > most * 1.001};
}

QString pointsText(double points, int digits) {
    const QString number = QLocale().toString(std::abs(points), 'f', digits);
    const bool zero = number == QLocale().toString(0.0, 'f', digits);
    return zero ? number : (points < 0 ? QChar(0x2212) : QChar(u'+')) + number;
}

QString describeSignedCell(const AttentionMap& map, HeatCell cell) {
    const double points = map.weight(cell.row, cell.col);
    //: %1,%2 row and column counted from 1; %3 signed number of points of the score
    return Words::tr("cell %1,%2: %3 points of the score")
        .arg(QLocale().toString(cell.row + 1), QLocale().toString(cell.col + 1),
             pointsText(points, std::abs(points) < 0.1 ? 3 : 2));
}

QString describeSignedMap(const AttentionMap& map, Size photo) {
    if (map.weights.empty())
        return Words::tr("No map yet.");
    const auto [lowest, highest] = std::minmax_element(map.weights.begin(), map.weights.end());
    const auto at = [&](auto place) { return static_cast<std::size_t>(place - map.weights.begin()); };
    //: %1 map ("content"), %2 signed points; %3, %4 places ("top left"); %5, %6 signed points
    return Words::tr("%1: %2 points in all. Raises the score most at the %3 (%5), lowers it most at the %4 (%6).")
        .arg(scaleTitle(map.scale), pointsText(map.share, 2), placeOf(map, at(highest), photo),
             placeOf(map, at(lowest), photo), pointsText(*highest, 3), pointsText(*lowest, 3));
}

QString describeDifference(const AttentionMap& map, HeatCell cell) {
    //: %1,%2 row and column counted from 1; %3 signed number
    return Words::tr("cell %1,%2: %3× the mean against the other photo")
        .arg(QLocale().toString(cell.row + 1), QLocale().toString(cell.col + 1),
             pointsText(map.weight(cell.row, cell.col), 1));
}

QString describeDifferences(const AttentionMap& map) {
    if (map.weights.empty())
        return Words::tr("No map yet.");
    const auto [lowest, highest] = std::minmax_element(map.weights.begin(), map.weights.end());
    //: %1 scale ("224 px"), %2 and %3 signed numbers
    return Words::tr("Attention at %1 against the other photo: from %2 to %3 times the mean.")
        .arg(scaleTitle(map.scale), pointsText(*lowest, 1), pointsText(*highest, 1));
}

} // namespace touchstone::ui
