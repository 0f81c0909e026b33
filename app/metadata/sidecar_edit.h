// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/metadata/sidecar.h"

/// Working out what writing would do, without doing it.
namespace touchstone::metadata {

/// What is to be in the sidecar; what is empty stays as it is.
struct WantedMarks {
    std::optional<int> rating;         ///< −1…5
    std::optional<ColourLabel> colour; ///< None takes a known colour away; a label that is the person's own text stays
};

/// One model's score for the private namespace.
struct OwnScore {
    std::string model, model_sha256;
    double value = 0;
    std::optional<std::pair<double, double>> range;
    bool higher_is_better = true;
    std::string precision; ///< "reference" or "fast"
};

struct EditOptions {
    SidecarNaming naming = SidecarNaming::Appended; ///< of a sidecar that has to be made
    /// Which one is written where a photo has both; without it that is an error.
    std::optional<SidecarNaming> of_two;
    std::string now; ///< for xmp:MetadataDate, ISO 8601 with zone
};

/// One key as a person reads it: "xmp:Rating", "" for what is not there.
struct KeyChange {
    std::string key, before, after;
    friend bool operator==(const KeyChange&, const KeyChange&) = default;
};

/// A whole edit of one sidecar, ready to be written.
struct SidecarEdit {
    std::string photo, sidecar;
    std::optional<std::string> before; ///< the file's text when it was read; empty: there is no file
    std::string after;
    std::vector<KeyChange> changes;    ///< without xmp:MetadataDate; empty: nothing is to be done
    std::vector<std::string> warnings; ///< "IMG.JPG has the same sidecar"

    bool is_new() const { return !before; }
};

/// Reads the sidecar and works out its new text, which is checked by check_edit(). `scores`: null leaves the private
/// namespace as it is, an empty list takes it away. Errors: of reading; BadInput where the photo has two sidecars, or
/// is one; Damaged and Internal as check_edit(). Any thread; blocks.
Result<SidecarEdit> plan_edit(const std::string& photo, const WantedMarks& wanted, const std::vector<OwnScore>* scores,
                              const EditOptions& options);

/// The time now as EditOptions::now wants it: "2026-05-06T07:08:09Z".
std::string moment_now();

} // namespace touchstone::metadata
