// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "engine/base/descriptor.h"

/// Pixels on their way from a worker to the program: a memfd that the worker writes and the program reads. It is used
/// again for the next photo, because touching fresh pages costs more than the copy. Private to the room.
namespace touchstone::imaging::sandbox {

/// Above this many bytes the memory is given up after its photo, so that an idle worker holds little.
constexpr std::size_t largest_kept_frame = std::size_t{128} << 20;

/// A mapping of a file, undone on every way out.
class Mapping {
public:
    Mapping() = default;
    /// Empty when the kernel refuses.
    Mapping(int fd, std::size_t bytes, int protection);
    Mapping(Mapping&& other) noexcept;
    Mapping& operator=(Mapping&& other) noexcept;
    ~Mapping();

    std::uint8_t* data() const { return data_; }
    std::size_t size() const { return size_; }

private:
    std::uint8_t* data_ = nullptr;
    std::size_t size_ = 0;
};

/// The worker's side. The memfd can grow but is sealed against shrinking, so that the program may read what it has
/// measured.
class FrameWriter {
public:
    /// At least `bytes`, with any content. Throws std::bad_alloc.
    std::uint8_t* room(std::size_t bytes);
    /// The descriptor, once for each memfd: −1 when the program has it already.
    int descriptor_to_send();
    void photo_was_sent(); ///< lets go of memory that is too large to keep

private:
    Descriptor memory_;
    Mapping mapping_;
    bool sent_ = false;
};

/// The program's side.
class FrameReader {
public:
    /// Takes another memfd; false when it is not one, or could be cut short while it is read.
    bool take(Descriptor memory);
    /// The first `bytes`; empty when the memory is smaller. The worker can still write there: copy before looking.
    std::span<const std::uint8_t> pixels(std::size_t bytes);
    void photo_was_copied();

private:
    Descriptor memory_;
    Mapping mapping_;
};

} // namespace touchstone::imaging::sandbox
