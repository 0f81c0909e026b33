// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "engine/base/error.h"

namespace touchstone::nn {

/// A file open for reading at any place, so that a header can be looked at without its gigabytes. Movable; closes
/// itself.
class InputFile {
public:
    /// Refuses what `read_file` refuses (folders, pipes, empty files, files over the limit), with the same errors.
    static Result<InputFile> open(const std::string& path, std::uint64_t max_bytes);
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&& other) noexcept;
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    const std::string& path() const { return path_; }
    std::uint64_t size() const { return size_; }

    /// Fills `target` from `offset`; Truncated when the file ends before.
    Result<void> read(std::uint64_t offset, std::span<std::byte> target) const;

private:
    InputFile(std::string path, int descriptor, std::uint64_t size);

    std::string path_;
    int descriptor_ = -1;
    std::uint64_t size_ = 0;
};

} // namespace touchstone::nn
