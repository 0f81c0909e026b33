// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/map/map_painter.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ui/style/appearance.h"

namespace touchstone::ui {

namespace {

QRgb blend(const QColor& over, const QColor& under, double part) {
    const auto mix = [part](int a, int b) { return static_cast<int>(std::lround(a * part + b * (1 - part))); };
    return qRgb(mix(over.red(), under.red()), mix(over.green(), under.green()), mix(over.blue(), under.blue()));
}

/// One row of a disc: pixels from −half to half are inside, those from −inner to inner are not its rim.
struct DiscRow {
    int half = 0;
    int inner = -1; ///< −1: the whole row is rim
};

std::vector<DiscRow> disc(int diameter, bool withRim) {
    const int radius = diameter / 2;
    const auto half_at = [](double r, int y) {
        return y > r ? -1 : static_cast<int>(std::floor(std::sqrt(r * r - static_cast<double>(y) * y)));
    };
    std::vector<DiscRow> rows;
    for (int y = -radius; y <= radius; ++y) {
        const int half = half_at(radius + 0.35, std::abs(y));
        rows.push_back({half, withRim ? std::min(half - 1, half_at(radius - 0.65, std::abs(y))) : half});
    }
    return rows;
}

class Stamper {
public:
    explicit Stamper(QImage& image)
        : pixels_(reinterpret_cast<QRgb*>(image.bits()))
        , stride_(image.bytesPerLine() / qsizetype{sizeof(QRgb)})
        , width_(image.width())
        , height_(image.height()) {}

    void stamp(const std::vector<DiscRow>& rows, int x, int y, QRgb fill, QRgb rim) {
        const int radius = static_cast<int>(rows.size()) / 2;
        if (x < radius || y < radius || x + radius >= width_ || y + radius >= height_) {
            stampClipped(rows, x, y, fill, rim);
            return;
        }
        QRgb* line = pixels_ + (y - radius) * stride_ + x;
        for (const DiscRow& row : rows) {
            for (int at = -row.half; at <= row.half; ++at)
                line[at] = at >= -row.inner && at <= row.inner ? fill : rim;
            line += stride_;
        }
    }

private:
    void stampClipped(const std::vector<DiscRow>& rows, int x, int y, QRgb fill, QRgb rim) {
        int line = y - static_cast<int>(rows.size()) / 2;
        for (const DiscRow& row : rows) {
            for (int at = -row.half; at <= row.half && line >= 0 && line < height_; ++at)
                if (x + at >= 0 && x + at < width_)
                    pixels_[line * stride_ + x + at] = at >= -row.inner && at <= row.inner ? fill : rim;
            ++line;
        }
    }

    QRgb* pixels_;
    qsizetype stride_;
    int width_, height_;
};

/// Four layers, each drawn over the one before.
enum class Layer { Hidden, Unscored, Scored, Selected };

Layer layerOf(const MapPoints::Point& point) {
    if (!point.shown)
        return Layer::Hidden;
    if (point.selected)
        return Layer::Selected;
    return point.scored ? Layer::Scored : Layer::Unscored;
}

} // namespace

MapColours mapColours(const QPalette& palette, Ramp ramp) {
    const PhotoColours around = photoColours(palette);
    const bool dark = isDark(palette);
    MapColours colours;
    // The end of the ramp that would vanish in the ground is left out; the legend shows the same part.
    const double low = dark ? 0.18 : 0.0, high = dark ? 1.0 : 0.92;
    for (int step = 0; step < MapColours::steps; ++step)
        colours.ramp[static_cast<std::size_t>(step)] =
            rampColour(ramp, low + (high - low) * step / (MapColours::steps - 1.0));
    colours.ground = around.surround.rgb();
    colours.unscored = around.quiet.rgb();
    colours.hidden = blend(around.quiet, around.surround, 0.22);
    colours.rim = blend(around.text, around.surround, dark ? 0.6 : 0.7);
    colours.selected = around.text.rgb();
    return colours;
}

int pointDiameter(int points, double zoomOverFit, QSize devicePixels, double ratio) {
    const double in_view = std::max(1.0, points / std::max(1.0, zoomOverFit * zoomOverFit));
    const double pixels = static_cast<double>(devicePixels.width()) * devicePixels.height();
    const double wanted = 0.35 * std::sqrt(pixels / in_view);
    const double diameter = std::clamp(wanted, 1.0 + 2.0 * ratio, 13.0 * ratio);
    return static_cast<int>(diameter / 2) * 2 + 1;
}

void drawPoints(QImage& image, const MapPoints& points, const ViewTransform& view, const MapColours& colours,
                int diameter) {
    if (points.isEmpty() || view.isEmpty())
        return;
    constexpr int least_with_rim = 5;
    const int beyond = diameter + 4;
    const double zoom = view.zoom();
    const QPointF origin = view.pictureRect().topLeft() * view.devicePixelRatio();
    const QRectF area = view.visiblePicture().adjusted(-beyond / zoom, -beyond / zoom, beyond / zoom, beyond / zoom);
    Stamper stamper(image);
    const std::vector<DiscRow> plain = disc(diameter, diameter >= least_with_rim), small = disc(3, false),
                               ring = disc(std::max(5, diameter), true), large = disc(diameter + 4, true);
    std::array<std::vector<int>, 4> layers;
    points.visit(area, [&](int at) {
        if (!points[at].gone)
            layers[static_cast<std::size_t>(layerOf(points[at]))].push_back(at);
    });
    for (std::size_t layer = 0; layer < layers.size(); ++layer)
        for (const int at : layers[layer]) {
            const MapPoints::Point& point = points[at];
            const int x = static_cast<int>(std::floor(origin.x() + point.x * zoom)),
                      y = static_cast<int>(std::floor(origin.y() + point.y * zoom));
            const QRgb fill = point.scored ? colours.ramp[point.colour] : colours.ground;
            switch (static_cast<Layer>(layer)) {
            case Layer::Hidden:
                stamper.stamp(small, x, y, colours.hidden, colours.hidden);
                break;
            case Layer::Unscored:
                stamper.stamp(ring, x, y, fill, colours.unscored);
                break;
            case Layer::Scored:
                stamper.stamp(plain, x, y, fill, colours.rim);
                break;
            case Layer::Selected:
                stamper.stamp(large, x, y, colours.selected, colours.ground);
                stamper.stamp(plain, x, y, fill, colours.selected);
                break;
            }
        }
}

} // namespace touchstone::ui
