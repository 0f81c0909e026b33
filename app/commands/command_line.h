// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"

/// The command line as data: one table drives parsing, --help, the man page and docs/cli.md.
namespace touchstone::cli {

/// What the program ends with; part of the command-line contract.
enum ExitCode : int {
    exit_done = 0,
    exit_some_failed = 1,
    exit_usage = 2,
    exit_model = 3,
    exit_interrupted = 130,
};

struct OptionSpec {
    std::string name;                 ///< without the dashes
    std::string value;                ///< placeholder, "FILE"; empty for a switch and where there are choices
    std::string help;                 ///< one sentence or two
    std::vector<std::string> choices; ///< allowed values; empty = any
    bool repeatable = false;
    bool required = false;

    bool takes_value() const { return !value.empty() || !choices.empty(); }
};

struct OperandSpec {
    std::string name; ///< "PATH"
    std::string help;
    bool required = true;
    bool repeatable = false;
    std::vector<std::string> choices;
};

/// What was given. Values are bytes as the shell handed them over: a path need not be UTF-8.
struct Arguments {
    std::map<std::string, std::vector<std::string>> options;
    std::vector<std::string> operands;

    bool has(const std::string& name) const { return options.contains(name); }
    std::string value(const std::string& name, const std::string& otherwise = {}) const;
    std::vector<std::string> values(const std::string& name) const;
};

class Interruption;
using CommandFunction = std::function<int(const Arguments&, Interruption&)>;

struct CommandSpec {
    std::string name;        ///< "score", "models import"
    std::string summary;     ///< one line
    std::string description; ///< paragraphs, separated by an empty line
    std::vector<OperandSpec> operands;
    std::vector<OptionSpec> options;
    std::vector<std::string> examples;
    CommandFunction run;
};

/// Matches words against one command. The error's text says what is wrong with which word.
Result<Arguments> parse_arguments(const CommandSpec& command, const std::vector<std::string>& words);

/// "score PATH… [--model ID|FILE]… …"
std::string usage_line(const CommandSpec& command);
std::string command_help(const CommandSpec& command);
/// Help of the whole program, or of one group such as "models" when `group` is given.
std::string program_help(const std::vector<CommandSpec>& commands, const std::string& group = {});
std::string manual_page(const std::vector<CommandSpec>& commands, const std::string& version);
/// Script for "bash", "zsh" or "fish"; BadInput for another shell.
Result<std::string> shell_completion(const std::vector<CommandSpec>& commands, const std::string& shell);
std::string markdown_page(const std::vector<CommandSpec>& commands);

} // namespace touchstone::cli
