// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "app/library/query/photo_filter.h"

class QAction;
class QLabel;
class QLineEdit;
class QToolButton;

namespace touchstone::library {
class PhotoListModel;
}

namespace touchstone::ui {

class FilterMenu;
class FlowLayout;

/// The filter of a list of photos, as text and as chips. The field and the "+ Filter" button are placed by the owner
/// (in a toolbar); the widget itself is the strip with one removable chip for each condition and the sentence that says
/// what is wrong with the text. What is whole in the text filters already while the rest is typed. GUI thread; the
/// photos must outlive it.
class FilterBar : public QWidget {
    Q_OBJECT
public:
    explicit FilterBar(library::PhotoListModel& photos, QWidget* parent = nullptr);

    QLineEdit* field() { return field_; }
    QToolButton* addButton() { return add_; }
    FilterMenu& addMenu() { return *menu_; }

    QString text() const;
    void setText(const QString& text); ///< filters at once
    void clear() { setText({}); }
    void add(const library::PhotoFilter& condition);
    void removeChip(int index);
    const library::PhotoFilter& filter() const { return filter_; }
    /// Why the text cannot be read as a whole; empty when it can.
    QString problem() const { return problem_ ? problem_->text : QString(); }
    QString sentence() const; ///< "Rating at least 3 and Label red"; empty without a filter
    std::vector<QToolButton*> chips() const { return chips_; }

Q_SIGNALS:
    void filterChanged();
    void saveWanted(); ///< as a collection

private:
    void createField();
    void createStrip();
    void read();
    void fillChips();
    void showProblem();
    void refreshVisibility();

    library::PhotoListModel& photos_;
    library::PhotoFilter filter_;
    std::optional<library::FilterProblem> problem_;
    QLineEdit* field_;
    QAction* problem_sign_;
    QToolButton* add_;
    FilterMenu* menu_;
    FlowLayout* flow_;
    std::vector<QToolButton*> chips_;
    QToolButton *save_, *clear_;
    QLabel* hint_;
    QTimer hint_timer_; ///< a text is wrong at every second key while it is typed
};

} // namespace touchstone::ui
