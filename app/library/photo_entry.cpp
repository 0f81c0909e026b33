// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/photo_entry.h"

#include <algorithm>
#include <iterator>
#include <string_view>

#include "engine/base/files.h"

namespace touchstone::library {

ScoreRecord record_of(const Assessment& assessment) {
    ScoreRecord record;
    record.model = assessment.model;
    record.model_sha256 = assessment.model_sha256;
    record.score = assessment.score;
    record.scored_size = assessment.scored_size;
    record.native_limit = assessment.native_limit;
    record.reduced = assessment.reduced;
    record.precision = assessment.precision;
    record.device = assessment.device.name();
    record.decode = assessment.decode;
    record.seconds = assessment.seconds;
    return record;
}

const ScoreRecord* PhotoEntry::score_of(const std::string& model) const {
    const auto found = std::find_if(scores.begin(), scores.end(), [&](const auto& s) { return s.model == model; });
    return found == scores.end() ? nullptr : &*found;
}

QString display_name(const std::string& path) {
    std::string_view name = path;
    while (name.size() > 1 && name.ends_with('/'))
        name.remove_suffix(1);
    if (const auto slash = name.rfind('/'); slash != std::string_view::npos && name.size() > 1)
        name.remove_prefix(slash + 1);
    return QString::fromStdString(to_valid_utf8(name));
}

QString display_path(const std::string& path) {
    return QString::fromStdString(to_valid_utf8(path));
}

QString natural_sort_key(const QString& name) {
    QString key;
    key.reserve(name.size() + 8);
    const QString folded = name.toCaseFolded();
    for (qsizetype at = 0; at < folded.size();) {
        if (folded[at] < u'0' || folded[at] > u'9') {
            key += folded[at++];
            continue;
        }
        while (at + 1 < folded.size() && folded[at] == u'0' && folded[at + 1] >= u'0' && folded[at + 1] <= u'9')
            ++at;
        qsizetype end = at;
        while (end < folded.size() && folded[end] >= u'0' && folded[end] <= u'9')
            ++end;
        // The number of digits comes first, so that comparing the text compares the numbers; offset by '0' to stay
        // among the digits.
        key += QChar(static_cast<char16_t>(u'0' + std::min<qsizetype>(end - at, 9)));
        key += QStringView(folded).mid(at, end - at);
        at = end;
    }
    return key;
}

void PercentileScale::add(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto middle = static_cast<std::ptrdiff_t>(sorted_.size());
    sorted_.insert(sorted_.end(), values.begin(), values.end());
    std::inplace_merge(sorted_.begin(), sorted_.begin() + middle, sorted_.end());
}

void PercentileScale::remove(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::vector<double> kept;
    kept.reserve(sorted_.size());
    std::set_difference(sorted_.begin(), sorted_.end(), values.begin(), values.end(), std::back_inserter(kept));
    sorted_ = std::move(kept);
}

std::optional<double> PercentileScale::percentile(double value, bool higher_is_better) const {
    if (sorted_.size() < 2)
        return std::nullopt;
    const auto [low, high] = std::equal_range(sorted_.begin(), sorted_.end(), value);
    const auto below = static_cast<double>(low - sorted_.begin());
    const auto above = static_cast<double>(sorted_.end() - high);
    // One of the equals is the photo itself.
    const double ties = std::max(0.0, static_cast<double>(high - low) - 1);
    const double worse = (higher_is_better ? below : above) + 0.5 * ties;
    return std::min(100.0, 100.0 * worse / static_cast<double>(sorted_.size() - 1));
}

} // namespace touchstone::library
