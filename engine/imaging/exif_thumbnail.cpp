// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The small picture in a JPEG's Exif data: cut to the photo's shape and turned as the photo is.
#include <algorithm>
#include <cmath>
#include <span>

#include "engine/imaging/job.h"
#include "engine/imaging/vips_support.h"

namespace touchstone::imaging {

namespace {

constexpr int smallest_side = 40, largest_side = 1024;
constexpr double same_shape = 0.03;   ///< relative; rounding to 160×120 alone makes 1 %
constexpr double darkest_edge = 28.0; ///< mean of a bar's bytes; a JPEG's ringing brightens black

Error none(const Job& job) {
    return {ErrorCode::UnsupportedFormat, std::string(job.name), "has no small picture of itself that can be used", {}};
}

VipsRef load_jpeg(std::span<const std::byte> bytes) {
    VipsImage* image = nullptr;
    vips_jpegload_buffer(const_cast<std::byte*>(bytes.data()), bytes.size(), &image, "access", VIPS_ACCESS_SEQUENTIAL,
                         "fail_on", VIPS_FAIL_ON_ERROR, nullptr);
    vips_error_clear();
    return VipsRef(image);
}

RgbImage pixels_of(VipsRef image) {
    bool converted = false;
    if (to_display_rgb(image, false, true, converted) != ColourOutcome::Done)
        return {};
    RgbImage pixels(Size{image.get()->Xsize, image.get()->Ysize});
    const VipsRef memory(vips_image_new_from_memory(pixels.pixels.data(), pixels.pixels.size(), pixels.size.width,
                                                    pixels.size.height, 3, VIPS_FORMAT_UCHAR));
    const bool ok = memory && vips_image_write(image.get(), memory.get()) == 0;
    vips_error_clear();
    return ok ? std::move(pixels) : RgbImage();
}

double mean_of_rows(const RgbImage& image, int first, int count) {
    if (count <= 0)
        return 0;
    const std::size_t row = static_cast<std::size_t>(image.size.width) * 3;
    double sum = 0;
    for (const std::uint8_t value : std::span(image.row(first), row * static_cast<std::size_t>(count)))
        sum += value;
    return sum / static_cast<double>(row * static_cast<std::size_t>(count));
}

double mean_of_columns(const RgbImage& image, int first, int count) {
    double sum = 0;
    for (int y = 0; y < image.size.height; ++y)
        for (const std::uint8_t value :
             std::span(image.row(y) + static_cast<std::ptrdiff_t>(first) * 3, static_cast<std::size_t>(count) * 3))
            sum += value;
    return count <= 0 ? 0 : sum / (3.0 * count * image.size.height);
}

RgbImage middle_of(const RgbImage& image, Size kept) {
    const int left = (image.size.width - kept.width) / 2, top = (image.size.height - kept.height) / 2;
    RgbImage part(kept);
    for (int y = 0; y < kept.height; ++y) {
        const std::uint8_t* from = image.row(top + y) + static_cast<std::ptrdiff_t>(left) * 3;
        std::copy_n(from, static_cast<std::size_t>(kept.width) * 3, part.row(y));
    }
    return part;
}

/// Cameras paint 3:2 and 16:9 photos into 4:3 with black bars. Another shape without bars is another picture: the photo
/// was cropped or turned, and its small picture left as it was. Then nothing.
RgbImage in_shape_of(RgbImage picture, Size photo) {
    const Size size = picture.size;
    const double shape = static_cast<double>(photo.width) / photo.height;
    const double stretch = static_cast<double>(size.width) / size.height / shape;
    if (std::abs(stretch - 1) < same_shape)
        return picture;
    const Size kept = stretch < 1 ? Size{size.width, std::max(1, static_cast<int>(size.width / shape))}
                                  : Size{std::max(1, static_cast<int>(size.height * shape)), size.height};
    const int across = (size.width - kept.width) / 2, down = (size.height - kept.height) / 2;
    const double brightest =
        std::max({mean_of_rows(picture, 0, down), mean_of_rows(picture, size.height - down, down),
                  mean_of_columns(picture, 0, across), mean_of_columns(picture, size.width - across, across)});
    return brightest <= darkest_edge && across + down > 0 ? middle_of(picture, kept) : RgbImage();
}

} // namespace

Result<Photo> find_exif_thumbnail(const Job& job) {
    if (sniff(job.bytes) != FileKind::Jpeg)
        return tl::unexpected(none(job));
    const VipsRef header = load_jpeg(job.bytes);
    const void* data = nullptr;
    std::size_t size = 0;
    if (!header || vips_image_get_typeof(header.get(), "jpeg-thumbnail-data") == 0 ||
        vips_image_get_blob(header.get(), "jpeg-thumbnail-data", &data, &size) != 0) {
        vips_error_clear();
        return tl::unexpected(none(job));
    }
    const std::span bytes(static_cast<const std::byte*>(data), size);
    VipsRef small = sniff(bytes) == FileKind::Jpeg ? load_jpeg(bytes) : VipsRef();
    if (!small || std::min(small.get()->Xsize, small.get()->Ysize) < smallest_side ||
        std::max(small.get()->Xsize, small.get()->Ysize) > largest_side)
        return tl::unexpected(none(job));
    Photo photo;
    photo.format = "jpeg";
    photo.source = PixelSource::ExifThumbnail;
    photo.stored_size = {header.get()->Xsize, header.get()->Ysize};
    photo.orientation = vips_image_get_orientation(header.get()); // the photo's: its own is often stale
    photo.image = in_shape_of(pixels_of(std::move(small)), photo.stored_size);
    if (photo.image.pixels.empty())
        return tl::unexpected(none(job));
    return finish(std::move(photo), job);
}

} // namespace touchstone::imaging
