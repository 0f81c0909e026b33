// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include "engine/base/error.h"

/// Lists of photos with human scores (architecture.md 5, LABELS.csv).
namespace touchstone::training {

struct Label {
    std::string file; ///< as in the list
    double mos = 0;
    double std = 0;                   ///< of the single ratings; 0 when the list has none
    std::vector<double> distribution; ///< columns p1…pn, normalised; empty when the list has none
};

/// Reads a CSV with a header that has `file` and `mos`; `std` and `p1`…`pn` are taken, other columns are skipped.
/// Fields may be quoted (RFC 4180). BadInput names the line.
Result<std::vector<Label>> read_labels(const std::string& csv_file);

/// Lower-case hexadecimal SHA-1 of the file's base name with its suffix: the rule by which lists are split, so that the
/// same photo falls on the same side on every machine.
std::string split_key(const std::string& file);

/// Marks the `share` of the list with the highest split keys as validation.
std::vector<bool> validation_part(const std::vector<Label>& labels, double share);

} // namespace touchstone::training
