// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "app/metadata/facts_elsewhere.h"
#include "engine/base/files.h"

namespace touchstone::metadata {

namespace {

using nlohmann::json;

constexpr const char* number_names[] = {"exposure_seconds", "f_number", "iso", "focal_mm", "exposure_bias"};

std::optional<double>& number(FileFacts& facts, std::size_t at) {
    std::optional<double>* const numbers[] = {&facts.exposure_seconds, &facts.f_number, &facts.iso, &facts.focal_mm,
                                              &facts.exposure_bias};
    return *numbers[at];
}

/// False when it is there and is no such thing.
bool read_number(const json& from, const char* name, std::optional<double>& value) {
    const auto found = from.find(name);
    if (found == from.end())
        return true;
    if (!found->is_number() || !std::isfinite(found->get<double>()))
        return false;
    value = found->get<double>();
    return true;
}

bool read_text(const json& from, const char* name, std::string& value) {
    const auto found = from.find(name);
    if (found == from.end() || !found->is_string())
        return false;
    value = found->get<std::string>();
    constexpr std::size_t longest = 1000;
    return value.size() <= longest && is_valid_utf8(value) &&
           std::none_of(value.begin(), value.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

bool read_mark_text(const json& from, const char* name, std::string& value) {
    const auto found = from.find(name);
    if (found == from.end() || !found->is_string())
        return false;
    value = found->get<std::string>();
    return value.size() <= 3 * longest_mark_text && is_valid_utf8(value); // a bad byte became three
}

bool read_side(const json& from, const char* name, int& value) {
    constexpr int widest = 1 << 24;
    const auto found = from.find(name);
    if (found == from.end() || !found->is_number_integer() || *found < 0 || *found > widest)
        return false;
    value = found->get<int>();
    return true;
}

} // namespace

std::string facts_text(const FileFacts& facts) {
    FileFacts copy = facts;
    json text{{"camera", facts.camera}, {"lens", facts.lens}, {"width", facts.width}, {"height", facts.height}};
    if (facts.captured_ms)
        text["captured_ms"] = *facts.captured_ms;
    for (std::size_t i = 0; i < std::size(number_names); ++i)
        if (const std::optional<double> value = number(copy, i))
            text[number_names[i]] = *value;
    return text.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<FileFacts> facts_from_text(const std::string& text) {
    const json from = json::parse(text, nullptr, false);
    if (!from.is_object())
        return std::nullopt;
    FileFacts facts;
    bool sane = read_text(from, "camera", facts.camera) && read_text(from, "lens", facts.lens) &&
                read_side(from, "width", facts.width) && read_side(from, "height", facts.height);
    for (std::size_t i = 0; sane && i < std::size(number_names); ++i)
        sane = read_number(from, number_names[i], number(facts, i));
    if (const auto time = from.find("captured_ms"); sane && time != from.end()) {
        constexpr double farthest = 8.64e15; // ms; no calendar reaches further
        sane = time->is_number_integer() && std::abs(time->get<double>()) <= farthest;
        if (sane)
            facts.captured_ms = time->get<std::int64_t>();
    }
    return sane ? std::optional(facts) : std::nullopt;
}

std::string marks_text(const std::optional<XmpMarks>& marks) {
    if (!marks)
        return "{}";
    json text{{"label", marks->label}, {"dated", marks->dated}};
    if (marks->rating)
        text["rating"] = *marks->rating;
    return text.dump(-1, ' ', false, json::error_handler_t::replace);
}

Result<std::optional<XmpMarks>> marks_from_text(const std::string& text) {
    const auto nonsense = failure(ErrorCode::Damaged, {}, "its metadata make no sense");
    const json from = json::parse(text, nullptr, false);
    if (!from.is_object())
        return nonsense;
    if (from.empty())
        return std::nullopt;
    XmpMarks marks;
    if (!read_mark_text(from, "label", marks.label) || !read_mark_text(from, "dated", marks.dated))
        return nonsense;
    if (const auto rating = from.find("rating"); rating != from.end()) {
        if (!rating->is_number_integer() || rating->get<double>() < -1 || rating->get<double>() > 5)
            return nonsense;
        marks.rating = rating->get<int>();
    }
    if (!marks.label.empty())
        marks.colour = colour_of_label(marks.label);
    return marks;
}

} // namespace touchstone::metadata
