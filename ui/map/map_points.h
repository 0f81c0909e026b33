// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include <QPointF>
#include <QPolygonF>
#include <QRectF>
#include <QSizeF>

#include "app/projection/layout.h"

namespace touchstone::ui {

/// The points of the library map and where they are found again. Places are in map units: the points lie in a rectangle
/// whose long side is `extent`, with a margin around them, equal steps along both axes, y downwards as on the screen.
/// GUI thread; copes with 100,000 points a frame.
class MapPoints {
public:
    static constexpr double extent = 8192;

    /// What is known of one photo; kept small, because a frame goes over all of them.
    struct Point {
        float x = 0, y = 0;
        std::uint8_t colour = 0; ///< step of the ramp; only with `scored`
        bool scored : 1 = false;
        bool shown : 1 = false; ///< is a row of the grid: can be pointed at and chosen
        bool selected : 1 = false;
        bool gone : 1 = false; ///< the photo left the list; never drawn
    };

    void clear();
    void setLayout(const projection::Layout& layout);

    int count() const { return static_cast<int>(points_.size()); }
    bool isEmpty() const { return points_.empty(); }
    const std::vector<Point>& points() const { return points_; }
    Point& operator[](int at) { return points_[static_cast<std::size_t>(at)]; }
    const Point& operator[](int at) const { return points_[static_cast<std::size_t>(at)]; }
    library::PhotoId photo(int at) const { return photos_[static_cast<std::size_t>(at)]; }
    int indexOf(library::PhotoId photo) const; ///< −1 when it is not on the map
    QPointF place(int at) const { return {(*this)[at].x, (*this)[at].y}; }
    QSizeF size() const { return size_; } ///< of the whole map with its margin

    /// Points whose place may lie in `area`, each once, with some around it.
    template <class Visit>
    void visit(const QRectF& area, const Visit& visit) const {
        const CellRange cells = cellsOf(area);
        for (int row = cells.top; row <= cells.bottom; ++row) {
            const auto first = starts_[cellAt(cells.left, row)], last = starts_[cellAt(cells.right, row) + 1];
            for (std::uint32_t at = first; at < last; ++at)
                visit(static_cast<int>(order_[at]));
        }
    }

    /// The shown point nearest to `place` and at most `reach` away; −1 when there is none.
    int nearest(QPointF place, double reach) const;
    /// The shown point to go to from `from` in a direction (unit vector of one of the four arrows): the nearest within
    /// 45° of it. −1 when there is none.
    int towards(int from, QPointF direction) const;
    /// Shown points by their distance to `from`, which comes first; equally far ones by index.
    std::vector<int> byDistance(int from) const;
    /// Shown points in `area`: the `most` that are nearest to `from` when there are more; ascending.
    std::vector<int> nearestIn(const QRectF& area, QPointF from, std::size_t most) const;
    /// Shown points inside the outline, by the even-odd rule; ascending.
    std::vector<int> inside(const QPolygonF& outline) const;

private:
    static constexpr int cells_across = 128;
    struct CellRange {
        int left = 0, top = 0, right = -1, bottom = -1;
    };
    static std::size_t cellAt(int column, int row) { return static_cast<std::size_t>(row * cells_across + column); }
    CellRange cellsOf(const QRectF& area) const;
    int cellOf(double place) const;
    void index();

    std::vector<Point> points_;
    std::vector<library::PhotoId> photos_; ///< ascending, by point
    QSizeF size_;
    std::vector<std::uint32_t> starts_, order_; ///< points by cell: order_[starts_[c]] … order_[starts_[c + 1] − 1]
};

} // namespace touchstone::ui
