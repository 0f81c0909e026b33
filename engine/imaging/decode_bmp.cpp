// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Own BMP reader: libvips reads BMP only through ImageMagick, which stays closed, and OpenCV prints about every damaged
// one. Layout after Microsoft's BITMAPCOREHEADER, BITMAPINFOHEADER and its successors.
#include <algorithm>
#include <array>
#include <bit>
#include <cstdlib>
#include <cstring>

#include "engine/imaging/bytes.h"
#include "engine/imaging/job.h"

namespace touchstone::imaging {

namespace {

enum Compression : std::uint32_t {
    plain = 0,
    run_length_8 = 1,
    run_length_4 = 2,
    bit_fields = 3,
    bit_fields_alpha = 6
};

struct Header {
    Size size;
    bool top_down = false;
    std::uint32_t bits = 0, compression = plain;
    std::uint64_t pixels = 0; ///< where they start
    std::array<std::uint32_t, 3> masks{};
    std::array<std::array<std::uint8_t, 3>, 256> palette{};
};

void read_palette(const ByteReader& file, Header& header, bool core) {
    const std::uint64_t length = file.u32(14), entry = core ? 3 : 4;
    const bool masks_follow =
        length == 40 && (header.compression == bit_fields || header.compression == bit_fields_alpha);
    const std::uint64_t start = 14 + length + (masks_follow ? 12 : 0);
    for (std::uint64_t i = 0; i < 256 && start + (i + 1) * entry <= header.pixels; ++i) {
        const std::uint64_t at = start + i * entry;
        header.palette[i] = {file.u8(at + 2), file.u8(at + 1), file.u8(at)};
    }
}

bool read_header(const ByteReader& file, Header& header) {
    const bool core = file.u32(14) == 12;
    const auto height = core ? std::int64_t{file.u16(20)} : std::int64_t{static_cast<std::int32_t>(file.u32(22))};
    const auto width = core ? std::int64_t{file.u16(18)} : std::int64_t{static_cast<std::int32_t>(file.u32(18))};
    if (width <= 0 || height == 0 || height == INT32_MIN)
        return false;
    header.size = Size{static_cast<int>(width), static_cast<int>(std::abs(height))};
    header.top_down = height < 0;
    header.bits = core ? file.u16(24) : file.u16(28);
    header.compression = core ? std::uint32_t{plain} : file.u32(30);
    header.pixels = file.u32(10);
    if (header.compression == bit_fields || header.compression == bit_fields_alpha)
        header.masks = {file.u32(54), file.u32(58), file.u32(62)};
    else if (header.bits == 16)
        header.masks = {0x7C00, 0x03E0, 0x001F};
    else
        header.masks = {0xFF0000, 0x00FF00, 0x0000FF};
    read_palette(file, header, core);
    switch (header.compression) {
    case plain:
        return header.bits == 1 || header.bits == 4 || header.bits == 8 || header.bits == 16 || header.bits == 24 ||
               header.bits == 32;
    case run_length_8:
        return header.bits == 8;
    case run_length_4:
        return header.bits == 4;
    case bit_fields:
    case bit_fields_alpha:
        return header.bits == 16 || header.bits == 32;
    default:
        return false; // JPEG or PNG inside is for printers
    }
}

/// The bits under `mask`, scaled to 0…255.
std::uint8_t field(std::uint32_t value, std::uint32_t mask) {
    if (mask == 0)
        return 0;
    const int shift = std::countr_zero(mask);
    const std::uint64_t highest = mask >> shift, found = (value & mask) >> shift;
    return static_cast<std::uint8_t>((found * 255 + highest / 2) / highest);
}

void store(std::uint8_t* to, const std::array<std::uint8_t, 3>& colour) {
    std::copy(colour.begin(), colour.end(), to);
}

void read_row(const ByteReader& file, const Header& header, std::uint64_t at, std::uint8_t* to) {
    for (int x = 0; x < header.size.width; ++x, to += 3) {
        const auto i = static_cast<std::uint64_t>(x);
        switch (header.bits) {
        case 1:
            store(to, header.palette[file.u8(at + i / 8) >> (7 - i % 8) & 1]);
            break;
        case 4:
            store(to, header.palette[file.u8(at + i / 2) >> (i % 2 == 0 ? 4 : 0) & 15]);
            break;
        case 8:
            store(to, header.palette[file.u8(at + i)]);
            break;
        case 24:
            store(to, {file.u8(at + 3 * i + 2), file.u8(at + 3 * i + 1), file.u8(at + 3 * i)});
            break;
        default: {
            const std::uint32_t value = header.bits == 16 ? file.u16(at + 2 * i) : file.u32(at + 4 * i);
            store(to, {field(value, header.masks[0]), field(value, header.masks[1]), field(value, header.masks[2])});
        }
        }
    }
}

/// Run-length coded palette indices. Returns false when the data end or leave the picture.
bool read_runs(const ByteReader& file, const Header& header, RgbImage& image) {
    const bool nibbles = header.bits == 4;
    int x = 0, y = 0;
    const auto put = [&](std::uint32_t index) {
        if (x < header.size.width && y < header.size.height)
            store(image.row(header.top_down ? y : header.size.height - 1 - y) + 3 * x, header.palette[index & 255]);
        ++x;
    };
    for (std::uint64_t at = header.pixels; file.has(at, 2); at += 2) {
        const std::uint32_t count = file.u8(at), value = file.u8(at + 1);
        if (count > 0) {
            for (std::uint32_t i = 0; i < count; ++i)
                put(!nibbles ? value : i % 2 == 0 ? value >> 4 : value & 15);
        } else if (value == 0) {
            x = 0;
            ++y;
        } else if (value == 1) {
            return true;
        } else if (value == 2) {
            x += file.u8(at + 2);
            y += file.u8(at + 3);
            at += 2;
        } else {
            for (std::uint32_t i = 0; i < value; ++i) {
                const std::uint8_t byte = file.u8(at + 2 + (nibbles ? i / 2 : i));
                put(!nibbles ? byte : i % 2 == 0 ? byte >> 4 : byte & 15);
            }
            const std::uint64_t bytes = nibbles ? (value + 1) / 2 : value;
            at += bytes + bytes % 2;
        }
        if (x > header.size.width + 255 || y > header.size.height)
            return false;
    }
    return false;
}

} // namespace

Result<Photo> decode_bmp(const Job& job) {
    const ByteReader file(job.bytes, false);
    Header header;
    if (!read_header(file, header))
        return failure(ErrorCode::Damaged, job.name, "is damaged, or a BMP of a variant that this build does not read",
                       "copy it again, or save it as PNG where it opens");
    bool broken = ends_early(FileKind::Bmp, job.bytes);
    if (broken && !job.options.allow_damaged)
        return tl::unexpected(broken_error(FileKind::Bmp, job));
    Photo photo;
    photo.image = RgbImage(header.size);
    if (header.compression == run_length_8 || header.compression == run_length_4) {
        broken = !read_runs(file, header, photo.image) || broken;
    } else {
        const std::uint64_t row_bytes = (std::uint64_t{header.bits} * header.size.width + 31) / 32 * 4;
        for (int y = 0; y < header.size.height && !job.deadline.passed(); ++y) {
            const int stored = header.top_down ? y : header.size.height - 1 - y;
            read_row(file, header, header.pixels + row_bytes * stored, photo.image.row(y));
        }
    }
    if (broken && !job.options.allow_damaged)
        return tl::unexpected(broken_error(FileKind::Bmp, job));
    photo.stored_size = header.size;
    photo.format = format_name(FileKind::Bmp);
    photo.upright = job.upright();
    photo.damaged = broken;
    return finish(std::move(photo), job);
}

} // namespace touchstone::imaging
