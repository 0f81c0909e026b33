// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

namespace touchstone::fuzz {

/// Reads a catalogue by all readers, and sorts, filters and groups what they give. Returns what was not as lists take
/// it for granted; empty when all was.
std::string read_hostile_rows(const std::string& database);

} // namespace touchstone::fuzz
