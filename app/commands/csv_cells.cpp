// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/csv_cells.h"

#include <string_view>

namespace touchstone::cli {

namespace {

/// A spreadsheet runs a text that begins like a formula.
bool looks_like_formula(const std::string& text) {
    return !text.empty() && (std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos);
}

} // namespace

std::string quoted_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos)
        return text;
    std::string cell = "\"";
    for (const char c : text)
        cell += c == '"' ? std::string("\"\"") : std::string(1, c);
    return cell + "\"";
}

std::string text_cell(const std::string& text) {
    const std::string guard = looks_like_formula(text) ? "'" : "";
    return quoted_cell(guard + text);
}

} // namespace touchstone::cli
