// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

#include "engine/imaging/decode.h"
#include "engine/imaging/sniff.h"

/// What the parts of the decoder hand to each other. Private to the room.
namespace touchstone::imaging {

class Deadline {
public:
    explicit Deadline(double seconds)
        : start_(std::chrono::steady_clock::now())
        , seconds_(seconds) {}
    bool passed() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count() >= seconds_;
    }

private:
    std::chrono::steady_clock::time_point start_;
    double seconds_;
};

/// Takes the pixels of a whole photo where they are wanted, without a copy in between. Used by one thread.
class PixelSink {
public:
    virtual ~PixelSink() = default;
    /// A size that the file claims and that is within the limits; several may come.
    virtual void announce(std::uint64_t width, std::uint64_t height) = 0;
    /// Room for a frame; what was handed out before is given up. Throws std::bad_alloc.
    virtual std::uint8_t* room(std::size_t bytes) = 0;
};

/// One decode. Everything it refers to outlives it.
struct Job {
    std::span<const std::byte> bytes;
    const DecodeOptions& options;
    std::string_view name;
    Deadline deadline;
    int edge = 0;                  ///< long side of a thumbnail; 0 = the whole photo
    bool keep_orientation = false; ///< the caller turns the picture itself
    PixelSink* sink = nullptr;     ///< may be null

    bool thumbnail() const { return edge > 0; }
    bool upright() const { return thumbnail() || options.mode == DecodeMode::Upright; }
};

/// decode(), or decode_thumbnail() for an `edge` above 0. Where the pixels went into the sink's room, `image` has a
/// size and no pixels of its own.
Result<Photo> decode_into(PixelSink& sink, std::span<const std::byte> bytes, int edge, const DecodeOptions& options,
                          std::string_view name);

/// False when libvips could not start; nothing decodes then. Starts it if need be.
bool decoders_ready();

/// Each returns a photo whose pixels are turned and shrunk as the job asks.
Result<Photo> decode_with_vips(FileKind kind, const Job& job);
Result<Photo> decode_bmp(const Job& job);
Result<Photo> decode_raw(const Job& job);

/// As decode_exif_thumbnail(), without its guards.
Result<Photo> find_exif_thumbnail(const Job& job);

/// LibRaw knows the camera, or the file is a kind of RAW that only LibRaw may read (its TIFF part is a tiny preview).
bool is_raw(FileKind kind, std::span<const std::byte> bytes);

/// Ok when a picture of this size may be decoded; TooLarge otherwise.
Result<void> check_size(std::uint64_t width, std::uint64_t height, const Job& job);

/// Turns and shrinks what a decoder delivered. `photo.stored_size` and `photo.orientation` are set already.
Result<Photo> finish(Photo photo, const Job& job);

Error time_limit_error(const Job& job);
Error memory_error(const Job& job);
/// Truncated or Damaged, by the container's own structure.
Error broken_error(FileKind kind, const Job& job);

} // namespace touchstone::imaging
