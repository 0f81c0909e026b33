// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/error.h"

namespace touchstone::training {

enum class SplitPart : char { Learn = 'L', Validation = 'V', Test = 'T' };

/// One random division of a list: where each photo of the list lies.
struct Split {
    std::vector<SplitPart> parts;

    std::vector<std::size_t> members(SplitPart part) const;
    std::string letters() const; ///< one of L, V, T per photo, in the order of the list: kept with the report
};

/// Photos that must lie on one side together: rows with an equal, not empty key of any column (the `group` of the list,
/// the hash of the file) are joined, also across columns. One number per row, from 0 up in order of appearance.
std::vector<std::size_t> joined_groups(std::size_t rows, const std::vector<std::vector<std::string>>& key_columns);

/// The fewest photos and groups that ten useful splits can be made of.
inline constexpr std::size_t least_photos = 30;
inline constexpr std::size_t least_groups = 10;

/// `count` divisions of about 70 % learn, 10 % validation, 20 % test by number of photos; no group lies on two sides.
/// The generator is our own, so that a seed means the same everywhere. BadInput, naming how many are missing, when
/// there are too few photos or groups.
Result<std::vector<Split>> make_splits(const std::vector<std::size_t>& groups, std::size_t count, std::uint64_t seed);

} // namespace touchstone::training
