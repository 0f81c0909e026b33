// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <unistd.h>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/interruption.h"
#include "app/decoder/sandbox_setup.h"
#include "app/metadata/file_facts.h"
#include "engine/imaging/decode.h"

namespace touchstone::cli {

namespace {

int print(const std::string& text) {
    const bool whole = std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0;
    return whole ? exit_done : exit_some_failed;
}

int usage_problem(const std::string& command, const std::string& what) {
    const std::string help = command.empty() ? "touchstone-cli --help" : "touchstone-cli " + command + " --help";
    Console(command).message(what + " (see: " + help + ")");
    return exit_usage;
}

bool is_group(const std::string& word) {
    for (const CommandSpec& command : command_table())
        if (command.name.starts_with(word + " "))
            return true;
    return false;
}

const CommandSpec* find_command(const std::string& name) {
    for (const CommandSpec& command : command_table())
        if (command.name == name)
            return &command;
    return nullptr;
}

/// True when help is asked for; a "--help" that is another option's value does not count, nor one after "--".
bool asks_for_help(const std::vector<std::string>& words) {
    for (const std::string& word : words) {
        if (word == "--")
            return false;
        if (word == "--help" || word == "-h")
            return true;
    }
    return false;
}

/// Takes --no-sandbox out, which every command knows; after "--" it is a file's name.
bool take_sandbox_choice(std::vector<std::string>& words) {
    const auto end = std::find(words.begin(), words.end(), "--");
    const auto from = std::remove(words.begin(), end, "--no-sandbox");
    const bool wanted = from == end;
    words.erase(from, end);
    return wanted;
}

/// That there is none is always said; that it is weaker than elsewhere only to a person, not to every log.
void tell_about_sandbox(const SandboxState& sandbox, const std::string& command) {
    if (!sandbox.active || ::isatty(STDERR_FILENO) == 1)
        for (const std::string& note : sandbox.notes)
            Console(command).message(note);
}

int run_command(const CommandSpec& command, const std::vector<std::string>& words, bool wants_sandbox) {
    if (asks_for_help(words))
        return print(command_help(command));
    const Result<Arguments> arguments = parse_arguments(command, words);
    if (!arguments)
        return usage_problem(command.name, arguments.error().what);
    imaging::initialise();
    metadata::initialise();
    const bool looks_at_photos =
        !command.name.starts_with("models ") || command.name == "models compare" || command.name == "models faults";
    if (looks_at_photos)
        tell_about_sandbox(set_up_sandbox(wants_sandbox), command.name);
    Interruption interruption;
    return command.run(*arguments, interruption);
}

int dispatch(std::vector<std::string> words) {
    if (words.empty()) {
        const std::string help = program_help(command_table());
        std::fwrite(help.data(), 1, help.size(), stderr);
        return exit_usage;
    }
    const bool wants_sandbox = take_sandbox_choice(words);
    if (words.empty())
        return usage_problem({}, "a command is missing");
    const std::string first = words.front();
    words.erase(words.begin());
    if (first == "--help" || first == "-h" || first == "help")
        return print(program_help(command_table()));
    if (first == "--version")
        return print("touchstone-cli " TOUCHSTONE_VERSION "\n");
    if (first == "--man")
        return print(manual_page(command_table(), TOUCHSTONE_VERSION));
    if (first == "--markdown")
        return print(markdown_page(command_table()));
    if (first == "--completion") {
        const auto script = shell_completion(command_table(), words.size() == 1 ? words.front() : "");
        return script ? print(*script) : usage_problem({}, script.error().what);
    }
    if (const CommandSpec* command = find_command(first))
        return run_command(*command, words, wants_sandbox);
    if (!is_group(first))
        return usage_problem({},
                             first.starts_with("-") ? "unknown option " + first : "unknown command \"" + first + "\"");
    if (words.empty())
        return usage_problem(first, "a command is missing");
    const std::string second = words.front();
    words.erase(words.begin());
    if (second == "--help" || second == "-h")
        return print(program_help(command_table(), first));
    if (const CommandSpec* command = find_command(first + " " + second))
        return run_command(*command, words, wants_sandbox);
    return usage_problem(first, "unknown command \"" + second + "\"");
}

} // namespace

} // namespace touchstone::cli

int main(int count, char** words) {
    // Names are bytes: they are taken as they come, not through a text type.
    std::vector<std::string> arguments(words + (count > 0 ? 1 : 0), words + count);
    try {
        return touchstone::cli::dispatch(std::move(arguments));
    } catch (const std::exception& problem) {
        touchstone::cli::Console({}).message(std::string("stopped by an internal failure: ") + problem.what());
        return touchstone::cli::exit_model;
    }
}
