// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/explain_images.h"

#include <algorithm>
#include <new>
#include <numeric>

#include "engine/base/files.h"
#include "engine/imaging/encode.h"
#include "engine/imaging/false_colour.h"
#include "engine/imaging/resample.h"

namespace touchstone::cli {

namespace {

/// Long side of the pictures: large enough for a report, small enough to be written at once.
constexpr int picture_edge = 1600;

/// A cell with this many times the mean weight of its scale gets the top colour, so that maps of one scale compare.
constexpr double top_over_mean = 3;

constexpr double overlay_opacity = 0.6;

imaging::MapGeometry geometry_on(Size picture, const AttentionMap& map) {
    const double across = static_cast<double>(picture.width) / map.scaled.width;
    const double down = static_cast<double>(picture.height) / map.scaled.height;
    return {-map.pad_left * across, -map.pad_top * down, map.patch * across, map.patch * down};
}

template <class Image>
Result<void> write_png(const std::string& path, const Image& image) {
    const Result<Bytes> png = imaging::encode_png(image);
    if (!png) {
        Error error = png.error();
        error.file = path;
        return tl::unexpected(error);
    }
    return write_file_atomically(path, *png);
}

Result<void> write_scale(const std::string& folder, const RgbImage& picture, const AttentionMap& map) {
    const double mean = std::accumulate(map.weights.begin(), map.weights.end(), 0.0) /
                        static_cast<double>(std::max<std::size_t>(1, map.weights.size()));
    const imaging::MapGeometry geometry = geometry_on(picture.size, map);
    const auto draw = [&](imaging::MapDrawing drawing) {
        return imaging::render_map(map.weights, map.rows, map.cols, imaging::Ramp::Cividis, top_over_mean * mean,
                                   drawing, picture.size, geometry);
    };
    const std::string base = folder + "/" + map.scale;
    if (const Result<void> written = write_png(base + "-map.png", draw(imaging::MapDrawing::Cells)); !written)
        return written;
    return write_png(base + "-overlay.png",
                     imaging::overlay(picture, draw(imaging::MapDrawing::Smooth), overlay_opacity));
}

} // namespace

Result<void> write_map_images(const std::string& folder, const Photo& photo, const Attention& attention) try {
    const RgbImage picture = imaging::shrink_area_average(photo.image, picture_edge);
    for (const AttentionMap& map : attention.scales)
        if (const Result<void> written = write_scale(folder, picture, map); !written)
            return written;
    return {};
} catch (const std::bad_alloc&) {
    return failure(ErrorCode::OutOfMemory, folder, "the pictures do not fit into memory");
}

} // namespace touchstone::cli
