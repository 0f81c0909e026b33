// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/library_photos.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <unordered_map>

#include "app/commands/photo_list.h"
#include "app/library/cache_files.h"

namespace touchstone::cli {

namespace fs = std::filesystem;
using library::PhotoId;

/// The library names photos by the path they were opened with; links may lead there, too.
Result<std::vector<PhotoId>> ids_of_photos(library::CatalogueReader& reader, const std::vector<std::string>& absolute) {
    auto ids = reader.idsOf(absolute);
    if (!ids)
        return ids;
    std::vector<std::string> real;
    std::vector<std::size_t> places;
    std::unordered_map<std::string, std::string> real_folders;
    for (std::size_t i = 0; i < ids->size(); ++i) {
        if ((*ids)[i] != library::no_photo)
            continue;
        const fs::path path(absolute[i]);
        const auto [folder, is_new] = real_folders.try_emplace(path.parent_path().string());
        std::error_code ignored; // a folder that is not there has no photos
        if (is_new)
            folder->second = fs::canonical(path.parent_path(), ignored).string();
        if (folder->second.empty() || folder->second == folder->first)
            continue;
        real.push_back((fs::path(folder->second) / path.filename()).string());
        places.push_back(i);
    }
    if (real.empty())
        return ids;
    const auto more = reader.idsOf(real);
    if (!more)
        return tl::unexpected(more.error());
    for (std::size_t i = 0; i < places.size(); ++i)
        (*ids)[places[i]] = (*more)[i];
    return ids;
}

namespace {

void add(RankedPhotos& photos, library::PhotoEntry&& entry, std::string path, bool known) {
    photos.entries.push_back(std::move(entry));
    photos.paths.push_back(std::move(path));
    photos.known.push_back(known);
}

/// A photo of the disk, with what the library knows of it when the file is the one that it knows.
void add_found(RankedPhotos& photos, cli::PhotoEntry&& found, std::string absolute, const library::PhotoEntry* known,
               LibraryPhotosRead& read) {
    library::PhotoEntry entry;
    if (known) {
        entry = *known;
        const bool same =
            found.stamp && known->file.bytes == found.stamp->bytes && known->file.mtime_ns == found.stamp->mtime_ns;
        if (!same) { // its marks are the person's; what was found out is of other bytes
            entry.scores.clear();
            entry.state = library::PhotoState::Pending;
            entry.error.reset();
            entry.content.reset();
            ++read.changed;
        }
    } else {
        entry.id = -static_cast<PhotoId>(photos.entries.size()) - 1;
        entry.file.path = std::move(absolute);
        entry.name = library::display_name(entry.file.path);
        ++read.unknown;
    }
    if (found.stamp) {
        entry.file.bytes = found.stamp->bytes;
        entry.file.mtime_ns = found.stamp->mtime_ns;
    }
    if (found.error) {
        ++read.failed;
        entry.state = library::PhotoState::Failed;
        entry.error = std::move(found.error);
    }
    add(photos, std::move(entry), std::move(found.path), known != nullptr);
}

Result<void> read_arguments(const OpenLibrary& library, const ListedScores& scores,
                            const std::vector<std::string>& arguments, RankedPhotos& photos, LibraryPhotosRead& read,
                            Console& console, std::stop_token stop) {
    PhotoList list = list_photos(arguments, stop);
    for (const std::string& folder : list.empty_folders)
        console.message(folder + ": holds no photos");
    std::vector<std::string> absolute;
    for (const cli::PhotoEntry& found : list.entries) {
        absolute.push_back(library::absolute_path(found.path));
        if (found.error)
            console.error(*found.error);
    }
    const auto ids = ids_of_photos(*library.reader, absolute);
    if (!ids)
        return tl::unexpected(ids.error());
    std::unordered_map<PhotoId, library::PhotoEntry> known;
    library::Scope scope;
    scope.kind = library::Scope::Kind::Ids;
    scope.with_missing = true;
    for (const PhotoId id : *ids)
        if (id != library::no_photo && known.try_emplace(id).second)
            scope.ids.push_back(id);
    const auto taken = library.reader->photos(scope, scores.wanted, [&](library::PhotoEntry&& entry) {
        const PhotoId id = entry.id;
        known[id] = std::move(entry);
        return !stop.stop_requested();
    });
    if (!taken)
        return taken;
    for (std::size_t i = 0; i < list.entries.size(); ++i) {
        const auto entry = known.find((*ids)[i]);
        add_found(photos, std::move(list.entries[i]), std::move(absolute[i]),
                  entry == known.end() ? nullptr : &entry->second, read);
    }
    return {};
}

} // namespace

Result<LibraryPhotosRead> read_library_photos(const OpenLibrary& library, const ListedScores& scores,
                                              const std::vector<std::string>& arguments, RankedPhotos& photos,
                                              Console& console, std::stop_token stop) {
    LibraryPhotosRead read;
    Result<void> taken;
    if (!arguments.empty())
        taken = read_arguments(library, scores, arguments, photos, read, console, stop);
    else
        taken = library.reader->photos({}, scores.wanted, [&](library::PhotoEntry&& entry) {
            std::string path = entry.file.path;
            add(photos, std::move(entry), std::move(path), true);
            return !stop.stop_requested();
        });
    if (!taken)
        return tl::unexpected(taken.error());
    photos.values.setModels(scores.cards);
    photos.values.setCurrentModel(scores.current);
    photos.values.rebuild();
    return read;
}

} // namespace touchstone::cli
