// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include "app/reports/report_data.h"

/// A photo as a list of named texts: what the columns of CSV, the details of HTML and the blocks of PDF show, so that
/// they cannot differ.
namespace touchstone::reports {

struct Column {
    std::string key;   ///< stable, for programs: "captured", "score", "model_sha256"
    std::string model; ///< id, for what belongs to a model; else empty
    std::string title; ///< for people
    bool is_number = false;
    bool is_detail = false; ///< the same for all photos of the report as a rule: shown small, or once
    /// As a heading of CSV: "musiq-small score".
    std::string heading() const { return model.empty() ? key : model + " " + key; }
};

/// The columns of a report, in order; every photo has a text for each.
std::vector<Column> columns_of(const ReportData& data);

/// The exact texts, beside columns_of(): numbers with as many digits as bring the same value back, in the C locale;
/// empty = not known. Paths that are not UTF-8 have U+FFFD.
std::vector<std::string> texts_of(const ReportData& data, const ReportPhoto& photo);

/// The same rounded for reading: scores to 2 decimals, sizes in megabytes. Never empty where the exact text is not.
std::string readable(const Column& column, const std::string& exact);

std::string number_text(double value);
/// The end of a scale: "0", "100", "3.142".
std::string scale_text(double value);
/// "2024-05-31T12:00:00" with `suffix` behind it; whole seconds.
std::string moment_text(std::int64_t ms, const char* suffix);
std::string rating_text(const library::Marks& marks); ///< "3"; empty for none
std::string label_name(library::Label label);         ///< "red"; empty for none
std::string flag_name(library::Flag flag);            ///< "picked", "rejected"; empty for none
std::string decode_text(imaging::DecodeMode mode);

/// "0 to 100, higher is better  ·  preprocessing google  ·  …  ·  SHA-256 …": all that made a model's scores.
std::string how_it_scores(const ReportModel& model);
/// File name alone, valid UTF-8.
std::string name_of(const ReportPhoto& photo);
/// For those who cannot see the picture: "IMG_1.jpg, score 71.25 of 0 to 100, rank 3, 4 stars".
std::string alternative_text(const ReportData& data, const ReportPhoto& photo);

} // namespace touchstone::reports
