// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include "app/library/catalogue/connection.h"

namespace touchstone::library {

/// What is wrong with the file and its rows, one sentence each: SQLite's quick_check and foreign keys, and what no
/// constraint of the tables says. Empty = all well.
Result<std::vector<std::string>> broken_rules(Connection& connection);

} // namespace touchstone::library
