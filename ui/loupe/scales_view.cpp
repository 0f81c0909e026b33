// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/scales_view.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QVBoxLayout>

namespace touchstone::ui {

ScalesView::ScalesView(library::LibrarySession& session, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , seen_(session.inference(), session.options().pipeline.decode)
    , row_(new QHBoxLayout)
    , message_(new QLabel) {
    setObjectName(QStringLiteral("scalesView"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    message_->setObjectName(QStringLiteral("scalesMessage"));
    message_->setAlignment(Qt::AlignCenter);
    message_->setWordWrap(true);
    message_->setTextFormat(Qt::PlainText);
    row_->setSpacing(2);
    column->addWidget(message_, 1);
    column->addLayout(row_, 1);
    connect(&seen_, &inspection::SeenService::ready, this,
            [this](quint64, const std::shared_ptr<const inspection::SeenPhoto>& photo) { fillPanes(*photo); });
    connect(&seen_, &inspection::SeenService::failed, this, [this](quint64, const Error& error) {
        makePanes(0);
        message_->setText(tr("Cannot be shown as the model saw it: %1").arg(QString::fromStdString(error.message())));
    });
}

ScalesView::~ScalesView() = default;

void ScalesView::showExplanation(std::shared_ptr<const library::Explanation> explanation, const HeatMapLayer& like) {
    setLook(like);
    if (explanation && explanation == explanation_)
        return;
    clear();
    explanation_ = std::move(explanation);
    if (!explanation_)
        return;
    message_->setText(tr("Resizing as the model does…"));
    seen_.request(explanation_->request.id, explanation_->request.file, explanation_->request.model);
}

void ScalesView::clear() {
    seen_.cancel();
    explanation_.reset();
    makePanes(0);
    message_->setText(tr("Computing the map…"));
}

void ScalesView::makePanes(std::size_t count) {
    while (panes_.size() > count) {
        panes_.back().widget->hide();
        panes_.back().widget->deleteLater(); // may be in one of its own events
        panes_.pop_back();
    }
    while (panes_.size() < count) {
        Pane pane{new QWidget, new QLabel, new PhotoCanvas};
        auto* column = new QVBoxLayout(pane.widget);
        column->setContentsMargins(0, 0, 0, 0);
        column->setSpacing(2);
        pane.caption->setObjectName(QStringLiteral("scaleCaption"));
        pane.caption->setAlignment(Qt::AlignCenter);
        pane.caption->setWordWrap(true);
        pane.caption->setMargin(3);
        pane.canvas->setObjectName(QStringLiteral("scaleCanvas"));
        pane.canvas->setEnlarging(true);
        pane.canvas->setHeatVisible(true);
        column->addWidget(pane.caption);
        column->addWidget(pane.canvas, 1);
        row_->addWidget(pane.widget, 1);
        connect(pane.canvas, &PhotoCanvas::pointedAt, this,
                [this, canvas = pane.canvas](std::optional<QPointF> place) { pointAll(canvas, place); });
        connect(pane.canvas, &PhotoCanvas::viewMoved, this, [this, canvas = pane.canvas] { follow(canvas); });
        connect(pane.canvas, &PhotoCanvas::cellRead, this, &ScalesView::cellRead);
        panes_.push_back(pane);
    }
    message_->setVisible(count == 0);
}

void ScalesView::fillPanes(const inspection::SeenPhoto& photo) {
    if (!explanation_ || photo.id != explanation_->request.id)
        return;
    const auto& attention = explanation_->assessment.attention;
    if (!attention || photo.scales.empty() || photo.scales.size() != attention->scales.size()) {
        makePanes(0);
        message_->setText(tr("This model does not look at several sizes of the photo."));
        return;
    }
    makePanes(photo.scales.size());
    const library::PhotoEntry* entry = session_.photos().entry(photo.id);
    const QString name = entry ? entry->name : QString();
    const QLocale locale;
    for (std::size_t at = 0; at < panes_.size(); ++at) {
        const AttentionMap& map = attention->scales[at];
        const QImage& image = photo.scales[at].image;
        PhotoCanvas& canvas = *panes_[at].canvas;
        canvas.showPhoto(name, image.size(), image);
        canvas.setFull(image);
        Attention alone{attention->method, {map}, 0};
        canvas.heat().setAttention(alone, {image.width(), image.height()});
        //: %1 scale ("native size", "384 px"), %2 width, %3 height in pixels, %4 percentage
        panes_[at].caption->setText(tr("%1 · %2 × %3 · %4 % of the attention")
                                        .arg(scaleTitle(map.scale), locale.toString(image.width()),
                                             locale.toString(image.height()),
                                             locale.toString(map.share * 100, 'f', 0)));
        //: %1 photo, %2 scale
        canvas.setAccessibleName(tr("%1 as the model saw it: %2").arg(name, scaleTitle(map.scale)));
        canvas.heat().setRamp(ramp_);
        canvas.heat().setSmooth(smooth_);
        canvas.heat().setOpacity(opacity_);
        canvas.heatChanged();
    }
}

void ScalesView::setLook(const HeatMapLayer& like) {
    ramp_ = like.ramp();
    smooth_ = like.isSmooth();
    opacity_ = like.opacity();
    for (const Pane& pane : panes_) {
        pane.canvas->heat().setRamp(ramp_);
        pane.canvas->heat().setSmooth(smooth_);
        pane.canvas->heat().setOpacity(opacity_);
        pane.canvas->update();
    }
}

void ScalesView::pointAll(const PhotoCanvas* from, std::optional<QPointF> place) {
    for (const Pane& pane : panes_)
        if (pane.canvas != from)
            pane.canvas->pointAt(place);
}

void ScalesView::follow(const PhotoCanvas* leader) {
    for (const Pane& pane : panes_)
        if (pane.canvas != leader)
            pane.canvas->matchPart(leader->view());
}

QString ScalesView::caption(int pane) const {
    return panes_[static_cast<std::size_t>(pane)].caption->text();
}

QString ScalesView::message() const {
    return message_->isVisibleTo(this) ? message_->text() : QString();
}

} // namespace touchstone::ui
