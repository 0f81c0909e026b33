// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "app/commands/open_library.h"
#include "app/commands/ranked_photos.h"

namespace touchstone::cli {

struct LibraryPhotosRead {
    std::size_t failed = 0;  ///< files that are not there or cannot be read
    std::size_t changed = 0; ///< the library knows other bytes; its scores were left out
    std::size_t unknown = 0; ///< are not in the library
};

/// By absolute paths, links on the way to a photo followed where its own path is not known; no_photo for the others.
Result<std::vector<library::PhotoId>> ids_of_photos(library::CatalogueReader& reader,
                                                    const std::vector<std::string>& absolute);

/// Fills `photos` with what the library knows: of the arguments' photos, in their order, or of all when there are none.
/// A photo that the library does not know has a negative id. Files that cannot be read are entries with an error, told
/// to the console. Then `values` know the models.
Result<LibraryPhotosRead> read_library_photos(const OpenLibrary& library, const ListedScores& scores,
                                              const std::vector<std::string>& arguments, RankedPhotos& photos,
                                              Console& console, std::stop_token stop);

} // namespace touchstone::cli
