// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QMenu>

#include "app/library/query/photo_filter.h"

namespace touchstone::library {
class PhotoListModel;
}

namespace touchstone::ui {

class RangeDialog;
struct FilterValues;
struct NumberRange;

/// "+ Filter": the common conditions to choose from, with the cameras, lenses and days of the photos at hand. Filled
/// anew each time it opens. GUI thread; the photos must outlive it.
class FilterMenu : public QMenu {
    Q_OBJECT
public:
    explicit FilterMenu(const library::PhotoListModel& photos, QWidget* parent = nullptr);

Q_SIGNALS:
    void chosen(const touchstone::library::PhotoFilter& condition);

private:
    void fill();
    void addScores();
    void addRating();
    void addLabels();
    void addStates();
    void addTexts(const FilterValues& values);
    void addDays(const FilterValues& values);
    void addFile();
    void add(QMenu* menu, const QString& text, const library::PhotoFilter& condition);
    void addCondition(QMenu* menu, const library::FilterTerm& term); ///< called by its own sentence
    void addNumberDialog(QMenu* menu, library::FilterField field, const QString& text, const QString& title,
                         const NumberRange& range);
    void addDayDialog(QMenu* menu, library::FilterField field, const QString& text, const QString& title);
    void show(RangeDialog* dialog);

    const library::PhotoListModel& photos_;
};

} // namespace touchstone::ui
