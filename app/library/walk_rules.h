// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <dirent.h>
#include <sys/stat.h>

#include "engine/base/error.h"
#include "engine/base/open_file.h"

/// What is a photo, a folder or nobody's concern: the rules that walk_photos() and the catalogue's scan share. Names
/// are raw bytes. Any thread; blocks.
namespace touchstone::library {

/// errno of looking at a path, as the person is told.
Error walk_error(int number, const std::string& path);

inline std::int64_t mtime_ns_of(const struct stat& info) {
    return file_time_ns(info);
}

/// "folder/name", with one '/' between them; the name alone in "".
std::string path_below(const std::string& folder, const std::string& name);

struct FolderEntry {
    enum class Kind {
        Photo,        ///< a regular file with a photo's suffix, or a link to one
        Folder,       ///< a real folder
        LinkedFolder, ///< a link to a folder: entered after all real ones
        Other,        ///< nobody's concern
        Gone,         ///< not there any more
        Closed,       ///< may not be looked at, and could be a folder: the folder above lacks permission
        Failed,       ///< would be a photo, or something else went wrong: `error_number`, 0 = a device or pipe
    };
    Kind kind = Kind::Other;
    struct stat info {};  ///< of what a link points to; for Photo, Folder and LinkedFolder
    int error_number = 0; ///< errno
};
/// Failed as an error.
Error entry_error(const FolderEntry& entry, const std::string& path);

/// A folder that is held open, so that its entries are looked at without walking the path again for each.
class OpenFolder {
public:
    explicit OpenFolder(const std::string& path);
    ~OpenFolder();
    OpenFolder(const OpenFolder&) = delete;
    OpenFolder& operator=(const OpenFolder&) = delete;

    bool ok() const { return handle_ != nullptr; }
    int error_number() const { return error_; } ///< why not
    const struct stat& info() const { return info_; }

    /// Names that are not hidden, sorted by their bytes. False when the listing broke off (`error_number()` says why):
    /// then what is not among them need not be gone.
    bool list(std::vector<std::string>& names);
    /// Holds nothing that is not hidden. Rewinds, so it may be asked before list().
    bool is_empty() const;
    /// Its entries may be looked at; one may be allowed to list a folder and no more.
    bool may_be_searched() const;
    /// `any_suffix` takes every regular file for a photo: one that was named itself.
    FolderEntry look_at(const std::string& name, bool any_suffix = false) const;

private:
    DIR* handle_ = nullptr;
    struct stat info_ {};
    int error_ = 0;
};

} // namespace touchstone::library
