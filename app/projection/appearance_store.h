// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/library/blob_store.h"
#include "app/library/walk.h"
#include "app/projection/appearance.h"

namespace touchstone::projection {

/// Appearances of earlier runs, in `FOLDER/looks.db`: about 600 bytes a photo. They belong to the file's absolute path,
/// size and time and to the decoder's generation, as thumbnails do. A cache like the others (BlobStore). Any thread.
class AppearanceStore {
public:
    static constexpr std::uint64_t default_limit = std::uint64_t{128} << 20;

    /// An empty folder keeps nothing. A file that cannot be written is no issue of its own: appearances are made again
    /// from the thumbnails, which lie on the same disk and say so.
    explicit AppearanceStore(std::string folder, std::uint64_t limit = default_limit);

    std::optional<Appearance> find(const library::FoundFile& file);
    void add(const library::FoundFile& file, const Appearance& appearance); ///< does not wait for the disk

private:
    library::BlobStore blobs_;
};

} // namespace touchstone::projection
