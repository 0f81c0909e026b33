// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "app/library/catalogue/content_hash.h"
#include "app/library/photo_entry.h"

namespace touchstone::projection {

/// What decides how near two photos lie.
enum class Likeness {
    Appearance, ///< colours and coarse structure of the thumbnail; needs no network
    Content,    ///< features of Re-IQA's content expert
    Quality,    ///< features of Re-IQA's quality expert
};

struct LayoutPhoto {
    library::PhotoId id = library::no_photo;
    library::FoundFile file;
    std::optional<library::ContentHash> content;
};

struct LayoutRequest {
    Likeness likeness = Likeness::Appearance;
    std::vector<LayoutPhoto> photos; ///< in any order: the layout does not depend on it
    std::string recipe; ///< ScoreRecipe::key() of the Re-IQA model whose features are meant; empty = there is none
    /// Appearance only: photos without a thumbnail are decoded for it. Otherwise they are `missing`.
    bool decode_missing = false;
};

/// Photos in a plane. Distances are the features' own, the same along both axes.
struct Layout {
    Likeness likeness = Likeness::Appearance;
    std::vector<library::PhotoId> photos; ///< ascending
    std::vector<float> x, y;              ///< of each photo, y upwards; 0 is the mean of all
    std::array<double, 2> shares{};       ///< of the variance that x and y carry, 0…1; 0 when all photos are the same
    int dimension = 0;                    ///< numbers a photo
    std::size_t asked = 0;                ///< photos of the request
    std::size_t missing = 0;              ///< that have no features yet
    std::size_t unusable = 0;             ///< that cannot be read, or whose features are no numbers
};

} // namespace touchstone::projection
