// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/measured_pane.h"

#include <QVBoxLayout>

namespace touchstone::ui {

MeasuredPane::MeasuredPane(PhotoCanvas& leader, QWidget* parent)
    : QWidget(parent)
    , leader_(leader)
    , canvas_(new PhotoCanvas) {
    setObjectName(QStringLiteral("measuredPane"));
    canvas_->setObjectName(QStringLiteral("measuredCanvas"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(2, 0, 0, 0);
    column->addWidget(canvas_, 1);
    synchroniser_.add(&leader_);
    synchroniser_.add(canvas_);
    connect(&leader_, &PhotoCanvas::pointedAt, canvas_, &PhotoCanvas::pointAt);
    connect(canvas_, &PhotoCanvas::pointedAt, &leader_, &PhotoCanvas::pointAt);
    connect(canvas_, &PhotoCanvas::cellRead, this, &MeasuredPane::cellRead);
    connect(&leader_, &PhotoCanvas::pointedAt, this, [this] {
        const auto cell = canvas_->currentCell();
        Q_EMIT
        cellRead(cell ? canvas_->heat().describe(*cell) : QString());
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
    canvas_->setAccessibleName(tr("Measured map of %1").arg(name));
    canvas_->setAccessibleDescription(words);
    canvas_->matchView(leader_.view());
}

void MeasuredPane::setPicture(const QImage& picture) {
    canvas_->setFull(picture);
}

} // namespace touchstone::ui
