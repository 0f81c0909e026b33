// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "app/library/catalogue/catalogue.h"

/// What the victim writes and the test expects: everything follows from a photo's id.
namespace touchstone::test {

using namespace touchstone::library;

inline constexpr int photos_of_a_folder = 25; ///< one work adds a folder with all of them
inline constexpr int old_photos = 3'000;      ///< of the library of schema 1 that is migrated

inline Marks marks_of(PhotoId photo) {
    return {1 + static_cast<int>(photo % 5), static_cast<Label>(photo % 6), static_cast<Flag>(photo % 3)};
}

inline ContentHash content_of(PhotoId photo) {
    ContentHash hash;
    for (std::size_t at = 0; at < hash.bytes.size(); ++at)
        hash.bytes[at] = static_cast<std::uint8_t>(photo >> (8 * (at % 8)));
    return hash;
}

inline ModelRow model_of(int number) {
    ModelRow row;
    row.recipe.model = "victim-" + std::to_string(number);
    row.recipe.model_sha256 = std::string(64, 'e');
    row.title = "Victim";
    return row;
}

inline ScoredContent scored_of(PhotoId photo, int model) {
    ScoredContent scored;
    scored.content = content_of(photo);
    scored.pixel_size = {300, 200};
    scored.record.score.value = static_cast<double>(photo) / 3 + model;
    scored.record.score.distribution = {static_cast<double>(photo), 1.0 / static_cast<double>(photo)};
    scored.record.device = "cpu";
    return scored;
}

} // namespace touchstone::test
