// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/scoring/assessment.h"
#include "engine/scoring/scorer.h"

namespace touchstone::cli {

/// A model of the run, and how it is used: what stands with its score even where a photo failed.
struct ModelRun {
    ModelCard card; ///< with its SHA-256
    ScorerOptions options;
};

/// What is known of one line of output.
struct PhotoLine {
    std::string path; ///< bytes
    Size size;
    std::optional<Error> error;                  ///< the photo could not be read
    std::vector<Result<Assessment>> assessments; ///< one per model, empty on error
    std::optional<std::int64_t> bytes = {};      ///< size of the file when it was listed

    /// `error`, or the first failure of a model.
    const Error* first_error() const;
};

/// The error as `{"code","message"}`; the message does not repeat the path.
nlohmann::ordered_json error_json(const Error& error);
/// Puts "path" into `object`, and "path_percent" when the bytes are not UTF-8.
void add_path(nlohmann::ordered_json& object, const std::string& path);
/// One object of `score --format jsonl` (architecture.md 5).
nlohmann::ordered_json photo_json(const PhotoLine& line, const std::vector<ModelRun>& models);
const char* decode_name(imaging::DecodeMode mode); ///< "upright" or "as-stored"
/// Card with its SHA-256.
nlohmann::ordered_json card_json(const ModelCard& card);
/// A number with as many digits as bring the same value back, whatever the locale.
std::string number_text(double value);

/// Turns lines into the text of one format. Pure: returns text, writes nothing.
class ScoreFormat {
public:
    virtual ~ScoreFormat() = default;
    virtual std::string begin() = 0;
    virtual std::string photo(const PhotoLine& line) = 0;
    virtual std::string end() = 0;
};

/// `name` is table, json, jsonl or csv.
std::unique_ptr<ScoreFormat> make_format(const std::string& name, std::vector<ModelRun> models);

} // namespace touchstone::cli
