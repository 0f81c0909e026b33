// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/model_comparison.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "app/commands/console.h"
#include "app/commands/csv_cells.h"
#include "app/commands/fit_text.h"
#include "app/commands/score_format.h"
#include "engine/training/metrics.h"

namespace touchstone::cli {

namespace {

using nlohmann::ordered_json;
using Statistic = std::optional<double> (*)(std::span<const double>, std::span<const double>);

/// Linear between the two nearest of the sorted values.
double percentile(const std::vector<double>& sorted, double part) {
    const double place = part * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Correlation correlation(Statistic statistic, std::span<const double> predictions, std::span<const double> scores,
                        double sign, const Resampling& resampling) {
    Correlation result;
    result.value = statistic(predictions, scores);
    if (!result.value)
        return result;
    *result.value *= sign;
    // Not std::uniform_int_distribution: its numbers differ from library to library.
    std::mt19937_64 random(resampling.seed);
    std::vector<double> values, a(predictions.size()), b(predictions.size());
    for (int round = 0; round < resampling.times; ++round) {
        for (std::size_t i = 0; i < a.size(); ++i) {
            const std::size_t drawn = random() % a.size();
            a[i] = predictions[drawn];
            b[i] = scores[drawn];
        }
        if (const std::optional<double> value = statistic(a, b))
            values.push_back(sign * *value);
    }
    if (values.size() < 2)
        return result;
    std::sort(values.begin(), values.end());
    result.interval = std::pair(percentile(values, 0.025), percentile(values, 0.975));
    return result;
}

std::string correlation_text(const Correlation& found) {
    std::string text = decimals(found.value, 4);
    if (found.interval)
        text += " [" + decimals(found.interval->first, 3) + ", " + decimals(found.interval->second, 3) + "]";
    return text;
}

ordered_json json_number(const std::optional<double>& value) {
    return value ? ordered_json(*value) : ordered_json(nullptr);
}

void add_correlation(ordered_json& object, const std::string& name, const Correlation& found) {
    object[name] = json_number(found.value);
    object[name + "_interval"] = nullptr;
    if (found.interval)
        object[name + "_interval"] = {found.interval->first, found.interval->second};
}

std::string csv_number(const std::optional<double>& value) {
    return value ? number_text(*value) : std::string();
}

} // namespace

std::pair<Correlation, Correlation> srcc_and_plcc(std::span<const double> predictions, std::span<const double> scores,
                                                  bool same_direction, const Resampling& resampling) {
    const double sign = same_direction ? 1 : -1;
    return {correlation(training::spearman, predictions, scores, sign, resampling),
            correlation(training::pearson, predictions, scores, sign, resampling)};
}

void sort_compared(std::vector<ComparedModel>& models) {
    std::stable_sort(models.begin(), models.end(), [](const ComparedModel& a, const ComparedModel& b) {
        return a.srcc.value.value_or(-2) > b.srcc.value.value_or(-2);
    });
}

std::string comparison_table(const std::vector<ComparedModel>& models) {
    std::vector<std::vector<std::string>> rows{
        {"model", "SRCC [95 %]", "PLCC [95 %]", "ms per photo", "photos", "failed"}};
    for (const ComparedModel& model : models)
        rows.push_back({printable(model.card.id), correlation_text(model.srcc), correlation_text(model.plcc),
                        model.seconds ? decimals(*model.seconds * 1000, 1) : "-", std::to_string(model.count),
                        std::to_string(model.failed)});
    return text_table(rows);
}

std::string comparison_csv(const std::vector<ComparedModel>& models) {
    std::string text = "model,srcc,srcc_low,srcc_high,plcc,plcc_low,plcc_high,seconds,photos,failed,sha256\r\n";
    const auto cells = [](const Correlation& found) {
        const auto& interval = found.interval;
        return csv_number(found.value) + "," + (interval ? number_text(interval->first) : "") + "," +
               (interval ? number_text(interval->second) : "");
    };
    for (const ComparedModel& model : models)
        text += text_cell(model.card.id) + "," + cells(model.srcc) + "," + cells(model.plcc) + "," +
                csv_number(model.seconds) + "," + std::to_string(model.count) + "," + std::to_string(model.failed) +
                "," + model.card.sha256 + "\r\n";
    return text;
}

ordered_json comparison_json(const std::vector<ComparedModel>& models) {
    ordered_json list = ordered_json::array();
    for (const ComparedModel& model : models) {
        ordered_json object{{"model", model.card.id},
                            {"model_sha256", model.card.sha256},
                            {"higher_is_better", model.card.higher_is_better},
                            {"n", model.count},
                            {"failed", model.failed}};
        add_correlation(object, "srcc", model.srcc);
        add_correlation(object, "plcc", model.plcc);
        object["seconds"] = json_number(model.seconds);
        list.push_back(std::move(object));
    }
    return list;
}

} // namespace touchstone::cli
