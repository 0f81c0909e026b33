// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Own magic bytes: libvips tries the type tests of all its loaders, blocked ones too, and hands unknown files to them.
#include "engine/imaging/sniff.h"

#include <array>

#include "engine/imaging/bytes.h"

namespace touchstone::imaging {

namespace {

using namespace std::string_view_literals;

FileKind kind_of_brand(const ByteReader& file, std::uint64_t at) {
    for (const std::string_view brand : {"avif"sv, "avis"sv})
        if (file.text(at, brand))
            return FileKind::Avif;
    for (const std::string_view brand : {"heic"sv, "heix"sv, "heim"sv, "heis"sv, "hevc"sv, "hevx"sv})
        if (file.text(at, brand))
            return FileKind::Heif;
    return file.text(at, "crx ") ? FileKind::Raw : FileKind::Unknown;
}

/// ISO base media: the major brand decides, or for the generic `mif1` the first compatible one that is known.
FileKind kind_of_media_file(const ByteReader& file) {
    const FileKind major = kind_of_brand(file, 8);
    if (major != FileKind::Unknown)
        return major;
    const bool generic = file.text(8, "mif1") || file.text(8, "msf1") || file.text(8, "miaf");
    const std::uint64_t end = file.u32(0);
    for (std::uint64_t at = 16; at + 4 <= end && file.has(at, 4); at += 4)
        if (const FileKind kind = kind_of_brand(file, at); kind != FileKind::Unknown)
            return kind;
    return generic ? FileKind::Heif : FileKind::Unknown;
}

bool is_raw_magic(const ByteReader& file) {
    return file.text(0, "FUJIFILMCCD-RAW") || file.text(0, "\0MRM"sv) || file.text(0, "IIU\0"sv) ||
           file.text(0, "IIRO"sv) || file.text(0, "IIRS"sv) || file.text(0, "MMOR"sv) || file.text(6, "HEAPCCDR"sv) ||
           file.text(0, "FOVb"sv) || (file.text(0, "II*\0"sv) && file.text(8, "CR\2"sv));
}

bool is_ppm(const ByteReader& file) {
    if (file.u8(0) != 'P')
        return false;
    const char kind = static_cast<char>(file.u8(1)), next = static_cast<char>(file.u8(2));
    const bool known = (kind >= '1' && kind <= '6') || kind == 'f' || kind == 'F';
    return known && (next == ' ' || next == '\n' || next == '\r' || next == '\t' || next == '#');
}

} // namespace

FileKind sniff(std::span<const std::byte> bytes) {
    const ByteReader file(bytes);
    if (file.text(0, "\xFF\xD8\xFF"sv))
        return FileKind::Jpeg;
    if (file.text(0, "\x89PNG\r\n\x1A\n"sv))
        return FileKind::Png;
    if (file.text(0, "GIF87a"sv) || file.text(0, "GIF89a"sv))
        return FileKind::Gif;
    if (file.text(0, "RIFF"sv) && file.text(8, "WEBP"sv))
        return FileKind::Webp;
    if (file.text(0, "\xFF\x0A"sv) || file.text(0, "\0\0\0\x0CJXL \r\n\x87\n"sv))
        return FileKind::Jxl;
    if (file.text(4, "ftyp"sv))
        return kind_of_media_file(file);
    if (is_raw_magic(file))
        return FileKind::Raw;
    for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv})
        if (file.text(0, magic))
            return FileKind::Tiff;
    // "BM" alone begins many a text: the header's own length has to be one of the known ones.
    const std::uint32_t bmp_header = file.with_order(false).u32(14);
    if (file.text(0, "BM"sv) && (bmp_header == 12 || (bmp_header >= 16 && bmp_header <= 124)))
        return FileKind::Bmp;
    return is_ppm(file) ? FileKind::Ppm : FileKind::Unknown;
}

std::string_view format_name(FileKind kind) {
    switch (kind) {
    case FileKind::Jpeg:
        return "jpeg";
    case FileKind::Png:
        return "png";
    case FileKind::Gif:
        return "gif";
    case FileKind::Webp:
        return "webp";
    case FileKind::Tiff:
        return "tiff";
    case FileKind::Heif:
        return "heic";
    case FileKind::Avif:
        return "avif";
    case FileKind::Jxl:
        return "jxl";
    case FileKind::Ppm:
        return "ppm";
    case FileKind::Bmp:
        return "bmp";
    case FileKind::Raw:
        return "raw";
    case FileKind::Unknown:
        break;
    }
    return "unknown";
}

std::string_view describe_unknown(std::span<const std::byte> bytes) {
    struct Magic {
        std::uint64_t at;
        std::string_view bytes, description;
    };
    static constexpr std::array<Magic, 14> known{{
        {0, "%PDF"sv, "a PDF document"sv},
        {0, "8BPS"sv, "a Photoshop document"sv},
        {0, "PK\x03\x04"sv, "a ZIP archive"sv},
        {0, "\x1F\x8B"sv, "a compressed archive"sv},
        {0, "<svg"sv, "an SVG drawing"sv},
        {0, "<?xml"sv, "an XML document"sv},
        {0, "\0\0\x01\0"sv, "an icon"sv},
        {0, "\0\0\0\x0CjP  "sv, "a JPEG 2000 picture"sv},
        {0, "\xFF\x4F\xFF\x51"sv, "a JPEG 2000 picture"sv},
        {0, "\x76\x2F\x31\x01"sv, "an OpenEXR picture"sv},
        {0, "gimp xcf"sv, "a GIMP document"sv},
        {0, "DDS "sv, "a DDS texture"sv},
        {4, "ftyp"sv, "a film"sv},
        {0, "\x1A\x45\xDF\xA3"sv, "a film"sv},
    }};
    const ByteReader file(bytes);
    for (const Magic& magic : known)
        if (file.text(magic.at, magic.bytes))
            return magic.description;
    const std::size_t looked_at = std::min<std::size_t>(bytes.size(), 512);
    for (std::size_t i = 0; i < looked_at; ++i) {
        const std::uint8_t byte = file.u8(i);
        if (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t')
            return {};
        if (byte == 0x7F)
            return {};
    }
    return looked_at > 1 ? "text"sv : ""sv;
}

} // namespace touchstone::imaging
