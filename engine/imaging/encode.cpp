// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/encode.h"

#include <algorithm>
#include <new>

#include "engine/imaging/decode.h"
#include "engine/imaging/vips_support.h"

namespace touchstone::imaging {

namespace {

/// `save(image, &buffer, &length)` on pixels that libvips only borrows.
template <class Save>
Result<Bytes> encode(const std::vector<std::uint8_t>& pixels, Size size, int bands, int longest_side, Save save) {
    if (size.width < 1 || size.height < 1)
        return failure(ErrorCode::BadInput, "", "a picture without pixels cannot be written");
    if (size.long_side() > longest_side)
        return failure(ErrorCode::BadInput, "", "the picture is larger than the format allows",
                       "choose PNG or scale it down first");
    initialise();
    const VipsRef borrowed(
        vips_image_new_from_memory(pixels.data(), pixels.size(), size.width, size.height, bands, VIPS_FORMAT_UCHAR));
    VipsRef image;
    void* buffer = nullptr;
    std::size_t length = 0;
    // Plain memory has no colour space; without one the savers take three bands for anything.
    VipsImage* labelled = nullptr;
    const bool ok =
        borrowed && vips_copy(borrowed.get(), &labelled, "interpretation", VIPS_INTERPRETATION_sRGB, nullptr) == 0;
    image = VipsRef(labelled);
    if (!ok || save(image.get(), &buffer, &length) != 0) {
        vips_error_clear();
        return failure(ErrorCode::Internal, "", "the picture could not be encoded");
    }
    const auto* first = static_cast<const std::byte*>(buffer);
    try {
        Bytes bytes(first, first + length);
        g_free(buffer);
        return bytes;
    } catch (const std::bad_alloc&) {
        g_free(buffer);
        return failure(ErrorCode::OutOfMemory, "", "the encoded picture does not fit into memory");
    }
}

int save_png(VipsImage* image, void** buffer, std::size_t* length) {
    return vips_pngsave_buffer(image, buffer, length, "compression", 6, "strip", TRUE, nullptr);
}

constexpr int longest_png = 1'000'000, longest_jpeg = 65'500;

} // namespace

Result<Bytes> encode_png(const RgbImage& image) {
    return encode(image.pixels, image.size, 3, longest_png, save_png);
}
Result<Bytes> encode_png(const RgbaImage& image) {
    return encode(image.pixels, image.size, 4, longest_png, save_png);
}

Result<Bytes> encode_jpeg(const RgbImage& image, int quality) {
    const int bounded = std::clamp(quality, 1, 100);
    return encode(image.pixels, image.size, 3, longest_jpeg,
                  [bounded](VipsImage* in, void** buffer, std::size_t* length) {
                      return vips_jpegsave_buffer(in, buffer, length, "Q", bounded, "strip", TRUE, "optimize_coding",
                                                  TRUE, "subsample_mode", VIPS_FOREIGN_SUBSAMPLE_AUTO, nullptr);
                  });
}

} // namespace touchstone::imaging
