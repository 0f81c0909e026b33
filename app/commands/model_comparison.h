// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/nn/model_card.h"

namespace touchstone::cli {

/// A correlation, and where 95 % of its values lie when photos are drawn anew from the same list (bootstrap,
/// percentiles). Empty where it is undefined.
struct Correlation {
    std::optional<double> value;
    std::optional<std::pair<double, double>> interval;
};

/// What one model did on one list of photos.
struct ComparedModel {
    ModelCard card;
    std::size_t count = 0;         ///< photos it scored
    std::size_t failed = 0;        ///< photos it did not
    Correlation srcc, plcc;        ///< plcc without any mapping; 1 is agreement whatever the directions
    std::optional<double> seconds; ///< the network's mean time for a photo, without reading and decoding
};

struct Resampling {
    int times = 1000; ///< 0 = no intervals
    std::uint64_t seed = 1;
};

/// Correlations of predictions with scores of the same photos. `same_direction`: as mapped_agreement(). The same seed
/// draws the same photos for every model with answers for all of them.
std::pair<Correlation, Correlation> srcc_and_plcc(std::span<const double> predictions, std::span<const double> scores,
                                                  bool same_direction, const Resampling& resampling);

/// Best SRCC first; models without one last.
void sort_compared(std::vector<ComparedModel>& models);

std::string comparison_table(const std::vector<ComparedModel>& models);
std::string comparison_csv(const std::vector<ComparedModel>& models);
nlohmann::ordered_json comparison_json(const std::vector<ComparedModel>& models);

} // namespace touchstone::cli
