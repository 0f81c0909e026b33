// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/photo_canvas.h"

#include <cmath>
#include <utility>

#include <QAccessibleWidget>
#include <QApplication>
#include <QCursor>
#include <QFuture>
#include <QMouseEvent>
#include <QPainter>
#include <QThreadPool>
#include <QWheelEvent>
#include <QtConcurrentRun>

#include "app/library/image_convert.h"
#include "ui/style/appearance.h"
#include "ui/style/screen_profile.h"

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
    connect(&ScreenProfile::instance(), &ScreenProfile::changed, this, [this] {
        half_ = {};
        makeCopies();
        update();
    });
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
    full_ = fitted_ = half_ = altered_ = marks_ = converted_ = {};
    selection_.clear();
    rubber_band_.reset();
    pointed_.reset();
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
    makeCopies();
    viewChanged();
}

void PhotoCanvas::setFitted(const QImage& fitted) {
    fitted_ = fitted;
    update();
}

void PhotoCanvas::setMarks(const QImage& marks) {
    marks_ = marks;
    update();
}

void PhotoCanvas::setAltered(const QImage& altered) {
    altered_ = altered;
    update();
}

void PhotoCanvas::setSelecting(bool selecting) {
    selecting_ = selecting;
    rubber_band_.reset();
    press_.reset();
    viewChanged();
}

void PhotoCanvas::setSelection(std::vector<QRectF> rects) {
    selection_ = std::move(rects);
    update();
}

void PhotoCanvas::pointAt(std::optional<QPointF> place) {
    pointed_ = place;
    const QSizeF size = view_.picture();
    cell_ = place && !heat_.isEmpty() ? heat_.cellAt({place->x() * size.width(), place->y() * size.height()})
                                      : std::nullopt;
    update();
}

std::optional<QPointF> PhotoCanvas::placeOf(QPointF widget) const {
    const QPointF picture = view_.toPicture(widget);
    const QSizeF size = view_.picture();
    if (view_.isEmpty() || !QRectF(QPointF(0, 0), size).contains(picture))
        return std::nullopt;
    return QPointF(picture.x() / size.width(), picture.y() / size.height());
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

void PhotoCanvas::makeCopies() {
    const QColorSpace space = ScreenProfile::instance().space();
    converted_ = {};
    const bool large = full_.width() >= 1600 || full_.height() >= 1600; // else it is small enough to be drawn from
    if (full_.isNull() || (!large && !space.isValid()))
        return;
    struct Copies {
        QImage converted, half;
    };
    QtConcurrent::run(pool_.get(), [full = full_, space, large] {
        Copies copies;
        if (space.isValid())
            copies.converted = library::in_colours_of(full, space);
        const QImage& from = space.isValid() ? copies.converted : full;
        if (large)
            copies.half = from.scaled(from.size() / 2, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
                              .convertToFormat(QImage::Format_RGB32);
        return copies;
    }).then(this, [this, wanted = generation_, key = full_.cacheKey(), space](const Copies& copies) {
        if (wanted != generation_ || key != full_.cacheKey() || space != ScreenProfile::instance().space())
            return;
        half_ = copies.half;
        converted_ = copies.converted;
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

void PhotoCanvas::matchPart(const ViewTransform& other) {
    view_.matchPart(other);
    viewChanged();
}

void PhotoCanvas::setEnlarging(bool enlarging) {
    enlarging_ = enlarging;
    view_.setLargestFit(enlarging ? ViewTransform::kLargestZoom : 1.0);
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
    setCursor(selecting_ ? Qt::CrossCursor : view_.isFitted() ? Qt::ArrowCursor : Qt::OpenHandCursor);
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
    if (!marks_.isNull() && message_.isEmpty())
        drawFrom(painter, marks_);
    if (heat_visible_ && !heat_.isEmpty() && message_.isEmpty()) {
        heat_.draw(painter, view_);
        if (grid_visible_)
            heat_.drawGrid(painter, view_);
        if (cell_)
            heat_.drawCell(painter, view_, *cell_);
    }
    drawSelection(painter);
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
    if (!altered_.isNull()) {
        drawFrom(painter, altered_);
        return;
    }
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
        drawFrom(painter, converted_.isNull() ? full_ : converted_);
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
    const bool magnified = (&image == &full_ || &image == &converted_ || &image == &altered_ || &image == &marks_) &&
                           zoom >= (enlarging_ ? 1.0 : 4.0);
    painter.setRenderHint(QPainter::SmoothPixmapTransform, !magnified && std::abs(zoom - 1.0) > 1e-6);
    painter.drawImage(target, image, source);
}

/// A dark and a light line: one of the two shows on every photo.
void PhotoCanvas::drawSelection(QPainter& painter) const {
    std::vector<QRectF> rects = selection_;
    if (rubber_band_)
        rects = {*rubber_band_};
    painter.save();
    painter.setBrush(Qt::NoBrush);
    for (const QRectF& rect : rects) {
        const QRectF shown = view_.toWidget(rect);
        painter.setPen(QPen(Qt::black, 3));
        painter.drawRect(shown);
        painter.setPen(QPen(Qt::white, 1, Qt::DashLine));
        painter.drawRect(shown);
    }
    if (pointed_) {
        const QPointF at =
            view_.toWidget(QPointF(pointed_->x() * view_.picture().width(), pointed_->y() * view_.picture().height()));
        for (const auto& [colour, width] : {std::pair(Qt::black, 3), std::pair(Qt::white, 1)}) {
            painter.setPen(QPen(colour, width));
            painter.drawLine(at - QPointF(8, 0), at + QPointF(8, 0));
            painter.drawLine(at - QPointF(0, 8), at + QPointF(0, 8));
        }
    }
    painter.restore();
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
        if (selecting_) {
            const QRectF photo(QPointF(0, 0), view_.picture());
            rubber_band_ = QRectF(view_.toPicture(*press_), view_.toPicture(event->position())).normalized() & photo;
            update();
            return;
        }
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
    Q_EMIT
    pointedAt(placeOf(event->position()));
}

void PhotoCanvas::finishSelection(QPointF end) {
    press_.reset();
    const std::optional<QRectF> drawn = std::exchange(rubber_band_, std::nullopt);
    std::optional<QRectF> chosen;
    if (dragged_ && drawn && !drawn->isEmpty())
        chosen = drawn;
    else if (!dragged_ && heat_visible_)
        if (const auto cell = heat_.cellAt(view_.toPicture(end)))
            chosen = heat_.cellRect(*cell);
    update();
    if (chosen) {
        Q_EMIT
        regionChosen(*chosen);
    }
}

void PhotoCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (event->button() != Qt::LeftButton || !press_)
        return;
    if (selecting_) {
        finishSelection(event->position());
        return;
    }
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
    Q_EMIT
    pointedAt(std::nullopt);
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
