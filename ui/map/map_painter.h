// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>

#include <QImage>
#include <QPalette>

#include "ui/loupe/view_transform.h"
#include "ui/map/map_points.h"
#include "ui/style/ramps.h"

namespace touchstone::ui {

/// The colours of the map in a palette.
struct MapColours {
    static constexpr int steps = 64;

    std::array<QRgb, steps> ramp{}; ///< from the lowest to the highest score
    QRgb ground = 0;                ///< behind everything
    QRgb unscored = 0;              ///< a ring instead of a disc as well
    QRgb hidden = 0;                ///< not in the grid now
    QRgb rim = 0;                   ///< around discs that are large enough, so that every colour stands out
    QRgb selected = 0;              ///< around chosen ones
};
MapColours mapColours(const QPalette& palette, Ramp ramp);

/// Diameter of a point in device pixels: the fewer are in view the larger, so that 100,000 are a cloud and ten can be
/// pointed at. Odd.
int pointDiameter(int points, double zoomOverFit, QSize devicePixels, double ratio);

/// Draws the points in view over `image` (Format_RGB32, device pixels; the caller paints the ground): those that the
/// grid does not show, then those without a score, the scored ones, and the chosen ones on top. Pixels are written
/// directly: a painter takes ten times as long for discs of a few pixels.
void drawPoints(QImage& image, const MapPoints& points, const ViewTransform& view, const MapColours& colours,
                int diameter);

} // namespace touchstone::ui
