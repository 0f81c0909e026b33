// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/score_format.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/commands/console.h"
#include "app/commands/csv_cells.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using nlohmann::ordered_json;

const Error* PhotoLine::first_error() const {
    if (error)
        return &*error;
    for (const Result<Assessment>& assessment : assessments)
        if (!assessment)
            return &assessment.error();
    return nullptr;
}

ordered_json error_json(const Error& error) {
    Error nameless = error;
    nameless.file.clear();
    return {{"code", code_name(error.code)}, {"message", to_valid_utf8(nameless.message())}};
}

void add_path(ordered_json& object, const std::string& path) {
    object["path"] = to_valid_utf8(path);
    if (!is_valid_utf8(path))
        object["path_percent"] = percent_encode_path(path);
}

ordered_json card_json(const ModelCard& card) {
    ordered_json json = card.to_json();
    json["sha256"] = card.sha256;
    return json;
}

std::string number_text(double value) {
    return std::isfinite(value) ? ordered_json(value).dump() : std::string();
}

const char* decode_name(imaging::DecodeMode mode) {
    return mode == imaging::DecodeMode::AsStored ? "as-stored" : "upright";
}

namespace {

template <class T>
ordered_json or_null(const std::optional<T>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

/// Empty for a photo that failed, and for a model that has no score to give.
std::optional<double> value_of(const Result<Assessment>& assessment) {
    return assessment ? assessment->score.known_value() : std::nullopt;
}

ordered_json score_json(const Result<Assessment>& assessment, const ModelRun& model) {
    const ModelCard& card = model.card;
    ordered_json json;
    json["model"] = card.id;
    const std::optional<double> value = value_of(assessment);
    json["value"] = or_null(value);
    if (!assessment)
        json.update(error_json(assessment.error()));
    else if (!value)
        json["code"] = code_name(*assessment->score.missing);
    json["range"] = card.range ? ordered_json{card.range->first, card.range->second} : ordered_json(nullptr);
    json["higher_is_better"] = card.higher_is_better;
    json["std"] = assessment ? or_null(assessment->score.standard_deviation) : ordered_json(nullptr);
    const bool has_distribution = assessment && !assessment->score.distribution.empty();
    json["distribution"] = has_distribution ? ordered_json(assessment->score.distribution) : ordered_json(nullptr);
    json["precision"] = precision_name(assessment ? assessment->precision : model.options.precision);
    json["device"] = (assessment ? assessment->device : model.options.device).name();
    json["native_limit"] =
        or_null(assessment ? assessment->native_limit : resolve_native_limit(model.options.native_limit, card));
    json["seconds"] = assessment ? ordered_json(assessment->seconds) : ordered_json(nullptr);
    json["model_sha256"] = card.sha256;
    json["preprocessing"] = card.preprocessing;
    if (assessment) {
        json["reduced"] = assessment->reduced;
        json["decode"] = decode_name(assessment->decode);
    }
    return json;
}

/// One JSON object a line.
class JsonLines final : public ScoreFormat {
public:
    explicit JsonLines(std::vector<ModelRun> models)
        : models_(std::move(models)) {}

    std::string begin() override { return {}; }
    std::string photo(const PhotoLine& line) override { return photo_json(line, models_).dump() + "\n"; }
    std::string end() override { return {}; }

private:
    std::vector<ModelRun> models_;
};

/// One document, valid as soon as end() was written.
class JsonDocument final : public ScoreFormat {
public:
    explicit JsonDocument(std::vector<ModelRun> models)
        : models_(std::move(models)) {}

    std::string begin() override {
        ordered_json cards = ordered_json::array();
        for (const ModelRun& model : models_)
            cards.push_back(card_json(model.card));
        std::string text = "{\"touchstone\":\"" TOUCHSTONE_VERSION "\",\"models\":";
        return text + cards.dump() + ",\"photos\":[";
    }
    std::string photo(const PhotoLine& line) override {
        std::string text = first_ ? "\n" : ",\n";
        first_ = false;
        return text + photo_json(line, models_).dump();
    }
    std::string end() override { return "\n]}\n"; }

private:
    std::vector<ModelRun> models_;
    bool first_ = true;
};

/// RFC 4180, one column per model. The path stands exactly as given, as in every format, even where a spreadsheet would
/// take it for a formula; `path_percent` is filled where it is not UTF-8.
class Csv final : public ScoreFormat {
public:
    explicit Csv(std::vector<ModelRun> models)
        : models_(std::move(models)) {}

    std::string begin() override {
        std::string text = "path,path_percent,width,height,error,message";
        for (const ModelRun& model : models_)
            text += "," + text_cell(column_name(model));
        return text + "\r\n";
    }
    std::string photo(const PhotoLine& line) override {
        std::string text = quoted_cell(to_valid_utf8(line.path));
        text += "," + (is_valid_utf8(line.path) ? std::string() : quoted_cell(percent_encode_path(line.path)));
        text += "," + std::to_string(line.size.width) + "," + std::to_string(line.size.height);
        if (const Error* error = line.first_error()) {
            const ordered_json json = error_json(*error);
            text += "," + json["code"].get<std::string>() + "," + text_cell(json["message"].get<std::string>());
        } else {
            text += ",,";
        }
        for (std::size_t i = 0; i < models_.size(); ++i) {
            text += ",";
            if (const auto value = i < line.assessments.size() ? value_of(line.assessments[i]) : std::nullopt)
                text += number_text(*value);
        }
        return text + "\r\n";
    }
    std::string end() override { return {}; }

private:
    /// Two files may carry one id; then the hash keeps the columns apart.
    std::string column_name(const ModelRun& model) const {
        const auto same_id = std::count_if(models_.begin(), models_.end(),
                                           [&](const ModelRun& other) { return other.card.id == model.card.id; });
        return same_id == 1 ? model.card.id : model.card.id + "@" + model.card.sha256.substr(0, 12);
    }

    std::vector<ModelRun> models_;
};

std::string right_aligned(const std::string& text, std::size_t width) {
    return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

std::string three_decimals(double value) {
    char buffer[512];
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, 3);
    return end.ec == std::errc{} ? std::string(buffer, end.ptr) : number_text(value);
}

/// For eyes: keeps the rows until the end, because a rank is known only then. Rows stay in the order of the input.
class Table final : public ScoreFormat {
public:
    explicit Table(std::vector<ModelRun> models)
        : models_(std::move(models)) {}

    std::string begin() override { return {}; }
    std::string photo(const PhotoLine& line) override {
        Row row{printable(line.path), line.size, {}, {}};
        if (const Error* error = line.first_error())
            row.error = code_name(error->code);
        for (std::size_t i = 0; i < models_.size(); ++i)
            row.values.push_back(i < line.assessments.size() ? value_of(line.assessments[i]) : std::nullopt);
        rows_.push_back(std::move(row));
        return {};
    }
    std::string end() override {
        std::string text;
        for (const ModelRun& model : models_)
            text += heading(model.card);
        if (rows_.empty())
            return text;
        const std::vector<std::string> ranks = ranked();
        text += "\n  rank";
        for (const ModelRun& model : models_)
            text += "  " + right_aligned(models_.size() == 1 ? "score" : model.card.id, column_width(model));
        text += "         size  photo\n";
        for (std::size_t i = 0; i < rows_.size(); ++i)
            text += row_text(rows_[i], ranks[i]);
        return text;
    }

private:
    struct Row {
        std::string path;
        Size size;
        std::string error;
        std::vector<std::optional<double>> values;
    };

    static std::string heading(const ModelCard& card) {
        std::string text = card.id;
        if (!card.title.empty())
            text += " (" + card.title + ")";
        text += ": ";
        if (card.architecture == "reiqa-content" || card.architecture == "reiqa-quality")
            return printable(text + "an encoder, which has no score without a regressor") + "\n";
        if (card.range)
            text += number_text(card.range->first) + " to " + number_text(card.range->second) + ", ";
        text += card.higher_is_better ? "higher is better" : "lower is better";
        return printable(text) + "\n";
    }

    static std::size_t column_width(const ModelRun& model) { return std::max<std::size_t>(9, model.card.id.size()); }

    std::string row_text(const Row& row, const std::string& rank) const {
        std::string text = right_aligned(rank, 6);
        for (std::size_t i = 0; i < models_.size(); ++i)
            text +=
                "  " + right_aligned(row.values[i] ? three_decimals(*row.values[i]) : "-", column_width(models_[i]));
        const bool known = row.size.width > 0;
        text += "  " +
                right_aligned(known ? std::to_string(row.size.width) + "x" + std::to_string(row.size.height) : "-", 11);
        return text + "  " + row.path + (row.error.empty() ? "" : "  [" + row.error + "]") + "\n";
    }

    /// Best first by the first model; equal scores share a rank.
    std::vector<std::string> ranked() const {
        const bool higher = models_.empty() || models_.front().card.higher_is_better;
        std::vector<double> sorted;
        for (const Row& row : rows_)
            if (!row.values.empty() && row.values[0])
                sorted.push_back(higher ? -*row.values[0] : *row.values[0]);
        std::sort(sorted.begin(), sorted.end());
        std::vector<std::string> ranks;
        for (const Row& row : rows_) {
            if (row.values.empty() || !row.values[0]) {
                ranks.emplace_back("-");
                continue;
            }
            const double key = higher ? -*row.values[0] : *row.values[0];
            ranks.push_back(std::to_string(std::lower_bound(sorted.begin(), sorted.end(), key) - sorted.begin() + 1));
        }
        return ranks;
    }

    std::vector<ModelRun> models_;
    std::vector<Row> rows_;
};

} // namespace

ordered_json photo_json(const PhotoLine& line, const std::vector<ModelRun>& models) {
    ordered_json json;
    add_path(json, line.path);
    json["width"] = line.size.width;
    json["height"] = line.size.height;
    json["bytes"] = or_null(line.bytes);
    const Error* error = line.first_error();
    json["error"] = error ? error_json(*error) : ordered_json(nullptr);
    json["scores"] = ordered_json::array();
    for (std::size_t i = 0; i < line.assessments.size(); ++i)
        json["scores"].push_back(score_json(line.assessments[i], models[i]));
    return json;
}

std::unique_ptr<ScoreFormat> make_format(const std::string& name, std::vector<ModelRun> models) {
    if (name == "json")
        return std::make_unique<JsonDocument>(std::move(models));
    if (name == "jsonl")
        return std::make_unique<JsonLines>(std::move(models));
    if (name == "csv")
        return std::make_unique<Csv>(std::move(models));
    return std::make_unique<Table>(std::move(models));
}

} // namespace touchstone::cli
