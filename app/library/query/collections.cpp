// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/query/collections.h"

#include <algorithm>

#include <QCoreApplication>

namespace touchstone::library {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Collections)
};

} // namespace

std::vector<CollectionRow> built_in_collections() {
    std::vector<CollectionRow> rows;
    const auto add = [&](const QString& name, const QString& filter, const QString& order) {
        const int place = static_cast<int>(rows.size());
        rows.push_back({-1 - place, name, filter, order, true, place});
    };
    add(Words::tr("Best"), QStringLiteral("(percentile>=90 | rating>=4) -is:rejected"), QStringLiteral("score"));
    add(Words::tr("Needs a look"),
        QStringLiteral("is:unflagged -is:rated (is:unscored | percentile:40..60 | is:failed)"),
        QStringLiteral("-score"));
    add(Words::tr("Models disagree"), QStringLiteral("disagreement>=30 -is:rejected"), QStringLiteral("disagreement"));
    add(Words::tr("Bursts"), QStringLiteral("is:burst"), QStringLiteral("-captured"));
    add(Words::tr("Rejected"), QStringLiteral("is:rejected"), QStringLiteral("-score"));
    return rows;
}

std::vector<CollectionRow> all_collections(std::vector<CollectionRow> saved) {
    std::vector<CollectionRow> rows = built_in_collections();
    std::erase_if(saved, [](const CollectionRow& row) { return row.built_in; });
    std::stable_sort(saved.begin(), saved.end(), [](const CollectionRow& a, const CollectionRow& b) {
        return a.place != b.place ? a.place < b.place : a.name.localeAwareCompare(b.name) < 0;
    });
    std::move(saved.begin(), saved.end(), std::back_inserter(rows));
    return rows;
}

} // namespace touchstone::library
