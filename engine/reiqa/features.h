// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

/// What the two experts of Re-IQA say about a photo before anything is fitted. Plain values, no Torch.
namespace touchstone::reiqa {

enum class Expert { Content, Quality };
std::string_view expert_name(Expert expert); ///< "content", "quality"

/// The four blocks of a feature vector, in the order in which they lie in files and vectors (reiqa.md 1.3). Each is the
/// mean of one stage-4 map over its cells.
enum class Block { ContentFull, ContentHalf, QualityFull, QualityHalf };
inline constexpr std::array<Block, 4> all_blocks{Block::ContentFull, Block::ContentHalf, Block::QualityFull,
                                                 Block::QualityHalf};
std::string_view block_name(Block block); ///< "content_full", …
Expert expert_of(Block block);

/// Stage-4 map of one expert at one scale: the cell at (row, col) is centred on pixel 32·(col, row) of that scale.
struct FeatureMap {
    int rows = 0, cols = 0, channels = 0;
    std::vector<float> values; ///< [row][col][channel], ≥ 0

    const float* cell(int row, int col) const {
        return values.data() + (static_cast<std::size_t>(row) * cols + col) * channels;
    }
};

/// What one expert says about one photo.
struct ExpertFeatures {
    std::vector<float> full, half; ///< means over the cells, `channels` values each (2048 for ResNet-50)
    FeatureMap full_map, half_map; ///< empty unless maps were asked for
};

/// Both experts on one photo.
struct PhotoFeatures {
    ExpertFeatures content, quality;

    const std::vector<float>& block(Block block) const;
    const FeatureMap& map(Block block) const;
    /// [content full, content half, quality full, quality half].
    std::vector<float> joined() const;
};

} // namespace touchstone::reiqa
