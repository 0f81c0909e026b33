// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/walk_rules.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fcntl.h>

#include "engine/imaging/decode.h"

namespace touchstone::library {

Error walk_error(int number, const std::string& path) {
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return {ErrorCode::NotFound, path, "no such file or folder",
                "check the name, or whether the disk is connected"};
    case EACCES:
    case EPERM:
        return {ErrorCode::PermissionDenied, path, "may not be read by you", "change its permissions"};
    case ELOOP:
        return {ErrorCode::NotFound, path, "the link points back to itself", {}};
    case ENAMETOOLONG:
        return {ErrorCode::BadInput, path, "the name is longer than the file system allows", {}};
    default:
        return {ErrorCode::ReadFailed, path, std::string("cannot be looked at: ") + std::strerror(number), {}};
    }
}

Error entry_error(const FolderEntry& entry, const std::string& path) {
    if (entry.error_number != 0)
        return walk_error(entry.error_number, path);
    return {ErrorCode::UnsupportedFormat, path, "is a device or pipe, not a file", {}};
}

std::string path_below(const std::string& folder, const std::string& name) {
    if (folder.empty())
        return name;
    return folder.ends_with('/') ? folder + name : folder + '/' + name;
}

OpenFolder::OpenFolder(const std::string& path)
    : handle_(::opendir(path.c_str())) {
    if (!handle_) {
        error_ = errno;
    } else if (::fstat(::dirfd(handle_), &info_) != 0) {
        error_ = errno;
        ::closedir(handle_);
        handle_ = nullptr;
    }
}

OpenFolder::~OpenFolder() {
    if (handle_)
        ::closedir(handle_);
}

bool OpenFolder::list(std::vector<std::string>& names) {
    names.clear();
    errno = 0;
    while (const dirent* entry = ::readdir(handle_)) {
        if (entry->d_name[0] != '.') // hidden, and the folder itself and its parent
            names.emplace_back(entry->d_name);
        errno = 0;
    }
    error_ = errno;
    std::sort(names.begin(), names.end());
    return error_ == 0;
}

bool OpenFolder::is_empty() const {
    bool empty = true;
    while (const dirent* entry = empty ? ::readdir(handle_) : nullptr)
        empty = entry->d_name[0] == '.';
    ::rewinddir(handle_);
    return empty;
}

bool OpenFolder::may_be_searched() const {
    struct stat self {};
    return ::fstatat(::dirfd(handle_), ".", &self, 0) == 0 || errno != EACCES;
}

FolderEntry OpenFolder::look_at(const std::string& name, bool any_suffix) const {
    using Kind = FolderEntry::Kind;
    const int folder = ::dirfd(handle_);
    const bool looks_like_photo = any_suffix || imaging::has_photo_suffix(name);
    FolderEntry entry;
    struct stat link {};
    if (::fstatat(folder, name.c_str(), &entry.info, 0) != 0) {
        entry.error_number = errno;
        if (entry.error_number == ENOENT && ::fstatat(folder, name.c_str(), &link, AT_SYMLINK_NOFOLLOW) != 0)
            entry.kind = Kind::Gone;
        else if (looks_like_photo)
            entry.kind = Kind::Failed;
        else if (entry.error_number == EACCES)
            entry.kind = Kind::Closed;
        else if (entry.error_number != ENOENT) // a dangling link to something else concerns nobody
            entry.kind = Kind::Failed;
    } else if (S_ISDIR(entry.info.st_mode)) {
        const bool is_link = ::fstatat(folder, name.c_str(), &link, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(link.st_mode);
        entry.kind = is_link ? Kind::LinkedFolder : Kind::Folder;
    } else if (looks_like_photo) {
        entry.kind = S_ISREG(entry.info.st_mode) ? Kind::Photo : Kind::Failed;
    }
    return entry;
}

} // namespace touchstone::library
