// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/files.h"

struct zip;

namespace touchstone::nn {

struct ZipEntry {
    std::string name;       ///< as stored, bytes
    std::uint64_t size = 0; ///< after decompression; checked to be possible for the bytes that are there
    std::uint64_t index = 0;
};

/// A zip file opened for reading, stored and deflated entries only. Movable; one thread.
/// Errors name the file: Truncated (no directory at its end), Damaged (CRC, contradictions, a name twice),
/// UnsupportedFormat (encryption, other compression), TooLarge (all entries together over the limit).
class ZipArchive {
public:
    static Result<ZipArchive> open(const std::string& path, std::uint64_t max_bytes);

    const std::vector<ZipEntry>& entries() const { return entries_; }
    const ZipEntry* find(const std::string& name) const;

    /// The whole entry; its CRC-32 is checked.
    Result<Bytes> read(const ZipEntry& entry) const;

    /// The first `count` bytes at most, for a look at a header; no CRC is checked.
    Result<Bytes> read_start(const ZipEntry& entry, std::uint64_t count) const;

private:
    struct Close {
        void operator()(zip* archive) const;
    };
    ZipArchive(std::string path, std::unique_ptr<zip, Close> archive);
    Result<void> list_entries(std::uint64_t file_bytes, std::uint64_t max_bytes);

    std::string path_;
    std::unique_ptr<zip, Close> archive_;
    std::vector<ZipEntry> entries_; ///< sorted by name
};

} // namespace touchstone::nn
