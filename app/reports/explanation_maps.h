// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include "app/reports/report_pictures.h"
#include "engine/imaging/photo.h"

namespace touchstone::reports {

/// Where a model looked, over the photo: one picture for each scale of its attention, or for each expert of a
/// breakdown. `long_side`: of the pictures, pixels. Any thread. Empty when the assessment has neither.
std::vector<ReportMap> maps_of(const Photo& photo, const Assessment& assessment, int long_side);

} // namespace touchstone::reports
