// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/library/catalogue/rows.h"

namespace touchstone::cli {

/// One line of `score --format jsonl` as it was read.
struct ScoreLine {
    struct Given {
        library::ModelRow model;
        library::ScoreRecord record;
    };
    std::string path; ///< bytes, as it was written
    std::optional<std::int64_t> bytes;
    Size pixel_size;
    std::optional<Error> error; ///< why the photo could not be scored
    std::vector<Given> scores;  ///< those of models that answered
};

/// Looks up how a model prepares photos, for lines of a version that did not write it; empty when it is not installed.
using FindPreprocessing = std::function<std::optional<std::string>(const std::string& model_sha256)>;

/// Reads one line. BadInput says what is wrong with it. A line of another kind (of `library export`) is empty.
Result<std::optional<ScoreLine>> read_score_line(const std::string& text, const FindPreprocessing& find);

} // namespace touchstone::cli
