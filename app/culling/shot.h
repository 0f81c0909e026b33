// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/culling/signature.h"
#include "app/library/catalogue/content_hash.h"
#include "app/library/photo_groups.h"

namespace touchstone::culling {

using PhotoId = std::int64_t;

/// One photo as grouping sees it. Everything but the id may be unknown.
struct Shot {
    PhotoId id = 0;
    std::optional<std::int64_t> captured_ms; ///< the camera's wall clock, as if it were UTC
    std::string camera;                      ///< empty = unknown: a camera of its own
    std::int64_t folder = 0;
    std::string name;              ///< file name, bytes: says the order where the clock does not
    std::optional<double> bias_ev; ///< exposure compensation
    std::optional<double> exposure_seconds, f_number, iso, focal_mm;
    int width = 0, height = 0; ///< upright; 0 = unknown
    bool is_raw = false;
    PhotoId paired_with = 0; ///< RAW and JPEG of one shot; both name each other
    std::optional<library::ContentHash> content;
    std::shared_ptr<const Look> look;    ///< null: could not be decoded, or is not made yet
    std::vector<float> content_features; ///< of Re-IQA's content expert, of length 1; empty = none
};

/// When photos belong together. The defaults were chosen on generated scenes and are the program's; nobody is asked.
struct GroupingRules {
    std::int64_t burst_ms = 1'500;     ///< from one frame of a burst to the next
    std::int64_t similar_ms = 30'000;  ///< from one near-duplicate to the next
    std::int64_t bracket_ms = 2'500;   ///< beside the exposure itself
    std::int64_t panorama_ms = 12'000; ///< from one part to the next
    std::int64_t sweep_ms = 400;       ///< frames that follow faster are no panorama, however the camera was swung
    double burst_correlation = 0.6;
    double similar_correlation = 0.86;
    double untimed_correlation = 0.94; ///< where no time speaks for it
    double panorama_difference = 10;   ///< levels between what two parts have in common
    double panorama_correlation = 0.9;
    double bracket_correlation = 0.55;
    int most_hash_distance = 28;    ///< beyond, pictures are not compared more closely
    int similar_hash_distance = 20; ///< of near-duplicates
    int untimed_hash_distance = 14;
    double burst_features = 0.85;  ///< cosine of content features that makes a burst whatever the pixels say
    double similar_features = 0.8; ///< cosine that near-duplicates must reach as well
    double bracket_step_ev = 0.25; ///< the smallest step of exposure in a bracket
    std::size_t time_lapse = 12;   ///< frames at even intervals from which on they are one
    int window = 16;               ///< shots that are looked back at
    std::size_t equal_clock = 60;  ///< so many shots at one millisecond: the clock says nothing
};

} // namespace touchstone::culling
