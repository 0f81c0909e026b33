// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/library/catalogue/rows.h"

namespace touchstone::library {

/// Nanoseconds since 1970, as the file system's times.
using NowNs = std::function<std::int64_t()>;
std::int64_t system_now_ns();

/// A file or folder that changed this short a time ago may change again within the same tick of its clock, or be on
/// its way here still.
inline constexpr std::int64_t recent_ns = 2'000'000'000;
/// A copied file is taken when it stayed the same for this long.
inline constexpr std::int64_t steady_ns = 1'000'000'000;
bool is_recent(std::int64_t mtime_ns, std::int64_t now_ns);

/// Files that grew while they were looked at: they are taken later. Of one thread.
class UnsteadyFiles {
public:
    explicit UnsteadyFiles(NowNs now);

    std::int64_t now() const { return now_(); }
    /// Whether a new or changed file that was just looked at is still being written: it is open for writing,
    /// or differs from `before`. Such a file is kept in mind. One that is in mind stays there until it is steady.
    bool isUnsteady(const std::string& path, const PhotoFile& before, const PhotoFile& file);
    /// Whether the file is in mind already and was not steady for long enough.
    bool isWaiting(const std::string& path, const PhotoFile& file);
    /// Looks at all again. Folders of those that are steady now, and of those that are gone, which are forgotten.
    std::vector<std::string> look();
    bool empty() const { return files_.empty(); }
    void clear() { files_.clear(); }

private:
    struct Stamp {
        std::int64_t bytes = 0, mtime_ns = 0, since_ns = 0;
    };
    bool isSteady(Stamp& stamp, std::int64_t bytes, std::int64_t mtime_ns) const;

    NowNs now_;
    std::map<std::string, Stamp> files_;
};

/// Whether some process has the file open for writing, as far as the system tells (Linux, one's own files); false
/// where it does not. Never waits, and never holds up a writer.
bool is_open_for_writing(const std::string& path);

} // namespace touchstone::library
