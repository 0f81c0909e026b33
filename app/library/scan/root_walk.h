// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "app/library/scan/known_files.h"
#include "app/library/scan/unsteady_files.h"
#include "engine/base/error.h"

namespace touchstone::library {

/// What a walk tells of, as it goes. Positions are those of the KnownRoot.
class WalkEvents {
public:
    virtual ~WalkEvents() = default;
    virtual void entering(const std::string& path) = 0;          ///< before a folder is opened
    virtual FolderId newFolder(const FolderRow& without_id) = 0; ///< returns its id
    /// A file where none is known; or one that cannot be the known one of its name, which is then `replaced`.
    virtual void arrived(KnownRoot& root, std::size_t folder, const PhotoFile& file, std::size_t replaced) = 0;
    virtual void changed(KnownRoot& root, std::size_t known, const PhotoFile& file) = 0;
    /// A known file is in its place, with its size and time; perhaps with another inode, or back after it was missing.
    virtual void seen(KnownRoot& root, std::size_t known, const PhotoFile& file) = 0;
    virtual void failed(const Error& error) = 0;
};

/// Walks one root and compares it with what is known of it, by the rules of walk.h. A folder whose time is the same is
/// not listed again: it has the same names. Its known files are looked at all the same, because a file that is edited
/// in place does not change its folder. Of one thread; blocks.
class RootWalk {
public:
    enum class End {
        Whole,
        Stopped,
        Offline,    ///< the root is not there, or is an empty folder where photos are known: a drive without its disk
        NeedsWhole, ///< a link was met that only a walk of the whole root can judge
    };

    RootWalk(KnownRoot& known, UnsteadyFiles& unsteady, WalkEvents& events, std::stop_token stop);

    End whole();
    /// Only these folders (relative paths), and new ones in them.
    End only(std::span<const std::string> folders);
    /// Files that were named themselves (absolute paths), whatever their suffix. Of a loose root.
    End files(std::span<const std::string> paths);

    /// Folders whose time changed in the catalogue: written when their photos are, and not before.
    std::vector<FolderRow> listed();

private:
    struct Below {
        std::string name;
        std::pair<dev_t, ino_t> id;
        bool is_link = false;
    };
    struct Recent {
        std::size_t folder = 0;
        PhotoFile file;
    };

    std::optional<End> rootIsAway();
    std::size_t newFolder(const std::string& path);
    bool folder(std::size_t at);
    bool look(OpenFolder& open, std::size_t at, std::vector<Below>& folders);
    std::vector<std::string> knownNames(std::size_t at);
    bool entry(const OpenFolder& open, std::size_t at, const std::string& name, std::vector<Below>& folders);
    void forgetChildren(std::size_t at, const std::vector<Below>& folders);
    bool below(std::size_t parent, const Below& child);
    bool linked();
    void photo(std::size_t at, const std::string& name, const struct stat& info);
    void take(std::size_t at, const PhotoFile& file);
    void lookAgain();
    void keep(std::size_t at);
    void listAgain(std::size_t at) { again_.insert(at); }

    KnownRoot& known_;
    UnsteadyFiles& unsteady_;
    WalkEvents& events_;
    std::stop_token stop_;
    bool partly_ = false, needs_whole_ = false;
    std::set<std::pair<dev_t, ino_t>> entered_;
    std::vector<std::pair<std::size_t, Below>> linked_; ///< links to folders, with the folder they lie in
    std::vector<Recent> recent_;
    std::vector<std::pair<std::size_t, std::int64_t>> times_; ///< of folders that were listed
    std::set<std::size_t> again_;                             ///< must be listed next time
};

} // namespace touchstone::library
