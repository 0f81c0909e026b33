// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/listed_photos.h"

#include <filesystem>
#include <system_error>

namespace touchstone::cli {

namespace fs = std::filesystem;

Result<ListedPhotos> read_listed_photos(const std::string& csv_file, const std::string& root, training::ListKind kind,
                                        Console& console) {
    Result<training::RatedList> list = training::read_rated_list(csv_file, kind);
    if (!list)
        return tl::unexpected(list.error());
    ListedPhotos listed;
    listed.list = csv_file;
    listed.name = fs::path(csv_file).stem().string();
    listed.grouped = list->grouped;
    listed.unrated = list->unrated;
    const fs::path base = root.empty() ? fs::path(csv_file).parent_path() : fs::path(root);
    for (training::RatedPhoto& photo : list->photos) {
        const std::string path = (base / photo.file).string();
        std::error_code ignored; // what cannot be looked at is tried, and the decoder says why it fails
        if (fs::status(path, ignored).type() == fs::file_type::not_found) {
            console.error({ErrorCode::NotFound, path, "is listed and not there", "the list goes on without it"});
            ++listed.missing;
            continue;
        }
        listed.paths.push_back(path);
        listed.photos.push_back(std::move(photo));
    }
    return listed;
}

} // namespace touchstone::cli
