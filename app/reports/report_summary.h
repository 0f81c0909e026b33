// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/reports/report_data.h"

namespace touchstone::reports {

/// How the scores of one model lie.
struct ScoreDistribution {
    std::size_t model = 0; ///< index in ReportData::models
    std::size_t scored = 0;
    double lowest = 0, highest = 0, mean = 0, median = 0; ///< meaningless when nothing was scored
    double from = 0, to = 0;                              ///< what the bars span
    std::vector<std::size_t> bars;                        ///< 20 of equal width
};

/// Photos that share a camera, a lens or a month, by the model that is ranked by.
struct ReportGroup {
    std::string name; ///< "2024-05"; "unknown" where photos do not say
    std::size_t photos = 0, scored = 0;
    double mean = 0; ///< of the scored ones
};

struct ReportSummary {
    std::size_t photos = 0, scored = 0, failed = 0;
    std::vector<ScoreDistribution> distributions; ///< one for each model
    std::vector<ReportGroup> cameras, lenses;     ///< most photos first, at most 12; the rest is "others"
    std::vector<ReportGroup> months;              ///< in order, at most the last 24 that have photos
    std::vector<std::size_t> best, worst;         ///< indices of photos by rank, at most 12 each, not overlapping
};

ReportSummary summarise(const ReportData& data);

} // namespace touchstone::reports
