// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <optional>
#include <utility>
#include <vector>

#include "engine/imaging/photo.h"
#include "engine/reiqa/features.h"
#include "engine/reiqa/regressor.h"

namespace touchstone::reiqa {

/// One channel's signed part of the score: w'·(f − mean).
struct ChannelPart {
    int channel = 0; ///< 0 … block length − 1
    double part = 0; ///< score units
    /// Where it fires: `part` by the cells of its block, row-major. Empty without maps.
    std::vector<double> cells;
};

/// One block's signed part of the score, in score units.
struct BlockPart {
    Block block = Block::ContentFull;
    double sum = 0;            ///< Σ cells, to rounding in double
    int rows = 0, cols = 0;    ///< the stage-4 grid; cell (row, col) is centred on pixel 32·(col, row) of its scale
    std::vector<double> cells; ///< rows·cols, row-major: w'·(F(row, col) − mean)/cells
    std::vector<ChannelPart> top_channels; ///< the most positive, then the most negative, largest size first
};

/// The exact sum of a Re-IQA score: score = baseline + Σ blocks (reiqa.md 8.2). Exact only because features are not
/// L2-normalised; for encoders whose card says they are, there is none.
struct Breakdown {
    double score = 0;
    double baseline = 0; ///< prediction for the mean photograph of the training set
    std::array<BlockPart, 4> blocks;
    double content_only = 0; ///< scores of the regressors fitted on one expert alone
    double quality_only = 0;

    /// One expert's full and half map joined on a grid of 32-pixel cells of the full scale: the full cells plus each
    /// half cell's part spread over the full cells it covers, by area. Sums to that expert's two block sums.
    struct ExpertMap {
        int rows = 0, cols = 0;
        std::vector<double> cells;
    };
    ExpertMap expert_map(Expert expert) const;
};

/// `top` channels of each sign per block. Without maps in `features` the cells stay empty and the rest is there.
/// Pre: both experts have the regressor's block length.
Breakdown break_down(const PhotoFeatures& features, const Regressor& regressor, int top = 8);

/// Where one channel fires, as signed parts of the score per cell of its block: rows·cols values that sum to its part.
std::vector<double> channel_map(const PhotoFeatures& features, const Regressor& regressor, Block block, int channel);

} // namespace touchstone::reiqa
