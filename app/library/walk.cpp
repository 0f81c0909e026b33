// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/walk.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include <dirent.h>
#include <sys/stat.h>

#include "engine/imaging/decode.h"

namespace touchstone::library {

namespace {

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

FoundFile found_file(std::string path, const struct stat& info) {
    return {std::move(path), static_cast<std::int64_t>(info.st_size),
            std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec};
}

/// Names of a folder, in any bytes; std::filesystem and QDir both stumble over some.
class FolderHandle {
public:
    explicit FolderHandle(const std::string& path)
        : dir_(::opendir(path.c_str())) {}
    ~FolderHandle() {
        if (dir_)
            ::closedir(dir_);
    }
    FolderHandle(const FolderHandle&) = delete;
    FolderHandle& operator=(const FolderHandle&) = delete;
    bool ok() const { return dir_ != nullptr; }
    /// nullptr at the end or on an error, which is then in errno.
    const char* next() {
        errno = 0;
        const dirent* entry = ::readdir(dir_);
        return entry ? entry->d_name : nullptr;
    }

private:
    DIR* dir_;
};

class Walker {
public:
    Walker(const FoundCallback& found, const WalkErrorCallback& failed, std::stop_token stop)
        : found_(found)
        , failed_(failed)
        , stop_(std::move(stop)) {}

    bool named(const std::string& path) {
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0)
            failed_(walk_error(errno, path));
        else if (S_ISDIR(info.st_mode))
            return tree(path, info);
        else
            found_(found_file(path, info));
        return !stop_.stop_requested();
    }

private:
    using Folders = std::vector<std::pair<std::string, struct stat>>;

    bool tree(const std::string& path, const struct stat& info) {
        linked_.clear();
        if (!folder(path, info))
            return false;
        for (std::size_t i = 0; i < linked_.size(); ++i) {
            const auto [link, target] = linked_[i]; // a copy: the list grows
            if (!folder(link, target))
                return false;
        }
        return !stop_.stop_requested();
    }

    bool folder(const std::string& path, const struct stat& self) {
        if (!entered_.emplace(self.st_dev, self.st_ino).second)
            return true;
        std::vector<std::string> names;
        if (!list(path, names))
            return !stop_.stop_requested();
        const std::string prefix = path.ends_with('/') ? path : path + '/';
        Folders folders;
        bool may_enter = true;
        for (const std::string& name : names) {
            if (stop_.stop_requested())
                return false;
            may_enter = entry(prefix + name, name, folders) && may_enter;
        }
        if (!may_enter) // once for all that may be in it
            failed_(walk_error(EACCES, path));
        for (const auto& [below, info] : folders)
            if (!folder(below, info))
                return false;
        return true;
    }

    bool list(const std::string& path, std::vector<std::string>& names) {
        FolderHandle handle(path);
        if (!handle.ok()) {
            failed_(walk_error(errno, path));
            return false;
        }
        while (const char* name = handle.next()) {
            if (stop_.stop_requested())
                return false;
            if (name[0] != '.') // hidden, and the folder itself and its parent
                names.emplace_back(name);
        }
        if (errno != 0) // the listing broke off: what is missing must not look like nothing
            failed_(walk_error(errno, path));
        std::sort(names.begin(), names.end());
        return true;
    }

    /// False when the folder may be listed but its entries may not be looked at, and this one could have been a folder.
    bool entry(std::string path, const std::string& name, Folders& folders) {
        const bool looks_like_photo = imaging::has_photo_suffix(name);
        struct stat info {};
        struct stat link {};
        if (::stat(path.c_str(), &info) != 0) {
            const int number = errno;
            if (number == ENOENT && ::lstat(path.c_str(), &link) != 0)
                return true; // gone since it was listed
            if (looks_like_photo)
                failed_(walk_error(number, path));
            else if (number == EACCES)
                return false;
            else if (number != ENOENT) // a dangling link to something else concerns nobody
                failed_(walk_error(number, path));
        } else if (S_ISDIR(info.st_mode)) {
            const bool is_link = ::lstat(path.c_str(), &link) == 0 && S_ISLNK(link.st_mode);
            (is_link ? linked_ : folders).emplace_back(std::move(path), info);
        } else if (looks_like_photo && S_ISREG(info.st_mode)) {
            found_(found_file(std::move(path), info));
        } else if (looks_like_photo) {
            failed_({ErrorCode::UnsupportedFormat, path, "is a device or pipe, not a file", {}});
        }
        return true;
    }

    const FoundCallback& found_;
    const WalkErrorCallback& failed_;
    std::stop_token stop_;
    std::set<std::pair<dev_t, ino_t>> entered_;
    Folders linked_; ///< of the named path
};

} // namespace

bool walk_photos(std::span<const std::string> paths, const FoundCallback& found, const WalkErrorCallback& failed,
                 std::stop_token stop) {
    Walker walker(found, failed, stop);
    for (const std::string& path : paths)
        if (stop.stop_requested() || !walker.named(path))
            return false;
    return true;
}

} // namespace touchstone::library
