// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/score_words.h"

#include <cmath>

#include <QCoreApplication>
#include <QLocale>

#include "ui/loupe/signed_map.h"

namespace touchstone::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(ScoreWords)
};

int digitsOf(const ModelCard& card) {
    const double width = card.range ? card.range->second - card.range->first : 10;
    return width >= 50 ? 1 : width >= 5 ? 2 : 3;
}

} // namespace

QString scoreWords(const ModelCard& card, double score) {
    return QLocale().toString(score, 'f', digitsOf(card));
}

QString changeWords(const ModelCard& card, double change) {
    return pointsText(change, digitsOf(card));
}

QString beforeAfterWords(const ModelCard& card, std::optional<double> before, std::optional<double> after) {
    if (!before || !after)
        return Words::tr("gives no score");
    //: %1 the score before, %2 after, %3 the signed difference
    return Words::tr("%1 → %2 (%3)")
        .arg(scoreWords(card, *before), scoreWords(card, *after), changeWords(card, *after - *before));
}

QString timeLeftWords(double seconds) {
    if (seconds < 0)
        return {};
    const QLocale locale;
    if (seconds < 90)
        return Words::tr("about %1 s left").arg(locale.toString(std::ceil(seconds), 'f', 0));
    return Words::tr("about %1 min left").arg(locale.toString(std::ceil(seconds / 60), 'f', 0));
}

} // namespace touchstone::ui
