// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/photo_list.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <set>

#include <dirent.h>
#include <sys/stat.h>

#include "engine/imaging/decode.h"

namespace touchstone::cli {

namespace {

Error path_error(const std::string& path, int number) {
    switch (number) {
    case ENOENT:
    case ENOTDIR:
        return {ErrorCode::NotFound, path, "no such file or folder", "check the name"};
    case EACCES:
        return {ErrorCode::PermissionDenied, path, "may not be read by you", "change its permissions"};
    case ELOOP:
        return {ErrorCode::NotFound, path, "the link points back to itself", {}};
    case ENAMETOOLONG:
        return {ErrorCode::BadInput, path, "the name is longer than the file system allows", {}};
    default:
        return {ErrorCode::ReadFailed, path, std::string("cannot be read: ") + std::strerror(number), {}};
    }
}

using FolderKey = std::pair<dev_t, ino_t>;

/// Collects the photos below one folder argument.
class FolderWalk {
public:
    FolderWalk(std::string root, std::stop_token stop)
        : root_(std::move(root))
        , stop_(std::move(stop)) {}

    std::vector<PhotoEntry> walk() {
        walk_from({});
        // Folders reached by a link come after all real ones, so that a photo is named by its real path where it has
        // one.
        for (std::size_t i = 0; i < linked_.size() && !stop_.stop_requested(); ++i) {
            const std::string relative = linked_[i]; // a copy: the list grows below
            walk_from(relative);
        }
        std::sort(found_.begin(), found_.end(),
                  [](const PhotoEntry& a, const PhotoEntry& b) { return a.path < b.path; });
        return std::move(found_);
    }

private:
    void walk_from(const std::string& relative) {
        std::vector<std::string> pending{relative};
        while (!pending.empty() && !stop_.stop_requested()) {
            const std::string folder = std::move(pending.back());
            pending.pop_back();
            read_folder(folder, pending);
        }
    }

    std::string full(const std::string& relative) const { return relative.empty() ? root_ : root_ + "/" + relative; }

    void read_folder(const std::string& relative, std::vector<std::string>& pending) {
        const std::string path = full(relative);
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) {
            found_.push_back({path, path_error(path, errno)});
            return;
        }
        if (!visited_.insert({info.st_dev, info.st_ino}).second)
            return;
        const std::unique_ptr<DIR, int (*)(DIR*)> folder(::opendir(path.c_str()), ::closedir);
        if (!folder) {
            found_.push_back({path, path_error(path, errno)});
            return;
        }
        for (;;) {
            errno = 0;
            const dirent* entry = ::readdir(folder.get());
            if (!entry)
                break;
            const std::string name = entry->d_name;
            if (!name.starts_with('.'))
                add(relative.empty() ? name : relative + "/" + name, name, pending);
        }
        if (errno != 0) // the listing broke off: what is missing must not look like nothing
            found_.push_back({path, path_error(path, errno)});
    }

    void add(const std::string& relative, const std::string& name, std::vector<std::string>& pending) {
        const std::string path = full(relative);
        struct stat link {};
        struct stat target {};
        if (::lstat(path.c_str(), &link) != 0) {
            // Gone since it was listed is no error; a folder that may be listed but not entered is.
            if (errno != ENOENT && imaging::has_photo_suffix(name))
                found_.push_back({path, path_error(path, errno)});
            return;
        }
        const bool is_link = S_ISLNK(link.st_mode);
        const bool reachable = ::stat(path.c_str(), &target) == 0;
        const int problem = reachable ? 0 : errno;
        if (reachable && S_ISDIR(target.st_mode))
            (is_link ? linked_ : pending).push_back(relative);
        else if (!imaging::has_photo_suffix(name))
            return;
        else if (!reachable)
            found_.push_back({path, path_error(path, problem)});
        else if (S_ISREG(target.st_mode))
            found_.push_back({path, std::nullopt});
    }

    std::string root_;
    std::stop_token stop_;
    std::set<FolderKey> visited_;
    std::vector<std::string> linked_;
    std::vector<PhotoEntry> found_;
};

} // namespace

PhotoList list_photos(const std::vector<std::string>& arguments, std::stop_token stop) {
    PhotoList list;
    for (const std::string& argument : arguments) {
        if (stop.stop_requested())
            break;
        struct stat info {};
        if (::stat(argument.c_str(), &info) != 0) {
            list.entries.push_back({argument, path_error(argument, errno)});
        } else if (S_ISDIR(info.st_mode)) {
            std::vector<PhotoEntry> found = FolderWalk(argument, stop).walk();
            if (found.empty())
                list.empty_folders.push_back(argument);
            std::move(found.begin(), found.end(), std::back_inserter(list.entries));
        } else {
            list.entries.push_back({argument, std::nullopt});
        }
    }
    return list;
}

Result<Shard> Shard::parse(const std::string& text) {
    Shard shard;
    const char* end = text.data() + text.size();
    const auto number = std::from_chars(text.data(), end, shard.number);
    if (number.ec == std::errc{} && number.ptr != end && *number.ptr == '/') {
        const auto count = std::from_chars(number.ptr + 1, end, shard.count);
        if (count.ec == std::errc{} && count.ptr == end && shard.number >= 1 && shard.number <= shard.count)
            return shard;
    }
    return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no shard",
                   "use K/N with K from 1 to N, for example 2/8");
}

} // namespace touchstone::cli
