// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/heat_panel.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/loupe/heat_legend.h"
#include "ui/loupe/signed_map.h"
#include "ui/style/appearance.h"
#include "ui/style/flow_layout.h"

namespace touchstone::ui {

HeatPanel::HeatPanel(QWidget* parent)
    : QWidget(parent)
    , scales_(new QButtonGroup(this)) {
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(8, 4, 8, 4);
    auto* controls = new FlowLayout(rows);
    scale_row_ = new QWidget;
    auto* scaleRow = new QHBoxLayout(scale_row_);
    scaleRow->setContentsMargins(0, 0, 0, 0);
    scaleRow->setSpacing(2);
    controls->addWidget(scale_row_);
    createControls(controls);
    words_ = new QLabel;
    words_->setObjectName(QStringLiteral("heatReadOut"));
    words_->setTextFormat(Qt::PlainText);
    words_->setWordWrap(true);
    rows->addWidget(words_);
    scales_->setExclusive(true);
    connect(scales_, &QButtonGroup::idClicked, this, &HeatPanel::scaleChosen);
    showWords();
}

void HeatPanel::createControls(FlowLayout* row) {
    ramp_ = new QComboBox;
    ramp_->setAccessibleName(tr("Colours of the map"));
    ramp_->setToolTip(tr("Colours of the map"));
    for (const HeatRamp ramp : kHeatRamps)
        ramp_->addItem(heatRampTitle(ramp));
    connect(ramp_, &QComboBox::activated, this, [this](int index) {
        Q_EMIT
        rampChosen(kHeatRamps[static_cast<std::size_t>(index)]);
    });
    method_ = new QComboBox;
    method_->setObjectName(QStringLiteral("attentionMethod"));
    method_->setAccessibleName(tr("How attention is followed"));
    method_->setToolTip(
        tr("Rollout follows attention through all layers of the network; the last layer alone shows what "
           "the score was gathered from."));
    method_->addItem(tr("Rollout"));
    method_->addItem(tr("Last layer"));
    connect(method_, &QComboBox::activated, this, [this](int index) {
        Q_EMIT
        methodChosen(index == 0 ? AttentionMethod::Rollout : AttentionMethod::LastLayer);
    });
    smooth_ = new QCheckBox(tr("Smooth"));
    smooth_->setToolTip(tr("Blends neighbouring cells. The model gave one number per cell: smoothing invents detail."));
    connect(smooth_, &QCheckBox::clicked, this, &HeatPanel::smoothChosen);
    grid_ = new QCheckBox(tr("Cells"));
    grid_->setToolTip(tr("Draws the borders of the model's cells."));
    connect(grid_, &QCheckBox::clicked, this, &HeatPanel::gridChosen);
    opacity_ = new QSlider(Qt::Horizontal);
    opacity_->setRange(10, 100);
    opacity_->setFixedWidth(fontMetrics().averageCharWidth() * 14);
    opacity_->setAccessibleName(tr("Opacity of the map"));
    opacity_->setToolTip(tr("Opacity of the map (O)"));
    connect(opacity_, &QSlider::valueChanged, this, [this](int percent) {
        Q_EMIT
        opacityChosen(percent / 100.0);
    });
    legend_ = new HeatLegend;
    for (QWidget* widget : std::initializer_list<QWidget*>{ramp_, method_, smooth_, grid_, opacity_, legend_})
        row->addWidget(widget);
}

void HeatPanel::showLayer(const HeatMapLayer& layer) {
    const QList<QAbstractButton*> buttons = scales_->buttons();
    for (int i = static_cast<int>(buttons.size()); i < layer.scaleCount(); ++i) {
        auto* button = new QToolButton;
        button->setCheckable(true);
        emphasiseWhenChecked(button);
        scales_->addButton(button, i);
        scale_row_->layout()->addWidget(button);
    }
    for (QAbstractButton* button : scales_->buttons()) {
        const int index = scales_->id(button);
        button->setVisible(index < layer.scaleCount());
        if (index >= layer.scaleCount())
            continue;
        const AttentionMap& map = layer.map(index);
        button->setChecked(index == layer.scaleIndex());
        if (layer.isSigned()) {
            //: %1 "content" or "quality", %2 signed number of points of the score
            button->setText(tr("%1 · %2").arg(scaleTitle(map.scale), pointsText(map.share)));
            button->setToolTip(tr("What this part of the photo's description adds to the score, or takes from it, in "
                                  "points, against the mean photograph  ([ and ] step through the maps)"));
            continue;
        }
        const QString share = QLocale().toString(map.share * 100, 'f', 0);
        //: %1 scale ("native size", "384 px"), %2 its part of the attention
        button->setText(tr("%1 · %2 %").arg(scaleTitle(map.scale), share));
        button->setToolTip(tr("%1 rows, %2 columns of cells; %3 % of all attention  ([ and ] step through the scales)")
                               .arg(map.rows)
                               .arg(map.cols)
                               .arg(share));
    }
    signed_ = layer.isSigned();
    ramp_->setVisible(!signed_); // signed maps have colours of their own
    method_->setVisible(!signed_);
    showWords();
    ramp_->setCurrentIndex(static_cast<int>(layer.ramp()));
    smooth_->setChecked(layer.isSmooth());
    smooth_->setEnabled(signed_ || layer.ramp() != HeatRamp::Contours);
    const QSignalBlocker quiet(opacity_);
    opacity_->setValue(qRound(layer.opacity() * 100));
    if (!layer.isEmpty())
        legend_->setScale(layer.ramp(), layer.range(), signed_);
    legend_->setEnabled(!layer.isEmpty());
}

void HeatPanel::setReadOut(const QString& words) {
    if (words == read_out_)
        return;
    read_out_ = words;
    showWords();
}

void HeatPanel::setStatus(const QString& words) {
    status_ = words;
    showWords();
}

void HeatPanel::setCautionShown(bool shown) {
    caution_shown_ = shown;
    showWords();
}

void HeatPanel::showWords() {
    const QString caution = signed_ ? tr("The cells sum to the score exactly; each sees some 400 pixels around it.")
                                    : tr("Attention is where the model looked, not why the score is low.");
    const QString first = !status_.isEmpty()    ? status_
                          : read_out_.isEmpty() ? tr("Point at a cell to read it (Shift + arrows by keyboard).")
                                                : read_out_;
    words_->setText(caution_shown_ ? first + QStringLiteral("   ") + caution : first);
}

} // namespace touchstone::ui
