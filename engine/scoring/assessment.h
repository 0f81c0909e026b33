// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/imaging/decode.h"
#include "engine/imaging/photo.h"
#include "engine/musiq/attention_method.h"
#include "engine/nn/device.h"
#include "engine/reiqa/breakdown.h"
#include "engine/reiqa/features.h"

namespace touchstone {

/// A model's answer in its own units.
struct Score {
    double value = 0; ///< 0 and meaningless when `missing` is set
    /// Why there is no value although the model ran: NoRegressor for a Re-IQA encoder alone. Not a failure: the photo
    /// is listed, with nothing in the value's place.
    std::optional<ErrorCode> missing;
    std::optional<double> standard_deviation; ///< of the predicted distribution, for models that give one
    std::vector<double> distribution;         ///< probabilities of 1…n, for models that give them

    std::optional<double> known_value() const { return missing ? std::nullopt : std::optional(value); }
};

/// One scale's grid of attention weights and the geometry that maps a cell to a rectangle of the photo.
struct AttentionMap {
    std::string scale; ///< "native", "384", "224"
    Size scaled;       ///< the photo at this scale, pixels
    int rows = 0, cols = 0;
    int patch = 32;                ///< cell edge in scaled pixels
    int pad_left = 0, pad_top = 0; ///< centred zero padding, scaled pixels
    double share = 0;              ///< this scale's part of all attention, 0…1
    std::vector<float> weights;    ///< rows*cols, row-major; all scales and cls_share sum to 1

    float weight(int row, int col) const { return weights[static_cast<std::size_t>(row) * cols + col]; }

    struct Rect {
        double x = 0, y = 0, width = 0, height = 0;
    };
    /// The cell in pixels of a photo of size `photo`, clipped to it (musiq.md 5, geometry).
    Rect cell_rect(int row, int col, Size photo) const;
};

struct Attention {
    AttentionMethod method = AttentionMethod::Rollout;
    std::vector<AttentionMap> scales; ///< order: native, then the resized ones from large to small
    double cls_share = 0;             ///< the class token's own weight
};

/// Everything one model said about one photo, and how.
struct Assessment {
    std::string model; ///< ModelCard::id
    std::string model_sha256;
    Score score;
    std::optional<Attention> attention; ///< MUSIQ, only from explain()
    /// Re-IQA with a regressor whose encoders do not L2-normalise. explain() fills all of it; score() leaves the
    /// blocks' cells and top channels empty, the sums and the single experts' scores are there.
    std::optional<reiqa::Breakdown> breakdown;
    /// Re-IQA, when ScorerOptions::keep_features asks for it: the means; explain() adds the maps. An encoder alone
    /// fills its own expert only.
    std::shared_ptr<const reiqa::PhotoFeatures> features;
    Size scored_size;                ///< the native scale as the model saw it
    std::optional<int> native_limit; ///< long side allowed for the native scale; empty = none
    bool reduced = false;            ///< the photo was larger and was area-averaged
    Precision precision = Precision::Reference;
    Device device;
    imaging::DecodeMode decode = imaging::DecodeMode::Upright;
    double seconds = 0; ///< the network's part of a batch's time, for this photo
};

} // namespace touchstone
