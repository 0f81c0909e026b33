// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "engine/base/error.h"

namespace touchstone::training {

/// One photo of a list with a person's or many people's opinion of it.
struct RatedPhoto {
    std::string file;       ///< as in the list
    double score = 0;       ///< "mos", or stars
    std::string group;      ///< photos of one group never lie on two sides of a split; empty = alone
    std::size_t record = 0; ///< line of the table, the header is 1
};

struct RatedList {
    std::vector<RatedPhoto> photos;
    bool grouped = false;    ///< the table has a column "group"
    std::size_t unrated = 0; ///< rows without stars, left out
};

/// Scores: columns `file` and `mos`. Stars: `file` and `rating`, 0 … 5; a row whose rating is empty is not rated yet.
/// A column `group` is taken where there is one; others are skipped.
enum class ListKind { Scores, Stars };

/// BadInput with the record's number for a number that is missing, not finite or out of range, for a file that is
/// listed twice (also under another spelling of its path), and for a table without the columns.
Result<RatedList> read_rated_list(const std::string& csv_file, ListKind kind);

} // namespace touchstone::training
