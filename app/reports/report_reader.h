// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/imaging/decode.h"
#include "engine/nn/device.h"

/// Reading a JSON report again, to check it. The file may come from anybody.
namespace touchstone::reports {

struct ClaimedModel {
    std::string id;
    std::string sha256; ///< 64 lower-case hexadecimal digits
    std::optional<int> native_limit;
    Precision precision = Precision::Reference;
    imaging::DecodeMode decode = imaging::DecodeMode::Upright;
    std::optional<std::pair<double, double>> range;
};

struct ClaimedPhoto {
    std::string path; ///< bytes, as the report has it
    std::int64_t bytes = 0;
    std::string xxh3_128, sha256;                        ///< hexadecimal; empty = the report has none
    bool failed = false;                                 ///< the report says that it could not be scored
    std::map<std::size_t, std::optional<double>> scores; ///< by index of the model; empty value: it gave none
};

struct ClaimedReport {
    std::string version, made;
    std::vector<ClaimedModel> models;
    std::vector<ClaimedPhoto> photos;
};

inline constexpr std::uint64_t largest_report = std::uint64_t{256} << 20;

/// Every field that is used is checked. Errors: BadInput, naming the place ("photos[3].scores[0].value").
Result<ClaimedReport> read_report(std::string_view text, std::string_view name);

/// How far a score may be from the reported one, in the model's units: what other processors and devices differ by in
/// their last digits at this precision.
double tolerance_of(const ClaimedModel& model);

} // namespace touchstone::reports
