// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/view_transform.h"

#include <algorithm>
#include <cmath>

namespace touchstone::ui {

void ViewTransform::setPicture(QSizeF size) {
    if (size == picture_)
        return;
    picture_ = size;
    fit();
}

void ViewTransform::setViewport(QSizeF logicalSize, double devicePixelRatio) {
    viewport_ = logicalSize;
    ratio_ = devicePixelRatio > 0 ? devicePixelRatio : 1.0;
    if (fitted_)
        fit();
    else
        clamp();
}

double ViewTransform::fitZoom() const {
    if (isEmpty())
        return 1.0;
    const double across = viewport_.width() * ratio_ / picture_.width();
    const double down = viewport_.height() * ratio_ / picture_.height();
    return std::min({across, down, largest_fit_});
}

void ViewTransform::setLargestFit(double zoom) {
    largest_fit_ = zoom;
    if (fitted_)
        fit();
}

void ViewTransform::fit() {
    fitted_ = true;
    zoom_ = fitZoom();
    centre_ = QPointF(picture_.width() / 2, picture_.height() / 2);
}

void ViewTransform::zoomAround(double zoom, QPointF anchor) {
    if (isEmpty())
        return;
    const QPointF held = toPicture(anchor);
    zoom_ = std::clamp(zoom, smallestZoom(), std::max(kLargestZoom, smallestZoom()));
    const QPointF fromMiddle = anchor - QPointF(viewport_.width() / 2, viewport_.height() / 2);
    centre_ = held - fromMiddle / scale();
    fitted_ = std::abs(zoom_ - fitZoom()) < 1e-9;
    clamp();
}

void ViewTransform::panBy(QPointF widgetDelta) {
    centre_ -= widgetDelta / scale();
    clamp();
}

void ViewTransform::toggleActualSize(QPointF anchor) {
    if (!fitted_)
        fit();
    else if (fitZoom() < 1.0)
        zoomAround(1.0, anchor);
    else
        zoomAround(2.0, anchor); // a small picture is at 100 % already: the key should still do something
}

void ViewTransform::matchTo(const ViewTransform& other) {
    if (isEmpty() || other.isEmpty())
        return;
    if (other.fitted_) {
        fit();
        return;
    }
    zoom_ = std::clamp(other.zoom_, smallestZoom(), kLargestZoom);
    fitted_ = std::abs(zoom_ - fitZoom()) < 1e-9;
    centre_ = QPointF(other.centre_.x() / other.picture_.width() * picture_.width(),
                      other.centre_.y() / other.picture_.height() * picture_.height());
    clamp();
}

void ViewTransform::matchPart(const ViewTransform& other) {
    if (isEmpty() || other.isEmpty())
        return;
    ViewTransform scaled = other;
    scaled.zoom_ = other.zoom_ / other.fitZoom() * fitZoom();
    matchTo(scaled);
}

void ViewTransform::clamp() {
    if (isEmpty())
        return;
    zoom_ = std::clamp(zoom_, smallestZoom(), std::max(kLargestZoom, smallestZoom()));
    const auto keep = [this](double centre, double picture, double viewport) {
        const double half = viewport / scale() / 2;
        return 2 * half >= picture ? picture / 2 : std::clamp(centre, half, picture - half);
    };
    centre_ = QPointF(keep(centre_.x(), picture_.width(), viewport_.width()),
                      keep(centre_.y(), picture_.height(), viewport_.height()));
}

QRectF ViewTransform::pictureRect() const {
    const double s = scale();
    const QPointF corner(viewport_.width() / 2 - centre_.x() * s, viewport_.height() / 2 - centre_.y() * s);
    const QPointF snapped(std::round(corner.x() * ratio_) / ratio_, std::round(corner.y() * ratio_) / ratio_);
    return QRectF(snapped, picture_ * s);
}

QRectF ViewTransform::visiblePicture() const {
    if (isEmpty())
        return {};
    const QRectF view(toPicture(QPointF(0, 0)), toPicture(QPointF(viewport_.width(), viewport_.height())));
    return view.intersected(QRectF(QPointF(0, 0), picture_));
}

QPointF ViewTransform::toWidget(QPointF picture) const {
    return pictureRect().topLeft() + picture * scale();
}

QPointF ViewTransform::toPicture(QPointF widget) const {
    return (widget - pictureRect().topLeft()) / scale();
}

QRectF ViewTransform::toWidget(const QRectF& picture) const {
    return QRectF(toWidget(picture.topLeft()), picture.size() * scale());
}

} // namespace touchstone::ui
