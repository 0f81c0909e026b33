// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/probe.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "app/inspection/rank_correlation.h"
#include "engine/imaging/resample.h"

namespace touchstone::inspection {

namespace {

/// Takes parts of the sides away: left, top, right, bottom, each a fraction of the side it shortens.
Alteration cropped(double left, double top, double right, double bottom) {
    return [=](const RgbImage& photo) {
        const auto part = [](double fraction, int side) { return static_cast<int>(std::lround(fraction * side)); };
        const int x = part(left, photo.size.width), y = part(top, photo.size.height);
        return imaging::crop(photo, {x, y, photo.size.width - x - part(right, photo.size.width),
                                     photo.size.height - y - part(bottom, photo.size.height)});
    };
}

Alteration resized(double factor) {
    return [factor](const RgbImage& photo) {
        const int side = static_cast<int>(std::lround(photo.size.long_side() * factor));
        return imaging::shrink_area_average(photo, std::max(1, side));
    };
}

} // namespace

std::optional<double> ProbedModel::change(std::size_t at) const {
    if (!original || at >= altered.size() || !altered[at])
        return std::nullopt;
    return *altered[at] - *original;
}

Alteration edited(std::vector<imaging::RegionEdit> edits) {
    return [edits = std::move(edits)](const RgbImage& photo) { return imaging::apply_edits(photo, edits); };
}

std::vector<Alteration> covered_one_by_one(const std::vector<imaging::PixelRect>& rects) {
    std::vector<Alteration> alterations;
    for (const imaging::PixelRect& rect : rects)
        alterations.push_back(edited({{imaging::EditKind::Cover, {rect}}}));
    return alterations;
}

std::vector<Alteration> small_crops_and_resizes() {
    std::vector<Alteration> alterations;
    alterations.push_back(cropped(0.02, 0, 0, 0));
    alterations.push_back(cropped(0, 0.02, 0, 0));
    alterations.push_back(cropped(0, 0, 0.02, 0));
    alterations.push_back(cropped(0, 0, 0, 0.02));
    alterations.push_back(cropped(0.02, 0.02, 0.02, 0.02));
    alterations.push_back(cropped(0.04, 0.04, 0.04, 0.04));
    for (const double factor : {0.97, 0.94, 0.9, 0.8})
        alterations.push_back(resized(factor));
    return alterations;
}

std::optional<Spread> spread_of(const ProbedModel& model) {
    if (!model.original)
        return std::nullopt;
    std::vector<double> values{*model.original};
    for (const std::optional<double>& value : model.altered)
        if (value)
            values.push_back(*value);
    if (values.size() < 2)
        return std::nullopt;
    const auto [lowest, highest] = std::minmax_element(values.begin(), values.end());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
    double squares = 0;
    for (const double value : values)
        squares += (value - mean) * (value - mean);
    return Spread{*lowest, *highest, std::sqrt(squares / static_cast<double>(values.size() - 1)),
                  static_cast<int>(values.size()) - 1};
}

std::optional<AttentionMap> sensitivity(const AttentionMap& cells, const ProbedModel& model) {
    if (!model.original || model.altered.size() != cells.weights.size())
        return std::nullopt;
    AttentionMap map = cells;
    map.share = 0;
    for (std::size_t i = 0; i < map.weights.size(); ++i) {
        map.weights[i] = model.altered[i] ? static_cast<float>(*model.original - *model.altered[i]) : 0.0F;
        map.share += map.weights[i];
    }
    return map;
}

std::optional<double> agreement(const AttentionMap& map, bool is_signed, const AttentionMap& sensitivity) {
    if (map.weights.size() != sensitivity.weights.size())
        return std::nullopt;
    const std::vector<double> looked(map.weights.begin(), map.weights.end());
    std::vector<double> moved(sensitivity.weights.begin(), sensitivity.weights.end());
    if (!is_signed)
        std::transform(moved.begin(), moved.end(), moved.begin(), [](double points) { return std::abs(points); });
    return rank_correlation(looked, moved);
}

} // namespace touchstone::inspection
