// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>

#include "engine/nn/model_card.h"

namespace touchstone::ui {

/// Percentage (0…100) of the photos that the model learned from that people judged worse than `value`, by the quantiles
/// in its card, straight lines between them. Empty where the card has fewer than two. Pure; any thread.
std::optional<double> humanPercentile(const ModelCard& card, double value);

} // namespace touchstone::ui
