// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "engine/imaging/photo.h"
#include "engine/reiqa/distortion_centroids.h"
#include "engine/scoring/assessment.h"

namespace touchstone::cli {

/// explain.json (architecture.md 5): the attention maps of a MUSIQ model or the breakdown of a Re-IQA score, whichever
/// the assessment has. `size` is the photo's. Pre: it has one of them.
nlohmann::ordered_json explanation_json(const std::string& path, Size size, const Assessment& assessment);

/// Its "resembles": the nearest kind of fault (null: undistorted) and its level, the nearest of another kind, how far
/// the photo is from the middle between them, whether that is clear, and from what it was learned.
nlohmann::ordered_json resemblance_json(const reiqa::DistortionCentroids& learned, const reiqa::Resemblance& found);

} // namespace touchstone::cli
