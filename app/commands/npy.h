// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/error.h"

/// NumPy's .npy, as far as it is needed: two dimensions, float32, rows one after another.
namespace touchstone::cli {

struct NpyTable {
    std::size_t rows = 0, cols = 0;
    std::vector<float> values; ///< row-major
};

/// Header for that shape; always of the same length, so that the count of rows can be put right at the end.
std::string npy_header(std::size_t rows, std::size_t cols);

/// UnsupportedFormat for anything but a little-endian float32 table, Truncated when the length does not fit.
Result<NpyTable> read_npy(const std::string& path);

} // namespace touchstone::cli
