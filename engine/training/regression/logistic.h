// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/training/metrics.h"

namespace touchstone::training {

/// The monotone curve that maps predictions to human scores before their linear correlation is taken, as much of the
/// literature does (reiqa.md 6.1). Fitted by least squares; the parameters are not unique, the curve is.
/// Four:  f(s) = β2 + (β1 − β2)/(1 + exp(−(s − β3)/|β4|))
/// Five:  f(s) = β1·(½ − 1/(1 + exp(β2·(s − β3)))) + β4·s + β5   (may fail to be monotone)
struct LogisticCurve {
    std::vector<double> beta; ///< four or five
    double rmse = 0;          ///< over the fitted points

    double at(double prediction) const;
};

enum class LogisticKind { Four, Five };

/// Empty with fewer points than parameters plus one, constant predictions or numbers that are not finite.
std::optional<LogisticCurve> fit_logistic(std::span<const double> prediction, std::span<const double> target,
                                          LogisticKind kind);

/// Agreement with people, without any mapping and after the 4-parameter logistic fitted on the same photos.
struct MappedAgreement {
    Agreement raw;
    std::optional<double> plcc_logistic4, rmse_logistic4;

    nlohmann::json to_json() const; ///< Agreement's, and "plcc_logistic4", "rmse_logistic4"
};

/// `same_direction` is false when one of the two lists has high values for bad photos: the three correlations then
/// change their sign, so that 1 is always agreement. RMSE compares the numbers as they are.
MappedAgreement mapped_agreement(std::span<const double> prediction, std::span<const double> target,
                                 bool same_direction = true);

} // namespace touchstone::training
