// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/trunk_parameters.h"

#include <algorithm>

namespace touchstone::reiqa {

namespace {

// Far beyond every published network; a card with more is a mistake, not a network.
constexpr int widest_stem = 1024;
constexpr int deepest_stage = 256;
constexpr int widest_expansion = 16;

tl::unexpected<Error> bad_config(const ModelCard& card, const std::string& what) {
    return failure(ErrorCode::BadModel, card.file, "'config' of its model card " + what);
}

/// A whole number from 1 to `most`, or nothing.
std::optional<int> number(const nlohmann::json& value, int most) {
    if (!value.is_number_integer())
        return std::nullopt;
    const auto n = value.get<std::int64_t>();
    return n >= 1 && n <= most ? std::optional(static_cast<int>(n)) : std::nullopt;
}

} // namespace

Result<TrunkConfig> TrunkConfig::from_card(const ModelCard& card) {
    TrunkConfig config;
    const nlohmann::json& json = card.config;
    const auto read = [&](const char* key, int most, int& target) {
        if (!json.contains(key))
            return true;
        const std::optional<int> value = number(json.at(key), most);
        target = value.value_or(target);
        return value.has_value();
    };
    if (!read("stem_width", widest_stem, config.stem_width))
        return bad_config(card, "has no usable \"stem_width\"");
    if (!read("expansion", widest_expansion, config.expansion))
        return bad_config(card, "has no usable \"expansion\"");
    if (json.contains("blocks")) {
        const nlohmann::json& blocks = json.at("blocks");
        if (!blocks.is_array() || blocks.size() != config.blocks.size())
            return bad_config(card, "does not name four stages in \"blocks\"");
        for (std::size_t stage = 0; stage < config.blocks.size(); ++stage) {
            const std::optional<int> count = number(blocks.at(stage), deepest_stage);
            if (!count)
                return bad_config(card, "has no usable \"blocks\"");
            config.blocks[stage] = *count;
        }
    }
    if (json.contains("features") && json.at("features") != config.features())
        return bad_config(card, "says " + json.at("features").dump() + " features where its shape gives " +
                                    std::to_string(config.features()));
    if (json.contains("l2_normalised") && !json.at("l2_normalised").is_boolean())
        return bad_config(card, "has a \"l2_normalised\" that is neither true nor false");
    return config;
}

nlohmann::json TrunkConfig::to_json() const {
    return {{"stem_width", stem_width}, {"blocks", blocks}, {"expansion", expansion}, {"features", features()}};
}

std::int64_t stage_inner(const TrunkConfig& config, int stage) {
    return std::int64_t{config.stem_width} << stage;
}

std::int64_t stage_input(const TrunkConfig& config, int stage) {
    return stage == 0 ? config.stem_width : stage_inner(config, stage - 1) * config.expansion;
}

bool has_downsample(const TrunkConfig& config, int stage) {
    return stage > 0 || stage_input(config, stage) != stage_inner(config, stage) * config.expansion;
}

std::vector<ParameterSpec> trunk_parameters(const TrunkConfig& config) {
    std::vector<ParameterSpec> specs;
    const auto conv = [&](const std::string& name, std::int64_t out, std::int64_t in, std::int64_t edge) {
        specs.push_back({name + ".weight", {out, in, edge, edge}});
    };
    const auto norm = [&](const std::string& name, std::int64_t channels) {
        for (const char* leaf : {".weight", ".bias", ".running_mean", ".running_var"})
            specs.push_back({name + leaf, {channels}});
    };
    conv("conv1", config.stem_width, 3, 7);
    norm("bn1", config.stem_width);
    for (int stage = 0; stage < 4; ++stage) {
        const std::int64_t inner = stage_inner(config, stage), out = inner * config.expansion;
        for (int block = 0; block < config.blocks[static_cast<std::size_t>(stage)]; ++block) {
            const std::string name = "layer" + std::to_string(stage + 1) + "." + std::to_string(block) + ".";
            const std::int64_t in = block == 0 ? stage_input(config, stage) : out;
            conv(name + "conv1", inner, in, 1);
            norm(name + "bn1", inner);
            conv(name + "conv2", inner, inner, 3);
            norm(name + "bn2", inner);
            conv(name + "conv3", out, inner, 1);
            norm(name + "bn3", out);
            if (block == 0 && has_downsample(config, stage)) {
                conv(name + "downsample.0", out, in, 1);
                norm(name + "downsample.1", out);
            }
        }
    }
    return specs;
}

} // namespace touchstone::reiqa
