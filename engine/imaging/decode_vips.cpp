// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The formats that libvips reads. The loader is called by name, so that libvips never guesses.
#include <algorithm>
#include <cmath>
#include <new>
#include <span>

#include "engine/imaging/job.h"
#include "engine/imaging/orient.h"
#include "engine/imaging/vips_support.h"

namespace touchstone::imaging {

namespace {

struct LoadOptions {
    VipsFailOn fail_on = VIPS_FAIL_ON_ERROR;
    int shrink = 1;                  ///< JPEG and WebP: 1, 2, 4 or 8
    bool embedded_thumbnail = false; ///< HEIF
};

VipsRef load_ppm(std::span<const std::byte> bytes, VipsFailOn fail_on) {
    VipsSource* source = vips_source_new_from_memory(bytes.data(), bytes.size());
    if (source == nullptr)
        return {};
    VipsImage* image = nullptr;
    vips_ppmload_source(source, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, nullptr);
    g_object_unref(source);
    return VipsRef(image);
}

/// Reads the header; pixels come later. The bytes have to outlive the image.
VipsRef load(FileKind kind, std::span<const std::byte> bytes, const LoadOptions& options) {
    void* data = const_cast<std::byte*>(bytes.data()); // the interface is not const, the loaders only read
    const std::size_t size = bytes.size();
    const VipsFailOn fail_on = options.fail_on;
    VipsImage* image = nullptr;
    int failed = -1;
    switch (kind) {
    case FileKind::Jpeg:
        failed = vips_jpegload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on,
                                      "shrink", options.shrink, nullptr);
        break;
    case FileKind::Png:
        failed = vips_pngload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, nullptr);
        break;
    case FileKind::Gif:
        failed = vips_gifload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, nullptr);
        break;
    case FileKind::Webp:
        failed = vips_webpload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "scale",
                                      1.0 / options.shrink, nullptr);
        break;
    case FileKind::Tiff:
        failed =
            vips_tiffload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, nullptr);
        break;
    case FileKind::Heif:
    case FileKind::Avif:
        failed = vips_heifload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on,
                                      "thumbnail", options.embedded_thumbnail ? TRUE : FALSE, nullptr);
        break;
    case FileKind::Jxl:
        failed = vips_jxlload_buffer(data, size, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, nullptr);
        break;
    case FileKind::Ppm:
        return load_ppm(bytes, fail_on);
    case FileKind::Bmp:
    case FileKind::Raw:
    case FileKind::Unknown:
        break;
    }
    vips_error_clear();
    return failed == 0 ? VipsRef(image) : VipsRef();
}

int pass_on_in_time(VipsRegion* out, void* sequence, void* /*in*/, void* deadline, gboolean* /*stop*/) {
    auto* in = static_cast<VipsRegion*>(sequence);
    if (static_cast<const Deadline*>(deadline)->passed())
        return -1;
    if (vips_region_prepare(in, &out->valid) != 0)
        return -1;
    return vips_region_region(out, in, &out->valid, out->valid.left, out->valid.top);
}

/// A step right behind the loader that fails once the deadline has passed. libvips' own progress signal comes once a
/// strip of the result, which for the thumbnail of a bomb is the whole of its billion pixels.
bool watch_time(VipsRef& image, const Deadline& deadline) {
    return image.transform([&](VipsImage* in, VipsImage** out) {
        *out = vips_image_new();
        g_object_ref(in);
        vips_object_local(*out, in); // a link alone does not keep the input alive
        if (vips_image_pipelinev(*out, VIPS_DEMAND_STYLE_THINSTRIP, in, nullptr) == 0 &&
            vips_image_generate(*out, vips_start_one, pass_on_in_time, vips_stop_one, in,
                                const_cast<Deadline*>(&deadline)) == 0)
            return 0;
        g_object_unref(*out);
        return -1;
    });
}

Size size_of(const VipsRef& image) {
    return {image.get()->Xsize, image.get()->Ysize};
}

/// The largest scale of the format's own that still leaves `edge` pixels.
int load_shrink(FileKind kind, Size size, const Job& job) {
    if (!job.thumbnail() || (kind != FileKind::Jpeg && kind != FileKind::Webp))
        return 1;
    int shrink = 1;
    while (shrink < 8 && size.long_side() / (2 * shrink) >= job.edge)
        shrink *= 2;
    return shrink;
}

/// The preview that phones put into HEIC, when it is large enough and of the same shape.
VipsRef heif_preview(FileKind kind, Size whole, const Job& job) {
    if (!job.thumbnail() || (kind != FileKind::Heif && kind != FileKind::Avif))
        return {};
    VipsRef preview = load(kind, job.bytes, {.embedded_thumbnail = true});
    if (!preview)
        return {};
    const Size size = size_of(preview);
    const double stretch = static_cast<double>(size.width) / size.height * whole.height / whole.width;
    const bool useful = size.long_side() >= std::min(job.edge, whole.long_side()) && std::abs(stretch - 1) < 0.02;
    return useful ? std::move(preview) : VipsRef();
}

/// Box average by a whole factor inside the pipeline, so that the full frame of a large PNG is never in memory.
bool shrink_in_pipeline(VipsRef& image, const Job& job) {
    const int factor = job.thumbnail() ? size_of(image).long_side() / job.edge : 1;
    if (factor < 2)
        return true;
    const double horizontal = std::min(factor, image.get()->Xsize), vertical = std::min(factor, image.get()->Ysize);
    return image.transform(
        [&](VipsImage* in, VipsImage** out) { return vips_shrink(in, out, horizontal, vertical, nullptr); });
}

enum class PixelOutcome { Done, Late, Failed };

/// Runs the pipeline into `pixels`, which have room for the image.
PixelOutcome read_pixels(const VipsRef& image, std::span<std::uint8_t> pixels, const Deadline& deadline) {
    if (deadline.passed())
        return PixelOutcome::Late;
    const Size size = size_of(image);
    const VipsRef memory(
        vips_image_new_from_memory(pixels.data(), pixels.size(), size.width, size.height, 3, VIPS_FORMAT_UCHAR));
    const bool ok = memory && vips_image_write(image.get(), memory.get()) == 0;
    vips_error_clear();
    if (ok)
        return PixelOutcome::Done;
    return deadline.passed() ? PixelOutcome::Late : PixelOutcome::Failed;
}

/// Nothing is done to the pixels after they were read.
bool is_final(const Photo& photo, const Job& job) {
    const bool turned = job.upright() && !job.keep_orientation && photo.orientation >= 2 && photo.orientation <= 8;
    return !job.thumbnail() && !job.keep_orientation && !turned;
}

/// In the sink when they can stay there, else in the photo.
std::span<std::uint8_t> room_for(Photo& photo, Size size, const Job& job) {
    if (job.sink == nullptr || !is_final(photo, job)) {
        photo.image = RgbImage(size);
        return photo.image.pixels;
    }
    photo.image.size = size;
    const std::size_t bytes = static_cast<std::size_t>(size.pixels()) * 3;
    return {job.sink->room(bytes), bytes};
}

Error unreadable_error(FileKind kind, const Job& job) {
    Error error = broken_error(kind, job);
    // Of these libvips knows only some variants, and a whole file may be of another.
    const bool has_variants = kind == FileKind::Heif || kind == FileKind::Avif || kind == FileKind::Tiff;
    if (error.code == ErrorCode::Damaged && has_variants) {
        error.what = "is damaged, or " + std::string(format_name(kind)) + " of a variant that this build does not read";
        error.remedy = "copy it again, or save it as PNG or JPEG where it opens";
    }
    return error;
}

enum class HeifPreview { Use, Ignore };

Result<Photo> attempt(FileKind kind, const Job& job, VipsFailOn fail_on, HeifPreview use_preview) {
    VipsRef image = load(kind, job.bytes, {.fail_on = fail_on});
    if (!image)
        return tl::unexpected(unreadable_error(kind, job));
    Photo photo;
    photo.format = format_name(kind);
    photo.stored_size = size_of(image);
    photo.orientation = vips_image_get_orientation(image.get());
    photo.upright = job.upright();
    if (auto ok = check_size(image.get()->Xsize, image.get()->Ysize, job); !ok)
        return tl::unexpected(ok.error());

    VipsRef preview = use_preview == HeifPreview::Use ? heif_preview(kind, photo.stored_size, job) : VipsRef();
    if (preview) {
        image = std::move(preview);
    } else if (const int shrink = load_shrink(kind, photo.stored_size, job); shrink > 1) {
        image = load(kind, job.bytes, {.fail_on = fail_on, .shrink = shrink});
        if (!image)
            return tl::unexpected(unreadable_error(kind, job));
    }
    if (!watch_time(image, job.deadline))
        return tl::unexpected(memory_error(job));
    const ColourOutcome colour = to_display_rgb(image, kind == FileKind::Jxl, job.upright(), photo.colour_converted);
    if (colour == ColourOutcome::UnknownRange)
        return failure(ErrorCode::UnsupportedFormat, job.name, "holds floating-point values of an unknown range",
                       "save it with 8 or 16 bits per channel");
    if (colour == ColourOutcome::Failed || !shrink_in_pipeline(image, job))
        return tl::unexpected(unreadable_error(kind, job));
    const std::span<std::uint8_t> pixels = room_for(photo, size_of(image), job);
    switch (read_pixels(image, pixels, job.deadline)) {
    case PixelOutcome::Done:
        return finish(std::move(photo), job);
    case PixelOutcome::Late:
        return tl::unexpected(time_limit_error(job));
    case PixelOutcome::Failed:
        break;
    }
    return tl::unexpected(unreadable_error(kind, job));
}

} // namespace

Result<Photo> decode_with_vips(FileKind kind, const Job& job) {
    const auto is_broken = [](const Result<Photo>& photo) {
        return !photo && (photo.error().code == ErrorCode::Truncated || photo.error().code == ErrorCode::Damaged);
    };
    Result<Photo> photo = attempt(kind, job, VIPS_FAIL_ON_ERROR, HeifPreview::Use);
    const bool had_preview = job.thumbnail() && (kind == FileKind::Heif || kind == FileKind::Avif);
    if (is_broken(photo) && had_preview) // a broken preview says nothing of the photo
        photo = attempt(kind, job, VIPS_FAIL_ON_ERROR, HeifPreview::Ignore);
    if (!is_broken(photo) || !job.options.allow_damaged)
        return photo;
    Result<Photo> part = attempt(kind, job, VIPS_FAIL_ON_NONE, HeifPreview::Ignore);
    if (!part)
        return photo; // the first error tells more
    part->damaged = true;
    return part;
}

} // namespace touchstone::imaging
