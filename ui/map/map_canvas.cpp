// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/map/map_canvas.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/map/map_accessible.h"
#include "ui/style/appearance.h"

namespace touchstone::ui {

namespace {

/// "Fit" fills the room, however few map units a pixel then is.
constexpr double largest_fit = 4;

} // namespace

MapCanvas::MapCanvas(Describe describe, QWidget* parent)
    : QWidget(parent)
    , describe_(std::move(describe)) {
    installMapAccessibility();
    setObjectName(QStringLiteral("mapCanvas"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Library map"));
    view_.setLargestFit(largest_fit);
    colours_ = mapColours(palette(), Ramp::Cividis);
}

void MapCanvas::showLayout(const projection::Layout& layout) {
    const library::PhotoId current = current_ >= 0 ? points_.photo(current_) : library::no_photo;
    dropOutline();
    points_.setLayout(layout);
    nearest_.clear();
    pointed_ = -1;
    current_ = points_.indexOf(current);
    view_.setPicture(points_.size());
    view_.fit();
    viewChanged();
    describeCurrent();
}

void MapCanvas::clear() {
    showLayout({});
}

void MapCanvas::pointsChanged() {
    cloud_stale_ = true;
    nearest_.clear();
    if (pointed_ >= 0 && (points_[pointed_].gone || !points_[pointed_].shown))
        pointed_ = -1;
    if (current_ >= 0 && points_[current_].gone)
        current_ = -1;
    describeCurrent();
    update();
}

void MapCanvas::setColours(const MapColours& colours) {
    colours_ = colours;
    cloud_stale_ = true;
    update();
}

void MapCanvas::setAxisTitles(const QString& across, const QString& up) {
    if (across == across_ && up == up_)
        return;
    across_ = across;
    up_ = up;
    cloud_stale_ = true;
    update();
}

void MapCanvas::setMessage(const QString& message) {
    message_ = message;
    describeCurrent();
    update();
}

void MapCanvas::fit() {
    view_.fit();
    viewChanged();
}

void MapCanvas::zoomBy(double factor) {
    QPointF around = rect().center();
    if (underMouse())
        around = mapFromGlobal(QCursor::pos());
    else if (current_ >= 0)
        around = view_.toWidget(points_.place(current_));
    view_.zoomAround(view_.zoom() * factor, around);
    viewChanged();
}

void MapCanvas::setLassoMode(bool on) {
    if (on == lasso_mode_)
        return;
    lasso_mode_ = on;
    setCursor(on ? Qt::CrossCursor : Qt::ArrowCursor);
    Q_EMIT
    lassoModeChanged(on);
}

void MapCanvas::setCurrentPhoto(library::PhotoId photo) {
    const int at = points_.indexOf(photo);
    if (at == current_)
        return;
    current_ = at;
    nearest_.clear();
    describeCurrent();
    update();
}

library::PhotoId MapCanvas::pointedAt() const {
    return pointed_ >= 0 ? points_.photo(pointed_) : library::no_photo;
}

int MapCanvas::pointDiameter() const {
    return ui::pointDiameter(points_.count(), view_.isEmpty() ? 1 : view_.zoom() / view_.fitZoom(),
                             size() * devicePixelRatioF(), devicePixelRatioF());
}

std::vector<int> MapCanvas::pointsInView(std::size_t most) const {
    if (view_.isEmpty())
        return {};
    const QRectF area = view_.visiblePicture();
    return points_.nearestIn(area, current_ >= 0 ? points_.place(current_) : area.center(), most);
}

void MapCanvas::viewChanged() {
    ++view_revision_;
    cloud_stale_ = true;
    update();
}

const QImage& MapCanvas::cloud() {
    if (cloud_stale_)
        drawCloud();
    return cloud_;
}

void MapCanvas::drawCloud() {
    const double ratio = devicePixelRatioF();
    const QSize pixels(std::max(1, static_cast<int>(std::ceil(width() * ratio))),
                       std::max(1, static_cast<int>(std::ceil(height() * ratio))));
    if (cloud_.size() != pixels)
        cloud_ = QImage(pixels, QImage::Format_RGB32);
    cloud_.setDevicePixelRatio(ratio);
    cloud_.fill(colours_.ground);
    if (!points_.isEmpty()) {
        QPainter painter(&cloud_);
        painter.setFont(font());
        paintAxes(painter);
    }
    drawPoints(cloud_, points_, view_, colours_, pointDiameter());
    cloud_stale_ = false;
    ++clouds_drawn_;
}

void MapCanvas::describeCurrent() {
    ++view_revision_; // whoever comes here has changed the points, or which one is current
    QString words = message_;
    if (current_ >= 0)
        words = describe_(points_.photo(current_), {}).spoken;
    if (words != accessibleDescription())
        setAccessibleDescription(words); // the screen reader reads it out
}

// -- painting --------------------------------------------------------------------------------------------------------

void MapCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.drawImage(0, 0, cloud());
    const PhotoColours around = photoColours(palette());
    if (!message_.isEmpty()) {
        painter.setPen(around.text);
        painter.drawText(rect().adjusted(width() / 8, 0, -width() / 8, 0), Qt::AlignCenter | Qt::TextWordWrap,
                         message_);
    }
    if (points_.isEmpty())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    paintMarks(painter);
    paintOutline(painter);
    paintCard(painter);
}

/// Part of the picture of the cloud, and beneath it: words hide no point.
void MapCanvas::paintAxes(QPainter& painter) const {
    painter.setLayoutDirection(Qt::LeftToRight); // the axes grow to the right and upwards in every script
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(photoColours(palette()).text);
    const QFontMetrics metrics = fontMetrics();
    const int line = metrics.height(), gap = line / 3;
    const auto title = [&](const QString& words, int length) {
        return words.isEmpty() ? words
                               : metrics.elidedText(words + QString::fromUtf8(" →"), Qt::ElideRight, length - 4 * gap);
    };
    painter.drawText(QRect(0, height() - line - gap, width(), line), Qt::AlignCenter, title(across_, width()));
    painter.translate(gap, height());
    painter.rotate(-90);
    painter.drawText(QRect(0, 0, height(), line), Qt::AlignCenter, title(up_, height()));
}

void MapCanvas::paintMarks(QPainter& painter) const {
    const PhotoColours around = photoColours(palette());
    const double reach = pointDiameter() / devicePixelRatioF() / 2;
    const auto ring = [&](int at, double radius, Qt::PenStyle style) {
        const QPointF middle = view_.toWidget(points_.place(at));
        painter.setBrush(Qt::NoBrush);
        // Dark under light: seen on every colour.
        painter.setPen(QPen(around.surround, 4));
        painter.drawEllipse(middle, radius, radius);
        painter.setPen(QPen(around.text, 2, style));
        painter.drawEllipse(middle, radius, radius);
    };
    if (pointed_ >= 0 && pointed_ != current_)
        ring(pointed_, reach + 3, Qt::SolidLine);
    if (current_ >= 0)
        ring(current_, reach + 5, hasFocus() ? Qt::SolidLine : Qt::DotLine);
}

void MapCanvas::paintOutline(QPainter& painter) const {
    if (outline_.size() < 2)
        return;
    QPolygonF on_screen;
    on_screen.reserve(outline_.size());
    for (const QPointF& point : outline_)
        on_screen << view_.toWidget(point);
    const PhotoColours around = photoColours(palette());
    QColor fill = palette().color(QPalette::Highlight);
    fill.setAlpha(50);
    painter.setBrush(fill);
    painter.setPen(QPen(around.surround, 3));
    painter.drawPolygon(on_screen, Qt::OddEvenFill);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(around.text, 1.5, Qt::DashLine));
    painter.drawPolygon(on_screen);
}

/// The photo under the pointer, or the current one while the keys are used.
void MapCanvas::paintCard(QPainter& painter) const {
    const int at = pointed_ >= 0 ? pointed_ : hasFocus() && !underMouse() ? current_ : -1;
    if (at < 0 || press_)
        return;
    const QFontMetrics metrics = fontMetrics();
    const int gap = metrics.height() / 2, edge = metrics.height() * 7;
    const PhotoWords words = describe_(points_.photo(at), QSize(edge, edge) * devicePixelRatioF());
    const QSize picture = words.thumbnail.isNull()
                              ? QSize(edge, edge * 2 / 3)
                              : words.thumbnail.size().scaled(edge, edge, Qt::KeepAspectRatio).expandedTo({1, 1});
    const int text_width = std::max({edge, picture.width(), metrics.horizontalAdvance(words.score)});
    QRect card(0, 0, text_width + 2 * gap, picture.height() + 2 * metrics.height() + 3 * gap);
    const QPointF point = view_.toWidget(points_.place(at));
    const int away = pointDiameter() + gap;
    card.moveTopLeft((point + QPointF(away, away)).toPoint());
    if (card.right() > width())
        card.moveRight(static_cast<int>(point.x()) - away);
    if (card.bottom() > height())
        card.moveBottom(static_cast<int>(point.y()) - away);
    card.moveLeft(std::max(0, card.left()));
    card.moveTop(std::max(0, card.top()));
    const PhotoColours around = photoColours(palette());
    painter.setPen(QPen(around.quiet, 1));
    painter.setBrush(around.cell);
    painter.drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4);
    QRect room(QPoint(card.left() + (card.width() - picture.width()) / 2, card.top() + gap), picture);
    painter.setRenderHint(QPainter::SmoothPixmapTransform);
    if (words.thumbnail.isNull())
        painter.fillRect(room, around.placeholder);
    else
        painter.drawPixmap(room, words.thumbnail);
    QRect line(card.left() + gap, room.bottom() + gap, text_width, metrics.height());
    painter.setPen(around.text);
    painter.drawText(line, Qt::AlignCenter, metrics.elidedText(words.name, Qt::ElideMiddle, text_width));
    line.translate(0, metrics.height());
    painter.setPen(around.quiet);
    painter.drawText(line, Qt::AlignCenter, words.score);
}

void MapCanvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    view_.setViewport(size(), devicePixelRatioF());
    viewChanged();
}

void MapCanvas::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::FontChange)
        viewChanged();
}

bool MapCanvas::event(QEvent* event) {
    // Esc gives an outline up before it leaves the page.
    if (event->type() == QEvent::ShortcutOverride && !outline_.isEmpty() &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    if (event->type() == QEvent::Paint && view_.devicePixelRatio() != devicePixelRatioF()) {
        view_.setViewport(size(), devicePixelRatioF()); // moved to another screen
        cloud_stale_ = true;
    }
    return QWidget::event(event);
}

} // namespace touchstone::ui
