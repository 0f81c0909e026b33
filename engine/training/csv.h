// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

/// Tables as text (RFC 4180).
namespace touchstone::training {

/// Cuts text into records of fields; quoted fields may hold commas, line feeds and doubled quotes. Empty lines are
/// skipped.
std::vector<std::vector<std::string>> parse_csv(std::string_view text);

/// Reads a file whole; a byte order mark at its start is skipped.
Result<std::vector<std::vector<std::string>>> read_csv(const std::string& file);

/// True when the whole field is one finite number, written with a decimal point whatever the locale.
bool parse_number(const std::string& field, double& value);

} // namespace touchstone::training
