// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include "engine/training/regression/regressor_fit.h"

/// The tables that `fit` and `evaluate` print.
namespace touchstone::cli {

/// Columns as wide as their widest cell; the first to the left, the others to the right.
std::string text_table(const std::vector<std::vector<std::string>>& rows);

/// Rounded to a number of decimals, "-" for what is undefined.
std::string decimals(const std::optional<double>& value, int digits);

/// What was fitted and how well it does, for reading.
std::string fit_text(const training::FitSet& set, const training::FitOptions& options,
                     const training::FitReport& report);

/// SRCC of every regressor (rows) on every list (columns); on the diagonal the median over its own test parts.
std::string cross_text(const std::vector<training::Fit>& fits, const std::vector<training::CrossFigures>& cells);

} // namespace touchstone::cli
