// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "app/commands/command_line.h"

namespace touchstone::cli {

// Each returns an exit code of the contract. They run in the main thread, after imaging was initialised.
int run_score(const Arguments& arguments, Interruption& interruption);
int run_explain(const Arguments& arguments, Interruption& interruption);
int run_models_list(const Arguments& arguments, Interruption& interruption);
int run_models_info(const Arguments& arguments, Interruption& interruption);
int run_models_pull(const Arguments& arguments, Interruption& interruption);
int run_models_default(const Arguments& arguments, Interruption& interruption);
int run_models_faults(const Arguments& arguments, Interruption& interruption);
int run_models_compare(const Arguments& arguments, Interruption& interruption);
int run_models_import(const Arguments& arguments, Interruption& interruption);
int run_models_verify(const Arguments& arguments, Interruption& interruption);
int run_models_remove(const Arguments& arguments, Interruption& interruption);
int run_bench(const Arguments& arguments, Interruption& interruption);
int run_features_command(const Arguments& arguments, Interruption& interruption);
int run_fit(const Arguments& arguments, Interruption& interruption);
int run_evaluate(const Arguments& arguments, Interruption& interruption);
int run_distort(const Arguments& arguments, Interruption& interruption);
int run_rank(const Arguments& arguments, Interruption& interruption);
int run_library_status(const Arguments& arguments, Interruption& interruption);
int run_library_rescan(const Arguments& arguments, Interruption& interruption);
int run_library_export(const Arguments& arguments, Interruption& interruption);
int run_library_check(const Arguments& arguments, Interruption& interruption);
int run_library_import_scores(const Arguments& arguments, Interruption& interruption);
int run_cull(const Arguments& arguments, Interruption& interruption);
int run_report(const Arguments& arguments, Interruption& interruption);
int run_verify(const Arguments& arguments, Interruption& interruption);
int run_xmp_read(const Arguments& arguments, Interruption& interruption);
int run_xmp_write(const Arguments& arguments, Interruption& interruption);
int run_xmp_diff(const Arguments& arguments, Interruption& interruption);
int run_xmp_undo(const Arguments& arguments, Interruption& interruption);
int run_train(const Arguments& arguments, Interruption& interruption);

// Specifications that stand in a file of their own.
std::vector<CommandSpec> models_commands();
CommandSpec rank_command();
CommandSpec cull_command();
std::vector<CommandSpec> library_commands();
std::vector<CommandSpec> xmp_commands();
CommandSpec report_command();
CommandSpec verify_command();
CommandSpec features_command();
CommandSpec fit_command();
CommandSpec evaluate_command();
CommandSpec distort_command();

/// All sub-commands in the order of the help.
const std::vector<CommandSpec>& command_table();

} // namespace touchstone::cli
