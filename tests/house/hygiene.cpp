// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "tests/house/hygiene.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace touchstone::house {

namespace {

constexpr std::string_view licence_line = "SPDX-License-Identifier: GPL-3.0-or-later";
constexpr std::string_view copyright_line = "SPDX-FileCopyrightText: ";
constexpr std::size_t header_lines = 5; // after "#!" or an XML declaration

// In two halves each, so that this file does not find itself.
constexpr std::array<std::string_view, 6> machine_paths{
    "/wo"
    "rk/",
    "/fa"
    "rm/",
    "/ro"
    "ot/",
    "/t"
    "mp/",
    "/ho"
    "me/",
    "/Us"
    "ers/",
};

bool is_source(const Tree& tree, const std::string& file) {
    return is_cpp(file) || is_cmake(file) || has_suffix(file, {".sh", ".py", ".qss", ".sql"}) ||
           tree.read(file).starts_with("#!");
}

bool is_binary(std::string_view text) {
    return text.substr(0, 8192).find('\0') != std::string_view::npos;
}

/// A path begins there, and not in the middle of a longer one ("network/" is not "work/", "a/b" is relative).
bool begins_path(std::string_view line, std::size_t position) {
    if (position == 0) {
        return true;
    }
    const char before = line[position - 1];
    return std::isalnum(static_cast<unsigned char>(before)) == 0 &&
           std::string_view("_-.~}$)/*").find(before) == std::string_view::npos;
}

} // namespace

Findings check_licence_headers(const Tree& tree) {
    Findings findings;
    for (const std::string& file : tree.files()) {
        if (!is_source(tree, file)) {
            continue;
        }
        const std::string text = tree.read(file);
        std::vector<std::string_view> lines = lines_of(text);
        lines.resize(std::min(lines.size(), header_lines));
        for (const std::string_view wanted : {licence_line, copyright_line}) {
            if (std::none_of(lines.begin(), lines.end(),
                             [&](std::string_view line) { return line.find(wanted) != std::string_view::npos; })) {
                findings.push_back({file, 1, "no \"" + std::string(trimmed(wanted)) + "\" at the top"});
            }
        }
    }
    return findings;
}

Findings check_source_lengths(const Tree& tree) {
    Findings findings;
    for (const std::string& file : tree.files()) {
        if (!is_source(tree, file)) {
            continue;
        }
        const std::string text = tree.read(file);
        const std::size_t lines = lines_of(text).size();
        if (lines > max_source_lines) {
            findings.push_back({file, 0,
                                std::to_string(lines) + " lines: split it by meaning (limit " +
                                    std::to_string(max_source_lines) + ")"});
        }
    }
    return findings;
}

Findings check_file_sizes(const Tree& tree) {
    Findings findings;
    for (const std::string& file : tree.files()) {
        if (tree.size(file) > max_file_bytes) {
            findings.push_back({file, 0, std::to_string(tree.size(file) >> 20) + " MiB: too large for the repository"});
        }
    }
    return findings;
}

Findings check_machine_paths(const Tree& tree) {
    Findings findings;
    for (const std::string& file : tree.files()) {
        const std::string text = tree.read(file);
        if (is_binary(text)) {
            continue;
        }
        int number = 0;
        for (const std::string_view line : lines_of(text)) {
            ++number;
            for (const std::string_view path : machine_paths) {
                for (std::size_t at = line.find(path); at != std::string_view::npos; at = line.find(path, at + 1)) {
                    if (begins_path(line, at)) {
                        findings.push_back({file, number, "path of one machine: " + std::string(line.substr(at, 40))});
                    }
                }
            }
        }
    }
    return findings;
}

} // namespace touchstone::house
