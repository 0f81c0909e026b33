// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <span>

namespace touchstone::inspection {

/// Spearman's rank correlation, −1…1; equal values share the mean of their ranks. Empty when there are fewer than
/// three pairs, or one side is all equal. Pre: equal lengths, no NaN. Any thread.
std::optional<double> rank_correlation(std::span<const double> a, std::span<const double> b);

} // namespace touchstone::inspection
