// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/culling/sets.h"

#include <algorithm>
#include <cmath>

namespace touchstone::culling {

namespace {

constexpr std::size_t smallest_set = 3;
constexpr std::size_t longest_bracket = 9; ///< what cameras offer

bool about(double a, double b, double part) {
    return std::abs(a - b) <= part * std::max(std::abs(a), std::abs(b));
}

bool same(const std::optional<double>& a, const std::optional<double>& b, double part) {
    return a.has_value() == b.has_value() && (!a || about(*a, *b, part));
}

bool same_frame(const Shot& a, const Shot& b) {
    return a.width == b.width && a.height == b.height && same(a.focal_mm, b.focal_mm, 0.02) &&
           same(a.f_number, b.f_number, 0.02);
}

/// From the end of the first exposure.
bool follows_within(const Shot& a, const Shot& b, std::int64_t ms) {
    if (!a.captured_ms || !b.captured_ms)
        return false;
    // Cameras note when the exposure began, some in whole seconds.
    const double exposures = 1000 * (a.exposure_seconds.value_or(0) + b.exposure_seconds.value_or(0));
    return static_cast<double>(*b.captured_ms - *a.captured_ms) <= static_cast<double>(ms) + exposures;
}

/// Light that the sensor was given, in EV over an arbitrary one; empty when the camera does not say.
std::optional<double> exposure_ev(const Shot& shot) {
    if (!shot.exposure_seconds || *shot.exposure_seconds <= 0)
        return std::nullopt;
    const double iso = shot.iso && *shot.iso > 0 ? *shot.iso : 100;
    const double f = shot.f_number && *shot.f_number > 0 ? *shot.f_number : 1;
    return std::log2(*shot.exposure_seconds * iso / (f * f));
}

/// Exposures change what is seen, so little is asked; clipped and plain frames are believed.
bool may_be_one_scene(const Shot& a, const Shot& b, double least) {
    if (!a.look || !b.look || a.look->is_clipped() || b.look->is_clipped() || a.look->is_plain() || b.look->is_plain())
        return true;
    return best_correlation(*a.look, *b.look, 1) >= least;
}

/// How many shots from the front could be of one bracket as far as frame, time and scene go, each with a value of its
/// own.
template <class ValueOf>
std::size_t distinct_length(Sequence shots, const GroupingRules& rules, std::vector<double>& values, ValueOf value_of) {
    values.clear();
    for (std::size_t at = 0; at < shots.size() && at < longest_bracket; ++at) {
        const std::optional<double> value = value_of(*shots[at]);
        if (!value || std::any_of(values.begin(), values.end(),
                                  [&](double other) { return std::abs(other - *value) < rules.bracket_step_ev; }))
            break;
        if (at > 0 &&
            (!same_frame(*shots[0], *shots[at]) || !follows_within(*shots[at - 1], *shots[at], rules.bracket_ms) ||
             !may_be_one_scene(*shots[at - 1], *shots[at], rules.bracket_correlation)))
            break;
        values.push_back(*value);
    }
    return values.size();
}

bool steps_evenly(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const double step = (values.back() - values.front()) / static_cast<double>(values.size() - 1);
    for (std::size_t at = 1; at < values.size(); ++at)
        if (std::abs(values[at] - values[at - 1] - step) > 0.2)
            return false;
    return true;
}

} // namespace

std::size_t bracket_length(Sequence shots, const GroupingRules& rules) {
    std::vector<double> values;
    std::size_t length = distinct_length(shots, rules, values, [](const Shot& shot) { return shot.bias_ev; });
    if (length >= smallest_set)
        return length;
    // By hand, or by a camera that leaves the bias at 0: only clear, even steps are taken for meant.
    GroupingRules clear = rules;
    clear.bracket_step_ev = 0.6;
    const bool same_bias = shots.size() >= smallest_set && same(shots[0]->bias_ev, shots[1]->bias_ev, 0.01);
    length = same_bias ? distinct_length(shots, clear, values, exposure_ev) : 0;
    while (length >= smallest_set && !steps_evenly(values)) {
        values.pop_back();
        --length;
    }
    return length >= smallest_set ? length : 0;
}

std::size_t panorama_length(Sequence shots, const GroupingRules& rules) {
    double direction_x = 0, direction_y = 0, travelled = 0;
    std::size_t length = 1;
    for (; length < shots.size(); ++length) {
        const Shot &a = *shots[length - 1], &b = *shots[length];
        const bool same_exposure = a.exposure_seconds && b.exposure_seconds &&
                                   about(*a.exposure_seconds, *b.exposure_seconds, 0.02) && same(a.iso, b.iso, 0.02) &&
                                   same(a.bias_ev, b.bias_ev, 0.01);
        if (!same_exposure || !same_frame(a, b) || !a.look || !b.look || !follows_within(a, b, rules.panorama_ms) ||
            *b.captured_ms - *a.captured_ms < rules.sweep_ms)
            break;
        if (correlation(*a.look, *b.look) > 0.95)
            break; // stood still
        const std::optional<Shift> shift = find_shift(*a.look, *b.look);
        // Standing still explains a pair of frames better than having moved.
        if (!shift || shift->correlation < rules.panorama_correlation ||
            shift->difference > rules.panorama_difference ||
            best_correlation(*a.look, *b.look) > shift->correlation - 0.02)
            break;
        // Onwards: within some 35 degrees of where it went so far.
        const double along = direction_x * shift->dx + direction_y * shift->dy;
        if (length > 1 && along < 0.8 * std::hypot(direction_x, direction_y) * std::hypot(shift->dx, shift->dy))
            break;
        direction_x += shift->dx;
        direction_y += shift->dy;
        travelled += std::hypot(shift->dx, shift->dy);
    }
    return length >= smallest_set && travelled >= 0.4 ? length : 0;
}

} // namespace touchstone::culling
