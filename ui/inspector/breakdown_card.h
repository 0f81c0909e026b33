// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <vector>

#include <QWidget>

#include "app/library/explain_service.h"

class QGridLayout;
class QLabel;
class QToolButton;

namespace touchstone::ui {

class FlowLayout;
class Waterfall;

/// "Content and quality" in the inspector: what a Re-IQA score is made of, from the mean photograph's score to this
/// one, the buttons of the signed maps, and what each expert alone would say. Shows what it is given. GUI thread.
class BreakdownCard : public QWidget {
    Q_OBJECT
public:
    explicit BreakdownCard(QWidget* parent = nullptr);

    /// The breakdown in `explanation`; `card` is that of the regressor, for scale and accuracy. `map` is the one drawn
    /// over the photo (−1: none).
    void showBreakdown(std::shared_ptr<const library::Explanation> explanation, const ModelCard& card, int map);
    /// Words in its place: why there is none, and what to do.
    void showHint(const QString& words);
    QString hint() const;

Q_SIGNALS:
    void mapWanted(int index); ///< 0 content, 1 quality, 2 both: the order of the loupe's maps

private:
    void addAlone(int row, const QString& name, double score, const ModelCard& card, const char* part);
    void fillMaps(const reiqa::Breakdown& breakdown, int map);

    QLabel* words_;
    QWidget* details_;
    Waterfall* waterfall_;
    FlowLayout* map_row_;
    std::vector<QToolButton*> map_buttons_;
    QGridLayout* alone_;
    std::shared_ptr<const library::Explanation> shown_;
};

/// Median accuracy of a part ("both", "content", "quality") on the test parts of the regressor's splits, when its card
/// states it.
std::optional<double> statedAccuracy(const ModelCard& card, const std::string& part, const std::string& figure);

} // namespace touchstone::ui
