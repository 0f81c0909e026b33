// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/commands/open_library.h"
#include "app/commands/ranked_photos.h"
#include "app/reports/report_pictures.h"
#include "engine/scoring/scorer.h"

namespace touchstone::cli {

/// Asks the models about photos that have no score, and adds what they say to `photos` (not to the library). Their
/// cards become models of `scores`. How many photos failed.
Result<std::size_t> score_missing(RankedPhotos& photos, ListedScores& scores, const Device& device, Console& console,
                                  std::stop_token stop);

/// The installed file with this SHA-256, recorded or not: where no record says so, model files are hashed.
std::optional<std::string> installed_model(const std::string& sha256);

/// Explains by the model that the report ranks by, found by its hash among the installed ones. BadModel when it is
/// not there.
Result<std::function<reports::ReportExplanation(const reports::ReportPhoto&)>>
explainer(const reports::ReportModel& model, const Device& device, std::stop_token stop);

} // namespace touchstone::cli
