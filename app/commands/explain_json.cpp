// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/explain_json.h"

#include <vector>

#include "app/commands/score_format.h"

namespace touchstone::cli {

namespace {

using nlohmann::ordered_json;

template <class T>
ordered_json rows_json(const std::vector<T>& values, int rows, int cols) {
    ordered_json json = ordered_json::array();
    for (int row = 0; row < rows; ++row) {
        const auto first = values.begin() + static_cast<std::ptrdiff_t>(row) * cols;
        json.push_back(std::vector<T>(first, first + cols));
    }
    return json;
}

ordered_json map_json(const AttentionMap& map) {
    return {
        {"name", map.scale},      {"width", map.scaled.width}, {"height", map.scaled.height},
        {"rows", map.rows},       {"cols", map.cols},          {"pad_left", map.pad_left},
        {"pad_top", map.pad_top}, {"share", map.share},        {"weights", rows_json(map.weights, map.rows, map.cols)}};
}

void add_attention(ordered_json& json, const Attention& attention) {
    json["scales"] = ordered_json::array();
    for (const AttentionMap& map : attention.scales)
        json["scales"].push_back(map_json(map));
    json["cls_share"] = attention.cls_share;
}

ordered_json block_json(const reiqa::BlockPart& block) {
    ordered_json channels = ordered_json::array(), fires = ordered_json::array();
    for (const reiqa::ChannelPart& channel : block.top_channels) {
        channels.push_back({channel.channel, channel.part});
        fires.push_back(rows_json(channel.cells, block.rows, block.cols));
    }
    return {{"name", reiqa::block_name(block.block)},
            {"sum", block.sum},
            {"rows", block.rows},
            {"cols", block.cols},
            {"cells", rows_json(block.cells, block.rows, block.cols)},
            {"top_channels", std::move(channels)},
            {"top_channel_cells", std::move(fires)}}; // where each of them fires
}

void add_breakdown(ordered_json& json, const reiqa::Breakdown& breakdown) {
    json["baseline"] = breakdown.baseline;
    json["blocks"] = ordered_json::array();
    for (const reiqa::BlockPart& block : breakdown.blocks)
        json["blocks"].push_back(block_json(block));
    json["content_only"] = breakdown.content_only;
    json["quality_only"] = breakdown.quality_only;
}

} // namespace

ordered_json explanation_json(const std::string& path, Size size, const Assessment& assessment) {
    ordered_json json;
    add_path(json, path);
    json["width"] = size.width;
    json["height"] = size.height;
    json["model"] = assessment.model;
    if (assessment.attention)
        json["method"] = attention_method_name(assessment.attention->method);
    json["score"] = assessment.score.value;
    if (assessment.attention)
        add_attention(json, *assessment.attention);
    if (assessment.breakdown)
        add_breakdown(json, *assessment.breakdown);
    json["model_sha256"] = assessment.model_sha256;
    json["precision"] = precision_name(assessment.precision);
    json["device"] = assessment.device.name();
    json["native_limit"] = assessment.native_limit ? ordered_json(*assessment.native_limit) : ordered_json(nullptr);
    json["reduced"] = assessment.reduced;
    json["decode"] = assessment.decode == imaging::DecodeMode::AsStored ? "as-stored" : "upright";
    return json;
}

ordered_json resemblance_json(const reiqa::DistortionCentroids& learned, const reiqa::Resemblance& found) {
    const auto fault = [](const reiqa::FaultClass& one) -> ordered_json {
        return {{"kind", one.kind ? ordered_json(imaging::distortion_name(*one.kind)) : ordered_json(nullptr)},
                {"level", one.level}};
    };
    ordered_json json = fault(found.nearest);
    json["margin"] = found.margin;
    json["clear"] = found.clear;
    json["other"] = fault(found.other);
    json["photos"] = learned.photos();
    json["recognised"] = learned.recognised();
    return json;
}

} // namespace touchstone::cli
