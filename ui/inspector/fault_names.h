// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QString>

#include "engine/reiqa/distortion_centroids.h"

/// The kinds of the distortion bank in words, as they stand inside a sentence.
namespace touchstone::ui {

QString faultKindName(imaging::Distortion kind); ///< "motion blur"
/// "motion blur, level 3 of 5"; "an undistorted photo".
QString faultName(const reiqa::FaultClass& fault);

} // namespace touchstone::ui
