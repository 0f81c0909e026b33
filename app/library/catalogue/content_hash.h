// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/base/error.h"

/// What a file is known by when its name changed. Not cryptographic: it tells photos apart, it does not prove who made
/// them. Reports use SHA-256 where a stranger has to check something.
namespace touchstone::library {

/// 128 bits of XXH3 (canonical, big-endian byte order), of a file's bytes.
struct ContentHash {
    std::array<std::uint8_t, 16> bytes{};

    friend auto operator<=>(const ContentHash&, const ContentHash&) = default;
    std::string hex() const; ///< 32 lower-case digits
};

/// What a file is expected to be: a hash of other bytes than those that were listed would tie the wrong scores to it.
struct FileStamp {
    std::int64_t bytes = 0;
    std::int64_t mtime_ns = 0;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};

struct HashOptions {
    std::optional<FileStamp> expected;                ///< Damaged when the file is another one now
    std::function<void(std::uint64_t done)> progress; ///< after each piece; same thread
};

/// XXH3-128 of all bytes. Reads in pieces of 1 MiB, so memory does not depend on the file. Errors: as read_file();
/// Cancelled; Damaged when the file changed its size or time while it was read. Any thread; blocks.
Result<ContentHash> hash_file(const std::string& path, std::stop_token stop = {}, const HashOptions& options = {});

/// XXH3-128 of the size (8 bytes, little endian) and the first and last 64 KiB (of a shorter file each byte once):
/// equal files have equal keys, and two photos of one camera hardly ever do. 1 to 2 reads. Errors as hash_file(). Any
/// thread; blocks.
Result<ContentHash> quick_key(const std::string& path, const std::optional<FileStamp>& expected = {});

} // namespace touchstone::library
