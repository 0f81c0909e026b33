// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/photo_canvas.h"

#include <cmath>

#include <QAccessibleWidget>
#include <QApplication>
#include <QCursor>
#include <QFuture>
#include <QMouseEvent>
#include <QPainter>
#include <QThreadPool>
#include <QWheelEvent>
#include <QtConcurrentRun>

#include "ui/style/appearance.h"

namespace touchstone::ui {

PhotoCanvas::PhotoCanvas(QWidget* parent)
    : QWidget(parent)
    , pool_(std::make_unique<QThreadPool>()) {
    pool_->setMaxThreadCount(1);
    pool_->setThreadPriority(QThread::LowPriority);
    pool_->setObjectName(QStringLiteral("half copy"));
    setObjectName(QStringLiteral("photoCanvas"));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setMinimumSize(120, 90);
}

PhotoCanvas::~PhotoCanvas() {
    pool_->clear();
    pool_->waitForDone();
}

void PhotoCanvas::showPhoto(const QString& name, QSize photoSize, const QImage& preview) {
    ++generation_;
    pool_->clear(); // a copy of the photo before is of no use any more
    const ViewTransform before = view_;
    preview_ = preview;
    full_ = fitted_ = half_ = {};
    message_.clear();
    warning_.clear();
    heat_.clear();
    setCell(std::nullopt);
    photo_size_ = photoSize;
    setAccessibleName(name);
    if (photo_size_.isEmpty()) {
        provisionalSize();
    } else {
        view_.setPicture(photo_size_);
        view_.matchTo(before);
    }
    viewChanged();
}

void PhotoCanvas::provisionalSize() {
    const QSize room = fitRoom();
    const QSize shape = preview_.isNull() ? QSize(3, 2) : preview_.size();
    view_.setPicture(shape.scaled(room, Qt::KeepAspectRatio));
    view_.fit();
}

void PhotoCanvas::setFull(const QImage& full) {
    if (full.isNull() || full.cacheKey() == full_.cacheKey())
        return;
    full_ = full;
    half_ = {};
    message_.clear();
    photo_size_ = full.size();
    view_.setPicture(photo_size_);
    makeHalfCopy();
    viewChanged();
}

void PhotoCanvas::setFitted(const QImage& fitted) {
    fitted_ = fitted;
    update();
}

void PhotoCanvas::showMessage(const QString& message) {
    message_ = message;
    setAccessibleDescription(message);
    update();
}

void PhotoCanvas::setWarning(const QString& warning) {
    warning_ = warning;
    update();
}

void PhotoCanvas::makeHalfCopy() {
    if (full_.width() < 1600 && full_.height() < 1600) // small enough to be drawn from
        return;
    QtConcurrent::run(pool_.get(), [full = full_] {
        return full.scaled(full.size() / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
            .convertToFormat(QImage::Format_RGB32);
    }).then(this, [this, wanted = generation_](const QImage& half) {
        if (wanted != generation_)
            return;
        half_ = half;
        update();
    });
}

void PhotoCanvas::heatChanged() {
    if (cell_ && !heat_.isEmpty() && (cell_->row >= heat_.map().rows || cell_->col >= heat_.map().cols))
        cell_.reset();
    setCell(heat_.isEmpty() ? std::nullopt : underMouse() ? heat_.cellAt(view_.toPicture(pointer())) : cell_);
    update();
}

void PhotoCanvas::setHeatVisible(bool visible) {
    heat_visible_ = visible;
    heatChanged();
}

void PhotoCanvas::setGridVisible(bool visible) {
    grid_visible_ = visible;
    update();
}

QSize PhotoCanvas::fitRoom() const {
    return (QSizeF(size()) * devicePixelRatioF()).toSize();
}

QPointF PhotoCanvas::pointer() const {
    return mapFromGlobal(QPointF(QCursor::pos()));
}

void PhotoCanvas::toggleActualSize() {
    const QPointF middle(width() / 2.0, height() / 2.0);
    view_.toggleActualSize(underMouse() ? pointer() : middle);
    viewChanged();
    Q_EMIT
    viewMoved();
}

void PhotoCanvas::matchView(const ViewTransform& other) {
    view_.matchTo(other);
    viewChanged();
}

void PhotoCanvas::fit() {
    view_.fit();
    viewChanged();
    Q_EMIT
    viewMoved();
}

void PhotoCanvas::zoomBy(double factor) {
    view_.zoomAround(view_.zoom() * factor, underMouse() ? pointer() : QPointF(width() / 2.0, height() / 2.0));
    viewChanged();
    Q_EMIT
    viewMoved();
}

void PhotoCanvas::moveCell(int rows, int cols) {
    if (!heat_visible_ || heat_.isEmpty())
        return;
    const AttentionMap& map = heat_.map();
    if (!cell_) {
        setCell(heat_.cellAt(view_.visiblePicture().center()));
        return;
    }
    setCell(HeatCell{std::clamp(cell_->row + rows, 0, map.rows - 1), std::clamp(cell_->col + cols, 0, map.cols - 1)});
}

void PhotoCanvas::setCell(std::optional<HeatCell> cell) {
    cell_ = cell;
    const bool shown = cell_ && heat_visible_ && !heat_.isEmpty();
    const QString read_out = shown ? heat_.describe(*cell_) : QString();
    setAccessibleDescription(shown ? read_out : heat_.isEmpty() ? message_ : heat_.describe());
    Q_EMIT
    cellRead(read_out);
    update();
}

void PhotoCanvas::viewChanged() {
    setCursor(view_.isFitted() ? Qt::ArrowCursor : Qt::OpenHandCursor);
    Q_EMIT
    zoomChanged(view_.zoom());
    update();
}

void PhotoCanvas::updateViewport() {
    view_.setViewport(size(), devicePixelRatioF());
    if (photo_size_.isEmpty())
        provisionalSize();
    viewChanged();
    Q_EMIT
    fitRoomChanged(fitRoom());
}

void PhotoCanvas::resizeEvent(QResizeEvent*) {
    updateViewport();
}

void PhotoCanvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        update();
    QWidget::changeEvent(event);
}

void PhotoCanvas::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), photoColours(palette()).surround);
    if (view_.devicePixelRatio() != devicePixelRatioF()) // moved to another screen
        QMetaObject::invokeMethod(this, &PhotoCanvas::updateViewport, Qt::QueuedConnection);
    drawPicture(painter);
    if (heat_visible_ && !heat_.isEmpty() && message_.isEmpty()) {
        heat_.draw(painter, view_);
        if (grid_visible_)
            heat_.drawGrid(painter, view_);
        if (cell_)
            heat_.drawCell(painter, view_, *cell_);
    }
    if (!message_.isEmpty())
        drawWords(painter, message_, false);
    else if (!warning_.isEmpty())
        drawWords(painter, warning_, true);
    if (hasFocus() && (window()->testAttribute(Qt::WA_KeyboardFocusChange))) {
        painter.setPen(palette().color(QPalette::Highlight));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }
}

void PhotoCanvas::drawPicture(QPainter& painter) const {
    if (view_.isEmpty() || (!message_.isEmpty() && full_.isNull() && preview_.isNull()))
        return;
    const QRectF target = view_.pictureRect();
    const QSize exact = (target.size() * view_.devicePixelRatio()).toSize();
    if (view_.isFitted() && !fitted_.isNull() && (fitted_.size() - exact).width() <= 1 &&
        std::abs(fitted_.height() - exact.height()) <= 1 && std::abs(fitted_.width() - exact.width()) <= 1) {
        QImage sharp = fitted_; // shallow; only the ratio is set
        sharp.setDevicePixelRatio(view_.devicePixelRatio());
        painter.drawImage(target.topLeft(), sharp);
    } else if (!half_.isNull() && view_.zoom() <= 0.5) {
        drawFrom(painter, half_);
    } else if (!full_.isNull()) {
        drawFrom(painter, full_);
    } else if (!fitted_.isNull()) {
        drawFrom(painter, fitted_);
    } else if (!preview_.isNull()) {
        drawFrom(painter, preview_);
    } else {
        painter.fillRect(target, photoColours(palette()).placeholder);
    }
}

void PhotoCanvas::drawFrom(QPainter& painter, const QImage& image) const {
    const QSizeF picture = view_.picture();
    const double across = image.width() / picture.width();
    const double down = image.height() / picture.height();
    // Whole source pixels a little over the view, so that panning does not change how pixels are rounded.
    const QRectF visible = view_.visiblePicture();
    QRectF source(visible.x() * across, visible.y() * down, visible.width() * across, visible.height() * down);
    source = QRectF(source.toAlignedRect().adjusted(-1, -1, 1, 1).intersected(image.rect()));
    const QRectF target =
        view_.toWidget(QRectF(source.x() / across, source.y() / down, source.width() / across, source.height() / down));
    const double zoom = view_.zoom() / across; // device pixels per pixel of `image`
    const bool magnified = &image == &full_ && zoom >= 4.0;
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !magnified && std::abs(zoom - 1.0) > 1e-6);
    painter.drawImage(target, image, source);
}

void PhotoCanvas::drawWords(QPainter& painter, const QString& words, bool onPhoto) const {
    const PhotoColours colours = photoColours(palette());
    const int margin = fontMetrics().height();
    const QRect room = rect().adjusted(2 * margin, 2 * margin, -2 * margin, -2 * margin);
    const int flags = Qt::TextWordWrap | (onPhoto ? Qt::AlignTop | Qt::AlignHCenter : Qt::AlignCenter);
    QRect box = painter.boundingRect(room, flags, words);
    painter.fillRect(box.adjusted(-margin, -margin / 2, margin, margin / 2), colours.pill);
    painter.setPen(colours.pillText);
    painter.drawText(room, flags, words);
}

void PhotoCanvas::mousePressEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton)
        return;
    press_ = drag_ = event->position();
    dragged_ = false;
}

void PhotoCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (press_) {
        if (!dragged_ && (event->position() - *press_).manhattanLength() < QApplication::startDragDistance())
            return;
        dragged_ = true;
        setCursor(view_.isFitted() ? Qt::ArrowCursor : Qt::ClosedHandCursor);
        view_.panBy(event->position() - drag_);
        drag_ = event->position();
        update();
        Q_EMIT
        viewMoved();
        return;
    }
    if (heat_visible_ && !heat_.isEmpty())
        setCell(heat_.cellAt(view_.toPicture(event->position())));
}

void PhotoCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !press_)
        return;
    if (!dragged_ && !view_.isEmpty())
        view_.toggleActualSize(event->position());
    press_.reset();
    viewChanged();
    Q_EMIT
    viewMoved();
}

void PhotoCanvas::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    if (steps == 0)
        return;
    view_.zoomAround(view_.zoom() * std::pow(1.25, steps), event->position());
    viewChanged();
    Q_EMIT
    viewMoved();
    event->accept();
}

void PhotoCanvas::leaveEvent(QEvent*) {
    setCell(std::nullopt);
}

namespace {

class CanvasAccessible : public QAccessibleWidget {
public:
    explicit CanvasAccessible(QWidget* widget)
        : QAccessibleWidget(widget, QAccessible::Graphic) {}
};

QAccessibleInterface* canvasInterface(const QString& name, QObject* object) {
    auto* widget = qobject_cast<QWidget*>(object);
    return name == QLatin1String("touchstone::ui::PhotoCanvas") && widget ? new CanvasAccessible(widget) : nullptr;
}

} // namespace

void installCanvasAccessibility() {
    QAccessible::installFactory(canvasInterface);
}

} // namespace touchstone::ui
