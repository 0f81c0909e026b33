// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>

#include <QImage>

#include "app/library/blob_store.h"
#include "app/library/photo_entry.h"

namespace touchstone::library {

/// Thumbnails on disk: the program's own, in `FOLDER/thumbnails.db`, and those of the desktop (read only). Any thread.
/// A thumbnail belongs to the file's absolute path, size and time, the stored edge and the decoder's generation: a file
/// that changed has none.
class ThumbnailStore {
public:
    /// `on_problem` comes once, from the store's thread: thumbnails cannot be kept here.
    ThumbnailStore(std::string folder, std::string freedesktop_folder, std::uint64_t limit,
                   std::function<void(const Error&)> on_problem = {});

    /// What an earlier try ended with: a picture, or why there is none.
    using Known = std::variant<QImage, Error>;
    /// Empty when nothing is known, or when the failure is older than `failure_lifetime`.
    std::optional<Known> load(const FoundFile& file, int edge, std::chrono::milliseconds failure_lifetime);
    QImage loadFreedesktop(const FoundFile& file, int edge) const;

    /// Encodes (JPEG, quality 85), and leaves the writing to the store's thread.
    void save(const FoundFile& file, int edge, const QImage& image);
    /// Remembers failures that the file's bytes are to blame for; others (no permission, gone) may pass any moment.
    void saveFailure(const FoundFile& file, int edge, const Error& error);

    void flush() { blobs_.flush(); }                 ///< waits until all of it is in the file
    int evicted() const { return blobs_.evicted(); } ///< thumbnails that gave way to others

private:
    std::string freedesktop_folder_;
    BlobStore blobs_;
};

/// Removes what earlier versions kept below `folder`, one JPEG file a thumbnail in 256 folders, and nothing else.
/// Returns the number of files.
int remove_thumbnail_files(const std::string& folder, std::stop_token stop);

} // namespace touchstone::library
