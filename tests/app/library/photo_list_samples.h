// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QSignalSpy>

#include "app/library/photo_list_model.h"

namespace touchstone::test {

inline library::PhotoEntry photo(library::PhotoId id, const QString& name) {
    library::PhotoEntry entry;
    entry.id = id;
    entry.name = name;
    entry.file.path = ("/photos/" + name.toStdString());
    entry.file.mtime_ns = id * 1000;
    return entry;
}

inline std::vector<library::PhotoEntry> photos(int count) {
    std::vector<library::PhotoEntry> entries;
    for (int i = 1; i <= count; ++i)
        entries.push_back(photo(i, QStringLiteral("IMG_%1.jpg").arg(i)));
    return entries;
}

inline library::PhotoOutcome outcome(library::PhotoId id, double value) {
    library::PhotoOutcome result;
    result.id = id;
    result.pixel_size = {640, 480};
    library::ScoreRecord record;
    record.model = "m";
    record.score.value = value;
    result.records.push_back(record);
    return result;
}

inline ModelCard card(bool higher_is_better = true) {
    ModelCard made;
    made.id = "m";
    made.range = std::pair(0.0, 100.0);
    made.higher_is_better = higher_is_better;
    return made;
}

struct Signals {
    explicit Signals(library::PhotoListModel& model)
        : changed(&model, &QAbstractItemModel::dataChanged)
        , layout(&model, &QAbstractItemModel::layoutChanged)
        , inserted(&model, &QAbstractItemModel::rowsInserted)
        , removed(&model, &QAbstractItemModel::rowsRemoved)
        , reset(&model, &QAbstractItemModel::modelReset) {}
    QSignalSpy changed, layout, inserted, removed, reset;
};

} // namespace touchstone::test
