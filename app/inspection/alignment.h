// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <vector>

#include <QImage>
#include <QPointF>

#include "engine/base/error.h"
#include "engine/scoring/assessment.h"

namespace touchstone::inspection {

/// Where a place of one photo lies in another one of the same scene: shifted and turned.
struct Alignment {
    /// Row-major 2×3, on places: 0…1 both ways in each photo.
    std::array<double, 6> map{1, 0, 0, 0, 1, 0};
    double correlation = 0; ///< of the two pictures' brightness once they lie on each other, −1…1
    double shift = 0;       ///< part of the long side, 0…1
    double degrees = 0;     ///< counter-clockwise positive

    QPointF place(QPointF of) const {
        return {map[0] * of.x() + map[1] * of.y() + map[2], map[3] * of.x() + map[4] * of.y() + map[5]};
    }
};

/// Why two photos cannot be laid on each other.
enum class Misfit {
    OtherShape,   ///< the sides are in another proportion (2 %)
    NotTheSame,   ///< no convergence, or a correlation below 0.7
    TooFarApart,  ///< a shift of more than a quarter of the long side, or a turn of more than 15 degrees
    NothingToSee, ///< one of them is all one colour, or too small
};

/// Finds `from`'s places in `to` by OpenCV's enhanced correlation (ECC, Euclidean), coarse to fine on copies of at most
/// 640 pixels. For frames of a burst. Any thread; some 100 ms. Does not throw.
tl::expected<Alignment, Misfit> align(const QImage& from, const QImage& to);

/// `map` less `reference`, both in multiples of their own mean, at the same places of the scene: on the cells of `map`,
/// 0 where a cell lies outside the reference. `share` is 0.
AttentionMap difference_of_maps(const AttentionMap& map, Size photo, const AttentionMap& reference,
                                const Alignment& alignment);

} // namespace touchstone::inspection
