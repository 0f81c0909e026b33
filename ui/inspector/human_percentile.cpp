// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/human_percentile.h"

#include <algorithm>
#include <vector>

namespace touchstone::ui {

std::optional<double> humanPercentile(const ModelCard& card, double value) {
    std::vector<double> quantiles;
    for (const nlohmann::json& number : card.human_scores) // numbers: ModelCard::from_json() takes no others
        quantiles.push_back(number.get<double>());
    if (quantiles.size() < 2)
        return std::nullopt;
    std::sort(quantiles.begin(), quantiles.end());
    const double steps = static_cast<double>(quantiles.size()) - 1;
    const auto above = std::upper_bound(quantiles.begin(), quantiles.end(), value);
    double below = 0; // in steps
    if (above == quantiles.end())
        below = steps;
    else if (above != quantiles.begin())
        below = static_cast<double>(above - quantiles.begin()) - 1 + (value - above[-1]) / (*above - above[-1]);
    const double share = 100 * below / steps;
    return card.higher_is_better ? share : 100 - share;
}

} // namespace touchstone::ui
