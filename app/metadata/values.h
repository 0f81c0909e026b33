// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// Making sense of what metadata say, without the library that reads them. Pure functions.
namespace touchstone::metadata {

/// "2024:05:06 07:08:09", also with '-' or '/' in the date, 'T' between, without seconds, with a fraction, and with a
/// zone, which is passed over; a date alone is its midnight. `fraction` are the digits after the second ("25" = 250
/// ms) when the text itself has none. Milliseconds since 1970 as if it were UTC. Empty for what is no date: zeros,
/// blanks, month 13, years outside 1826…2200, and the first moments of 1904 and 1970, which are clocks that were never
/// set.
std::optional<std::int64_t> wall_clock_ms(std::string_view text, std::string_view fraction = {});

/// One line of valid UTF-8, trimmed, at most 200 bytes; empty for words that say nothing ("----", "n/a").
std::string clean_text(std::string_view text);

/// "Canon", "Canon EOS R6" → "Canon EOS R6"; "NIKON CORPORATION", "NIKON D750" → "NIKON D750"; "SONY", "ILCE-7M3" →
/// "SONY ILCE-7M3". Takes clean texts.
std::string camera_name(const std::string& maker, const std::string& model);

/// Empty for what maker notes say of a lens that they do not know: "(0)", "Unknown (255)", "65535", "None".
std::string lens_name(std::string_view text);

/// "1/60", "2.8": as XMP writes numbers.
std::optional<double> number_of(std::string_view text);

} // namespace touchstone::metadata
