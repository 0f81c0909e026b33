// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "app/library/query/photo_values.h"

namespace touchstone::cli {

/// Photos that `rank` looks at, and what is printed as their path.
struct RankedPhotos {
    RankedPhotos() = default;
    RankedPhotos(const RankedPhotos&) = delete; // `values` looks at `entries`
    RankedPhotos& operator=(const RankedPhotos&) = delete;

    std::vector<library::PhotoEntry> entries;
    std::vector<std::string> paths; ///< by place
    std::vector<bool> known;        ///< by place: the library has it
    library::PhotoValues values{entries};
    /// Place by the current model, 1 = best, equal scores share one; 0 = no score. Whatever the order and filter.
    std::vector<int> ranks() const;
};

/// What a document says of itself.
struct RankingHeader {
    std::string filter, order;
    std::size_t photos = 0; ///< all that were looked at
};

nlohmann::ordered_json marks_json(const library::Marks& marks);
/// "picked", "rejected" or empty; "red" … or empty.
std::string flag_text(library::Flag flag);
std::string label_text(library::Label label);

/// The whole output of `rank`. `format` is table, json, jsonl or csv; `rows` are places in the order of the output.
std::string ranking_text(const RankedPhotos& photos, const std::vector<int>& rows, const RankingHeader& header,
                         const std::string& format);

} // namespace touchstone::cli
