// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The front door: what kind of file, is it within the limits, who decodes it.
#include "engine/imaging/decode.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <memory>
#include <new>

#include "engine/base/files.h"
#include "engine/base/open_file.h"
#include "engine/imaging/file_decoder.h"
#include "engine/imaging/job.h"
#include "engine/imaging/orient.h"
#include "engine/imaging/resample.h"

namespace touchstone::imaging {

namespace {

std::shared_ptr<FileDecoder> installed_decoder;

/// No format has a shorter file; anything below is a piece of one.
constexpr std::size_t shortest_photo = 12;

Error unknown_error(const Job& job) {
    if (job.bytes.size() < shortest_photo)
        return {ErrorCode::Truncated, std::string(job.name),
                "is only " + std::to_string(job.bytes.size()) + (job.bytes.size() == 1 ? " byte" : " bytes") +
                    " long, too short for a picture",
                "copy it again from where it came"};
    const std::string_view description = describe_unknown(job.bytes);
    const std::string what = description.empty() ? "is not a picture of a kind this build reads"
                                                 : "is " + std::string(description) + ", not a photo this build reads";
    return {ErrorCode::UnsupportedFormat, std::string(job.name), what, "save it as JPEG, PNG or TIFF"};
}

Result<Photo> dispatch(const Job& job) {
    if (job.bytes.empty())
        return failure(ErrorCode::EmptyFile, job.name, "is empty (0 bytes)", "copy it again from where it came");
    if (job.bytes.size() > job.options.limits.max_bytes)
        return failure(ErrorCode::TooLarge, job.name,
                       std::to_string(job.bytes.size()) + " bytes is over the limit of " +
                           std::to_string(job.options.limits.max_bytes));
    const FileKind kind = sniff(job.bytes);
    if (kind == FileKind::Unknown)
        return tl::unexpected(unknown_error(job));
    if (const auto claimed = claimed_size(kind, job.bytes))
        if (auto ok = check_size(claimed->width, claimed->height, job); !ok)
            return tl::unexpected(ok.error());
    if (is_raw(kind, job.bytes))
        return decode_raw(job);
    return kind == FileKind::Bmp ? decode_bmp(job) : decode_with_vips(kind, job);
}

/// The room's border: nothing thrown gets past.
Result<Photo> guarded(const Job& job, Result<Photo> (*decoder)(const Job&) = dispatch) {
    if (!decoders_ready())
        return failure(ErrorCode::Internal, job.name, "cannot be decoded: libvips did not start", "reinstall libvips");
    try {
        return decoder(job);
    } catch (const std::bad_alloc&) {
        return tl::unexpected(memory_error(job));
    } catch (const std::exception& e) {
        return failure(ErrorCode::Internal, job.name, std::string("a decoder failed: ") + e.what());
    }
}

} // namespace

void set_file_decoder(std::shared_ptr<FileDecoder> decoder) {
    installed_decoder = std::move(decoder);
}

FileDecoder* file_decoder() {
    return installed_decoder.get();
}

Result<void> check_size(std::uint64_t width, std::uint64_t height, const Job& job) {
    if (width == 0 || height == 0)
        return {}; // said nowhere yet, or the decoder's to refuse
    constexpr std::uint64_t longest_side = 10'000'000;
    const auto limit = static_cast<std::uint64_t>(std::max<std::int64_t>(0, job.options.limits.max_pixels));
    const std::string claim =
        "claims " + std::to_string(width) + " x " + std::to_string(height) + " pixels, over the limit of ";
    const char* remedy = "scale it down first, or raise the limit if the file is trusted";
    if (width > longest_side || height > longest_side || width * height > limit)
        return failure(ErrorCode::TooLarge, job.name, claim + std::to_string(limit) + " pixels", remedy);
    if (width * height > job.options.limits.max_bytes / 3)
        return failure(ErrorCode::TooLarge, job.name,
                       claim + std::to_string(job.options.limits.max_bytes) + " bytes when decoded", remedy);
    if (job.sink != nullptr)
        job.sink->announce(width, height);
    return {};
}

Result<Photo> finish(Photo photo, const Job& job) {
    const Size target = fitted_size(photo.image.size, job.edge);
    if (target != photo.image.size)
        photo.image = resize_pillow(photo.image, target, PillowFilter::Bicubic);
    if (job.upright() && !job.keep_orientation)
        photo.image = apply_orientation(std::move(photo.image), photo.orientation);
    if (job.deadline.passed())
        return tl::unexpected(time_limit_error(job));
    return photo;
}

Error time_limit_error(const Job& job) {
    char limit[32];
    std::snprintf(limit, sizeof limit, "%g", job.options.limits.max_seconds);
    return {ErrorCode::TimeLimit, std::string(job.name),
            std::string("took longer to decode than the limit of ") + limit + " s",
            "raise the limit, or save it in a plainer format"};
}

Error memory_error(const Job& job) {
    return {ErrorCode::OutOfMemory, std::string(job.name), "does not fit into memory when decoded",
            "close other programs or scale it down first"};
}

Error broken_error(FileKind kind, const Job& job) {
    if (ends_early(kind, job.bytes))
        return {ErrorCode::Truncated, std::string(job.name), "ends before its picture does",
                "copy it again from where it came"};
    // A bare JPEG XL stream does not say how long it is.
    const char* guess = kind == FileKind::Jxl ? "is damaged or cut short: its " : "is damaged: its ";
    return {ErrorCode::Damaged, std::string(job.name),
            std::string(guess) + std::string(format_name(kind)) + " data cannot be decoded whole",
            "copy it again from where it came"};
}

Result<Photo> decode(std::span<const std::byte> bytes, const DecodeOptions& options, std::string_view name) {
    return guarded(
        {.bytes = bytes, .options = options, .name = name, .deadline = Deadline(options.limits.max_seconds)});
}

Result<Photo> decode_thumbnail(std::span<const std::byte> bytes, int edge, const DecodeOptions& options,
                               std::string_view name) {
    return guarded({.bytes = bytes,
                    .options = options,
                    .name = name,
                    .deadline = Deadline(options.limits.max_seconds),
                    .edge = std::max(1, edge)});
}

Result<Photo> decode_exif_thumbnail(std::span<const std::byte> bytes, int edge, std::string_view name) {
    const DecodeOptions options;
    return guarded({.bytes = bytes,
                    .options = options,
                    .name = name,
                    .deadline = Deadline(options.limits.max_seconds),
                    .edge = std::max(1, edge)},
                   find_exif_thumbnail);
}

Result<Photo> decode_into(PixelSink& sink, std::span<const std::byte> bytes, int edge, const DecodeOptions& options,
                          std::string_view name) {
    return guarded({.bytes = bytes,
                    .options = options,
                    .name = name,
                    .deadline = Deadline(options.limits.max_seconds),
                    .edge = edge,
                    .sink = &sink});
}

Result<Photo> decode_file(const std::string& path, const DecodeOptions& options) {
    if (FileDecoder* decoder = file_decoder())
        return decoder->decode(path, 0, options);
    return read_file(path, options.limits.max_bytes).and_then([&](const Bytes& bytes) {
        return decode(bytes, options, path);
    });
}

Result<Photo> decode_thumbnail_file(const std::string& path, int edge, const DecodeOptions& options) {
    if (FileDecoder* decoder = file_decoder())
        return decoder->decode(path, std::max(1, edge), options);
    return read_file(path, options.limits.max_bytes).and_then([&](const Bytes& bytes) {
        return decode_thumbnail(bytes, edge, options, path);
    });
}

Result<Photo> decode_exif_thumbnail_file(const std::string& path, int edge) {
    if (FileDecoder* decoder = file_decoder())
        return decoder->decode_exif_thumbnail(path, std::max(1, edge));
    const Result<OpenFile> file = open_file(path, DecodeLimits().max_bytes);
    if (!file)
        return tl::unexpected(file.error());
    return read_open_file(file->descriptor.get(), std::min(file->size, exif_thumbnail_bytes), path)
        .and_then([&](const Bytes& bytes) { return decode_exif_thumbnail(bytes, edge, path); });
}

bool has_photo_suffix(std::string_view file_name) {
    static constexpr std::array suffixes{
        std::string_view("jpg"), std::string_view("jpeg"), std::string_view("jpe"), std::string_view("jfif"),
        std::string_view("png"), std::string_view("tif"), std::string_view("tiff"), std::string_view("webp"),
        std::string_view("heic"), std::string_view("heif"), std::string_view("hif"), std::string_view("avif"),
        std::string_view("jxl"), std::string_view("gif"), std::string_view("bmp"), std::string_view("ppm"),
        std::string_view("pgm"), std::string_view("pnm"), std::string_view("pfm"),
        // RAW
        std::string_view("dng"), std::string_view("cr2"), std::string_view("cr3"), std::string_view("crw"),
        std::string_view("nef"), std::string_view("nrw"), std::string_view("arw"), std::string_view("sr2"),
        std::string_view("srf"), std::string_view("raf"), std::string_view("rw2"), std::string_view("orf"),
        std::string_view("pef"), std::string_view("srw"), std::string_view("x3f"), std::string_view("mrw"),
        std::string_view("kdc"), std::string_view("dcr"), std::string_view("erf"), std::string_view("3fr"),
        std::string_view("fff"), std::string_view("iiq"), std::string_view("mef"), std::string_view("mos"),
        std::string_view("rwl"), std::string_view("gpr"), std::string_view("raw")};
    const std::size_t dot = file_name.rfind('.');
    if (dot == std::string_view::npos)
        return false;
    std::string suffix(file_name.substr(dot + 1));
    // ASCII only: the locale must not decide what is a photo.
    for (char& c : suffix)
        if (c >= 'A' && c <= 'Z')
            c = static_cast<char>(c - 'A' + 'a');
    return std::find(suffixes.begin(), suffixes.end(), suffix) != suffixes.end();
}

} // namespace touchstone::imaging
