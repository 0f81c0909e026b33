// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What bash, zsh and fish need to complete touchstone-cli, out of the table that --help is made of. The scripts never
// start the program: a key press must not wait for it.
#include <algorithm>

#include "app/commands/command_line.h"

namespace touchstone::cli {

namespace {

constexpr const char* about = "Completion of touchstone-cli; made by touchstone-cli --completion.";

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

/// In single quotes, as all three shells read them.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text)
        result += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return result + "'";
}

std::string first_word(const std::string& name) {
    return name.substr(0, name.find(' '));
}

bool is_grouped(const CommandSpec& command) {
    return command.name.find(' ') != std::string::npos;
}

/// First words of all commands, each once, in the order of the table.
std::vector<std::string> first_words(const std::vector<CommandSpec>& commands) {
    std::vector<std::string> words;
    for (const CommandSpec& command : commands)
        if (words.empty() || words.back() != first_word(command.name))
            words.push_back(first_word(command.name));
    return words;
}

std::vector<std::string> second_words(const std::vector<CommandSpec>& commands, const std::string& group) {
    std::vector<std::string> words;
    for (const CommandSpec& command : commands)
        if (command.name.starts_with(group + " "))
            words.push_back(command.name.substr(group.size() + 1));
    return words;
}

std::vector<std::string> option_words(const CommandSpec& command) {
    std::vector<std::string> words;
    for (const OptionSpec& option : command.options)
        words.push_back("--" + option.name);
    words.insert(words.end(), {"--no-sandbox", "--help"});
    return words;
}

/// Choices of the first operand that has some.
std::vector<std::string> operand_choices(const CommandSpec& command) {
    for (const OperandSpec& operand : command.operands)
        if (!operand.choices.empty())
            return operand.choices;
    return {};
}

/// What may follow the word before, and what else may stand behind the command.
std::string bash_branch(const CommandSpec& command) {
    std::string text = "    " + quoted(command.name) + ")\n        case \"$previous\" in\n";
    std::string with_file;
    for (const OptionSpec& option : command.options) {
        if (!option.choices.empty())
            text += "            --" + option.name + ") values=" + quoted(joined(option.choices)) + " ;;\n";
        else if (option.takes_value())
            with_file += (with_file.empty() ? "--" : " | --") + option.name;
    }
    if (!with_file.empty())
        text += "            " + with_file + ") only_files=yes ;;\n";
    text += "        esac\n        options=" + quoted(joined(option_words(command)));
    if (const auto choices = operand_choices(command); !choices.empty())
        text += "\n        operands=" + quoted(joined(choices));
    return text + "\n        ;;\n";
}

std::string bash_completion(const std::vector<CommandSpec>& commands) {
    std::string groups;
    for (const std::string& word : first_words(commands))
        if (const auto seconds = second_words(commands, word); !seconds.empty())
            groups += "    " + quoted(word) + ") seconds=" + quoted(joined(seconds)) + " ;;\n";
    std::string branches;
    for (const CommandSpec& command : commands)
        branches += bash_branch(command);
    return std::string("# ") + about + R"(
_touchstone_cli() {
    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} seconds='' values='' only_files=no options='' operands=''
    COMPREPLY=()
    _touchstone_words() {
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
    }
    if ((COMP_CWORD == 1)); then
        _touchstone_words )" +
           quoted(joined(first_words(commands)) + " --help --version") + R"(
        return
    fi
    case "$command" in
)" + groups +
           R"(    esac
    if [[ -n $seconds ]]; then
        if ((COMP_CWORD == 2)); then
            _touchstone_words "$seconds --help"
            return
        fi
        command+=" ${COMP_WORDS[2]}"
    fi
    case "$command" in
)" + branches +
           R"(    esac
    if [[ -n $values ]]; then
        _touchstone_words "$values"
    elif [[ $only_files == no && $current == -* ]]; then
        _touchstone_words "$options"
    else
        [[ $only_files == yes ]] || _touchstone_words "$operands"
        local -a names
        mapfile -t names < <(compgen -f -- "$current")
        COMPREPLY+=("${names[@]}")
        compopt -o filenames 2>/dev/null
    fi
}
complete -F _touchstone_cli touchstone-cli
)";
}

/// _arguments' own marks inside a description would end it.
std::string zsh_text(const std::string& text) {
    std::string result;
    for (const char c : text)
        if (c == '[' || c == ']' || c == ':' || c == '\\')
            result += std::string("\\") + c;
        else
            result += c;
    return result;
}

std::string zsh_option(const OptionSpec& option) {
    std::string text = option.repeatable ? "*" : "";
    text += "--" + option.name + "[" + zsh_text(option.help) + "]";
    if (!option.choices.empty())
        text += ":value:(" + joined(option.choices) + ")";
    else if (option.takes_value())
        text += ":" + zsh_text(option.value) + ":_files";
    return quoted(text);
}

std::string zsh_branch(const CommandSpec& command) {
    std::string text = "    " + quoted(command.name) + ")\n        _arguments -s \\\n";
    for (const OptionSpec& option : command.options)
        text += "            " + zsh_option(option) + " \\\n";
    text += "            '--no-sandbox[Decodes photos in the program itself.]' '--help[Prints help.]'";
    for (const OperandSpec& operand : command.operands) {
        const std::string what = operand.choices.empty() ? "_files" : "(" + joined(operand.choices) + ")";
        text += " \\\n            " + quoted((operand.repeatable ? "*:" : ":") + zsh_text(operand.name) + ":" + what);
    }
    return text + "\n        ;;\n";
}

std::string zsh_described(const std::vector<CommandSpec>& commands, const std::string& group) {
    std::string text;
    const auto words = group.empty() ? first_words(commands) : second_words(commands, group);
    for (const std::string& word : words) {
        const std::string name = group.empty() ? word : group + " " + word;
        const auto same = std::find_if(commands.begin(), commands.end(),
                                       [&](const CommandSpec& command) { return command.name == name; });
        const std::string summary = same == commands.end() ? joined(second_words(commands, word)) : same->summary;
        text += " " + quoted(word + ":" + summary);
    }
    return text;
}

std::string zsh_completion(const std::vector<CommandSpec>& commands) {
    std::string text = std::string("#compdef touchstone-cli\n# ") + about + R"(
_touchstone_cli() {
    local -a choices
    local command=${words[2]}
    if ((CURRENT == 2)); then
        choices=()" + zsh_described(commands, {}) +
                       R"()
        _describe 'command' choices
        return
    fi
    case $command in
)";
    for (const std::string& word : first_words(commands))
        if (!second_words(commands, word).empty())
            text += "    " + word + ") choices=(" + zsh_described(commands, word) + ") ;;\n";
    text += R"(    esac
    if ((${#choices})); then
        if ((CURRENT == 3)); then
            _describe 'command' choices
            return
        fi
        command+=" ${words[3]}"
        shift words
        ((CURRENT--))
    fi
    shift words
    ((CURRENT--))
    case $command in
)";
    for (const CommandSpec& command : commands)
        text += zsh_branch(command);
    return text + "    esac\n}\n_touchstone_cli \"$@\"\n";
}

/// True where `command` is what was typed, as fish asks it.
std::string fish_condition(const CommandSpec& command) {
    const std::string first = first_word(command.name);
    std::string condition = "__fish_seen_subcommand_from " + first;
    if (is_grouped(command))
        condition += "; and __fish_seen_subcommand_from " + command.name.substr(first.size() + 1);
    return quoted(condition);
}

std::string fish_completion(const std::vector<CommandSpec>& commands) {
    std::string text = std::string("# ") + about + "\ncomplete -c touchstone-cli -f -n __fish_use_subcommand -l help\n";
    const auto line = [&](const std::string& condition, const std::string& rest, const std::string& description) {
        text += "complete -c touchstone-cli -n " + condition + " " + rest + " -d " + quoted(description) + "\n";
    };
    for (const std::string& word : first_words(commands)) {
        const auto seconds = second_words(commands, word);
        const auto same = std::find_if(commands.begin(), commands.end(),
                                       [&](const CommandSpec& command) { return command.name == word; });
        line("__fish_use_subcommand", "-f -a " + word, same == commands.end() ? joined(seconds) : same->summary);
        const std::string open =
            quoted("__fish_seen_subcommand_from " + word + "; and not __fish_seen_subcommand_from " + joined(seconds));
        for (const CommandSpec& command : commands)
            if (command.name.starts_with(word + " "))
                line(open, "-f -a " + command.name.substr(word.size() + 1), command.summary);
    }
    for (const CommandSpec& command : commands) {
        for (const OptionSpec& option : command.options) {
            std::string rest = "-l " + option.name;
            if (!option.choices.empty())
                rest += " -x -a " + quoted(joined(option.choices));
            else if (option.takes_value())
                rest += " -r -F";
            line(fish_condition(command), rest, option.help);
        }
        if (const auto choices = operand_choices(command); !choices.empty())
            line(fish_condition(command), "-a " + quoted(joined(choices)), command.summary);
    }
    return text;
}

} // namespace

Result<std::string> shell_completion(const std::vector<CommandSpec>& commands, const std::string& shell) {
    if (shell == "bash")
        return bash_completion(commands);
    if (shell == "zsh")
        return zsh_completion(commands);
    if (shell == "fish")
        return fish_completion(commands);
    return failure(ErrorCode::BadInput, {},
                   "there is no completion for \"" + shell + "\", only for bash, zsh and fish");
}

} // namespace touchstone::cli
