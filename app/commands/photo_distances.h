// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/library/catalogue/catalogue.h"
#include "app/library/photo_entry.h"

namespace touchstone::cli {

enum class FeatureSpace {
    Content, ///< what is shown
    Quality, ///< how good it is
};

struct LikedPhoto {
    library::PhotoId id = library::no_photo; ///< no_photo: the library does not know it
    std::string path;                        ///< absolute
};

/// 1 - cosine, 0…2, between Re-IQA features that the window kept in its cache; the photo itself is at -1, so that it
/// comes first, as in the window. Photos without features are left out. All features are of one recipe, the first of
/// `scores` that has any of the photo. Errors: NotFound when the photo is not in the library, BadInput when Re-IQA
/// never scored it there.
Result<std::unordered_map<library::PhotoId, double>> distances_from(const LikedPhoto& photo, FeatureSpace space,
                                                                    const std::vector<library::PhotoEntry>& others,
                                                                    const std::vector<library::WantedScores>& scores,
                                                                    library::CatalogueReader& reader,
                                                                    std::stop_token stop);

} // namespace touchstone::cli
