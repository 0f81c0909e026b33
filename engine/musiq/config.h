// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"

namespace touchstone::musiq {

/// Which of the two implementations with published scores is followed (musiq.md 2.9).
enum class Flavour { Google, Pyiqa };

/// Shape of a MUSIQ network; defaults are the published one (musiq.md 2.8). Part of the model's card.
struct Config {
    Flavour flavour = Flavour::Google;
    int patch = 32;                        ///< patch edge and stride, pixels; a multiple of 4
    int grid = 10;                         ///< the hash-based spatial embedding has grid*grid entries
    std::vector<int> long_sides{224, 384}; ///< resized scales, ascending; empty = single-scale
    int stem_width = 64; ///< channels of conv_root and of the bottleneck; its output has 4 times as many
    int norm_groups = 32;                  ///< groups of the stem's normalisations; few keep the balance of the channels
    int hidden = 384;
    int heads = 6;
    int mlp = 1152;
    int layers = 14;
    int outputs = 1; ///< 1 = a value; n > 1 = probabilities of 1…n

    int scales() const { return static_cast<int>(long_sides.size()) + 1; }
    int stem_edge() const { return patch / 4; }

    nlohmann::json to_json() const; ///< without the flavour, which is the card's `preprocessing`
    /// BadModel when a value is missing, not positive, absurdly large or does not divide.
    static Result<Config> from_json(const nlohmann::json& json, const std::string& preprocessing,
                                    const std::string& file);
};

} // namespace touchstone::musiq
