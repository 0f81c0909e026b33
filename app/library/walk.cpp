// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/walk.h"

#include <cerrno>
#include <set>
#include <utility>
#include <vector>

#include <sys/stat.h>

#include "app/library/walk_rules.h"

namespace touchstone::library {

namespace {

FoundFile found_file(std::string path, const struct stat& info) {
    return {std::move(path), static_cast<std::int64_t>(info.st_size), mtime_ns_of(info)};
}

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
        Folders folders;
        if (!entries(path, folders))
            return !stop_.stop_requested();
        for (const auto& [below, info] : folders)
            if (!folder(below, info))
                return false;
        return true;
    }

    /// The folder is closed again before those below it are entered. False when it could not be opened or the walk is
    /// to stop.
    bool entries(const std::string& path, Folders& folders) {
        OpenFolder open(path);
        if (!open.ok()) {
            failed_(walk_error(open.error_number(), path));
            return false;
        }
        std::vector<std::string> names;
        if (!open.list(names)) // the listing broke off: what is missing must not look like nothing
            failed_(walk_error(open.error_number(), path));
        bool may_enter = true;
        for (const std::string& name : names) {
            if (stop_.stop_requested())
                return false;
            may_enter = entry(path_below(path, name), open.look_at(name), folders) && may_enter;
        }
        if (!may_enter) // once for all that may be in it
            failed_(walk_error(EACCES, path));
        return true;
    }

    /// False when the folder may be listed but its entries may not be looked at, and this one could have been a folder.
    bool entry(std::string path, const FolderEntry& entry, Folders& folders) {
        switch (entry.kind) {
        case FolderEntry::Kind::Photo:
            found_(found_file(std::move(path), entry.info));
            break;
        case FolderEntry::Kind::Folder:
            folders.emplace_back(std::move(path), entry.info);
            break;
        case FolderEntry::Kind::LinkedFolder:
            linked_.emplace_back(std::move(path), entry.info);
            break;
        case FolderEntry::Kind::Failed:
            failed_(entry_error(entry, path));
            break;
        case FolderEntry::Kind::Closed:
            return false;
        case FolderEntry::Kind::Other:
        case FolderEntry::Kind::Gone: // since it was listed
            break;
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
