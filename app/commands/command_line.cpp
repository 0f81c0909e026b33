// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/command_line.h"

#include <algorithm>

#include "engine/base/files.h"

namespace touchstone::cli {

namespace {

Error usage_error(const std::string& what) {
    return {ErrorCode::BadInput, {}, to_valid_utf8(what), {}};
}

std::string joined(const std::vector<std::string>& words, const char* between) {
    std::string text;
    for (const std::string& word : words)
        text += (text.empty() ? "" : between) + word;
    return text;
}

bool allowed(const std::vector<std::string>& choices, const std::string& value) {
    return choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end();
}

/// Walks over the words of one command.
class Parser {
public:
    Parser(const CommandSpec& command, const std::vector<std::string>& words)
        : command_(command)
        , words_(words) {}

    Result<Arguments> parse() {
        while (at_ < words_.size()) {
            const std::string& word = words_[at_++];
            if (!only_operands_ && word == "--") {
                only_operands_ = true;
            } else if (!only_operands_ && word.size() > 1 && word[0] == '-') {
                if (const Result<void> taken = option(word); !taken)
                    return tl::unexpected(taken.error());
            } else {
                result_.operands.push_back(word);
            }
        }
        if (const Result<void> complete = check(); !complete)
            return tl::unexpected(complete.error());
        return std::move(result_);
    }

private:
    Result<void> option(const std::string& word) {
        const std::size_t equals = word.find('=');
        const std::string dashed = word.substr(0, equals);
        const auto spec = std::find_if(command_.options.begin(), command_.options.end(),
                                       [&](const OptionSpec& known) { return dashed == "--" + known.name; });
        if (spec == command_.options.end())
            return tl::unexpected(usage_error("unknown option " + dashed));
        std::string value;
        if (!spec->takes_value()) {
            if (equals != std::string::npos)
                return tl::unexpected(usage_error("the option " + dashed + " takes no value"));
        } else if (equals != std::string::npos) {
            value = word.substr(equals + 1);
        } else if (at_ < words_.size()) {
            value = words_[at_++];
        } else {
            return tl::unexpected(usage_error("the option " + dashed + " needs a value: " +
                                              (spec->choices.empty() ? spec->value : joined(spec->choices, ", "))));
        }
        if (spec->takes_value() && value.empty())
            return tl::unexpected(usage_error("the value of " + dashed + " is empty"));
        if (!allowed(spec->choices, value))
            return tl::unexpected(
                usage_error("\"" + value + "\" is no value of " + dashed + ": use " + joined(spec->choices, ", ")));
        std::vector<std::string>& values = result_.options[spec->name];
        if (!values.empty() && !spec->repeatable)
            return tl::unexpected(usage_error("the option " + dashed + " is given twice"));
        values.push_back(value);
        return {};
    }

    Result<void> check() const {
        for (const OptionSpec& spec : command_.options)
            if (spec.required && !result_.has(spec.name))
                return tl::unexpected(usage_error("--" + spec.name + " " + spec.value + " is missing"));
        std::size_t given = 0;
        for (const OperandSpec& spec : command_.operands) {
            if (given >= result_.operands.size()) {
                if (spec.required)
                    return tl::unexpected(usage_error(spec.name + " is missing"));
                continue;
            }
            if (!allowed(spec.choices, result_.operands[given]))
                return tl::unexpected(usage_error("\"" + result_.operands[given] + "\" is no " + spec.name + ": use " +
                                                  joined(spec.choices, ", ")));
            given = spec.repeatable ? result_.operands.size() : given + 1;
        }
        if (given < result_.operands.size())
            return tl::unexpected(usage_error("\"" + result_.operands[given] + "\" is one word too many"));
        return {};
    }

    const CommandSpec& command_;
    const std::vector<std::string>& words_;
    std::size_t at_ = 0;
    bool only_operands_ = false;
    Arguments result_;
};

} // namespace

std::string Arguments::value(const std::string& name, const std::string& otherwise) const {
    const auto found = options.find(name);
    return found == options.end() ? otherwise : found->second.front();
}

std::vector<std::string> Arguments::values(const std::string& name) const {
    const auto found = options.find(name);
    return found == options.end() ? std::vector<std::string>{} : found->second;
}

Result<Arguments> parse_arguments(const CommandSpec& command, const std::vector<std::string>& words) {
    return Parser(command, words).parse();
}

} // namespace touchstone::cli
