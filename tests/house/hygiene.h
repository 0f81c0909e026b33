// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>

#include "tests/house/tree.h"

/// Rules for each file by itself.
namespace touchstone::house {

inline constexpr int max_source_lines = 600;
inline constexpr std::uintmax_t max_file_bytes = std::uintmax_t{25} << 20;

/// Sources, scripts and CMake files begin with the licence and the copyright in SPDX's words.
Findings check_licence_headers(const Tree& tree);

/// No source, script or CMake file over `max_source_lines`.
Findings check_source_lengths(const Tree& tree);

/// No file over `max_file_bytes`: a repository keeps every byte for ever.
Findings check_file_sizes(const Tree& tree);

/// No absolute path of somebody's machine in a text file.
Findings check_machine_paths(const Tree& tree);

} // namespace touchstone::house
