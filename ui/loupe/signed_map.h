// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QString>

#include "engine/reiqa/breakdown.h"
#include "engine/scoring/assessment.h"
#include "ui/loupe/heat_map.h"

/// What a Re-IQA score is made of, cell by cell, in the shape in which the loupe draws maps: `weights` are signed
/// points of the score and `share` is their sum. A cell is 32 × 32 pixels of the full scale around its centre, which
/// lies on a multiple of 32 (reiqa.md 1.2), so the grid begins half a cell outside the photo.
namespace touchstone::ui {

/// "content", "quality", and "both": their sum. `scored` is the photo as the model saw it. Empty when the breakdown has
/// no cells.
std::vector<AttentionMap> signedMaps(const reiqa::Breakdown& breakdown, Size scored);

/// −m … m in points, the same for all of these maps so that their colours compare: m is the 99th percentile of the
/// cells' sizes (0.01 at least).
HeatRange signedRange(const std::vector<AttentionMap>& maps);

/// "cell 5,7: −0.12 points".
QString describeSignedCell(const AttentionMap& map, HeatCell cell);
/// One sentence for people who cannot see the map: its sum, and where it pulls up and down most.
QString describeSignedMap(const AttentionMap& map, Size photo);

/// A number of points with its sign, "+1.3", "−0.04"; a real minus sign.
QString pointsText(double points, int digits = 1);

/// "cell 5,7: +1.3× the mean against the other photo"; and the map in a sentence.
QString describeDifference(const AttentionMap& map, HeatCell cell);
QString describeDifferences(const AttentionMap& map);

} // namespace touchstone::ui
