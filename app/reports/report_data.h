// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "app/library/catalogue/reader.h"
#include "app/library/query/photo_values.h"

/// What a report says, whatever its form: every writer of this room is given the same ReportData.
namespace touchstone::reports {

/// A model as it was used for the scores of the report.
struct ReportModel {
    std::string id, title, sha256, preprocessing;
    std::optional<int> native_limit; ///< long side, pixels; empty = none
    Precision precision = Precision::Reference;
    imaging::DecodeMode decode = imaging::DecodeMode::Upright;
    std::optional<std::pair<double, double>> range;
    bool higher_is_better = true;
};

struct ReportScore {
    std::optional<double> value; ///< the model's own units
    std::string missing;         ///< why there is none although the model ran: "no-regressor"; else empty
    std::optional<double> standard_deviation;
    std::optional<double> percentile; ///< percent of the library's other photos that are worse
    std::string device;               ///< empty: the photo was not scored by this model
    bool reduced = false;             ///< it was larger than the native limit
};

struct ReportPhoto {
    std::string path; ///< as it is printed; bytes
    std::string file; ///< where it is; bytes
    std::int64_t bytes = 0, mtime_ns = 0;
    std::string xxh3_128; ///< 32 hexadecimal digits; empty = was not hashed yet
    std::string sha256;   ///< only when it was asked for
    Size pixels;          ///< upright; zero = unknown
    library::Marks marks;
    std::optional<Error> error;      ///< it could not be scored
    int rank = 0;                    ///< 1 = best in the report; 0 = no score
    std::vector<ReportScore> scores; ///< one for each of ReportData::models
    metadata::FileFacts facts;       ///< capture time, camera, lens, exposure
    std::optional<double> sharpness;
};

struct ReportData {
    std::string version; ///< of the program
    std::string made;    ///< ISO 8601, UTC
    std::string title;
    std::string filter, order; ///< as the command line writes them; filter may be empty
    std::vector<ReportModel> models;
    int ranked_by = -1; ///< index of a model; −1 = there are no scores
    std::vector<ReportPhoto> photos;

    const ReportModel* ranking_model() const {
        return ranked_by < 0 ? nullptr : &models[static_cast<std::size_t>(ranked_by)];
    }
    /// Of the model that is ranked by; empty when the photo has no score.
    std::optional<double> ranking_value(const ReportPhoto& photo) const {
        return ranked_by < 0 ? std::nullopt : photo.scores[static_cast<std::size_t>(ranked_by)].value;
    }
};

struct ReportRequest {
    std::string version, title, filter, order;
};

/// The photos at `places` in that order. `paths`: by place, what is printed; empty = the files' own. Models without a
/// score among these photos are left out. Facts beyond what a list shows are added by add_facts().
ReportData make_report(const ReportRequest& request, const std::vector<library::PhotoEntry>& entries,
                       std::span<const int> places, const library::PhotoValues& values,
                       std::span<const std::string> paths = {});

/// Exposure and the like, from the catalogue, or from the file where the catalogue has not read them; a file that says
/// nothing, or cannot be read, has none. `ids` beside data.photos. Cancelled on `stop`.
Result<void> add_facts(ReportData& data, std::span<const library::PhotoId> ids, library::CatalogueReader& reader,
                       std::stop_token stop = {});

} // namespace touchstone::reports
