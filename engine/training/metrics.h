// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include <nlohmann/json.hpp>

/// Agreement of predictions with human scores. Double precision throughout; any thread.
namespace touchstone::training {

/// Correlations are empty where they are undefined (fewer than two points, or a constant list): never reported as 0.
struct Agreement {
    std::size_t count = 0;
    std::optional<double> srcc; ///< Spearman, average ranks for ties
    std::optional<double> plcc; ///< Pearson, without any mapping
    std::optional<double> krcc; ///< Kendall tau-b
    double rmse = 0;
    double mae = 0;

    nlohmann::json to_json() const;
};

/// Both lists have the same length, at least 1.
Agreement agreement(std::span<const double> prediction, std::span<const double> target);

std::optional<double> pearson(std::span<const double> a, std::span<const double> b);
std::optional<double> spearman(std::span<const double> a, std::span<const double> b);
std::optional<double> kendall_tau_b(std::span<const double> a, std::span<const double> b);

/// Earth mover's distance of two distributions over the same ordered bins, r = 2: the root of the mean squared
/// difference of the cumulative sums.
double emd_r2(std::span<const double> p, std::span<const double> q);

} // namespace touchstone::training
