// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QWidget>

#include "engine/imaging/region_edit.h"
#include "ui/loupe/heat_map.h"

class QCheckBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;

namespace touchstone::ui {

class FlowLayout;
class HeatLegend;

/// "Test the map", under the photo: what to cover, blur or restore, what the models say then, and the sweep over all
/// cells. Shows what it is told and asks for everything; owns nothing of it. GUI thread.
class TestPanel : public QWidget {
    Q_OBJECT
public:
    explicit TestPanel(QWidget* parent = nullptr);

    /// What a button would act on, "12 cells" or "120 × 80 pixels"; empty = nothing is chosen.
    void setRegion(const QString& words);
    /// There is a map, so there are cells.
    void setCellsKnown(bool known);
    /// One line a model, or why there is none; empty = nothing was changed yet.
    void setResult(const QString& words);
    void setAlteredKnown(bool known); ///< there is a changed photo to be shown
    void setSweepText(const QString& button, const QString& words);
    void setSweepProgress(int done, int total); ///< total 0 = none runs
    /// The colours of the measured map; empty = there is none.
    void setMeasuredScale(const std::optional<HeatRange>& range);
    void setMeasuredReadOut(const QString& words);
    bool isAlteredShown() const;

Q_SIGNALS:
    void topCellsWanted(int count);
    void editWanted(touchstone::imaging::EditKind kind);
    void startAgainWanted();
    void alteredToggled(bool shown);
    void sweepWanted();
    void sweepCancelled();

private:
    void createRegionRow(FlowLayout* row);
    void createEditRow(FlowLayout* row);
    void createSweepRow(FlowLayout* row);

    QLabel *region_, *result_, *sweep_words_, *measured_words_;
    HeatLegend* measured_legend_;
    QSpinBox* count_;
    QPushButton *choose_, *cover_, *blur_, *restore_, *again_, *sweep_, *cancel_;
    QCheckBox* altered_;
    QProgressBar* progress_;
};

} // namespace touchstone::ui
