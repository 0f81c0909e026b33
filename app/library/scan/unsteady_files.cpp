// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/unsteady_files.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/library/walk_rules.h"

namespace touchstone::library {

std::int64_t system_now_ns() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch())
        .count();
}

bool is_recent(std::int64_t mtime_ns, std::int64_t now_ns) {
    return mtime_ns > now_ns - recent_ns && mtime_ns < now_ns + recent_ns;
}

bool is_open_for_writing(const std::string& path) {
#ifdef F_SETLEASE
    const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return false;
    // A reading lease is refused while somebody writes. Were one to begin in the moment it is held, the kernel would
    // signal this process: with a signal that nobody minds instead of the one that ends it.
    bool written = false;
    if (::fcntl(fd, F_SETSIG, SIGURG) == 0) {
        if (::fcntl(fd, F_SETLEASE, F_RDLCK) == 0)
            ::fcntl(fd, F_SETLEASE, F_UNLCK);
        else
            written = errno == EAGAIN;
    }
    ::close(fd);
    return written;
#else
    return false;
#endif
}

UnsteadyFiles::UnsteadyFiles(NowNs now)
    : now_(std::move(now)) {}

bool UnsteadyFiles::isSteady(Stamp& stamp, std::int64_t bytes, std::int64_t mtime_ns) const {
    if (stamp.bytes != bytes || stamp.mtime_ns != mtime_ns)
        stamp = {bytes, mtime_ns, now_()};
    return now_() - stamp.since_ns >= steady_ns || now_() < stamp.since_ns; // or the clock went back
}

bool UnsteadyFiles::isWaiting(const std::string& path, const PhotoFile& file) {
    const auto known = files_.find(path);
    if (known == files_.end())
        return false;
    if (!isSteady(known->second, file.bytes, file.mtime_ns))
        return true;
    files_.erase(known);
    return false;
}

bool UnsteadyFiles::isUnsteady(const std::string& path, const PhotoFile& before, const PhotoFile& file) {
    if (before.bytes == file.bytes && before.mtime_ns == file.mtime_ns && !is_open_for_writing(path))
        return false;
    files_[path] = {file.bytes, file.mtime_ns, now_()};
    return true;
}

std::vector<std::string> UnsteadyFiles::look() {
    std::vector<std::string> folders;
    for (auto file = files_.begin(); file != files_.end();) {
        struct stat info {};
        const bool gone = ::stat(file->first.c_str(), &info) != 0;
        if (gone || isSteady(file->second, info.st_size, mtime_ns_of(info)))
            folders.push_back(file->first.substr(0, file->first.rfind('/')));
        file = gone ? files_.erase(file) : std::next(file);
    }
    return folders;
}

} // namespace touchstone::library
