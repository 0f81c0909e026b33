// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/report_data.h"

#include <algorithm>
#include <numeric>

#include "app/metadata/sidecar_edit.h"

namespace touchstone::reports {

using library::PhotoEntry;
using library::ScoreRecord;

namespace {

ReportModel model_of(const ModelCard& card, const ScoreRecord& record) {
    ReportModel model;
    model.id = record.model;
    model.title = card.title;
    model.sha256 = record.model_sha256;
    model.preprocessing = card.preprocessing;
    model.native_limit = record.native_limit;
    model.precision = record.precision;
    model.decode = record.decode;
    model.range = card.range;
    model.higher_is_better = card.higher_is_better;
    return model;
}

/// In the order of the cards; the one that is ranked by first.
std::vector<ReportModel> used_models(const std::vector<PhotoEntry>& entries, std::span<const int> places,
                                     const library::PhotoValues& values) {
    std::vector<ReportModel> models;
    for (const ModelCard& card : values.models())
        for (const int place : places)
            if (const ScoreRecord* record = entries[static_cast<std::size_t>(place)].score_of(card.id)) {
                models.push_back(model_of(card, *record));
                break;
            }
    const auto current = std::find_if(models.begin(), models.end(),
                                      [&](const ReportModel& model) { return model.id == values.currentModel(); });
    if (current != models.end())
        std::rotate(models.begin(), current, current + 1);
    return models;
}

ReportScore score_of(const ScoreRecord& record) {
    ReportScore score;
    score.value = record.score.known_value();
    if (record.score.missing)
        score.missing = std::string(code_name(*record.score.missing));
    score.standard_deviation = record.score.standard_deviation;
    score.device = record.device;
    score.reduced = record.reduced;
    return score;
}

ReportPhoto photo_of(const PhotoEntry& entry, const std::vector<ReportModel>& models) {
    ReportPhoto photo;
    photo.file = entry.file.path;
    photo.bytes = entry.file.bytes;
    photo.mtime_ns = entry.file.mtime_ns;
    if (entry.content)
        photo.xxh3_128 = entry.content->hex();
    photo.pixels = entry.pixel_size;
    photo.marks = entry.marks;
    photo.error = entry.error;
    photo.facts.captured_ms = entry.captured_ms;
    photo.facts.camera = entry.camera.toStdString();
    photo.facts.lens = entry.lens.toStdString();
    photo.sharpness = entry.sharpness;
    for (const ReportModel& model : models) {
        const ScoreRecord* record = entry.score_of(model.id);
        photo.scores.push_back(record ? score_of(*record) : ReportScore{});
    }
    return photo;
}

void give_ranks(ReportData& data) {
    const ReportModel* model = data.ranking_model();
    if (!model)
        return;
    std::vector<double> values;
    for (const ReportPhoto& photo : data.photos)
        if (const auto value = data.ranking_value(photo))
            values.push_back(*value);
    std::sort(values.begin(), values.end());
    for (ReportPhoto& photo : data.photos)
        if (const auto value = data.ranking_value(photo)) {
            const auto better = model->higher_is_better
                                    ? values.end() - std::upper_bound(values.begin(), values.end(), *value)
                                    : std::lower_bound(values.begin(), values.end(), *value) - values.begin();
            photo.rank = 1 + static_cast<int>(better);
        }
}

} // namespace

ReportData make_report(const ReportRequest& request, const std::vector<PhotoEntry>& entries,
                       std::span<const int> places, const library::PhotoValues& values,
                       std::span<const std::string> paths) {
    ReportData data;
    data.version = request.version;
    data.made = metadata::moment_now();
    data.title = request.title;
    data.filter = request.filter;
    data.order = request.order;
    data.models = used_models(entries, places, values);
    data.ranked_by = data.models.empty() ? -1 : 0;
    data.photos.reserve(places.size());
    for (const int at : places) {
        const auto place = static_cast<std::size_t>(at);
        ReportPhoto photo = photo_of(entries[place], data.models);
        photo.path = paths.empty() ? photo.file : paths[place];
        for (std::size_t i = 0; i < data.models.size(); ++i)
            if (photo.scores[i].value)
                photo.scores[i].percentile = values.percentile(place, entries[place], data.models[i].id);
        data.photos.push_back(std::move(photo));
    }
    give_ranks(data);
    return data;
}

Result<void> add_facts(ReportData& data, std::span<const library::PhotoId> ids, library::CatalogueReader& reader,
                       std::stop_token stop) {
    for (std::size_t i = 0; i < ids.size(); ++i) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, {}, "was stopped");
        ReportPhoto& photo = data.photos[i];
        if (ids[i] > library::no_photo) {
            auto facts = reader.facts(ids[i]);
            if (!facts)
                return tl::unexpected(facts.error());
            if (*facts) {
                photo.facts = std::move(**facts);
                continue;
            }
        }
        if (auto facts = metadata::read_facts(photo.file)) {
            photo.facts = std::move(*facts);
            if (photo.pixels == Size{})
                photo.pixels = {photo.facts.width, photo.facts.height};
        }
    }
    return {};
}

} // namespace touchstone::reports
