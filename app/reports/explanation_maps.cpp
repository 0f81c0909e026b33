// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/explanation_maps.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/library/image_convert.h"
#include "app/reports/report_fields.h"
#include "engine/imaging/false_colour.h"
#include "engine/imaging/resample.h"

namespace touchstone::reports {

namespace {

/// As the heat maps of the window and of `explain`: three times the mean weight of a scale has the top colour.
constexpr double top_over_mean = 3, opacity = 0.6, cell = 32;

std::string percent(double share) {
    return readable({"percentile", "", "", true}, number_text(100 * share));
}

ReportMap attention_map(const RgbImage& picture, const AttentionMap& map) {
    const double across = static_cast<double>(picture.size.width) / map.scaled.width;
    const double down = static_cast<double>(picture.size.height) / map.scaled.height;
    const imaging::MapGeometry geometry{-map.pad_left * across, -map.pad_top * down, map.patch * across,
                                        map.patch * down};
    const double mean = std::accumulate(map.weights.begin(), map.weights.end(), 0.0) /
                        static_cast<double>(std::max<std::size_t>(1, map.weights.size()));
    const imaging::RgbaImage colours =
        imaging::render_map(map.weights, map.rows, map.cols, imaging::Ramp::Cividis, top_over_mean * mean,
                            imaging::MapDrawing::Smooth, picture.size, geometry);
    const std::string scale = map.scale == "native" ? "native size" : map.scale + " px";
    return {library::image_of(imaging::overlay(picture, colours, opacity)),
            "attention, " + scale + ", " + percent(map.share) + " %",
            "Where the model looked at " + scale + ": brighter is more of its attention; the scale has " +
                percent(map.share) + " percent of all."};
}

ReportMap expert_map(const RgbImage& picture, Size scored, const reiqa::Breakdown::ExpertMap& map, const char* name,
                     double largest) {
    // With the last row and column once more: cells are centred on every 32nd pixel from 0 on.
    std::vector<float> values;
    for (int row = 0; row <= map.rows; ++row)
        for (int col = 0; col <= map.cols; ++col)
            values.push_back(static_cast<float>(
                map.cells[static_cast<std::size_t>(std::min(row, map.rows - 1)) * static_cast<std::size_t>(map.cols) +
                          static_cast<std::size_t>(std::min(col, map.cols - 1))]));
    const double across = static_cast<double>(picture.size.width) / scored.width;
    const double down = static_cast<double>(picture.size.height) / scored.height;
    const imaging::RgbaImage colours = imaging::render_map(
        values, map.rows + 1, map.cols + 1, imaging::Ramp::Diverging, largest, imaging::MapDrawing::Smooth,
        picture.size, {-cell / 2 * across, -cell / 2 * down, cell * across, cell * down});
    return {library::image_of(imaging::overlay(picture, colours, opacity)), std::string(name) + " counts",
            std::string("What each part of the photo adds to the score by ") + name +
                ": blue raises it, orange lowers it."};
}

const char* part_title(reiqa::Block block) {
    switch (block) {
    case reiqa::Block::ContentFull:
        return "content, full size";
    case reiqa::Block::ContentHalf:
        return "content, half size";
    case reiqa::Block::QualityFull:
        return "quality, full size";
    case reiqa::Block::QualityHalf:
        break;
    }
    return "quality, half size";
}

std::vector<ReportPart> parts_of(const reiqa::Breakdown& breakdown) {
    std::vector<ReportPart> parts{{"the mean photograph", breakdown.baseline}};
    for (const reiqa::BlockPart& block : breakdown.blocks)
        parts.push_back({part_title(block.block), block.sum});
    parts.push_back({"score", breakdown.score});
    return parts;
}

} // namespace

ReportExplanation explanation_of(const Photo& photo, const Assessment& assessment, int long_side) {
    ReportExplanation explanation;
    if (!assessment.attention && !assessment.breakdown)
        return explanation;
    std::vector<ReportMap>& maps = explanation.maps;
    const RgbImage picture = imaging::shrink_area_average(photo.image, long_side);
    if (assessment.attention)
        for (const AttentionMap& map : assessment.attention->scales)
            maps.push_back(attention_map(picture, map));
    if (!assessment.breakdown)
        return explanation;
    explanation.parts = parts_of(*assessment.breakdown);
    const auto content = assessment.breakdown->expert_map(reiqa::Expert::Content);
    const auto quality = assessment.breakdown->expert_map(reiqa::Expert::Quality);
    if (content.cells.empty() || quality.cells.empty())
        return explanation;
    double largest = 0;
    for (const auto* map : {&content, &quality})
        for (const double value : map->cells)
            largest = std::max(largest, std::abs(value));
    maps.push_back(expert_map(picture, assessment.scored_size, content, "content", largest));
    maps.push_back(expert_map(picture, assessment.scored_size, quality, "quality", largest));
    return explanation;
}

std::string sum_text(const std::vector<ReportPart>& parts) {
    if (parts.empty())
        return {};
    const auto rounded = [](double value) { return readable({"score", "", "", true}, number_text(value)); };
    std::string text = rounded(parts.back().value) + " =";
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        const double value = parts[i].value;
        const char* const sign = value < 0 ? " \u2212 " : i == 0 ? " " : " + ";
        text += sign + rounded(std::abs(value)) + " (" + parts[i].title + ")";
    }
    return text;
}

} // namespace touchstone::reports
