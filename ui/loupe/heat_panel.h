// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QWidget>

#include "ui/loupe/heat_map_layer.h"

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLabel;
class QSlider;

namespace touchstone::ui {

class FlowLayout;
class HeatLegend;

/// The controls under the photo while the heat map is on: scale, colours, opacity, legend, read-out, and the sentence
/// that says what a map is not. Shows a layer's state and asks for changes; owns nothing of it. GUI thread.
class HeatPanel : public QWidget {
    Q_OBJECT
public:
    explicit HeatPanel(QWidget* parent = nullptr);

    void showLayer(const HeatMapLayer& layer);
    void setReadOut(const QString& words);
    /// "Computing the map…", or why there is none; empty = a map is shown.
    void setStatus(const QString& words);
    /// Elsewhere the same is said at greater length.
    void setCautionShown(bool shown);
    QString status() const { return status_; }
    QString readOut() const { return read_out_; }

Q_SIGNALS:
    void scaleChosen(int index);
    void rampChosen(touchstone::ui::HeatRamp ramp);
    void methodChosen(touchstone::AttentionMethod method);
    void smoothChosen(bool smooth);
    void gridChosen(bool visible);
    void opacityChosen(double opacity);

private:
    void createControls(FlowLayout* row);
    void showWords();

    QButtonGroup* scales_;
    QWidget* scale_row_;
    QComboBox *ramp_, *method_;
    QCheckBox *smooth_, *grid_;
    QSlider* opacity_;
    HeatLegend* legend_;
    QLabel* words_;
    QString status_, read_out_;
    bool signed_ = false; ///< the shown layer is
    bool caution_shown_ = true;
};

} // namespace touchstone::ui
