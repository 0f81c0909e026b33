// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/known_files.h"

#include <algorithm>

namespace touchstone::library {

PhotoFile file_of(const struct stat& info) {
    PhotoFile file;
    file.bytes = info.st_size;
    file.mtime_ns = mtime_ns_of(info);
    file.device = info.st_dev;
    file.inode = info.st_ino;
    return file;
}

std::string parent_of(const std::string& relative_path) {
    const std::size_t slash = relative_path.rfind('/');
    return slash == std::string::npos ? std::string() : relative_path.substr(0, slash);
}

Result<KnownRoot> KnownRoot::read(CatalogueReader& reader, const RootRow& root) {
    KnownRoot known;
    known.root_ = root;
    if (root.id == 0)
        return known;
    auto folders = reader.folders(root.id);
    if (!folders)
        return tl::unexpected(folders.error());
    auto files = reader.files(root.id);
    if (!files)
        return tl::unexpected(files.error());

    std::unordered_map<FolderId, std::size_t> by_id;
    known.folders_.reserve(folders->size());
    // Parents before children, so that each finds its parent.
    std::sort(folders->begin(), folders->end(), [](const auto& a, const auto& b) { return a.path < b.path; });
    for (FolderRow& row : *folders) {
        by_id.emplace(row.id, known.folders_.size());
        known.add_folder(row);
    }
    known.files_.reserve(files->size());
    for (PhotoFile& row : *files) {
        const auto folder = by_id.find(row.folder);
        if (folder == by_id.end()) // added between the two questions
            continue;
        known.folders_[folder->second].files.push_back(known.files_.size());
        known.files_.push_back({std::move(row), folder->second, FileState::Unseen});
    }
    for (Folder& folder : known.folders_)
        std::sort(folder.files.begin(), folder.files.end(),
                  [&](std::size_t a, std::size_t b) { return known.files_[a].row.name < known.files_[b].row.name; });
    return known;
}

std::size_t KnownRoot::folder_at(const std::string& relative_path) const {
    const auto found = by_path_.find(relative_path);
    return found == by_path_.end() ? none : found->second;
}

std::size_t KnownRoot::file_at(std::size_t folder, const std::string& name) const {
    const std::vector<std::size_t>& files = folders_[folder].files;
    const auto found =
        std::lower_bound(files.begin(), files.end(), name,
                         [&](std::size_t at, const std::string& wanted) { return files_[at].row.name < wanted; });
    return found != files.end() && files_[*found].row.name == name ? *found : none;
}

std::size_t KnownRoot::add_folder(const FolderRow& row) {
    const std::size_t at = folders_.size();
    by_path_.emplace(row.path, at);
    folders_.push_back({row, FolderState::Unvisited, {}, {}});
    if (!row.path.empty())
        if (const std::size_t parent = folder_at(parent_of(row.path)); parent != none)
            folders_[parent].children.push_back(at);
    return at;
}

void KnownRoot::set_state_below(std::size_t folder, FolderState state) {
    folders_[folder].state = state;
    for (const std::size_t child : folders_[folder].children)
        set_state_below(child, state);
}

bool KnownRoot::is_gone(const File& file) const {
    if (file.state != FileState::Unseen)
        return file.state == FileState::Gone;
    const FolderState state = folders_[file.folder].state;
    return state == FolderState::Visited || state == FolderState::Gone;
}

bool KnownRoot::has_present_photos() const {
    return std::any_of(files_.begin(), files_.end(), [](const File& file) { return !file.row.missing; });
}

bool KnownRoot::has_present_photos_on(std::uint64_t device) const {
    return std::any_of(files_.begin(), files_.end(),
                       [&](const File& file) { return !file.row.missing && file.row.device == device; });
}

std::string KnownRoot::absolute_path(std::size_t folder) const {
    const std::string& path = folders_[folder].row.path;
    return path.empty() ? root_.path : path_below(root_.path, path);
}

std::string KnownRoot::absolute_path(const File& file) const {
    return path_below(absolute_path(file.folder), file.row.name);
}

} // namespace touchstone::library
