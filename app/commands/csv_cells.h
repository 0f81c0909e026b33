// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

namespace touchstone::cli {

/// A cell as RFC 4180 says: in quotes where it has to be.
std::string quoted_cell(const std::string& text);
/// A text cell: guarded against being taken for a formula by a spreadsheet, then quoted.
std::string text_cell(const std::string& text);

} // namespace touchstone::cli
