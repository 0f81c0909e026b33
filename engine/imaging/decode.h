// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"

namespace touchstone::imaging {

/// Upright: EXIF orientation applied and the profile converted to sRGB (what a person sees). AsStored: neither, as the
/// methods' authors read files; for parity runs (musiq.md 1.1).
enum class DecodeMode { Upright, AsStored };

struct DecodeLimits {
    std::int64_t max_pixels = 500'000'000;
    std::uint64_t max_bytes = std::uint64_t{2} << 30;
    double max_seconds = 60; ///< wall time of one decode; seen between strips, so HEIC, AVIF and JPEG XL, which decode
                             ///< in one go, end later
};

struct DecodeOptions {
    DecodeMode mode = DecodeMode::Upright;
    DecodeLimits limits;
    bool allow_damaged = false; ///< show what decodes of a cut file, marked `damaged`; never for scoring
};

/// Prepares libvips: the allow list of loaders, one thread per decode, no operation cache, warnings kept off stderr.
/// Call once at the start of main(), before any thread; later calls do nothing.
void initialise();

/// Decodes a whole photo from its bytes. A pure function of its arguments and safe on any thread, so that it can run
/// in a sandboxed process; call `decode_thread_finished` when a thread that decoded ends.
/// Errors: EmptyFile, UnsupportedFormat, Truncated, Damaged, TooLarge, TimeLimit, OutOfMemory. `name` is only for the
/// message.
Result<Photo> decode(std::span<const std::byte> bytes, const DecodeOptions& options, std::string_view name);

/// A small copy whose long side is at most `edge`, by shrink-on-load or the embedded preview of a RAW. Always upright.
/// Never larger than the photo itself.
Result<Photo> decode_thumbnail(std::span<const std::byte> bytes, int edge, const DecodeOptions& options,
                               std::string_view name);

/// The small picture that the camera put into a JPEG's Exif data, for a first paint until decode_thumbnail() is done:
/// turned as the photo is, without black bars, its long side at most `edge` (it is mostly 160×120). It has no profile
/// and may show an earlier version of the photo. Wants the first `exif_thumbnail_bytes` of a file and no more.
/// UnsupportedFormat when there is none, or when its shape says that it shows another picture.
Result<Photo> decode_exif_thumbnail(std::span<const std::byte> bytes, int edge, std::string_view name);
constexpr std::uint64_t exif_thumbnail_bytes = 256 << 10; ///< Exif data come first, and are at most 64 KiB

/// Reads and decodes. Adds the file errors of read_file().
Result<Photo> decode_file(const std::string& path, const DecodeOptions& options);
Result<Photo> decode_thumbnail_file(const std::string& path, int edge, const DecodeOptions& options);
Result<Photo> decode_exif_thumbnail_file(const std::string& path, int edge);

/// Lets libvips free what it keeps for the calling thread.
void decode_thread_finished();

/// True for suffixes of formats this build reads ("jpg", "CR2", …), used when a folder is walked. The content decides
/// in the end: a file named on purpose is always tried.
bool has_photo_suffix(std::string_view file_name);

} // namespace touchstone::imaging
