// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/walk.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>
#include <set>
#include <utility>

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
            return folder(path, info);
        else
            found_(found_file(path, info));
        return !stop_.stop_requested();
    }

private:
    bool folder(const std::string& path, const struct stat& self) {
        if (!entered_.emplace(self.st_dev, self.st_ino).second)
            return true;
        std::vector<std::string> names;
        if (!list(path, names))
            return !stop_.stop_requested();
        const std::string prefix = path.ends_with('/') ? path : path + '/';
        std::vector<std::pair<std::string, struct stat>> folders;
        for (const std::string& name : names) {
            if (stop_.stop_requested())
                return false;
            entry(prefix + name, name, folders);
        }
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
        if (errno != 0)
            failed_(walk_error(errno, path));
        std::sort(names.begin(), names.end());
        return true;
    }

    void entry(std::string path, const std::string& name, std::vector<std::pair<std::string, struct stat>>& folders) {
        const bool looks_like_photo = imaging::has_photo_suffix(name);
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) {
            // A dangling link to something else concerns nobody; a folder that cannot be looked at, or a photo, does.
            if (looks_like_photo || errno != ENOENT)
                failed_(walk_error(errno, path));
        } else if (S_ISDIR(info.st_mode)) {
            folders.emplace_back(std::move(path), info);
        } else if (!looks_like_photo) {
            return;
        } else if (!S_ISREG(info.st_mode)) {
            failed_({ErrorCode::UnsupportedFormat, path, "is a device or pipe, not a file", {}});
        } else {
            found_(found_file(std::move(path), info));
        }
    }

    const FoundCallback& found_;
    const WalkErrorCallback& failed_;
    std::stop_token stop_;
    std::set<std::pair<dev_t, ino_t>> entered_;
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
