// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/measured_pane.h"

#include <QLabel>
#include <QVBoxLayout>

#include "ui/loupe/heat_legend.h"

namespace touchstone::ui {

MeasuredPane::MeasuredPane(PhotoCanvas& leader, QWidget* parent)
    : QWidget(parent)
    , leader_(leader)
    , canvas_(new PhotoCanvas)
    , words_(new QLabel)
    , read_out_(new QLabel)
    , legend_(new HeatLegend) {
    setObjectName(QStringLiteral("measuredPane"));
    canvas_->setObjectName(QStringLiteral("measuredCanvas"));
    words_->setObjectName(QStringLiteral("measuredWords"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2, 0, 0, 0);
    column->setSpacing(2);
    column->addWidget(canvas_, 1);
    for (QLabel* label : {words_, read_out_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setMargin(2);
        column->addWidget(label);
    }
    column->addWidget(legend_);
    synchroniser_.add(&leader_);
    synchroniser_.add(canvas_);
    connect(&leader_, &PhotoCanvas::pointedAt, canvas_, &PhotoCanvas::pointAt);
    connect(canvas_, &PhotoCanvas::pointedAt, &leader_, &PhotoCanvas::pointAt);
    connect(canvas_, &PhotoCanvas::cellRead, read_out_, &QLabel::setText);
    connect(&leader_, &PhotoCanvas::pointedAt, this, [this] {
        const auto cell = canvas_->currentCell();
        read_out_->setText(cell ? canvas_->heat().describe(*cell) : QString());
    });
    hide();
}

void MeasuredPane::showMap(const AttentionMap& sensitivity, Size photo, const QString& name, const QImage& picture,
                           const QString& words) {
    show();
    canvas_->showPhoto(name, {photo.width, photo.height}, picture);
    canvas_->heat().setSensitivity(sensitivity, photo);
    canvas_->heat().setOpacity(leader_.heat().opacity());
    canvas_->setHeatVisible(true);
    canvas_->heatChanged();
    legend_->setScale(HeatRamp::Cividis, canvas_->heat().range(), true);
    words_->setText(words);
    canvas_->setAccessibleName(tr("Measured map of %1").arg(name));
    canvas_->setAccessibleDescription(words);
    canvas_->matchView(leader_.view());
}

void MeasuredPane::setPicture(const QImage& picture) {
    canvas_->setFull(picture);
}

QString MeasuredPane::words() const {
    return words_->text();
}

} // namespace touchstone::ui
