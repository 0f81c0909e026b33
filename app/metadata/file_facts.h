// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/error.h"

namespace touchstone::metadata {

/// What a photo says of itself: Exif, and what XMP and IPTC say where Exif is silent. What is not there or makes no
/// sense stays empty; nothing here is needed to show or score a photo.
struct FileFacts {
    std::optional<std::int64_t>
        captured_ms;          ///< the camera's wall clock in ms, as if it were UTC: cameras know no zones
    std::string camera, lens; ///< UTF-8, trimmed, "Canon EOS R6" without the maker twice
    std::optional<double> exposure_seconds, f_number, iso, focal_mm;
    std::optional<double> exposure_bias; ///< EV
    int width = 0, height = 0;           ///< pixels, upright; 0 = unknown
    friend bool operator==(const FileFacts&, const FileFacts&) = default;
};

/// Once, on the main thread, before any other thread reads metadata: Exiv2's XMP parser is not thread-safe without the
/// lock given here.
void initialise();

/// Reads a file's metadata; never its pixels. A file without any, or of a kind Exiv2 does not know, has empty facts and
/// is no error. Errors: as read_file() for a file that cannot be opened; Damaged when its metadata cannot be parsed.
/// Bounded: files over 2 GiB and single values over 64 KiB are passed over. Any thread; blocks.
Result<FileFacts> read_facts(const std::string& path);

} // namespace touchstone::metadata
