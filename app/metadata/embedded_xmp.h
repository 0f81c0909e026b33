// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/metadata/sidecar.h"

/// What Exiv2 is asked about XMP. initialise() has to be called before.
namespace touchstone::metadata {

/// Stars and label inside a photo: its XMP, or Exif's rating tag where XMP is silent. Empty when it says nothing of
/// them. Errors as read_facts(). Any thread; blocks.
Result<std::optional<XmpMarks>> read_embedded_marks(const std::string& photo);

/// What another reader of XMP has to see after an edit: "Xmp.xmp.Rating" and its text, or nothing.
struct ExpectedValue {
    std::string key;
    std::optional<std::string> value;
};

/// That an edit did what it should and nothing else, as another reader of XMP sees it: both texts are parsed by Exiv2,
/// the expected values are there, and every property that is not ours is the same, with its type and value. Errors:
/// Internal, saying what is wrong; Damaged when Exiv2 cannot read a text. Any thread.
Result<void> check_edit(const std::string& before, const std::string& after, const std::vector<ExpectedValue>& expected,
                        std::string_view name);

} // namespace touchstone::metadata
