// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"

/// Decoded 8-bit photos in one file, so that training decodes each photo once and a machine without decoders can train.
/// Layout: "TSPACK01", pixels of all photos one after another, a JSON index, and at the end the index's length as eight
/// bytes, least significant first.
namespace touchstone::training {

struct PackEntry {
    std::string name; ///< the file as its list names it, plus "#x,y" for a tile
    Size size;
    std::uint64_t offset = 0; ///< of the first pixel, bytes
};

class PhotoPackWriter {
public:
    static Result<PhotoPackWriter> create(const std::string& path);
    Result<void> add(const std::string& name, const RgbImage& photo);
    Result<void> finish(); ///< writes the index and renames over `path`; without it nothing appears there

private:
    PhotoPackWriter() = default;
    std::string path_;
    std::ofstream file_;
    std::uint64_t written_ = 0;
    std::vector<PackEntry> entries_;
};

/// Read through a memory map: the kernel keeps what fits. Any thread.
class PhotoPack {
public:
    static Result<PhotoPack> open(const std::string& path); ///< Damaged when index and length disagree

    const std::vector<PackEntry>& entries() const { return entries_; }
    RgbImage photo(std::size_t index) const;

private:
    PhotoPack() = default;
    std::shared_ptr<const std::byte> map_;
    std::vector<PackEntry> entries_;
};

} // namespace touchstone::training
