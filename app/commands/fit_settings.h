// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "app/commands/command_line.h"
#include "app/commands/scoring_settings.h"
#include "engine/training/regression/rated_list.h"
#include "engine/training/regression/regressor_fit.h"

namespace touchstone::cli {

/// What the options of `fit` say.
struct FitSettings {
    ScoringSettings scoring; ///< its native limit is the one both encoders share
    std::optional<int> native_limit;
    training::ListKind list_kind = training::ListKind::Scores;
    training::FitOptions fit;
    bool lower_is_better = false;      ///< of every list …
    std::set<std::string> lower_lists; ///< … or of these, as they are named among the operands
    std::optional<std::pair<double, double>> range;
    std::shared_ptr<Scorer> base; ///< model to compare with; may be empty
};

/// BadInput for a value that makes no sense; BadModel for an encoder in the other one's role.
Result<FitSettings> read_fit_settings(const Arguments& arguments);

} // namespace touchstone::cli
