// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/report_fields.h"

#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "app/library/query/filter_term.h"
#include "engine/base/files.h"

namespace touchstone::reports {

namespace {

std::string text_or_none(const std::optional<double>& value) {
    return value ? number_text(*value) : std::string();
}

std::string count_or_none(std::int64_t value) {
    return value > 0 ? std::to_string(value) : std::string();
}

std::string rounded(const std::string& exact, int digits) {
    char* end = nullptr;
    const double value = std::strtod(exact.c_str(), &end);
    if (end == exact.c_str())
        return exact;
    std::array<char, 64> text{};
    const auto [stop, problem] =
        std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::general, digits);
    return problem == std::errc{} ? std::string(text.data(), stop) : exact;
}

/// Two digits behind the point, four of a value below 1: columns of scores stand under each other.
std::string score(const std::string& exact) {
    char* end = nullptr;
    const double value = std::strtod(exact.c_str(), &end);
    if (end == exact.c_str())
        return exact; // why there is none
    std::array<char, 400> text{};
    const auto [stop, problem] = std::to_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed,
                                               value > -1 && value < 1 ? 4 : 2);
    return problem == std::errc{} ? std::string(text.data(), stop) : exact;
}

std::string exposure(const std::string& exact) {
    const double seconds = std::strtod(exact.c_str(), nullptr);
    if (seconds > 0 && seconds < 0.3)
        return "1/" + rounded(number_text(1 / seconds), 3) + " s";
    return rounded(exact, 3) + " s";
}

std::string file_size(const std::string& exact) {
    const double bytes = std::strtod(exact.c_str(), nullptr);
    return bytes < 1e6 ? rounded(number_text(bytes / 1e3), 3) + " kB" : rounded(number_text(bytes / 1e6), 3) + " MB";
}

void add_model_columns(std::vector<Column>& columns, const ReportModel& model) {
    columns.push_back({"score", model.id, "Score", true});
    columns.push_back({"percentile", model.id, "Better than, %", true});
    columns.push_back({"std", model.id, "Spread", true});
    columns.push_back({"scaled_down", model.id, "Scaled down", false, true});
    columns.push_back({"device", model.id, "Device", false, true});
    columns.push_back({"model_sha256", model.id, "Model's SHA-256", false, true});
    columns.push_back({"preprocessing", model.id, "Preprocessing", false, true});
    columns.push_back({"native_limit", model.id, "Native limit", false, true});
    columns.push_back({"precision", model.id, "Precision", false, true});
    columns.push_back({"decode", model.id, "Decoding", false, true});
}

void add_model_texts(std::vector<std::string>& texts, const ReportModel& model, const ReportScore& score) {
    const bool scored = !score.device.empty();
    texts.push_back(score.value ? number_text(*score.value) : score.missing);
    texts.push_back(text_or_none(score.percentile));
    texts.push_back(text_or_none(score.standard_deviation));
    texts.push_back(scored ? (score.reduced ? "yes" : "no") : "");
    texts.push_back(score.device);
    texts.push_back(scored ? model.sha256 : "");
    texts.push_back(scored ? model.preprocessing : "");
    texts.push_back(!scored ? "" : model.native_limit ? std::to_string(*model.native_limit) : "none");
    texts.push_back(scored ? std::string(precision_name(model.precision)) : "");
    texts.push_back(scored ? decode_text(model.decode) : "");
}

} // namespace

std::vector<Column> columns_of(const ReportData& data) {
    std::vector<Column> columns{{"path", "", "Path"}, {"rank", "", "Rank", true}};
    for (const ReportModel& model : data.models)
        add_model_columns(columns, model);
    const std::vector<Column> more{{"rating", "", "Stars", true},
                                   {"label", "", "Label"},
                                   {"flag", "", "Flag"},
                                   {"captured", "", "Taken"},
                                   {"camera", "", "Camera"},
                                   {"lens", "", "Lens"},
                                   {"exposure_seconds", "", "Exposure", true},
                                   {"f_number", "", "Aperture", true},
                                   {"iso", "", "ISO", true},
                                   {"focal_mm", "", "Focal length", true},
                                   {"width", "", "Width", true},
                                   {"height", "", "Height", true},
                                   {"bytes", "", "Size", true},
                                   {"modified", "", "Changed"},
                                   {"sharpness", "", "Sharpness", true},
                                   {"xxh3_128", "", "XXH3-128", false, true},
                                   {"sha256", "", "SHA-256", false, true},
                                   {"error", "", "Error"},
                                   {"touchstone", "", "Touchstone", false, true}};
    columns.insert(columns.end(), more.begin(), more.end());
    return columns;
}

std::vector<std::string> texts_of(const ReportData& data, const ReportPhoto& photo) {
    std::vector<std::string> texts{to_valid_utf8(photo.path), count_or_none(photo.rank)};
    for (std::size_t i = 0; i < data.models.size(); ++i)
        add_model_texts(texts, data.models[i], photo.scores[i]);
    const metadata::FileFacts& facts = photo.facts;
    const std::vector<std::string> more{
        rating_text(photo.marks),
        label_name(photo.marks.label),
        flag_name(photo.marks.flag),
        facts.captured_ms ? moment_text(*facts.captured_ms, "") : "",
        to_valid_utf8(facts.camera),
        to_valid_utf8(facts.lens),
        text_or_none(facts.exposure_seconds),
        text_or_none(facts.f_number),
        text_or_none(facts.iso),
        text_or_none(facts.focal_mm),
        count_or_none(photo.pixels.width),
        count_or_none(photo.pixels.height),
        count_or_none(photo.bytes),
        photo.mtime_ns ? moment_text(photo.mtime_ns / 1'000'000, "Z") : "",
        text_or_none(photo.sharpness),
        photo.xxh3_128,
        photo.sha256,
        photo.error ? std::string(code_name(photo.error->code)) + ": " + to_valid_utf8(photo.error->what) : "",
        data.version};
    texts.insert(texts.end(), more.begin(), more.end());
    return texts;
}

std::string readable(const Column& column, const std::string& exact) {
    if (exact.empty() || !column.is_number)
        return exact;
    if (column.key == "bytes")
        return file_size(exact);
    if (column.key == "exposure_seconds")
        return exposure(exact);
    if (column.key == "f_number")
        return "f/" + rounded(exact, 3);
    if (column.key == "focal_mm")
        return rounded(exact, 4) + " mm";
    if (column.key == "percentile")
        return rounded(exact, 3);
    if (column.key == "score" || column.key == "std" || column.key == "sharpness")
        return score(exact);
    return exact;
}

std::string number_text(double value) {
    std::array<char, 40> text{};
    const auto [end, problem] = std::to_chars(text.data(), text.data() + text.size(), value);
    return problem == std::errc{} ? std::string(text.data(), end) : std::string();
}

std::string scale_text(double value) {
    return rounded(number_text(value), 4);
}

std::string moment_text(std::int64_t ms, const char* suffix) {
    // Towards the past, also before 1970.
    const auto seconds = static_cast<std::time_t>(ms >= 0 ? ms / 1000 : (ms - 999) / 1000);
    std::tm parts{};
    if (!::gmtime_r(&seconds, &parts))
        return {};
    std::array<char, 40> text{};
    return std::string(text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%S", &parts)) + suffix;
}

std::string rating_text(const library::Marks& marks) {
    return count_or_none(marks.rating);
}

std::string label_name(library::Label label) {
    return label == library::Label::None ? std::string() : library::label_word(label);
}

std::string flag_name(library::Flag flag) {
    return flag == library::Flag::Pick ? "picked" : flag == library::Flag::Reject ? "rejected" : "";
}

std::string decode_text(imaging::DecodeMode mode) {
    return mode == imaging::DecodeMode::AsStored ? "as-stored" : "upright";
}

std::string how_it_scores(const ReportModel& model) {
    std::string text = model.range ? number_text(model.range->first) + " to " + number_text(model.range->second) + ", "
                                   : std::string();
    text += model.higher_is_better ? "higher is better" : "lower is better";
    return text + "  ·  preprocessing " + model.preprocessing + "  ·  native limit " +
           (model.native_limit ? std::to_string(*model.native_limit) + " px" : "none") + "  ·  precision " +
           precision_name(model.precision) + "  ·  decoding " + decode_text(model.decode) + "  ·  SHA-256 " +
           model.sha256;
}

std::string name_of(const ReportPhoto& photo) {
    return to_valid_utf8(photo.path.substr(photo.path.rfind('/') + 1));
}

std::string alternative_text(const ReportData& data, const ReportPhoto& photo) {
    std::string text = name_of(photo);
    if (const auto value = data.ranking_value(photo)) {
        text += ", score " + score(number_text(*value));
        if (const auto& range = data.ranking_model()->range)
            text += " of " + number_text(range->first) + " to " + number_text(range->second);
        text += ", rank " + std::to_string(photo.rank);
    } else {
        text += photo.error ? ", could not be scored" : ", not scored";
    }
    if (photo.marks.rating > 0)
        text += ", " + std::to_string(photo.marks.rating) + (photo.marks.rating == 1 ? " star" : " stars");
    if (photo.marks.flag != library::Flag::None)
        text += ", " + flag_name(photo.marks.flag);
    return text;
}

} // namespace touchstone::reports
