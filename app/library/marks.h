// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>

namespace touchstone::library {

enum class Label : std::uint8_t { None, Red, Yellow, Green, Blue, Purple };
enum class Flag : std::uint8_t { None, Pick, Reject };

/// What the person said of a photo. Never made from a score, and never kept in one column with one.
struct Marks {
    int rating = 0; ///< stars, 0…5; 0 = none
    Label label = Label::None;
    Flag flag = Flag::None;
    friend bool operator==(const Marks&, const Marks&) = default;
};

/// One act on marks; what is empty stays as it is.
struct MarkChange {
    std::optional<int> rating;
    std::optional<Label> label;
    std::optional<Flag> flag;
    friend bool operator==(const MarkChange&, const MarkChange&) = default;
};

} // namespace touchstone::library
