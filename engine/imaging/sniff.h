// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace touchstone::imaging {

/// What the first bytes say a file is. The name plays no part.
enum class FileKind { Unknown, Jpeg, Png, Gif, Webp, Tiff, Heif, Avif, Jxl, Ppm, Bmp, Raw };

FileKind sniff(std::span<const std::byte> bytes);

/// "jpeg", "heic", … as in Photo::format; "unknown" for Unknown.
std::string_view format_name(FileKind kind);

/// A plain word for what an unknown file seems to be ("a PDF document", "text"), for the message; empty when unclear.
std::string_view describe_unknown(std::span<const std::byte> bytes);

/// Size that a JPEG, PNG, GIF or BMP header claims, before any decoder sees it; 64 bit, because headers lie.
struct ClaimedSize {
    std::uint64_t width = 0, height = 0;
};
std::optional<ClaimedSize> claimed_size(FileKind kind, std::span<const std::byte> bytes);

/// Size of a JPEG for display (baseline or progressive, 8 bit) that starts at the first byte; nothing for other data,
/// the lossless JPEG of RAW sensors included. Looks at a bounded number of segments.
std::optional<ClaimedSize> embedded_jpeg_size(std::span<const std::byte> bytes);

/// Whether the container's own structure says that bytes are missing at the end. Asked only after a decoder failed: it
/// tells a cut file from a damaged one.
bool ends_early(FileKind kind, std::span<const std::byte> bytes);

} // namespace touchstone::imaging
