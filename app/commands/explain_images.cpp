// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/explain_images.h"

#include <algorithm>
#include <cmath>
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

using ExpertMap = reiqa::Breakdown::ExpertMap;

/// The map with its last row and column once more: cells are centred on every 32nd pixel from 0 on, so that up to half
/// a cell beyond the last centre would stay bare.
std::vector<float> with_margin(const ExpertMap& map) {
    std::vector<float> values;
    for (int row = 0; row <= map.rows; ++row)
        for (int col = 0; col <= map.cols; ++col) {
            const auto from = static_cast<std::size_t>(std::min(row, map.rows - 1)) * map.cols;
            values.push_back(static_cast<float>(map.cells[from + std::min(col, map.cols - 1)]));
        }
    return values;
}

/// The size of the largest part of either expert; both ends of the colours stand for it.
double largest_part(const ExpertMap& content, const ExpertMap& quality) {
    double largest = 0;
    for (const ExpertMap* map : {&content, &quality})
        for (const double cell : map->cells)
            largest = std::max(largest, std::abs(cell));
    return largest;
}

Result<void> write_expert(const std::string& base, const RgbImage& picture, Size scored, const ExpertMap& map,
                          double largest) {
    constexpr double cell = 32;
    const double across = static_cast<double>(picture.size.width) / scored.width;
    const double down = static_cast<double>(picture.size.height) / scored.height;
    const imaging::MapGeometry geometry{-cell / 2 * across, -cell / 2 * down, cell * across, cell * down};
    const std::vector<float> values = with_margin(map);
    const auto draw = [&](imaging::MapDrawing drawing) {
        return imaging::render_map(values, map.rows + 1, map.cols + 1, imaging::Ramp::Diverging, largest, drawing,
                                   picture.size, geometry);
    };
    if (const Result<void> written = write_png(base + "-map.png", draw(imaging::MapDrawing::Cells)); !written)
        return written;
    return write_png(base + "-overlay.png",
                     imaging::overlay(picture, draw(imaging::MapDrawing::Smooth), overlay_opacity));
}

} // namespace

Result<void> write_part_images(const std::string& folder, const Photo& photo, const Assessment& assessment) try {
    const RgbImage picture = imaging::shrink_area_average(photo.image, picture_edge);
    const ExpertMap content = assessment.breakdown->expert_map(reiqa::Expert::Content),
                    quality = assessment.breakdown->expert_map(reiqa::Expert::Quality);
    const double largest = largest_part(content, quality);
    for (const auto& [name, map] : {std::pair("content", &content), std::pair("quality", &quality)})
        if (const Result<void> written =
                write_expert(folder + "/" + name, picture, assessment.scored_size, *map, largest);
            !written)
            return written;
    return {};
} catch (const std::bad_alloc&) {
    return failure(ErrorCode::OutOfMemory, folder, "the pictures do not fit into memory");
}

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
