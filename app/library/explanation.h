// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "app/library/photo_entry.h"
#include "engine/imaging/measures.h"

namespace touchstone::library {

struct ExplainRequest {
    PhotoId id = no_photo;
    FoundFile file;
    std::string model; ///< ModelCard::id; empty = the first
    AttentionMethod method = AttentionMethod::Rollout;
    bool measures = false; ///< technical measures too: some 20 ms a megapixel more
    /// Of the file's bytes, where it is known: a map on disk is found again when the photo was moved.
    std::optional<ContentHash> content = {};
};

/// Why a photo got its score. Shared and immutable.
struct Explanation {
    ExplainRequest request;
    Size photo_size;                           ///< upright pixels; what AttentionMap::cell_rect is given
    Assessment assessment;                     ///< with attention
    std::optional<imaging::Measures> measures; ///< of the photo as decoded, when asked for
    std::size_t bytes() const;
};

} // namespace touchstone::library
