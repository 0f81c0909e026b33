// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/breakdown.h"

#include <algorithm>
#include <cmath>

namespace touchstone::reiqa {

namespace {

std::size_t place_of(Block block) {
    return static_cast<std::size_t>(std::find(all_blocks.begin(), all_blocks.end(), block) - all_blocks.begin());
}

/// One block's share of the regressor: per raw feature its weight, and the training mean that it is measured from.
struct BlockWeights {
    std::vector<double> weight, mean;

    double part(std::size_t channel, double feature) const { return weight[channel] * (feature - mean[channel]); }
};

BlockWeights weights_of(const Regressor& regressor, Block block) {
    const auto length = static_cast<std::ptrdiff_t>(regressor.block_length());
    const auto first = static_cast<std::ptrdiff_t>(place_of(block)) * length;
    const std::vector<double> raw = regressor.both.raw_weights();
    const std::vector<double>& mean = regressor.both.mean;
    return {{raw.begin() + first, raw.begin() + first + length}, {mean.begin() + first, mean.begin() + first + length}};
}

bool has_map(const FeatureMap& map, std::size_t channels) {
    return map.rows > 0 && map.cols > 0 && static_cast<std::size_t>(map.channels) == channels;
}

/// The score is that of the float32 means, which `features`, fit and evaluate see; the cells' own mean is off from them
/// by a rounding. What is missing to `sum` is spread evenly, so that the parts sum to the score that is shown.
void settle(std::vector<double>& cells, double sum) {
    double all = 0;
    for (const double cell : cells)
        all += cell;
    for (double& cell : cells)
        cell += (sum - all) / static_cast<double>(cells.size());
}

std::vector<double> cells_of_block(const FeatureMap& map, const BlockWeights& weights, double sum) {
    const double count = static_cast<double>(map.rows) * map.cols;
    std::vector<double> cells;
    for (int row = 0; row < map.rows; ++row)
        for (int col = 0; col < map.cols; ++col) {
            const float* cell = map.cell(row, col);
            double part = 0;
            for (std::size_t c = 0; c < weights.weight.size(); ++c)
                part += weights.part(c, cell[c]);
            cells.push_back(part / count);
        }
    settle(cells, sum);
    return cells;
}

std::vector<double> cells_of_channel(const FeatureMap& map, const BlockWeights& weights, std::size_t channel,
                                     double sum) {
    std::vector<double> cells;
    for (int row = 0; row < map.rows; ++row)
        for (int col = 0; col < map.cols; ++col)
            cells.push_back(weights.part(channel, map.cell(row, col)[channel]) /
                            (static_cast<double>(map.rows) * map.cols));
    settle(cells, sum);
    return cells;
}

/// The `top` largest and the `top` smallest parts; a channel whose part has the wrong sign or is 0 is none of them.
std::vector<ChannelPart> top_channels(const std::vector<ChannelPart>& parts, int top) {
    std::vector<ChannelPart> chosen;
    for (const int sign : {1, -1}) {
        std::vector<ChannelPart> side;
        std::copy_if(parts.begin(), parts.end(), std::back_inserter(side),
                     [&](const ChannelPart& p) { return p.part * sign > 0; });
        const auto count = std::min<std::size_t>(static_cast<std::size_t>(std::max(0, top)), side.size());
        const auto end = side.begin() + static_cast<std::ptrdiff_t>(count);
        std::partial_sort(side.begin(), end, side.end(), [](const ChannelPart& a, const ChannelPart& b) {
            return std::abs(a.part) != std::abs(b.part) ? std::abs(a.part) > std::abs(b.part) : a.channel < b.channel;
        });
        chosen.insert(chosen.end(), side.begin(), end);
    }
    return chosen;
}

BlockPart part_of(const PhotoFeatures& features, const Regressor& regressor, Block block, int top) {
    BlockPart part;
    part.block = block;
    const BlockWeights weights = weights_of(regressor, block);
    const std::vector<float>& means = features.block(block);
    std::vector<ChannelPart> channels;
    for (std::size_t c = 0; c < weights.weight.size(); ++c) {
        channels.push_back({static_cast<int>(c), weights.part(c, means[c]), {}});
        part.sum += channels.back().part;
    }
    part.top_channels = top_channels(channels, top);
    const FeatureMap& map = features.map(block);
    if (has_map(map, weights.weight.size())) {
        part.rows = map.rows;
        part.cols = map.cols;
        part.cells = cells_of_block(map, weights, part.sum);
        for (ChannelPart& channel : part.top_channels)
            channel.cells = cells_of_channel(map, weights, static_cast<std::size_t>(channel.channel), channel.part);
    }
    return part;
}

/// How much of half-scale cell `half` lies on full-scale cell `full`, along one side, in full cells: the half cell is
/// centred on full cell 2·half and twice as long.
double overlap(int half, int full) {
    const double left = std::max(2.0 * half - 1, full - 0.5), right = std::min(2.0 * half + 1, full + 0.5);
    return std::max(0.0, right - left);
}

/// Per half cell, the share of each full cell it covers: [half][full], rows sum to 1.
std::vector<std::vector<double>> shares(int half_cells, int full_cells) {
    std::vector<std::vector<double>> all;
    for (int half = 0; half < half_cells; ++half) {
        std::vector<double> share;
        double sum = 0;
        for (int full = 0; full < full_cells; ++full)
            sum += share.emplace_back(overlap(half, full));
        for (double& s : share)
            s /= sum;
        all.push_back(std::move(share));
    }
    return all;
}

} // namespace

Breakdown break_down(const PhotoFeatures& features, const Regressor& regressor, int top) {
    Breakdown breakdown;
    breakdown.baseline = regressor.both.score_of_mean();
    breakdown.score = breakdown.baseline;
    for (const Block block : all_blocks) {
        BlockPart& part = breakdown.blocks[place_of(block)];
        part = part_of(features, regressor, block, top);
        breakdown.score += part.sum;
    }
    const auto alone = [](const LinearModel& model, const ExpertFeatures& expert) {
        std::vector<float> joined = expert.full;
        joined.insert(joined.end(), expert.half.begin(), expert.half.end());
        return model.score(joined);
    };
    breakdown.content_only = alone(regressor.content, features.content);
    breakdown.quality_only = alone(regressor.quality, features.quality);
    return breakdown;
}

Breakdown::ExpertMap Breakdown::expert_map(Expert expert) const {
    const BlockPart& full = blocks[place_of(expert == Expert::Content ? Block::ContentFull : Block::QualityFull)];
    const BlockPart& half = blocks[place_of(expert == Expert::Content ? Block::ContentHalf : Block::QualityHalf)];
    ExpertMap map{full.rows, full.cols, full.cells};
    if (map.cells.empty())
        return map;
    const auto down = shares(half.rows, full.rows), across = shares(half.cols, full.cols);
    for (int hr = 0; hr < half.rows; ++hr)
        for (int hc = 0; hc < half.cols; ++hc) {
            const double part = half.cells[static_cast<std::size_t>(hr) * half.cols + hc];
            const int last_row = std::min(full.rows - 1, 2 * hr + 1), last_col = std::min(full.cols - 1, 2 * hc + 1);
            for (int r = std::max(0, 2 * hr - 1); r <= last_row; ++r)
                for (int c = std::max(0, 2 * hc - 1); c <= last_col; ++c)
                    map.cells[static_cast<std::size_t>(r) * full.cols + c] +=
                        part * down[static_cast<std::size_t>(hr)][static_cast<std::size_t>(r)] *
                        across[static_cast<std::size_t>(hc)][static_cast<std::size_t>(c)];
        }
    return map;
}

std::vector<double> channel_map(const PhotoFeatures& features, const Regressor& regressor, Block block, int channel) {
    const BlockWeights weights = weights_of(regressor, block);
    const FeatureMap& map = features.map(block);
    const auto c = static_cast<std::size_t>(channel);
    if (!has_map(map, weights.weight.size()) || c >= weights.weight.size())
        return {};
    return cells_of_channel(map, weights, c, weights.part(c, features.block(block)[c]));
}

} // namespace touchstone::reiqa
