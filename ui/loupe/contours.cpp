// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <array>

#include "ui/loupe/heat_map.h"

namespace touchstone::ui {
namespace {

constexpr std::array kLevels{1.0, 2.0, 4.0, 8.0};

/// Values at the centres of the cells, photo pixels.
struct Field {
    const AttentionMap& map;
    const std::vector<float>& values;
    Size photo;

    double value(int row, int col) const { return values[static_cast<std::size_t>(row) * map.cols + col]; }
    QPointF centre(int row, int col) const {
        return {(col * map.patch - map.pad_left + map.patch / 2.0) * photo.width / map.scaled.width,
                (row * map.patch - map.pad_top + map.patch / 2.0) * photo.height / map.scaled.height};
    }
    QPointF crossing(int row_a, int col_a, int row_b, int col_b, double level) const {
        const double a = value(row_a, col_a);
        const double b = value(row_b, col_b);
        const double t = (level - a) / (b - a);
        return centre(row_a, col_a) * (1 - t) + centre(row_b, col_b) * t;
    }
};

/// Marching squares: the crossings of one level with the four edges of the square between four cell centres.
void addSquare(const Field& field, int row, int col, double level, Contour& contour) {
    std::array<QPointF, 4> points;
    std::size_t count = 0;
    const auto edge = [&](int row_a, int col_a, int row_b, int col_b) {
        if ((field.value(row_a, col_a) >= level) != (field.value(row_b, col_b) >= level))
            points[count++] = field.crossing(row_a, col_a, row_b, col_b, level);
    };
    edge(row, col, row, col + 1);
    edge(row, col + 1, row + 1, col + 1);
    edge(row + 1, col, row + 1, col + 1);
    edge(row, col, row + 1, col);
    if (count < 2)
        return;
    if (contour.path.isEmpty())
        contour.label = points[0];
    if (count == 2) {
        contour.path.moveTo(points[0]);
        contour.path.lineTo(points[1]);
        return;
    }
    // A saddle: the mean of the corners says which pairs belong together.
    const double middle = (field.value(row, col) + field.value(row, col + 1) + field.value(row + 1, col) +
                           field.value(row + 1, col + 1)) /
                          4;
    const bool joinTopRight = (middle >= level) == (field.value(row, col) >= level);
    const std::size_t partner = joinTopRight ? 1 : 3;
    contour.path.moveTo(points[0]);
    contour.path.lineTo(points[partner]);
    contour.path.moveTo(points[2]);
    contour.path.lineTo(points[joinTopRight ? 3 : 1]);
}

} // namespace

std::vector<Contour> contours(const AttentionMap& map, const std::vector<float>& multiples, Size photo) {
    std::vector<Contour> result;
    if (map.scaled.width <= 0 || map.scaled.height <= 0)
        return result;
    const Field field{map, multiples, photo};
    for (const double level : kLevels) {
        Contour contour{level, {}, {}};
        for (int row = 0; row + 1 < map.rows; ++row)
            for (int col = 0; col + 1 < map.cols; ++col)
                addSquare(field, row, col, level, contour);
        if (!contour.path.isEmpty())
            result.push_back(std::move(contour));
    }
    return result;
}

} // namespace touchstone::ui
