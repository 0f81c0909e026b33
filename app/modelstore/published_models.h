// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/nn/model_card.h"

namespace touchstone {

/// What is known of a model that others publish. What upstream does not say is absent, never guessed.
struct PublishedModel {
    std::string id;                     ///< the id it gets here
    std::string title;                  ///< for people
    std::string architecture;           ///< "musiq", "reiqa-quality", "reiqa-content"
    std::string preprocessing;          ///< as ModelCard::preprocessing
    std::string format;                 ///< "npz" or "pth": what lies at `url`
    std::string url;                    ///< of the file itself
    std::string page;                   ///< where a person finds it, for downloads by hand
    std::optional<std::uint64_t> bytes; ///< of the file
    std::string sha256;                 ///< of the file; empty = not published
    std::string sha256_start;           ///< first digits, where only these are known
    std::string licence;                ///< SPDX identifier, or "none stated"
    std::string licence_url;            ///< its text; may be empty
    std::string terms;                  ///< the licence in plain words
    std::optional<std::pair<double, double>> range;
    bool higher_is_better = true;
    std::string trained_on;
    std::optional<std::int64_t> training_photos; ///< in the data set
    std::string paper;
    std::vector<std::string> notes;

    /// Writes what is known into an imported model's card.
    void describe(ModelCard& card) const;
    nlohmann::ordered_json to_json() const;
};

/// The list that is compiled in (models/published.json), or the file that TOUCHSTONE_PUBLISHED_MODELS names: a list of
/// one's own, such as an institution's mirror. BadInput names what is wrong with that file.
Result<std::vector<PublishedModel>> published_models();

/// The one with this id; NotFound names those that exist.
Result<PublishedModel> find_published_model(const std::string& id);

/// Reads a list {"models":[{…}]}; `file` is for messages. Every model needs id, title, architecture, format, url,
/// licence and terms; a url is https, or http on this machine.
Result<std::vector<PublishedModel>> parse_published_models(std::string_view text, const std::string& file);

} // namespace touchstone
