// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "app/library/catalogue/reader.h"
#include "app/library/walk_rules.h"

namespace touchstone::library {

inline bool same_stamp(const PhotoFile& a, const PhotoFile& b) {
    return a.bytes == b.bytes && a.mtime_ns == b.mtime_ns;
}
/// The same file under whatever name, as long as its file system stays mounted.
inline bool same_inode(const PhotoFile& a, const PhotoFile& b) {
    return a.inode != 0 && a.device == b.device && a.inode == b.inode;
}
/// What a look at a file says of it; without id, folder and name.
PhotoFile file_of(const struct stat& info);

/// What the catalogue knows of one root when a scan begins, and what the scan found out about each of it so far. Plain
/// data of one thread.
class KnownRoot {
public:
    enum class FolderState {
        Unvisited, ///< nothing is known yet
        Visited,   ///< looked through: a file of it that was not seen is gone
        Kept,      ///< could not be looked at, or was not asked for: nothing is concluded
        Gone,
    };
    struct Folder {
        FolderRow row;
        FolderState state = FolderState::Unvisited;
        std::vector<std::size_t> files;    ///< positions in files(), by name
        std::vector<std::size_t> children; ///< positions in folders()
    };
    enum class FileState {
        Unseen,
        Seen,     ///< is where it was
        Replaced, ///< something else lies where it was
        Kept,     ///< could not be looked at
        Gone,     ///< is not where it was
        Moved,    ///< found under another name
    };
    struct File {
        PhotoFile row;
        std::size_t folder = 0;
        FileState state = FileState::Unseen;
    };

    static Result<KnownRoot> read(CatalogueReader& reader, const RootRow& root);

    const RootRow& root() const { return root_; }
    std::vector<Folder>& folders() { return folders_; }
    std::vector<File>& files() { return files_; }
    const std::vector<File>& files() const { return files_; }

    static constexpr std::size_t none = static_cast<std::size_t>(-1);
    /// Positions; `none` when it is not known.
    std::size_t folder_at(const std::string& relative_path) const;
    std::size_t file_at(std::size_t folder, const std::string& name) const;
    /// A folder that was found; no other one of this path is known.
    std::size_t add_folder(const FolderRow& row);

    /// The folder and all below it.
    void set_state_below(std::size_t folder, FolderState state);
    bool is_gone(const File& file) const; ///< its place was looked at, and it is not there
    bool has_present_photos() const;
    bool has_present_photos_on(std::uint64_t device) const; ///< where they were at the last look

    std::string absolute_path(std::size_t folder) const;
    std::string absolute_path(const File& file) const;

private:
    RootRow root_;
    std::vector<Folder> folders_;
    std::vector<File> files_;
    std::unordered_map<std::string, std::size_t> by_path_;
};

/// "a/b" of "a/b/c", "" of "a".
std::string parent_of(const std::string& relative_path);

} // namespace touchstone::library
