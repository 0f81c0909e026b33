// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QPointF>
#include <QRectF>
#include <QSizeF>
#include <QTransform>

namespace touchstone::ui {

/// Where a picture lies in a widget: zoom and centre, and the mapping between picture and widget. No drawing.
///
/// Units: picture coordinates are pixels of the upright photo; widget coordinates are logical (device-independent)
/// pixels; zoom is *device* pixels per picture pixel, so that 1.0 is what photographers call 100 % on any screen.
/// Invariants: the picture is centred in a direction in which it fits, and leaves no margin in one in which it does
/// not; its top left corner lies on a device pixel, so that 100 % is sharp. A plain value for the GUI thread.
class ViewTransform {
public:
    static constexpr double kLargestZoom = 32.0;

    void setPicture(QSizeF size); ///< keeps "fit" if it was set, else shows the new picture fitted
    void setViewport(QSizeF logicalSize, double devicePixelRatio); ///< keeps the centre, or "fit"

    /// How far "fit" enlarges a picture that is smaller than the viewport: 1 = not at all, as a rule.
    void setLargestFit(double zoom);
    /// Whole picture visible, never enlarged over 100 %, or what setLargestFit() allows. Stays so when the viewport
    /// changes.
    void fit();
    /// Sets the zoom so that the picture point under `anchor` (widget) stays there, as far as the margins allow.
    void zoomAround(double zoom, QPointF anchor);
    void panBy(QPointF widgetDelta);
    /// Fitted → 100 % around `anchor`; anything else → fitted.
    void toggleActualSize(QPointF anchor);
    /// Takes zoom and relative centre from another view (compare panes, next photo); clamped to this picture.
    void matchTo(const ViewTransform& other);
    /// Takes the part of the picture that is seen, for pictures of the same thing in other sizes: the zoom counts from
    /// each one's own "fit".
    void matchPart(const ViewTransform& other);

    bool isFitted() const { return fitted_; }
    double zoom() const { return zoom_; }
    double fitZoom() const; ///< the zoom that `fit()` chooses
    double smallestZoom() const { return fitZoom(); }
    double devicePixelRatio() const { return ratio_; }
    QPointF centre() const { return centre_; } ///< picture point in the middle of the viewport
    QSizeF picture() const { return picture_; }
    QSizeF viewport() const { return viewport_; }
    bool isEmpty() const { return picture_.isEmpty() || viewport_.isEmpty(); }

    double scale() const { return zoom_ / ratio_; } ///< logical pixels per picture pixel
    QRectF pictureRect() const;                     ///< the whole picture in widget coordinates
    QRectF visiblePicture() const;                  ///< the part in view, picture coordinates
    QPointF toWidget(QPointF picture) const;
    QPointF toPicture(QPointF widget) const;
    QRectF toWidget(const QRectF& picture) const;

private:
    void clamp();

    QSizeF picture_;
    QSizeF viewport_;
    double ratio_ = 1.0;
    double largest_fit_ = 1.0;
    double zoom_ = 1.0;
    QPointF centre_;
    bool fitted_ = true;
};

} // namespace touchstone::ui
