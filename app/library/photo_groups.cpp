// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/photo_groups.h"

#include <algorithm>
#include <array>
#include <utility>

namespace touchstone::library {

namespace {

using namespace std::string_view_literals;

constexpr std::array words{std::pair(GroupKind::None, ""sv),
                           std::pair(GroupKind::Burst, "burst"sv),
                           std::pair(GroupKind::Similar, "similar"sv),
                           std::pair(GroupKind::Copies, "copies"sv),
                           std::pair(GroupKind::Bracket, "bracket"sv),
                           std::pair(GroupKind::Panorama, "panorama"sv),
                           std::pair(GroupKind::TimeLapse, "time-lapse"sv)};

} // namespace

std::string_view group_word(GroupKind kind) {
    const auto* const known =
        std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.first == kind; });
    return known == words.end() ? ""sv : known->second;
}

GroupKind group_of_word(std::string_view word) {
    const auto* const known =
        std::find_if(words.begin(), words.end(), [&](const auto& entry) { return entry.second == word; });
    return known == words.end() ? GroupKind::None : known->first;
}

} // namespace touchstone::library
