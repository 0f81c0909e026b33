// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/map/map_points.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace touchstone::ui {

namespace {

constexpr double margin = 0.05; ///< of the long side, on every side

/// Which outline edges cross a line at height y, so that a point is compared with a few of them only.
class CrossingEdges {
public:
    explicit CrossingEdges(const QPolygonF& outline)
        : box_(outline.boundingRect())
        , slabs_(box_.height() > 0 ? slab_count : 0) {
        for (qsizetype i = 0; i < outline.size(); ++i) {
            const QPointF a = outline[i], b = outline[(i + 1) % outline.size()];
            if (a.y() == b.y())
                continue; // never crossed by a level line
            const int first = slabOf(std::min(a.y(), b.y())), last = slabOf(std::max(a.y(), b.y()));
            for (int slab = first; slab <= last && !slabs_.empty(); ++slab)
                slabs_[static_cast<std::size_t>(slab)].push_back({a, b});
        }
    }

    bool contains(QPointF point) const {
        if (slabs_.empty() || point.y() < box_.top() || point.y() > box_.bottom())
            return false;
        bool inside = false;
        for (const auto& [a, b] : slabs_[static_cast<std::size_t>(slabOf(point.y()))])
            // Half-open, so that a corner counts for one of its two edges.
            if ((a.y() > point.y()) != (b.y() > point.y()) &&
                point.x() < a.x() + (point.y() - a.y()) / (b.y() - a.y()) * (b.x() - a.x()))
                inside = !inside;
        return inside;
    }

private:
    static constexpr std::size_t slab_count = 256;
    int slabOf(double y) const {
        const double part = box_.height() > 0 ? (y - box_.top()) / box_.height() : 0;
        return std::clamp(static_cast<int>(part * slab_count), 0, static_cast<int>(slab_count) - 1);
    }

    QRectF box_;
    std::vector<std::vector<std::pair<QPointF, QPointF>>> slabs_;
};

double squared(QPointF vector) {
    return QPointF::dotProduct(vector, vector);
}

} // namespace

void MapPoints::clear() {
    points_.clear();
    photos_.clear();
    starts_.clear();
    order_.clear();
    size_ = {};
}

void MapPoints::setLayout(const projection::Layout& layout) {
    clear();
    photos_ = layout.photos;
    points_.resize(photos_.size());
    if (points_.empty())
        return;
    const auto [left, right] = std::minmax_element(layout.x.begin(), layout.x.end());
    const auto [low, high] = std::minmax_element(layout.y.begin(), layout.y.end());
    const double width = static_cast<double>(*right) - *left, height = static_cast<double>(*high) - *low;
    const double room = extent * (1 - 2 * margin), rim = extent * margin;
    const double longest = std::max(width, height);
    const double scale = longest > 0 ? room / longest : 0;
    // A line of points is drawn as a line in the middle of some room.
    const double tall = std::max(height * scale, room / 4), wide = std::max(width * scale, room / 4);
    size_ = QSizeF(wide + 2 * rim, tall + 2 * rim);
    for (std::size_t at = 0; at < points_.size(); ++at) {
        points_[at].x = static_cast<float>(rim + wide / 2 + (layout.x[at] - (*left + width / 2)) * scale);
        points_[at].y = static_cast<float>(rim + tall / 2 - (layout.y[at] - (*low + height / 2)) * scale);
    }
    index();
}

int MapPoints::cellOf(double place) const {
    return std::clamp(static_cast<int>(place / extent * cells_across), 0, cells_across - 1);
}

MapPoints::CellRange MapPoints::cellsOf(const QRectF& area) const {
    if (points_.empty() || area.right() < 0 || area.bottom() < 0)
        return {};
    return {cellOf(area.left()), cellOf(area.top()), cellOf(area.right()), cellOf(area.bottom())};
}

/// Counting sort by cell; within a cell by index, so that the drawing order does not hang on anything else.
void MapPoints::index() {
    starts_.assign(std::size_t{cells_across} * cells_across + 1, 0);
    const auto cell = [this](const Point& point) { return cellAt(cellOf(point.x), cellOf(point.y)); };
    for (const Point& point : points_)
        ++starts_[cell(point) + 1];
    for (std::size_t at = 1; at < starts_.size(); ++at)
        starts_[at] += starts_[at - 1];
    order_.resize(points_.size());
    std::vector<std::uint32_t> next(starts_.begin(), starts_.end() - 1);
    for (std::size_t at = 0; at < points_.size(); ++at)
        order_[next[cell(points_[at])]++] = static_cast<std::uint32_t>(at);
}

int MapPoints::indexOf(library::PhotoId photo) const {
    const auto found = std::lower_bound(photos_.begin(), photos_.end(), photo);
    return found != photos_.end() && *found == photo ? static_cast<int>(found - photos_.begin()) : -1;
}

int MapPoints::nearest(QPointF place, double reach) const {
    int best = -1;
    double least = reach * reach;
    visit(QRectF(place - QPointF(reach, reach), QSizeF(2 * reach, 2 * reach)), [&](int at) {
        const Point& point = (*this)[at];
        const double distance = squared(this->place(at) - place);
        if (point.shown && !point.gone && (distance < least || (distance == least && (best < 0 || at < best)))) {
            least = distance;
            best = at;
        }
    });
    return best;
}

int MapPoints::towards(int from, QPointF direction) const {
    int best = -1;
    double least = std::numeric_limits<double>::infinity();
    for (int at = 0; at < count(); ++at) {
        const Point& point = (*this)[at];
        if (at == from || !point.shown || point.gone)
            continue;
        const QPointF step = place(at) - place(from);
        const double along = QPointF::dotProduct(step, direction);
        const double across = std::abs(step.x() * direction.y() - step.y() * direction.x());
        const double distance = squared(step);
        if (along > 0 && across <= along && distance < least) {
            least = distance;
            best = at;
        }
    }
    return best;
}

std::vector<int> MapPoints::byDistance(int from) const {
    std::vector<std::pair<double, int>> all;
    for (int at = 0; at < count(); ++at)
        if (at == from || ((*this)[at].shown && !(*this)[at].gone))
            all.emplace_back(at == from ? -1 : squared(place(at) - place(from)), at);
    std::sort(all.begin(), all.end());
    std::vector<int> order(all.size());
    std::transform(all.begin(), all.end(), order.begin(), [](const auto& one) { return one.second; });
    return order;
}

std::vector<int> MapPoints::nearestIn(const QRectF& area, QPointF from, std::size_t most) const {
    std::vector<std::pair<double, int>> found;
    visit(area, [&](int at) {
        const Point& point = (*this)[at];
        if (point.shown && !point.gone && area.contains(place(at)))
            found.emplace_back(squared(place(at) - from), at);
    });
    if (found.size() > most) {
        std::nth_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(most), found.end());
        found.resize(most);
    }
    std::vector<int> points(found.size());
    std::transform(found.begin(), found.end(), points.begin(), [](const auto& one) { return one.second; });
    std::sort(points.begin(), points.end());
    return points;
}

std::vector<int> MapPoints::inside(const QPolygonF& outline) const {
    std::vector<int> found;
    if (outline.size() < 3)
        return found;
    const CrossingEdges edges(outline);
    visit(outline.boundingRect(), [&](int at) {
        const Point& point = (*this)[at];
        if (point.shown && !point.gone && edges.contains(place(at)))
            found.push_back(at);
    });
    std::sort(found.begin(), found.end());
    return found;
}

} // namespace touchstone::ui
