// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/house/tree.h"

/// docs/ARCHITECTURE.md against what is there.
namespace touchstone::house {

/// The rows of the first table after the line "<!-- marker: …", heading and rule left out; cells trimmed.
std::vector<std::vector<std::string>> table_after(std::string_view markdown, std::string_view marker);

/// What stands in `backquotes` in a cell, in order.
std::vector<std::string> backquoted(std::string_view cell);

/// Rooms and their targets: folder ⇔ row, touchstone_room() ⇔ named target.
Findings check_rooms(const Tree& tree);

/// The list of headers that hold Torch types ⇔ the headers that include Torch.
Findings check_torch_headers(const Tree& tree);

/// Every library CMake looks for has a row with its reasons and its Debian packages, and the other way round.
Findings check_libraries(const Tree& tree);

/// Links and pictures of Markdown files that point into the checkout lead to a file, and to a heading in it.
Findings check_document_links(const Tree& tree);

} // namespace touchstone::house
