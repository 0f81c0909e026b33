// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace touchstone {

/// Lower-case hexadecimal SHA-1: for rules that name it, such as the split of a labelled set; never for trust.
/// (SHA-256, which files are known by, is in files.h.)
std::string sha1_hex(std::span<const std::byte> bytes);

} // namespace touchstone
