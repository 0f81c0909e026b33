// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"

namespace touchstone {

/// What a model file says of itself. Travels as JSON text under "touchstone.card" in the safetensors header.
struct ModelCard {
    std::string id;            ///< short and stable, "musiq-small-clive"; [a-z0-9._-]
    std::string title;         ///< for people, "MUSIQ small (CLIVE)"
    std::string architecture;  ///< "musiq", later "reiqa-quality", "reiqa-content", "reiqa-regressor"
    std::string preprocessing; ///< MUSIQ: "google" or "pyiqa"
    nlohmann::json config = nlohmann::json::object(); ///< the network's shape, read by the architecture's own code
    std::optional<std::pair<double, double>> range;   ///< ends of the score's scale; unknown when empty
    bool higher_is_better = true;
    std::optional<int> native_limit; ///< long side in pixels that the model was trained at; empty = not stated
    bool shipped = false;            ///< comes with the program (its native_limit is then the default)
    std::string trained_on;          ///< data sets in words
    std::string licence;             ///< SPDX identifier or words
    std::string source;              ///< where it comes from: address or recipe
    std::vector<std::string> notes;  ///< what a user ought to know: patents, caveats
    nlohmann::json metrics = nlohmann::json::object(); ///< {"clive_test": {"srcc":…,"plcc":…,"n":…}}
    nlohmann::json human_scores = nlohmann::json::array(); ///< sorted MOS quantiles of the training set, may be empty

    // Not in the file: filled when it is read.
    std::string sha256; ///< of the whole model file, lower-case hexadecimal
    std::string file;   ///< path it was read from

    nlohmann::json to_json() const;                               ///< without sha256 and file
    static Result<ModelCard> from_json(const nlohmann::json& json, const std::string& file);
};

/// An id out of a file's name without folder and suffix: "/x/Musiq KonIQ.npz" → "musiq-koniq". `otherwise` when no
/// letter of it can stay.
std::string id_from_file_name(const std::string& file, const std::string& otherwise);

} // namespace touchstone
