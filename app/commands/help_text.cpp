// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include "app/commands/command_line.h"

namespace touchstone::cli {

namespace {

constexpr std::size_t help_width = 96;
constexpr std::size_t option_column = 28;

constexpr const char* program_text =
    "Scores photographs for technical quality and shows why. Everything the window does, without a display.";

constexpr const char* conventions[] = {
    "Data go to stdout; progress and messages go to stderr. Output keeps the order of the input.",
    "Exit codes: 0 all done; 1 done, but some photos failed; 2 wrong usage; 3 a model, a device or the library "
    "cannot be used; 130 interrupted (what was finished is written whole).",
    "Photos are decoded by processes that may neither open files nor reach the network. --no-sandbox with any command, "
    "or TOUCHSTONE_SANDBOX=off, decodes them in this one.",
    "TOUCHSTONE_MODELS: folders of models that run by default instead of those that ship, separated by colons. "
    "TOUCHSTONE_DATA_DIR: folder that holds the models you import.",
};

/// Counts characters, not bytes: help texts hold "…".
std::size_t visible_length(const std::string& text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::vector<std::string> words_of(const std::string& text) {
    std::vector<std::string> words(1);
    for (const char c : text) {
        if (c == ' ')
            words.emplace_back();
        else
            words.back() += c;
    }
    return words;
}

/// Breaks at spaces; every line but the first begins with `indent` spaces, and the first stands at `column` already.
std::string wrapped(const std::string& text, std::size_t indent, std::size_t column) {
    std::string result;
    for (const std::string& word : words_of(text)) {
        const std::size_t length = visible_length(word);
        if (column > indent && column + 1 + length > help_width) {
            result += "\n" + std::string(indent, ' ');
            column = indent;
        } else if (column > indent) {
            result += ' ';
            ++column;
        }
        result += word;
        column += length;
    }
    return result;
}

std::vector<std::string> paragraphs_of(const std::string& text) {
    std::vector<std::string> paragraphs;
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t end = std::min(text.find("\n\n", start), text.size());
        paragraphs.push_back(text.substr(start, end - start));
        start = end + 2;
    }
    return paragraphs;
}

std::string value_text(const OptionSpec& option) {
    std::string text;
    for (const std::string& choice : option.choices)
        text += (text.empty() ? "" : "|") + choice;
    return text.empty() ? option.value : text;
}

std::string option_text(const OptionSpec& option) {
    const std::string value = value_text(option);
    return "--" + option.name + (value.empty() ? "" : " ") + value;
}

std::string operand_text(const OperandSpec& operand) {
    std::string name;
    for (const std::string& choice : operand.choices)
        name += (name.empty() ? "" : "|") + choice;
    if (name.empty())
        name = operand.name;
    if (operand.repeatable)
        name += "…";
    return operand.required ? name : "[" + name + "]";
}

std::string table_row(const std::string& left, const std::string& right) {
    std::string text = "  ";
    text += left;
    std::size_t column = 2 + visible_length(left);
    if (column + 2 > option_column) {
        text += "\n";
        column = 0;
    }
    text += std::string(option_column - column, ' ');
    return text + wrapped(right, option_column, option_column) + "\n";
}

std::string help_hint() {
    return "Help on one command: touchstone-cli COMMAND --help\n";
}

} // namespace

namespace {

/// Stands for a space at which a line must not be broken.
constexpr char fixed_space = '\x01';

std::string usage_words(const CommandSpec& command) {
    std::string text = "touchstone-cli ";
    text += command.name;
    for (const OperandSpec& operand : command.operands)
        text += " " + operand_text(operand);
    for (const OptionSpec& option : command.options) {
        std::string shown = option_text(option);
        std::replace(shown.begin(), shown.end(), ' ', fixed_space);
        text += option.required ? " " + shown : " [" + shown + "]";
        if (option.repeatable)
            text += "…";
    }
    return text;
}

std::string with_spaces(std::string text) {
    std::replace(text.begin(), text.end(), fixed_space, ' ');
    return text;
}

} // namespace

std::string usage_line(const CommandSpec& command) {
    return with_spaces(usage_words(command));
}

std::string command_help(const CommandSpec& command) {
    std::string text = "Usage: ";
    text += with_spaces(wrapped(usage_words(command), 11, 7)) + "\n\n" + wrapped(command.summary, 0, 0) + "\n";
    for (const std::string& paragraph : paragraphs_of(command.description))
        text += "\n" + wrapped(paragraph, 0, 0) + "\n";
    if (!command.operands.empty()) {
        text += "\nArguments:\n";
        for (const OperandSpec& operand : command.operands)
            text += table_row(operand_text(operand), operand.help);
    }
    text += "\nOptions:\n";
    for (const OptionSpec& option : command.options)
        text += table_row(option_text(option), option.help);
    text += table_row("--help", "Prints this text.");
    if (!command.examples.empty()) {
        text += "\nExamples:\n";
        for (const std::string& example : command.examples)
            text += "  " + example + "\n";
    }
    return text;
}

std::string program_help(const std::vector<CommandSpec>& commands, const std::string& group) {
    std::string text = "Usage: touchstone-cli ";
    text += (group.empty() ? "" : group + " ") + "COMMAND [ARGUMENT…] [OPTION…]\n\n";
    text += group.empty() ? wrapped(program_text, 0, 0) + "\n\nCommands:\n" : "Commands:\n";
    for (const CommandSpec& command : commands)
        if (group.empty() || command.name.starts_with(group + " "))
            text += table_row(command.name, command.summary);
    if (!group.empty())
        return text + "\n" + help_hint();
    text += "\nOptions:\n";
    text += table_row("--help", "Prints this text.");
    text += table_row("--version", "Prints the version.");
    text += table_row("--man", "Prints the manual page (roff).");
    text += table_row("--completion SHELL", "Prints what bash, zsh or fish need to complete commands and options.");
    for (const char* line : conventions)
        text += "\n" + wrapped(line, 0, 0) + "\n";
    return text + "\n" + help_hint();
}

namespace {

/// Text for roff: a backslash, a hyphen, a leading dot or quote would be read as commands.
std::string roff(const std::string& text) {
    std::string result;
    for (const char c : text) {
        if (c == '\\')
            result += "\\e";
        else if (c == '-')
            result += "\\-";
        else if ((c == '.' || c == '\'') && (result.empty() || result.back() == '\n'))
            result += std::string("\\&") + c;
        else
            result += c;
    }
    return result;
}

std::string roff_item(const std::string& term, const std::string& text) {
    return ".TP\n.B " + roff(term) + "\n" + roff(text) + "\n";
}

} // namespace

std::string manual_page(const std::vector<CommandSpec>& commands, const std::string& version) {
    std::string text = ".TH TOUCHSTONE\\-CLI 1 \"\" \"Touchstone ";
    text += version + "\" \"User Commands\"\n.SH NAME\ntouchstone\\-cli \\- score photographs and show why\n";
    text += ".SH SYNOPSIS\n";
    for (const CommandSpec& command : commands)
        text += ".PP\n" + roff(usage_line(command)) + "\n";
    text += ".SH DESCRIPTION\n" + roff(program_text) + "\n";
    for (const char* line : conventions)
        text += ".PP\n" + roff(line) + "\n";
    text += ".SH COMMANDS\n";
    for (const CommandSpec& command : commands) {
        text += ".SS " + roff(command.name) + "\n" + roff(command.summary) + "\n";
        for (const std::string& paragraph : paragraphs_of(command.description))
            text += ".PP\n" + roff(paragraph) + "\n";
        for (const OperandSpec& operand : command.operands)
            text += roff_item(operand_text(operand), operand.help);
        for (const OptionSpec& option : command.options)
            text += roff_item(option_text(option), option.help);
        for (const std::string& example : command.examples)
            text += ".PP\n.EX\n" + roff(example) + "\n.EE\n";
    }
    return text + ".SH SEE ALSO\ntouchstone(1)\n";
}

std::string markdown_page(const std::vector<CommandSpec>& commands) {
    std::string text =
        "# The command line\n\nThis page is made by `touchstone-cli --markdown`; a test keeps the two equal.\n\n";
    text += "```\n" + program_help(commands) + "```\n";
    for (const CommandSpec& command : commands)
        text += "\n## " + command.name + "\n\n```\n" + command_help(command) + "```\n";
    return text;
}

} // namespace touchstone::cli
