// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/disagreement.h"

#include <algorithm>
#include <cmath>

#include <QCoreApplication>

namespace touchstone::library {

ModelCard disagreement_card(const ModelCard& first, const ModelCard& second) {
    ModelCard card;
    card.id = disagreement_id;
    //: a column to rank photos by; %1 and %2 are names of models
    card.title = QCoreApplication::translate("Disagreement", "%1 and %2 disagree")
                     .arg(QString::fromStdString(first.title), QString::fromStdString(second.title))
                     .toStdString();
    card.range = {0, 100};
    card.higher_is_better = true; // "better" for this ranking: worth a look
    return card;
}

namespace {

struct Ranked {
    double value;
    std::size_t photo;
};

/// Percent of the other photos that are worse; ties count half. Sorted once and walked once, as looking up each value
/// by itself takes three times as long.
void set_percentiles(std::vector<Ranked>& ranked, bool higher_is_better, std::vector<double>& percentiles) {
    std::sort(ranked.begin(), ranked.end(), [](const Ranked& a, const Ranked& b) { return a.value < b.value; });
    const double others = static_cast<double>(ranked.size()) - 1;
    for (std::size_t first = 0; first < ranked.size();) {
        std::size_t end = first + 1;
        while (end < ranked.size() && ranked[end].value == ranked[first].value)
            ++end;
        const std::size_t worse = higher_is_better ? first : ranked.size() - end;
        const double ties = static_cast<double>(end - first - 1);
        for (std::size_t at = first; at < end; ++at)
            percentiles[ranked[at].photo] = 100 * (static_cast<double>(worse) + 0.5 * ties) / others;
        first = end;
    }
}

} // namespace

std::vector<std::optional<double>> rank_difference(const std::vector<ScorePair>& scores, bool first_higher_is_better,
                                                   bool second_higher_is_better) {
    std::vector<Ranked> first, second;
    for (std::size_t photo = 0; photo < scores.size(); ++photo)
        if (scores[photo]) {
            first.push_back({scores[photo]->first, photo});
            second.push_back({scores[photo]->second, photo});
        }
    std::vector<std::optional<double>> differences(scores.size());
    if (first.size() < 2)
        return differences;
    std::vector<double> by_first(scores.size()), by_second(scores.size());
    set_percentiles(first, first_higher_is_better, by_first);
    set_percentiles(second, second_higher_is_better, by_second);
    for (std::size_t photo = 0; photo < scores.size(); ++photo)
        if (scores[photo])
            differences[photo] = std::abs(by_first[photo] - by_second[photo]);
    return differences;
}

} // namespace touchstone::library
