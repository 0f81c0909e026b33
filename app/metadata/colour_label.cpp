// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/metadata/colour_label.h"

#include <algorithm>
#include <array>
#include <utility>

namespace touchstone::metadata {

namespace {

using Row = std::pair<std::string_view, ColourLabel>;

/// Lower case. Colours as Lightroom writes them in its languages, then Bridge's standard set and digiKam's "Magenta".
constexpr std::array known_labels{
    Row{"red", ColourLabel::Red},         Row{"yellow", ColourLabel::Yellow},  Row{"green", ColourLabel::Green},
    Row{"blue", ColourLabel::Blue},       Row{"purple", ColourLabel::Purple},  Row{"rot", ColourLabel::Red},
    Row{"gelb", ColourLabel::Yellow},     Row{"grün", ColourLabel::Green},     Row{"blau", ColourLabel::Blue},
    Row{"lila", ColourLabel::Purple},     Row{"violett", ColourLabel::Purple}, Row{"rouge", ColourLabel::Red},
    Row{"jaune", ColourLabel::Yellow},    Row{"vert", ColourLabel::Green},     Row{"bleu", ColourLabel::Blue},
    Row{"pourpre", ColourLabel::Purple},  Row{"violet", ColourLabel::Purple},  Row{"rojo", ColourLabel::Red},
    Row{"amarillo", ColourLabel::Yellow}, Row{"verde", ColourLabel::Green},    Row{"azul", ColourLabel::Blue},
    Row{"púrpura", ColourLabel::Purple},  Row{"morado", ColourLabel::Purple},  Row{"rosso", ColourLabel::Red},
    Row{"giallo", ColourLabel::Yellow},   Row{"blu", ColourLabel::Blue},       Row{"viola", ColourLabel::Purple},
    Row{"vermelho", ColourLabel::Red},    Row{"amarelo", ColourLabel::Yellow}, Row{"roxo", ColourLabel::Purple},
    Row{"rood", ColourLabel::Red},        Row{"geel", ColourLabel::Yellow},    Row{"groen", ColourLabel::Green},
    Row{"blauw", ColourLabel::Blue},      Row{"paars", ColourLabel::Purple},   Row{"röd", ColourLabel::Red},
    Row{"gul", ColourLabel::Yellow},      Row{"grön", ColourLabel::Green},     Row{"blå", ColourLabel::Blue},
    Row{"select", ColourLabel::Red},      Row{"second", ColourLabel::Yellow},  Row{"approved", ColourLabel::Green},
    Row{"review", ColourLabel::Blue},     Row{"to do", ColourLabel::Purple},   Row{"magenta", ColourLabel::Purple},
};

/// ASCII letters only: the table's other letters are small in every file seen.
std::string lower_case(std::string_view text) {
    std::string lower(text);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return lower;
}

} // namespace

std::optional<ColourLabel> colour_of_label(std::string_view text) {
    if (text.empty())
        return ColourLabel::None;
    const std::string lower = lower_case(text);
    const auto found =
        std::find_if(known_labels.begin(), known_labels.end(), [&](const auto& row) { return row.first == lower; });
    return found == known_labels.end() ? std::nullopt : std::optional(found->second);
}

std::string label_of_colour(ColourLabel colour) {
    switch (colour) {
    case ColourLabel::Red:
        return "Red";
    case ColourLabel::Yellow:
        return "Yellow";
    case ColourLabel::Green:
        return "Green";
    case ColourLabel::Blue:
        return "Blue";
    case ColourLabel::Purple:
        return "Purple";
    case ColourLabel::None:
        break;
    }
    return {};
}

} // namespace touchstone::metadata
