// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The fixed words of the filter language.
#include <algorithm>
#include <array>

#include "app/library/query/filter_term.h"

namespace touchstone::library {

namespace {

template <class Value>
struct Word {
    const char* word;
    Value value;
};

/// The first word of a value is the one that texts are written with.
constexpr std::array fields = {
    Word<FilterField>{"score", FilterField::Score},
    Word<FilterField>{"percentile", FilterField::Percentile},
    Word<FilterField>{"disagreement", FilterField::Disagreement},
    Word<FilterField>{"rating", FilterField::Rating},
    Word<FilterField>{"stars", FilterField::Rating},
    Word<FilterField>{"group", FilterField::Group},
    Word<FilterField>{"size", FilterField::Size},
    Word<FilterField>{"width", FilterField::Width},
    Word<FilterField>{"height", FilterField::Height},
    Word<FilterField>{"megapixels", FilterField::Megapixels},
    Word<FilterField>{"mp", FilterField::Megapixels},
    Word<FilterField>{"sharpness", FilterField::Sharpness},
    Word<FilterField>{"date", FilterField::Captured},
    Word<FilterField>{"captured", FilterField::Captured},
    Word<FilterField>{"modified", FilterField::Modified},
    Word<FilterField>{"label", FilterField::Label},
    Word<FilterField>{"is", FilterField::State},
    Word<FilterField>{"flag", FilterField::State},
    Word<FilterField>{"name", FilterField::Name},
    Word<FilterField>{"camera", FilterField::Camera},
    Word<FilterField>{"lens", FilterField::Lens},
    Word<FilterField>{"folder", FilterField::Folder},
    Word<FilterField>{"format", FilterField::Format},
};

constexpr std::array labels = {
    Word<Label>{"none", Label::None},   Word<Label>{"red", Label::Red},   Word<Label>{"yellow", Label::Yellow},
    Word<Label>{"green", Label::Green}, Word<Label>{"blue", Label::Blue}, Word<Label>{"purple", Label::Purple},
};

constexpr std::array states = {
    Word<FilterState>{"picked", FilterState::Picked},       Word<FilterState>{"pick", FilterState::Picked},
    Word<FilterState>{"rejected", FilterState::Rejected},   Word<FilterState>{"reject", FilterState::Rejected},
    Word<FilterState>{"unflagged", FilterState::Unflagged}, Word<FilterState>{"none", FilterState::Unflagged},
    Word<FilterState>{"rated", FilterState::Rated},         Word<FilterState>{"labelled", FilterState::Labelled},
    Word<FilterState>{"labeled", FilterState::Labelled},    Word<FilterState>{"scored", FilterState::Scored},
    Word<FilterState>{"unscored", FilterState::Unscored},   Word<FilterState>{"failed", FilterState::Failed},
    Word<FilterState>{"burst", FilterState::Burst},         Word<FilterState>{"paired", FilterState::Paired},
};

constexpr std::array units = {
    Word<SizeUnit>{"", SizeUnit::None},   Word<SizeUnit>{"kB", SizeUnit::kB},   Word<SizeUnit>{"MB", SizeUnit::MB},
    Word<SizeUnit>{"GB", SizeUnit::GB},   Word<SizeUnit>{"KiB", SizeUnit::KiB}, Word<SizeUnit>{"MiB", SizeUnit::MiB},
    Word<SizeUnit>{"GiB", SizeUnit::GiB}, Word<SizeUnit>{"B", SizeUnit::None},  Word<SizeUnit>{"k", SizeUnit::kB},
    Word<SizeUnit>{"M", SizeUnit::MB},    Word<SizeUnit>{"G", SizeUnit::GB},
};

template <class Words>
auto value_of(const Words& words, QStringView word) -> std::optional<decltype(words[0].value)> {
    for (const auto& known : words)
        if (word.compare(QLatin1String(known.word), Qt::CaseInsensitive) == 0)
            return known.value;
    return std::nullopt;
}

template <class Words, class Value>
const char* word_of(const Words& words, Value value) {
    const auto known = std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.value == value; });
    return known == words.end() ? "" : known->word;
}

} // namespace

const char* field_word(FilterField field) {
    return word_of(fields, field);
}
std::optional<FilterField> field_of_word(QStringView word) {
    return value_of(fields, word);
}
const char* label_word(Label label) {
    return word_of(labels, label);
}
std::optional<Label> label_of_word(QStringView word) {
    return value_of(labels, word);
}
const char* state_word(FilterState state) {
    return word_of(states, state);
}
std::optional<FilterState> state_of_word(QStringView word) {
    return value_of(states, word);
}
const char* unit_word(SizeUnit unit) {
    return word_of(units, unit);
}
std::optional<SizeUnit> unit_of_word(QStringView word) {
    return value_of(units, word);
}

bool stands_alone(FilterState state) {
    return state == FilterState::Rejected || state == FilterState::Picked || state == FilterState::Unscored;
}

bool is_number(FilterField field) {
    return field <= FilterField::Sharpness;
}
bool is_day(FilterField field) {
    return field == FilterField::Captured || field == FilterField::Modified;
}
bool is_text(FilterField field) {
    return field >= FilterField::Name;
}
bool takes_model(FilterField field) {
    return field == FilterField::Score || field == FilterField::Percentile;
}

double unit_bytes(SizeUnit unit) {
    switch (unit) {
    case SizeUnit::None:
        return 1;
    case SizeUnit::kB:
        return 1e3;
    case SizeUnit::MB:
        return 1e6;
    case SizeUnit::GB:
        return 1e9;
    case SizeUnit::KiB:
        return 1024;
    case SizeUnit::MiB:
        return 1024.0 * 1024;
    case SizeUnit::GiB:
        return 1024.0 * 1024 * 1024;
    }
    return 1;
}

} // namespace touchstone::library
