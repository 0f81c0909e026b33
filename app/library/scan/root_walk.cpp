// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/root_walk.h"

#include <algorithm>
#include <cerrno>

namespace touchstone::library {

namespace {

using FolderState = KnownRoot::FolderState;
using FileState = KnownRoot::FileState;
constexpr std::size_t none = KnownRoot::none;

bool is_gone_error(int number) {
    return number == ENOENT || number == ENOTDIR;
}

std::string last_name(const std::string& path) {
    return path.substr(path.rfind('/') + 1); // npos + 1 == 0
}

} // namespace

RootWalk::RootWalk(KnownRoot& known, UnsteadyFiles& unsteady, WalkEvents& events, std::stop_token stop)
    : known_(known)
    , unsteady_(unsteady)
    , events_(events)
    , stop_(std::move(stop)) {}

void RootWalk::keep(std::size_t at) {
    known_.set_state_below(at, FolderState::Kept);
}

/// Empty = it is there. A drive's mount point is an empty folder while the drive is away; it lies on another file
/// system than the photos did. A folder that somebody emptied does not.
std::optional<RootWalk::End> RootWalk::rootIsAway() {
    const OpenFolder open(known_.root().path);
    if (!open.ok())
        return is_gone_error(open.error_number()) ? std::optional(End::Offline) : std::nullopt;
    const std::size_t root = known_.folder_at({});
    const bool as_before = root != none && known_.folders()[root].row.mtime_ns == mtime_ns_of(open.info());
    if (as_before || !known_.has_present_photos() || known_.has_present_photos_on(open.info().st_dev))
        return std::nullopt;
    return open.is_empty() ? std::optional(End::Offline) : std::nullopt;
}

RootWalk::End RootWalk::whole() {
    if (const auto away = rootIsAway())
        return *away;
    if (!below(none, {}) || !linked())
        return End::Stopped;
    for (KnownRoot::Folder& folder : known_.folders())
        if (folder.state == FolderState::Unvisited)
            folder.state = FolderState::Gone;
    lookAgain();
    return stop_.stop_requested() ? End::Stopped : End::Whole;
}

RootWalk::End RootWalk::only(std::span<const std::string> folders) {
    partly_ = true;
    if (const auto away = rootIsAway())
        return *away;
    for (KnownRoot::Folder& folder : known_.folders())
        folder.state = FolderState::Kept;
    for (const std::string& path : folders) {
        const std::size_t at = known_.folder_at(path);
        if (at != none && !folder(at))
            return End::Stopped;
    }
    lookAgain();
    if (stop_.stop_requested())
        return End::Stopped;
    return needs_whole_ ? End::NeedsWhole : End::Whole;
}

RootWalk::End RootWalk::files(std::span<const std::string> paths) {
    for (KnownRoot::Folder& folder : known_.folders())
        folder.state = FolderState::Kept;
    for (const std::string& path : paths) {
        if (stop_.stop_requested())
            return End::Stopped;
        const std::string relative = path.substr(1);
        events_.entering(path.substr(0, std::max<std::size_t>(path.rfind('/'), 1)));
        struct stat info {};
        const int error = ::stat(path.c_str(), &info) == 0 ? 0 : errno;
        std::size_t at = known_.folder_at(parent_of(relative));
        if (error == 0 && S_ISREG(info.st_mode)) {
            if (at == none)
                at = newFolder(parent_of(relative));
            photo(at, last_name(path), info);
            listAgain(at);
            continue;
        }
        const std::size_t known = at == none ? none : known_.file_at(at, last_name(path));
        if (known != none && is_gone_error(error))
            known_.files()[known].state = FileState::Gone;
        else if (error != 0)
            events_.failed(walk_error(error, path));
        else
            events_.failed({ErrorCode::UnsupportedFormat, path, "is a device or pipe, not a file", {}});
    }
    lookAgain();
    return stop_.stop_requested() ? End::Stopped : End::Whole;
}

std::size_t RootWalk::newFolder(const std::string& path) {
    FolderRow row{0, known_.root().id, path, 0};
    row.id = events_.newFolder(row);
    const std::size_t at = known_.add_folder(row);
    known_.folders()[at].state = partly_ ? FolderState::Kept : FolderState::Unvisited;
    return at;
}

/// False when the walk is to stop.
bool RootWalk::folder(std::size_t at) {
    const std::string path = known_.absolute_path(at);
    events_.entering(path);
    std::vector<Below> folders;
    {
        // Closed again before those below are entered.
        OpenFolder open(path);
        if (!open.ok()) {
            if (is_gone_error(open.error_number())) {
                known_.set_state_below(at, FolderState::Gone);
            } else {
                keep(at);
                listAgain(at);
                events_.failed(walk_error(open.error_number(), path));
            }
            return !stop_.stop_requested();
        }
        if (!entered_.emplace(open.info().st_dev, open.info().st_ino).second)
            return true;
        known_.folders()[at].state = FolderState::Visited;
        if (!look(open, at, folders))
            return false;
    }
    if (partly_)
        forgetChildren(at, folders);
    for (const Below& child : folders)
        if (!below(at, child))
            return false;
    return true;
}

/// The entries of a folder: all names, or those that are known when its time is the same.
bool RootWalk::look(OpenFolder& open, std::size_t at, std::vector<Below>& folders) {
    const std::int64_t mtime = mtime_ns_of(open.info());
    const std::int64_t before = known_.folders()[at].row.mtime_ns;
    std::vector<std::string> names;
    bool whole = true, may_enter = true;
    if (before != 0 && before == mtime) {
        names = knownNames(at);
    } else {
        whole = open.list(names);
        times_.emplace_back(at, mtime);
    }
    if (!whole)
        events_.failed(walk_error(open.error_number(), known_.absolute_path(at)));
    for (const std::string& name : names) {
        if (stop_.stop_requested())
            return false;
        may_enter = entry(open, at, name, folders) && may_enter;
    }
    if (!may_enter) // once for all that may be in it
        events_.failed(walk_error(EACCES, known_.absolute_path(at)));
    if (!whole || !may_enter) { // what was not seen need not be gone
        keep(at);
        listAgain(at);
    }
    return true;
}

std::vector<std::string> RootWalk::knownNames(std::size_t at) {
    std::vector<std::string> names;
    for (const std::size_t file : known_.folders()[at].files)
        if (const std::string& name = known_.files()[file].row.name; name.find('\0') == std::string::npos)
            names.push_back(name);
    for (const std::size_t child : known_.folders()[at].children)
        names.push_back(last_name(known_.folders()[child].row.path));
    return names;
}

/// False when the folder may be listed but its entries may not be looked at, and this one could have been a folder.
bool RootWalk::entry(const OpenFolder& open, std::size_t at, const std::string& name, std::vector<Below>& folders) {
    const FolderEntry entry = open.look_at(name);
    switch (entry.kind) {
    case FolderEntry::Kind::Photo:
        photo(at, name, entry.info);
        break;
    case FolderEntry::Kind::Folder:
        folders.push_back({name, {entry.info.st_dev, entry.info.st_ino}, false});
        break;
    case FolderEntry::Kind::LinkedFolder:
        folders.push_back({name, {entry.info.st_dev, entry.info.st_ino}, true});
        break;
    case FolderEntry::Kind::Failed:
        if (entry.error_number == EACCES && !open.may_be_searched())
            return false;
        listAgain(at); // what is behind it can change without a change of the folder
        if (const std::size_t known = known_.file_at(at, name); known != none && !is_gone_error(entry.error_number))
            known_.files()[known].state = FileState::Kept;
        events_.failed(entry_error(entry, path_below(known_.absolute_path(at), name)));
        break;
    case FolderEntry::Kind::Closed:
        return false;
    case FolderEntry::Kind::Other:
    case FolderEntry::Kind::Gone: // since it was listed
        break;
    }
    return true;
}

/// When only some folders are looked through: those below them that are not there any more.
void RootWalk::forgetChildren(std::size_t at, const std::vector<Below>& folders) {
    if (known_.folders()[at].state != FolderState::Visited)
        return;
    const std::vector<std::size_t> children = known_.folders()[at].children;
    for (const std::size_t child : children) {
        const std::string name = last_name(known_.folders()[child].row.path);
        if (std::none_of(folders.begin(), folders.end(), [&](const Below& below) { return below.name == name; }))
            known_.set_state_below(child, FolderState::Gone);
    }
}

/// Enters a folder that lies in the one at `parent`; in `none` lies the root.
bool RootWalk::below(std::size_t parent, const Below& child) {
    const std::string path = parent == none ? std::string() : path_below(known_.folders()[parent].row.path, child.name);
    std::size_t at = known_.folder_at(path);
    // One that was gone and is back counts as new: its time was forgotten.
    if (partly_ && at != none && known_.folders()[at].row.mtime_ns != 0)
        return true;
    if (child.is_link) {
        if (partly_ && at == none)
            needs_whole_ = true;
        else if (!partly_)
            linked_.emplace_back(parent, child);
        return true;
    }
    if (parent != none && entered_.contains(child.id))
        return true;
    if (at == none)
        at = newFolder(path);
    return folder(at);
}

/// After all real folders, so that a photo is named by its real path where it has one.
bool RootWalk::linked() {
    for (std::size_t i = 0; i < linked_.size(); ++i) {
        auto [parent, child] = linked_[i]; // a copy: the list grows
        child.is_link = false;
        if (!below(parent, child))
            return false;
    }
    return true;
}

void RootWalk::photo(std::size_t at, const std::string& name, const struct stat& info) {
    PhotoFile file = file_of(info);
    file.name = name;
    file.folder = known_.folders()[at].row.id;
    const std::size_t position = known_.file_at(at, name);
    KnownRoot::File* known = position == none ? nullptr : &known_.files()[position];
    if (known && known->state != FileState::Unseen)
        return;
    if (known && same_stamp(known->row, file)) {
        known->state = FileState::Seen;
        events_.seen(known_, position, file);
        return;
    }
    const std::string path = path_below(known_.absolute_path(at), name);
    const bool waits = unsteady_.isWaiting(path, file);
    if (!waits && !is_recent(file.mtime_ns, unsteady_.now())) {
        take(at, file);
        return;
    }
    if (known)
        known->state = FileState::Kept;
    if (waits)
        listAgain(at);
    else
        recent_.push_back({at, std::move(file)});
}

/// A new or changed file that is whole.
void RootWalk::take(std::size_t at, const PhotoFile& file) {
    const std::size_t known = known_.file_at(at, file.name);
    if (known == none) {
        events_.arrived(known_, at, file, none);
        return;
    }
    KnownRoot::File& old = known_.files()[known];
    if (!old.row.missing && !same_inode(old.row, file)) {
        old.state = FileState::Replaced;
        events_.arrived(known_, at, file, known);
    } else {
        old.state = FileState::Seen;
        events_.changed(known_, known, file);
    }
}

/// Files that were written a moment ago, once more: what is on its way here still has changed, or is open.
void RootWalk::lookAgain() {
    for (Recent& recent : recent_) {
        if (stop_.stop_requested())
            return;
        const std::string path = path_below(known_.absolute_path(recent.folder), recent.file.name);
        struct stat info {};
        if (::stat(path.c_str(), &info) != 0) { // gone again, as short-lived files are
            listAgain(recent.folder);
            continue;
        }
        PhotoFile file = file_of(info);
        file.name = recent.file.name;
        file.folder = recent.file.folder;
        if (unsteady_.isUnsteady(path, recent.file, file))
            listAgain(recent.folder);
        else
            take(recent.folder, file);
    }
    recent_.clear();
}

std::vector<FolderRow> RootWalk::listed() {
    std::vector<FolderRow> rows;
    for (const auto& [at, mtime] : times_) {
        FolderRow row = known_.folders()[at].row;
        // Within one tick of the file system's clock a folder can change again and keep its time.
        const bool certain = mtime <= unsteady_.now() - recent_ns && !again_.contains(at);
        const std::int64_t kept = certain ? mtime : 0;
        if (row.mtime_ns != kept) {
            row.mtime_ns = kept;
            rows.push_back(std::move(row));
        }
    }
    return rows;
}

} // namespace touchstone::library
