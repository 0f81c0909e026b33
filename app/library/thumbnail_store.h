// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <atomic>
#include <mutex>
#include <optional>
#include <string>

#include <QImage>

#include "app/library/photo_entry.h"

namespace touchstone::library {

/// Thumbnails on disk: the program's own JPEG files, and those of the desktop (read only). Any thread.
class ThumbnailStore {
public:
    ThumbnailStore(std::string folder, std::string freedesktop_folder, std::uint64_t limit);

    QImage load(const FoundFile& file, int edge); ///< null when there is none, or when it is not valid any more
    QImage loadFreedesktop(const FoundFile& file, int edge) const;
    /// Gives the error once; later failures are silent, and nothing more is tried.
    std::optional<Error> save(const FoundFile& file, int edge, const QImage& image);
    int evictedFiles() const;

private:
    std::string fileOf(const FoundFile& file, int edge) const;
    void countAndTrim(std::uint64_t added);

    std::string folder_;
    std::string freedesktop_folder_;
    std::uint64_t limit_;
    std::atomic<bool> writable_{true};
    mutable std::mutex mutex_;          ///< guards what is below
    std::optional<std::uint64_t> used_; ///< bytes on disk; counted at the first write
    int evicted_ = 0;
};

} // namespace touchstone::library
