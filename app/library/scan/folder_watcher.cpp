// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/folder_watcher.h"

#include <array>
#include <cerrno>
#include <utility>

#include <sys/inotify.h>
#include <unistd.h>

#include <QSocketNotifier>
#include <QTimer>

namespace touchstone::library {

namespace {

constexpr std::uint32_t wanted_events = IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_CLOSE_WRITE |
                                        IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR;

} // namespace

FolderWatcher::FolderWatcher(Options options, QObject* parent)
    : QObject(parent)
    , options_(options)
    , fd_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC))
    , gather_(new QTimer(this)) {
    gather_->setSingleShot(true);
    gather_->setInterval(options_.gather_ms);
    connect(gather_, &QTimer::timeout, this, &FolderWatcher::tell);
    if (fd_ < 0)
        return;
    notifier_ = new QSocketNotifier(fd_, QSocketNotifier::Read, this);
    connect(notifier_, &QSocketNotifier::activated, this, &FolderWatcher::read);
}

FolderWatcher::~FolderWatcher() {
    delete notifier_; // before its descriptor is gone
    if (fd_ >= 0)
        ::close(fd_);
}

bool FolderWatcher::watch(const std::string& folder) {
    const bool known = by_path_.contains(folder);
    const bool room = known || by_path_.size() < options_.most;
    const int watch = fd_ >= 0 && room ? ::inotify_add_watch(fd_, folder.c_str(), wanted_events) : -1;
    if (watch < 0) {
        // A folder that is gone, or may not be read, is the scan's matter.
        if (fd_ < 0 || !room || (errno != ENOENT && errno != ENOTDIR && errno != EACCES))
            unwatched_.insert(folder);
        return false;
    }
    unwatched_.erase(folder);
    // The kernel knows folders, not names: one that was renamed keeps its watch, under its new name here.
    if (const auto old = by_watch_.find(watch); old != by_watch_.end() && old->second != folder)
        by_path_.erase(old->second);
    if (const auto old = by_path_.find(folder); old != by_path_.end() && old->second != watch) {
        ::inotify_rm_watch(fd_, old->second); // another folder has this name now
        by_watch_.erase(old->second);
    }
    by_watch_[watch] = folder;
    by_path_[folder] = watch;
    return true;
}

void FolderWatcher::clear() {
    for (const auto& [watch, folder] : by_watch_)
        ::inotify_rm_watch(fd_, watch);
    by_watch_.clear();
    by_path_.clear();
    unwatched_.clear();
    dirty_.clear();
    lost_ = false;
    gather_->stop();
}

void FolderWatcher::read() {
    alignas(inotify_event) std::array<char, 16 << 10> buffer;
    for (;;) {
        const ssize_t got = ::read(fd_, buffer.data(), buffer.size());
        if (got <= 0)
            break;
        for (ssize_t at = 0; at < got;) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + at);
            at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
            if (event->mask & IN_Q_OVERFLOW)
                lost_ = true;
            const auto folder = by_watch_.find(event->wd);
            if (folder == by_watch_.end())
                continue;
            // Hidden files are nobody's concern: programs write them beside what they edit.
            if (event->len == 0 || event->name[0] != '.')
                dirty_.insert(folder->second);
            if (event->mask & IN_IGNORED) { // the folder is gone
                if (const auto path = by_path_.find(folder->second);
                    path != by_path_.end() && path->second == event->wd)
                    by_path_.erase(path);
                by_watch_.erase(folder);
            }
        }
    }
    if ((lost_ || !dirty_.empty()) && !gather_->isActive())
        gather_->start();
}

void FolderWatcher::tell() {
    const std::set<std::string> dirty = std::exchange(dirty_, {});
    if (std::exchange(lost_, false))
        Q_EMIT
    lostTrack();
    else if (!dirty.empty()) Q_EMIT
    changed({dirty.begin(), dirty.end()});
}

} // namespace touchstone::library
