// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/disagreement.h"

#include <cmath>

#include <QCoreApplication>

#include "app/library/photo_entry.h"

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

std::vector<std::optional<double>> rank_difference(const std::vector<ScorePair>& scores, bool first_higher_is_better,
                                                   bool second_higher_is_better) {
    std::vector<double> first, second;
    for (const ScorePair& pair : scores)
        if (pair) {
            first.push_back(pair->first);
            second.push_back(pair->second);
        }
    PercentileScale by_first, by_second;
    by_first.add(std::move(first));
    by_second.add(std::move(second));
    std::vector<std::optional<double>> differences(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        if (!scores[i])
            continue;
        const auto a = by_first.percentile(scores[i]->first, first_higher_is_better);
        const auto b = by_second.percentile(scores[i]->second, second_higher_is_better);
        if (a && b)
            differences[i] = std::abs(*a - *b);
    }
    return differences;
}

} // namespace touchstone::library
