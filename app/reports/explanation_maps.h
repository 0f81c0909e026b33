// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include "app/reports/report_pictures.h"
#include "engine/imaging/photo.h"

namespace touchstone::reports {

/// Where a model looked, over the photo: one picture for each scale of its attention, or for each expert of a
/// breakdown, and the breakdown's sums. `long_side`: of the pictures, pixels. Any thread. Empty when the assessment has
/// neither.
ReportExplanation explanation_of(const Photo& photo, const Assessment& assessment, int long_side);

/// The parts as one line, "57.36 = 51.20 (the mean photograph) + 6.68 (content, full size) − 0.52 (…)"; empty without.
std::string sum_text(const std::vector<ReportPart>& parts);

} // namespace touchstone::reports
