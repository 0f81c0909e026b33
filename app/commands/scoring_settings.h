// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/commands/command_line.h"
#include "engine/scoring/scorer.h"

/// What several sub-commands share: options of scoring, opening models, file names.
namespace touchstone::cli {

/// --model, --device, --precision, --native-limit and --decode; `several_models` makes --model repeatable.
std::vector<OptionSpec> scoring_options(bool several_models);

struct ScoringSettings {
    ScorerOptions scorer;
    imaging::DecodeOptions decode;
};

/// Reads those options. BadInput for a value that makes no sense, NoDevice for a device that is not there.
Result<ScoringSettings> read_settings(const Arguments& arguments);

/// A whole number from `least` up; BadInput names the option.
Result<int> read_number(const Arguments& arguments, const std::string& option, int least, int otherwise);

enum class Models { All, First };

/// Opens the models named by --model, each file once, or the default ones; only the first of them when that is wanted.
Result<std::vector<std::unique_ptr<Scorer>>> open_models(const Arguments& arguments, const ScorerOptions& options,
                                                         Models which = Models::All);

/// exit_usage for a wrong word or a place that cannot be written, exit_model for everything that keeps a model or
/// device from being used.
int exit_code_for(const Error& error);

/// A file that was there a moment ago and is gone now says so.
Error vanished_if_missing(Error error);

} // namespace touchstone::cli
