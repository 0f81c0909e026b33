// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace touchstone::metadata {

/// The five colours that every program with labels has, in their usual order.
enum class ColourLabel { None, Red, Yellow, Green, Blue, Purple };

/// What `xmp:Label` means: it is free text, written in the language and label set of the program that wrote it ("Red",
/// "Rot", Bridge's "Select"). Any case. Empty for a text of the person's own, which is nobody's to replace; None for an
/// empty text.
std::optional<ColourLabel> colour_of_label(std::string_view text);

/// The text that Lightroom, Capture One and digiKam take for that colour: "Red" …; empty for None.
std::string label_of_colour(ColourLabel colour);

} // namespace touchstone::metadata
