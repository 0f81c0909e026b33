// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace touchstone {

struct Size {
    int width = 0;
    int height = 0;

    std::int64_t pixels() const { return std::int64_t{width} * height; }
    int long_side() const { return width > height ? width : height; }
    friend bool operator==(const Size&, const Size&) = default;
};

/// 8-bit RGB pixels, row-major [y][x][c], no padding between rows. sRGB unless said otherwise.
struct RgbImage {
    Size size;
    std::vector<std::uint8_t> pixels; ///< 3 * width * height bytes

    RgbImage() = default;
    explicit RgbImage(Size s)
        : size(s)
        , pixels(static_cast<std::size_t>(s.pixels()) * 3) {}

    const std::uint8_t* row(int y) const { return pixels.data() + static_cast<std::size_t>(y) * size.width * 3; }
    std::uint8_t* row(int y) { return pixels.data() + static_cast<std::size_t>(y) * size.width * 3; }
    std::size_t bytes() const { return pixels.size(); }
};

/// float32 pixels, row-major [y][x][c].
struct FloatImage {
    Size size;
    int channels = 3;
    std::vector<float> values; ///< channels * width * height

    FloatImage() = default;
    explicit FloatImage(Size s, int channel_count = 3)
        : size(s)
        , channels(channel_count)
        , values(static_cast<std::size_t>(s.pixels()) * channel_count) {}

    const float* row(int y) const { return values.data() + static_cast<std::size_t>(y) * size.width * channels; }
    float* row(int y) { return values.data() + static_cast<std::size_t>(y) * size.width * channels; }
};

/// Where the pixels of a photo come from; RAW files have several sources. The last is for a first paint only.
enum class PixelSource { File, RawPreview, RawHalfSize, RawFull, ExifThumbnail };

/// A decoded photo: what the models see and what the screen shows. A plain value, safe to move between threads.
struct Photo {
    RgbImage image;                ///< oriented and in sRGB when decoded upright; as stored otherwise
    Size stored_size;              ///< size in the file, before rotation and before any shrink-on-load
    int orientation = 1;           ///< EXIF orientation of the file, 1…8; already applied when decoded upright
    bool upright = true;           ///< orientation and colour profile were applied
    bool colour_converted = false; ///< an embedded profile other than sRGB was converted
    PixelSource source = PixelSource::File;
    bool damaged = false; ///< part of the picture is missing; for display only, never scored
    std::string format;   ///< "jpeg", "png", "heic", "raw", …
    std::string camera;   ///< RAW only: maker and model as LibRaw names them; else empty
};

} // namespace touchstone
