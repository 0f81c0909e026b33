// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/ranked_photos.h"

#include <algorithm>
#include <charconv>

#include "app/commands/console.h"
#include "app/commands/csv_cells.h"
#include "app/commands/open_library.h"
#include "app/commands/score_format.h"
#include "app/library/query/filter_term.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using nlohmann::ordered_json;

std::vector<int> RankedPhotos::ranks() const {
    const std::vector<double>& sorted = values.scale().sorted();
    const bool higher = values.higherIsBetter({});
    std::vector<int> ranks(entries.size());
    for (std::size_t place = 0; place < entries.size(); ++place)
        if (const auto value = values.value(place))
            ranks[place] =
                1 + static_cast<int>(higher ? sorted.end() - std::upper_bound(sorted.begin(), sorted.end(), *value)
                                            : std::lower_bound(sorted.begin(), sorted.end(), *value) - sorted.begin());
    return ranks;
}

std::string flag_text(library::Flag flag) {
    return flag == library::Flag::Pick ? "picked" : flag == library::Flag::Reject ? "rejected" : "";
}

std::string label_text(library::Label label) {
    return label == library::Label::None ? "" : library::label_word(label);
}

ordered_json marks_json(const library::Marks& marks) {
    const auto or_null = [](const std::string& word) {
        return word.empty() ? ordered_json(nullptr) : ordered_json(word);
    };
    return {{"rating", marks.rating},
            {"label", or_null(label_text(marks.label))},
            {"flag", or_null(flag_text(marks.flag))}};
}

namespace {

template <class T>
ordered_json or_null(const std::optional<T>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json text_or_null(const QString& text) {
    return text.isEmpty() ? ordered_json(nullptr) : ordered_json(text.toStdString());
}

std::optional<double> library_percentile(const RankedPhotos& photos, std::size_t place) {
    return photos.values.percentile(place, photos.entries[place], {});
}

const char* state_text(const RankedPhotos& photos, std::size_t place) {
    if (photos.values.value(place))
        return "scored";
    return photos.entries[place].state == library::PhotoState::Failed ? "failed" : "unscored";
}

ordered_json photo_json(const RankedPhotos& photos, std::size_t place, int rank) {
    const library::PhotoEntry& photo = photos.entries[place];
    ordered_json json;
    add_path(json, photos.paths[place]);
    json["rank"] = rank > 0 ? ordered_json(rank) : ordered_json(nullptr);
    json["state"] = state_text(photos, place);
    json["error"] = photo.error ? error_json(*photo.error) : ordered_json(nullptr);
    json["value"] = or_null(photos.values.value(place));
    json["percentile"] = or_null(library_percentile(photos, place));
    json["disagreement"] = or_null(photos.values.disagreement(place));
    json["scores"] = ordered_json::array();
    for (const library::ScoreRecord& record : photo.scores)
        json["scores"].push_back({{"model", record.model}, {"value", or_null(record.score.known_value())}});
    json.update(marks_json(photo.marks));
    json["group"] = photo.group ? ordered_json(photo.group) : ordered_json(nullptr);
    json["width"] = photo.pixel_size.width;
    json["height"] = photo.pixel_size.height;
    json["bytes"] = photo.file.bytes;
    json["modified"] = time_text(photo.file.mtime_ns / 1'000'000, "Z");
    json["captured"] = photo.captured_ms ? ordered_json(time_text(*photo.captured_ms, "")) : ordered_json(nullptr);
    json["camera"] = text_or_null(photo.camera);
    json["lens"] = text_or_null(photo.lens);
    json["sharpness"] = or_null(photo.sharpness);
    json["in_library"] = static_cast<bool>(photos.known[place]);
    return json;
}

std::string as_lines(const RankedPhotos& photos, const std::vector<int>& rows, const std::vector<int>& ranks,
                     const char* before_first, const char* between) {
    std::string text;
    for (const int row : rows) {
        const auto place = static_cast<std::size_t>(row);
        text += text.empty() ? before_first : between;
        text += photo_json(photos, place, ranks[place]).dump();
    }
    return text;
}

std::string as_document(const RankedPhotos& photos, const std::vector<int>& rows, const std::vector<int>& ranks,
                        const RankingHeader& header) {
    ordered_json models = ordered_json::array();
    for (const ModelCard& card : photos.values.models())
        models.push_back({{"id", card.id},
                          {"title", card.title},
                          {"range", card.range ? ordered_json{card.range->first, card.range->second} : ordered_json()},
                          {"higher_is_better", card.higher_is_better},
                          {"sha256", card.sha256}});
    const std::string& model = photos.values.currentModel();
    std::string text = "{\"touchstone\":\"" TOUCHSTONE_VERSION "\",\"model\":";
    text += (model.empty() ? ordered_json(nullptr) : ordered_json(model)).dump();
    text += ",\"filter\":" + ordered_json(header.filter).dump() + ",\"order\":" + ordered_json(header.order).dump();
    text += ",\"looked_at\":" + std::to_string(header.photos) + ",\"models\":" + models.dump() + ",\"photos\":[";
    return text + as_lines(photos, rows, ranks, "\n", ",\n") + "\n]}\n";
}

std::string as_csv(const RankedPhotos& photos, const std::vector<int>& rows, const std::vector<int>& ranks) {
    std::string text =
        "path,path_percent,rank,state,value,percentile,disagreement,rating,label,flag,width,height,bytes,"
        "modified,captured,camera,lens,error,message";
    for (const ModelCard& card : photos.values.models())
        text += "," + text_cell(card.id);
    text += "\r\n";
    const auto number = [](const std::optional<double>& value) { return value ? number_text(*value) : std::string(); };
    for (const int row : rows) {
        const auto place = static_cast<std::size_t>(row);
        const library::PhotoEntry& photo = photos.entries[place];
        const std::string& path = photos.paths[place];
        const ordered_json error = photo.error ? error_json(*photo.error) : ordered_json{{"code", ""}, {"message", ""}};
        const std::string cells[] = {
            quoted_cell(to_valid_utf8(path)),
            is_valid_utf8(path) ? std::string() : quoted_cell(percent_encode_path(path)),
            ranks[place] > 0 ? std::to_string(ranks[place]) : std::string(),
            state_text(photos, place),
            number(photos.values.value(place)),
            number(library_percentile(photos, place)),
            number(photos.values.disagreement(place)),
            std::to_string(photo.marks.rating),
            label_text(photo.marks.label),
            flag_text(photo.marks.flag),
            std::to_string(photo.pixel_size.width),
            std::to_string(photo.pixel_size.height),
            std::to_string(photo.file.bytes),
            time_text(photo.file.mtime_ns / 1'000'000, "Z"),
            photo.captured_ms ? time_text(*photo.captured_ms, "") : std::string(),
            text_cell(photo.camera.toStdString()),
            text_cell(photo.lens.toStdString()),
            error["code"].get<std::string>(),
            text_cell(error["message"].get<std::string>()),
        };
        for (const std::string& cell : cells)
            text += (&cell == cells ? "" : ",") + cell;
        for (const ModelCard& card : photos.values.models())
            text += "," + number(photos.values.score(place, photo, card.id));
        text += "\r\n";
    }
    return text;
}

std::string fixed(const std::optional<double>& value, int digits) {
    char buffer[512];
    if (!value)
        return "-";
    const auto end = std::to_chars(buffer, buffer + sizeof buffer, *value, std::chars_format::fixed, digits);
    return end.ec == std::errc{} ? std::string(buffer, end.ptr) : number_text(*value);
}

std::string right_aligned(const std::string& text, std::size_t width) {
    return text.size() >= width ? text : std::string(width - text.size(), ' ') + text;
}

/// For eyes.
std::string as_table(const RankedPhotos& photos, const std::vector<int>& rows, const std::vector<int>& ranks) {
    const std::string& model = photos.values.currentModel();
    const std::size_t width = std::max<std::size_t>(9, model.size());
    std::string text =
        "  rank  " + right_aligned(model.empty() ? "score" : model, width) + "  better than  marks      path\n";
    for (const int row : rows) {
        const auto place = static_cast<std::size_t>(row);
        const library::PhotoEntry& photo = photos.entries[place];
        const auto percentile = library_percentile(photos, place);
        std::string marks(static_cast<std::size_t>(photo.marks.rating), '*');
        marks += photo.marks.flag == library::Flag::Pick ? " +" : photo.marks.flag == library::Flag::Reject ? " x" : "";
        text += right_aligned(ranks[place] > 0 ? std::to_string(ranks[place]) : "-", 6) + "  " +
                right_aligned(fixed(photos.values.value(place), 3), width) + "  " +
                right_aligned(percentile ? fixed(percentile, 1) + " %" : "-", 11) + "  " + marks +
                std::string(marks.size() < 9 ? 9 - marks.size() : 0, ' ') + "  " + printable(photos.paths[place]);
        if (photo.error)
            text += std::string("  [") + std::string(code_name(photo.error->code)) + "]";
        text += "\n";
    }
    return text;
}

} // namespace

std::string ranking_text(const RankedPhotos& photos, const std::vector<int>& rows, const RankingHeader& header,
                         const std::string& format) {
    const std::vector<int> ranks = photos.ranks();
    if (format == "json")
        return as_document(photos, rows, ranks, header);
    if (format == "jsonl")
        return as_lines(photos, rows, ranks, "", "\n") + (rows.empty() ? "" : "\n");
    if (format == "csv")
        return as_csv(photos, rows, ranks);
    return as_table(photos, rows, ranks);
}

} // namespace touchstone::cli
