// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/features.h"

namespace touchstone::reiqa {

std::string_view expert_name(Expert expert) {
    return expert == Expert::Content ? "content" : "quality";
}

std::string_view block_name(Block block) {
    switch (block) {
    case Block::ContentFull:
        return "content_full";
    case Block::ContentHalf:
        return "content_half";
    case Block::QualityFull:
        return "quality_full";
    case Block::QualityHalf:
        break;
    }
    return "quality_half";
}

Expert expert_of(Block block) {
    return block == Block::ContentFull || block == Block::ContentHalf ? Expert::Content : Expert::Quality;
}

const std::vector<float>& PhotoFeatures::block(Block block) const {
    const ExpertFeatures& expert = expert_of(block) == Expert::Content ? content : quality;
    return block == Block::ContentFull || block == Block::QualityFull ? expert.full : expert.half;
}

const FeatureMap& PhotoFeatures::map(Block block) const {
    const ExpertFeatures& expert = expert_of(block) == Expert::Content ? content : quality;
    return block == Block::ContentFull || block == Block::QualityFull ? expert.full_map : expert.half_map;
}

std::vector<float> PhotoFeatures::joined() const {
    std::vector<float> all;
    for (const Block b : all_blocks)
        all.insert(all.end(), block(b).begin(), block(b).end());
    return all;
}

} // namespace touchstone::reiqa
