// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>

#include "app/library/thumbnail_service.h"
#include "app/projection/layout.h"
#include "engine/base/error.h"

namespace touchstone::projection {

/// Where caches lie; an empty folder is none.
struct LayoutPlaces {
    std::string features;   ///< with features.db and looks.db
    std::string thumbnails; ///< with thumbnails.db
    int threads = 0;        ///< for thumbnails and photos; 0 = half of the cores, at least one
    /// The bound of thumbnails.db that the window's own service keeps: looking at a thumbnail marks it as used, and a
    /// smaller bound would make others give way.
    std::uint64_t thumbnail_bytes = library::ThumbnailOptions().disk_bytes;
};

/// Lays photos out, in the calling thread and, for appearances, in helpers of its own that are joined before it
/// returns. Memory: 384 bytes a photo for appearances; features of Re-IQA are read twice instead of kept. `progress` is
/// called in the calling thread with 0…1. Errors: Cancelled, OutOfMemory.
Result<Layout> lay_out(const LayoutPlaces& places, LayoutRequest request, const std::function<void(double)>& progress,
                       std::stop_token stop);

} // namespace touchstone::projection
