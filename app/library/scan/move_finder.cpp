// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/move_finder.h"

#include <cerrno>
#include <cstring>

#include <sys/stat.h>

namespace touchstone::library {

namespace {

using FileState = KnownRoot::FileState;

KnownRoot::File& file_of_source(const MoveFinder::Source& source) {
    return source.root->files()[source.file];
}

std::string path_of(const Arrival& arrival) {
    return path_below(arrival.root->absolute_path(arrival.folder), arrival.file.name);
}

bool is_not_there(const std::string& path) {
    struct stat info {};
    return ::stat(path.c_str(), &info) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

} // namespace

std::size_t MoveFinder::HashOfKey::operator()(const ContentHash& key) const {
    std::size_t value = 0;
    std::memcpy(&value, key.bytes.data(), sizeof value);
    return value;
}

void MoveFinder::add(KnownRoot& root) {
    roots_.push_back(&root);
    for (const KnownRoot::File& file : root.files())
        sizes_.insert(file.row.bytes);
}

void MoveFinder::prepare() {
    for (KnownRoot* root : roots_)
        for (std::size_t at = 0; at < root->files().size(); ++at) {
            const KnownRoot::File& file = root->files()[at];
            if (file.state == FileState::Seen || file.state == FileState::Kept || file.state == FileState::Moved)
                continue;
            if (file.row.inode != 0)
                by_inode_[file.row.inode].push_back({root, at});
            // A row whose name has other bytes now was edited, not moved, unless the inode says otherwise.
            if (file.row.quick && file.state != FileState::Replaced) {
                by_quick_key_[*file.row.quick].push_back({root, at});
                keyed_sizes_.insert(file.row.bytes);
            }
        }
}

/// Asked of rows that the scan did not come by, too: then the disk is looked at, if the root is there at all.
bool MoveFinder::isGone(const Source& source) {
    KnownRoot::File& file = file_of_source(source);
    switch (file.state) {
    case FileState::Seen:
    case FileState::Moved:
    case FileState::Kept: // not looked at, or looked at just now
        return false;
    case FileState::Replaced:
    case FileState::Gone:
        return true;
    case FileState::Unseen:
        break;
    }
    if (file.row.missing || source.root->is_gone(file))
        return true;
    if (source.root->root().offline || is_not_there(source.root->root().path))
        return false;
    const bool gone = is_not_there(source.root->absolute_path(file));
    file.state = gone ? FileState::Gone : FileState::Kept;
    return gone;
}

std::optional<MoveFinder::Source> MoveFinder::sameInode(const Arrival& arrival) {
    const auto sources = by_inode_.find(arrival.file.inode);
    if (sources == by_inode_.end())
        return std::nullopt;
    const Source* found = nullptr;
    for (const Source& source : sources->second) {
        const PhotoFile& old = file_of_source(source).row;
        if (!same_inode(old, arrival.file) || !same_stamp(old, arrival.file) || !isGone(source))
            continue;
        if (!found || old.name == arrival.file.name)
            found = &source;
    }
    if (!found)
        return std::nullopt;
    file_of_source(*found).state = FileState::Moved;
    return *found;
}

std::optional<MoveFinder::Source> MoveFinder::sameBytes(Arrival& arrival, bool same_name) {
    if (!keyed_sizes_.contains(arrival.file.bytes) || stop_.stop_requested())
        return std::nullopt;
    const FileStamp stamp{arrival.file.bytes, arrival.file.mtime_ns};
    if (!arrival.quick) {
        const auto key = quick_key(path_of(arrival), stamp);
        if (!key) // it cannot be read: then it is a new photo, and says so when it is
            return std::nullopt;
        arrival.quick = *key;
    }
    const auto sources = by_quick_key_.find(*arrival.quick);
    if (sources == by_quick_key_.end())
        return std::nullopt;
    for (const Source& source : sources->second) {
        const PhotoFile& old = file_of_source(source).row;
        if ((same_name && old.name != arrival.file.name) || old.bytes != arrival.file.bytes || !isGone(source) ||
            !sameContent(arrival, old))
            continue;
        file_of_source(source).state = FileState::Moved;
        return source;
    }
    return std::nullopt;
}

bool MoveFinder::sameContent(Arrival& arrival, const PhotoFile& old) {
    if (!old.content)
        return true;
    if (!arrival.content) {
        const auto hash =
            hash_file(path_of(arrival), stop_, {FileStamp{arrival.file.bytes, arrival.file.mtime_ns}, {}});
        if (!hash)
            return false;
        arrival.content = *hash;
    }
    return arrival.content == old.content;
}

} // namespace touchstone::library
