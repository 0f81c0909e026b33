// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/house/tree.h"

/// Who may include and link whom (docs/ARCHITECTURE.md, section 1).
namespace touchstone::house {

struct Include {
    std::string path;
    bool quoted = false; ///< "…" and not <…>
    int line = 0;
};

/// The include directives of a C++ text; what stands in comments does not count.
std::vector<Include> includes_of(std::string_view text);

/// "engine/nn", "app/library", "ui"; empty for files outside the three layers.
std::string room_of(const std::string& file);

/// Every library only in the rooms that may know it; arrows between rooms; includes that lead nowhere.
/// `widget_headers`: names of the headers in Qt's QtWidgets folder, for telling <QLabel> from <QString>.
Findings check_includes(const Tree& tree, const std::set<std::string>& widget_headers);

/// No file outside the Torch rooms reaches a Torch header, not even through other headers, and in these rooms none of
/// the sources of a target that does without Torch.
Findings check_torch_reach(const Tree& tree);

/// The same arrows for the targets that CMake links.
Findings check_links(const Tree& tree);

/// True for headers of LibTorch.
bool is_torch_header(std::string_view include);

} // namespace touchstone::house
