// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/report_summary.h"

#include <algorithm>
#include <functional>
#include <map>
#include <numeric>

#include "app/reports/report_fields.h"

namespace touchstone::reports {

namespace {

constexpr std::size_t bar_count = 20, most_groups = 12, most_months = 24, most_shown = 12;

ScoreDistribution distribution_of(const ReportData& data, std::size_t model) {
    ScoreDistribution distribution;
    distribution.model = model;
    distribution.bars.assign(bar_count, 0);
    std::vector<double> values;
    for (const ReportPhoto& photo : data.photos)
        if (photo.scores[model].value)
            values.push_back(*photo.scores[model].value);
    distribution.scored = values.size();
    if (values.empty())
        return distribution;
    std::sort(values.begin(), values.end());
    distribution.lowest = values.front();
    distribution.highest = values.back();
    distribution.mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    const std::size_t middle = values.size() / 2;
    distribution.median = values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
    const auto& range = data.models[model].range;
    // The model's own scale where scores keep to it, so that two reports look alike.
    const bool fits = range && values.front() >= range->first && values.back() <= range->second;
    distribution.from = fits ? range->first : values.front();
    distribution.to = fits ? range->second : values.back();
    if (distribution.to <= distribution.from)
        distribution.to = distribution.from + 1;
    for (const double value : values) {
        const double place = (value - distribution.from) / (distribution.to - distribution.from) * bar_count;
        ++distribution.bars[std::min(bar_count - 1, static_cast<std::size_t>(std::max(0.0, place)))];
    }
    return distribution;
}

using NameOf = std::function<std::string(const ReportPhoto&)>;

std::vector<ReportGroup> groups_of(const ReportData& data, const NameOf& name_of_group) {
    std::map<std::string, ReportGroup> groups;
    for (const ReportPhoto& photo : data.photos) {
        std::string name = name_of_group(photo);
        if (name.empty())
            name = "unknown";
        ReportGroup& group = groups[name];
        group.name = name;
        ++group.photos;
        if (const auto value = data.ranking_value(photo)) {
            ++group.scored;
            group.mean += (*value - group.mean) / static_cast<double>(group.scored);
        }
    }
    std::vector<ReportGroup> list;
    for (auto& [name, group] : groups)
        list.push_back(std::move(group));
    return list;
}

std::vector<ReportGroup> largest(std::vector<ReportGroup> groups) {
    std::stable_sort(groups.begin(), groups.end(),
                     [](const ReportGroup& a, const ReportGroup& b) { return a.photos > b.photos; });
    if (groups.size() <= most_groups)
        return groups;
    ReportGroup others{"others"};
    for (std::size_t i = most_groups - 1; i < groups.size(); ++i) {
        others.photos += groups[i].photos;
        others.mean += groups[i].mean * static_cast<double>(groups[i].scored);
        others.scored += groups[i].scored;
    }
    others.mean = others.scored ? others.mean / static_cast<double>(others.scored) : 0;
    groups.resize(most_groups - 1);
    groups.push_back(std::move(others));
    return groups;
}

void find_extremes(const ReportData& data, ReportSummary& summary) {
    std::vector<std::size_t> scored;
    for (std::size_t i = 0; i < data.photos.size(); ++i)
        if (data.photos[i].rank > 0)
            scored.push_back(i);
    std::stable_sort(scored.begin(), scored.end(),
                     [&](std::size_t a, std::size_t b) { return data.photos[a].rank < data.photos[b].rank; });
    const std::size_t shown = std::min(most_shown, (scored.size() + 1) / 2);
    summary.best.assign(scored.begin(), scored.begin() + static_cast<std::ptrdiff_t>(shown));
    const std::size_t rest = std::min(most_shown, scored.size() - shown);
    summary.worst.assign(scored.rbegin(), scored.rbegin() + static_cast<std::ptrdiff_t>(rest));
}

} // namespace

ReportSummary summarise(const ReportData& data) {
    ReportSummary summary;
    summary.photos = data.photos.size();
    for (const ReportPhoto& photo : data.photos) {
        summary.scored += data.ranking_value(photo).has_value();
        summary.failed += photo.error.has_value();
    }
    for (std::size_t i = 0; i < data.models.size(); ++i)
        summary.distributions.push_back(distribution_of(data, i));
    summary.cameras = largest(groups_of(data, [](const ReportPhoto& photo) { return photo.facts.camera; }));
    summary.lenses = largest(groups_of(data, [](const ReportPhoto& photo) { return photo.facts.lens; }));
    summary.months = groups_of(data, [](const ReportPhoto& photo) {
        return photo.facts.captured_ms ? moment_text(*photo.facts.captured_ms, "").substr(0, 7) : std::string();
    });
    if (summary.months.size() > most_months)
        summary.months.erase(summary.months.begin(), summary.months.end() - most_months);
    find_extremes(data, summary);
    return summary;
}

} // namespace touchstone::reports
