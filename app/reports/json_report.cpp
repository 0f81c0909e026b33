// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <nlohmann/json.hpp>

#include "app/reports/report_fields.h"
#include "app/reports/report_summary.h"
#include "app/reports/report_writer.h"
#include "engine/base/files.h"

namespace touchstone::reports {

using nlohmann::ordered_json;

namespace {

ordered_json or_null(const std::string& text) {
    return text.empty() ? ordered_json(nullptr) : ordered_json(to_valid_utf8(text));
}

template <class T>
ordered_json or_null(const std::optional<T>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

ordered_json model_json(const ReportModel& model) {
    return {{"id", model.id},
            {"title", model.title},
            {"sha256", model.sha256},
            {"preprocessing", model.preprocessing},
            {"native_limit", or_null(model.native_limit)},
            {"precision", precision_name(model.precision)},
            {"decode", decode_text(model.decode)},
            {"range", model.range ? ordered_json{model.range->first, model.range->second} : ordered_json(nullptr)},
            {"higher_is_better", model.higher_is_better}};
}

ordered_json scores_json(const ReportData& data, const ReportPhoto& photo) {
    ordered_json scores = ordered_json::array();
    for (std::size_t i = 0; i < data.models.size(); ++i) {
        const ReportScore& score = photo.scores[i];
        if (score.device.empty())
            continue;
        scores.push_back({{"model", data.models[i].id},
                          {"value", or_null(score.value)},
                          {"code", or_null(score.missing)},
                          {"std", or_null(score.standard_deviation)},
                          {"percentile", or_null(score.percentile)},
                          {"device", score.device},
                          {"scaled_down", score.reduced}});
    }
    return scores;
}

ordered_json photo_json(const ReportData& data, const ReportPhoto& photo) {
    const metadata::FileFacts& facts = photo.facts;
    ordered_json object{{"path", to_valid_utf8(photo.path)}};
    if (!is_valid_utf8(photo.path))
        object["path_percent"] = percent_encode_path(photo.path);
    object["bytes"] = photo.bytes;
    object["modified"] = or_null(photo.mtime_ns ? moment_text(photo.mtime_ns / 1'000'000, "Z") : "");
    object["xxh3_128"] = or_null(photo.xxh3_128);
    object["sha256"] = or_null(photo.sha256);
    object["width"] = photo.pixels.width;
    object["height"] = photo.pixels.height;
    object["captured"] = or_null(facts.captured_ms ? moment_text(*facts.captured_ms, "") : "");
    object["camera"] = or_null(facts.camera);
    object["lens"] = or_null(facts.lens);
    object["exposure_seconds"] = or_null(facts.exposure_seconds);
    object["f_number"] = or_null(facts.f_number);
    object["iso"] = or_null(facts.iso);
    object["focal_mm"] = or_null(facts.focal_mm);
    object["rating"] = photo.marks.rating;
    object["label"] = or_null(label_name(photo.marks.label));
    object["flag"] = or_null(flag_name(photo.marks.flag));
    object["sharpness"] = or_null(photo.sharpness);
    object["rank"] = photo.rank > 0 ? ordered_json(photo.rank) : ordered_json(nullptr);
    object["error"] = photo.error ? ordered_json{{"code", code_name(photo.error->code)},
                                                 {"message", to_valid_utf8(photo.error->what)}}
                                  : ordered_json(nullptr);
    object["scores"] = scores_json(data, photo);
    return object;
}

ordered_json groups_json(const std::vector<ReportGroup>& groups) {
    ordered_json list = ordered_json::array();
    for (const ReportGroup& group : groups)
        list.push_back({{"name", group.name},
                        {"photos", group.photos},
                        {"scored", group.scored},
                        {"mean", group.scored ? ordered_json(group.mean) : ordered_json(nullptr)}});
    return list;
}

ordered_json summary_json(const ReportData& data, const ReportSummary& summary) {
    ordered_json distributions = ordered_json::array();
    for (const ScoreDistribution& one : summary.distributions)
        if (one.scored > 0)
            distributions.push_back({{"model", data.models[one.model].id},
                                     {"scored", one.scored},
                                     {"lowest", one.lowest},
                                     {"highest", one.highest},
                                     {"mean", one.mean},
                                     {"median", one.median},
                                     {"from", one.from},
                                     {"to", one.to},
                                     {"bars", one.bars}});
    return {{"photos", summary.photos},
            {"scored", summary.scored},
            {"failed", summary.failed},
            {"distributions", std::move(distributions)},
            {"cameras", groups_json(summary.cameras)},
            {"lenses", groups_json(summary.lenses)},
            {"months", groups_json(summary.months)}};
}

std::string text(const ordered_json& json) {
    return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

} // namespace

Result<void> write_json(const ReportData& data, const WriteText& write, const ReportRun& run) {
    ordered_json head{{"kind", "touchstone-report"},
                      {"schema", 1},
                      {"touchstone", data.version},
                      {"made", data.made},
                      {"title", to_valid_utf8(data.title)},
                      {"filter", or_null(data.filter)},
                      {"order", or_null(data.order)},
                      {"models", ordered_json::array()},
                      {"ranked_by", or_null(data.ranking_model() ? data.ranking_model()->id : std::string())},
                      {"summary", summary_json(data, summarise(data))}};
    for (const ReportModel& model : data.models)
        head["models"].push_back(model_json(model));
    std::string opening = text(head);
    opening.back() = ','; // the photos follow one by one
    Result<void> done = write(opening + "\n\"photos\":[");
    for (std::size_t i = 0; done && i < data.photos.size(); ++i) {
        done = write((i == 0 ? "\n" : ",\n") + text(photo_json(data, data.photos[i])));
        run.tell(i + 1, data.photos.size());
        if (done)
            done = run.go_on();
    }
    return done ? write("\n]}\n") : done;
}

} // namespace touchstone::reports
