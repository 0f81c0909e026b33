// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the containers say of themselves: claimed sizes and whether the end is missing. Every walk moves forward by at
// least one byte, so that no file can make it loop.
#include "engine/imaging/bytes.h"
#include "engine/imaging/sniff.h"

#include <algorithm>
#include <cctype>

namespace touchstone::imaging {

namespace {

bool is_start_of_frame(std::uint8_t marker) {
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
}

bool stands_alone(std::uint8_t marker) {
    return marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8);
}

/// Position of the next marker's code at or after `at`, size() when there is none. Skips stuffed zeros and restarts.
std::uint64_t next_marker(const ByteReader& file, std::uint64_t at) {
    for (; at + 1 < file.size(); ++at) {
        const std::uint8_t code = file.u8(at + 1);
        if (file.u8(at) == 0xFF && code != 0x00 && code != 0xFF && !(code >= 0xD0 && code <= 0xD7))
            return at + 1;
    }
    return file.size();
}

std::optional<ClaimedSize> jpeg_size(const ByteReader& file) {
    for (std::uint64_t at = next_marker(file, 0); file.has(at, 1);) {
        const std::uint8_t marker = file.u8(at);
        if (is_start_of_frame(marker) && file.has(at, 8))
            return ClaimedSize{file.u16(at + 6), file.u16(at + 4)};
        if (marker == 0xDA || marker == 0xD9)
            return {};
        at = next_marker(file, stands_alone(marker) ? at + 1 : at + 1 + std::max<std::uint64_t>(2, file.u16(at + 1)));
    }
    return {};
}

bool jpeg_ends_early(const ByteReader& file) {
    for (std::uint64_t at = next_marker(file, 0); file.has(at, 1);) {
        const std::uint8_t marker = file.u8(at);
        if (marker == 0xD9)
            return false;
        at = next_marker(file, stands_alone(marker) ? at + 1 : at + 1 + std::max<std::uint64_t>(2, file.u16(at + 1)));
    }
    return true;
}

bool png_ends_early(const ByteReader& file) {
    for (std::uint64_t at = 8; file.has(at, 8);) {
        if (file.text(at + 4, "IEND"))
            return false;
        at += std::uint64_t{12} + file.u32(at);
    }
    return true;
}

bool gif_ends_early(const ByteReader& file) {
    const auto table = [](std::uint8_t flags) { return (flags & 0x80) != 0 ? 3u << ((flags & 7) + 1) : 0u; };
    std::uint64_t at = std::uint64_t{13} + table(file.u8(10));
    while (file.has(at, 1)) {
        const std::uint8_t block = file.u8(at);
        if (block == 0x3B)
            return false;
        if (block == 0x2C)
            at += std::uint64_t{11} + table(file.u8(at + 9));
        else if (block == 0x21)
            at += 2;
        else
            return false; // neither block nor end: damaged, not cut
        while (file.u8(at) != 0)
            at += std::uint64_t{1} + file.u8(at);
        ++at;
    }
    return true;
}

/// ISO base media boxes, also those of a JPEG XL container.
bool boxes_end_early(const ByteReader& file) {
    std::uint64_t at = 0;
    bool has_data = false;
    while (file.has(at, 8)) {
        std::uint64_t length = file.u32(at);
        has_data = has_data || file.text(at + 4, "mdat") || file.text(at + 4, "jxlc") || file.text(at + 4, "jxlp");
        if (length == 0) // to the end of the file
            return false;
        if (length == 1)
            length = file.u64(at + 8);
        if (length < 8)
            return false;
        if (!file.has(at, length))
            return true;
        at += length;
    }
    return at != file.size() || !has_data;
}

bool tiff_ends_early(const ByteReader& unordered) {
    const ByteReader file = unordered.with_order(unordered.text(0, "MM"));
    if (file.u16(2) != 42)
        return false;
    const std::uint64_t directory = file.u32(4);
    const std::uint64_t entries = file.u16(directory);
    if (!file.has(directory, 2 + entries * 12))
        return true;
    // A single strip or tile whose place is written in the entry itself; longer lists only have to be inside the file.
    std::uint64_t offset = 0, length = 0;
    for (std::uint64_t i = 0; i < entries; ++i) {
        const std::uint64_t entry = directory + 2 + i * 12;
        const std::uint32_t tag = file.u16(entry), type = file.u16(entry + 2), count = file.u32(entry + 4);
        const std::uint64_t bytes = std::uint64_t{count} * (type == 3 ? 2 : 4);
        const bool places = tag == 273 || tag == 279 || tag == 324 || tag == 325;
        if (!places || (type != 3 && type != 4))
            continue;
        const std::uint64_t list = bytes > 4 ? file.u32(entry + 8) : entry + 8;
        if (!file.has(list, bytes))
            return true;
        const std::uint64_t last = count == 0 ? 0 : list + bytes - (type == 3 ? 2 : 4);
        (tag == 273 || tag == 324 ? offset : length) = type == 3 ? file.u16(last) : file.u32(last);
    }
    return !file.has(offset, length);
}

bool bmp_ends_early(const ByteReader& big) {
    const ByteReader file = big.with_order(false);
    const bool core = file.u32(14) == 12;
    const std::uint64_t start = file.u32(10);
    const std::uint64_t width = core ? file.u16(18) : file.u32(18);
    const auto signed_height = static_cast<std::int32_t>(file.u32(22));
    const std::uint64_t height =
        core ? file.u16(20) : static_cast<std::uint64_t>(std::abs(std::int64_t{signed_height}));
    const std::uint64_t bits = core ? file.u16(24) : file.u16(28);
    const std::uint32_t compression = core ? 0 : file.u32(30);
    if (compression != 0 && compression != 3 && compression != 6) // run lengths: no fixed length
        return !file.has(start, 1);
    const std::uint64_t row = (width * bits + 31) / 32 * 4;
    return row != 0 && height > (file.size() - std::min(start, file.size())) / row;
}

std::optional<ClaimedSize> bmp_size(const ByteReader& big) {
    const ByteReader file = big.with_order(false);
    if (!file.has(0, 26))
        return {};
    if (file.u32(14) == 12)
        return ClaimedSize{file.u16(18), file.u16(20)};
    const auto height = static_cast<std::int32_t>(file.u32(22));
    return ClaimedSize{file.u32(18), static_cast<std::uint64_t>(std::abs(std::int64_t{height}))};
}

/// Binary PGM and PPM only; the text forms have no length.
bool ppm_ends_early(const ByteReader& file) {
    const char kind = static_cast<char>(file.u8(1));
    if (kind != '5' && kind != '6')
        return false;
    std::uint64_t numbers[3] = {0, 0, 0}, at = 2;
    for (std::uint64_t& number : numbers) {
        while (file.has(at, 1) && std::isdigit(file.u8(at)) == 0) {
            if (file.u8(at) == '#')
                while (file.has(at, 1) && file.u8(at) != '\n')
                    ++at;
            ++at;
        }
        for (; std::isdigit(file.u8(at)) != 0 && number < 1'000'000'000; ++at)
            number = number * 10 + (file.u8(at) - '0');
    }
    const std::uint64_t sample = numbers[2] > 255 ? 2 : 1;
    return !file.has(at + 1, numbers[0] * numbers[1] * sample * (kind == '6' ? 3 : 1));
}

} // namespace

std::optional<ClaimedSize> embedded_jpeg_size(std::span<const std::byte> bytes) {
    const ByteReader file(bytes);
    constexpr int most_segments = 64;
    std::uint64_t at = 2;
    for (int i = 0; i < most_segments && file.u8(at) == 0xFF; ++i) {
        const std::uint8_t marker = file.u8(at + 1);
        if (marker >= 0xC0 && marker <= 0xC2 && file.has(at, 9))
            return ClaimedSize{file.u16(at + 7), file.u16(at + 5)};
        if (is_start_of_frame(marker) || stands_alone(marker) || marker == 0xDA || marker == 0xD9)
            return {};
        at += 2 + std::max<std::uint64_t>(2, file.u16(at + 2));
    }
    return {};
}

std::optional<ClaimedSize> claimed_size(FileKind kind, std::span<const std::byte> bytes) {
    const ByteReader file(bytes);
    switch (kind) {
    case FileKind::Jpeg:
        return jpeg_size(file);
    case FileKind::Png:
        return file.has(16, 8) ? std::optional(ClaimedSize{file.u32(16), file.u32(20)}) : std::nullopt;
    case FileKind::Gif: {
        const ByteReader little = file.with_order(false);
        return ClaimedSize{little.u16(6), little.u16(8)};
    }
    case FileKind::Bmp:
        return bmp_size(file);
    default:
        return {};
    }
}

bool ends_early(FileKind kind, std::span<const std::byte> bytes) {
    const ByteReader file(bytes);
    switch (kind) {
    case FileKind::Jpeg:
        return jpeg_ends_early(file);
    case FileKind::Png:
        return png_ends_early(file);
    case FileKind::Gif:
        return gif_ends_early(file);
    case FileKind::Webp:
        return std::uint64_t{file.with_order(false).u32(4)} + 8 > file.size();
    case FileKind::Heif:
    case FileKind::Avif:
        return boxes_end_early(file);
    case FileKind::Jxl:
        return file.u8(0) == 0 && boxes_end_early(file);
    case FileKind::Tiff:
        return tiff_ends_early(file);
    case FileKind::Bmp:
        return bmp_ends_early(file);
    case FileKind::Ppm:
        return ppm_ends_early(file);
    case FileKind::Raw:
    case FileKind::Unknown:
        break;
    }
    return false;
}

} // namespace touchstone::imaging
