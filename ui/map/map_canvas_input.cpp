// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The library map under mouse and keys.
#include <algorithm>
#include <cmath>

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>

#include "ui/map/map_canvas.h"

namespace touchstone::ui {

namespace {

constexpr double pointing_reach = 10; ///< logical pixels around a point that still mean it
constexpr double outline_step = 2;    ///< logical pixels between two corners of an outline
constexpr double wheel_zoom = 1.25;
constexpr double key_pan = 0.1; ///< of the widget's size

/// What the keys held down make of a choice.
Choice choiceOf(Qt::KeyboardModifiers modifiers) {
    if (modifiers & Qt::ShiftModifier)
        return Choice::Add;
    return modifiers & Qt::ControlModifier ? Choice::Remove : Choice::Replace;
}

} // namespace

int MapCanvas::pointAt(QPointF widget) const {
    return view_.isEmpty() ? -1 : points_.nearest(view_.toPicture(widget), pointing_reach / view_.scale());
}

void MapCanvas::setPointed(int at) {
    if (at == pointed_)
        return;
    pointed_ = at;
    update();
    Q_EMIT
    pointedAtPhoto(pointedAt());
}

void MapCanvas::mousePressEvent(QMouseEvent* event) {
    if (points_.isEmpty() || (event->button() != Qt::LeftButton && event->button() != Qt::MiddleButton)) {
        QWidget::mousePressEvent(event);
        return;
    }
    const bool marks = event->modifiers() & (Qt::ShiftModifier | Qt::ControlModifier);
    outline_.clear(); // of another button that is still held
    press_ = Press{event->position(), event->position(), event->modifiers(), false,
                   event->button() == Qt::LeftButton && (lasso_mode_ || marks)};
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event) {
    if (!press_) {
        setPointed(pointAt(event->position()));
        return;
    }
    if (!press_->moved) {
        if ((event->position() - press_->at).manhattanLength() < QApplication::startDragDistance())
            return;
        press_->moved = true;
        setPointed(-1);
        if (press_->outlines)
            outline_ = QPolygonF{view_.toPicture(press_->at)};
    }
    if (press_->outlines) {
        const QPointF step = event->position() - press_->last;
        if (std::hypot(step.x(), step.y()) >= outline_step) {
            outline_ << view_.toPicture(event->position());
            press_->last = event->position();
            update();
        }
        return;
    }
    view_.panBy(event->position() - press_->last);
    press_->last = event->position();
    viewChanged();
}

void MapCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (!press_)
        return;
    const Press press = *press_;
    press_.reset();
    if (!press.moved && event->button() == Qt::LeftButton) {
        click(event->position(), event->modifiers());
    } else if (press.outlines) {
        outline_ << view_.toPicture(event->position());
        finishOutline(press.modifiers | event->modifiers()); // a key may be let go of before the button
    }
    setPointed(pointAt(event->position()));
    update();
}

void MapCanvas::click(QPointF widget, Qt::KeyboardModifiers modifiers) {
    const int at = pointAt(widget);
    if (at < 0) {
        if (!(modifiers & (Qt::ShiftModifier | Qt::ControlModifier)))
            Q_EMIT
        chosen({}, Choice::Replace);
        return;
    }
    choose(at, modifiers & Qt::ControlModifier ? Choice::Toggle : choiceOf(modifiers));
}

void MapCanvas::choose(int at, Choice how) {
    moveCurrent(at);
    Q_EMIT
    chosen({points_.photo(at)}, how);
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    press_.reset(); // the second press neither pans nor chooses
    if (const int at = pointAt(event->position()); at >= 0 && event->button() == Qt::LeftButton)
        Q_EMIT
    openWanted(points_.photo(at));
}

void MapCanvas::finishOutline(Qt::KeyboardModifiers modifiers) {
    const QPolygonF outline = std::exchange(outline_, {});
    std::vector<library::PhotoId> photos;
    for (const int at : points_.inside(outline))
        photos.push_back(points_.photo(at));
    update();
    Q_EMIT
    chosen(photos, choiceOf(modifiers));
}

void MapCanvas::dropOutline() {
    outline_.clear();
    press_.reset();
    update();
}

void MapCanvas::wheelEvent(QWheelEvent* event) {
    const double steps = event->angleDelta().y() / 120.0;
    event->accept();
    if (steps == 0 || view_.isEmpty())
        return;
    view_.zoomAround(view_.zoom() * std::pow(wheel_zoom, steps), event->position());
    viewChanged();
    if (!press_)
        setPointed(pointAt(event->position()));
}

void MapCanvas::leaveEvent(QEvent*) {
    setPointed(-1);
}

void MapCanvas::focusOutEvent(QFocusEvent* event) {
    QWidget::focusOutEvent(event);
    update();
}

// -- keys ------------------------------------------------------------------------------------------------------------

void MapCanvas::keepInView(int at) {
    const QRectF room = QRectF(rect()).adjusted(width() / 10.0, height() / 10.0, -width() / 10.0, -height() / 10.0);
    const QPointF place = view_.toWidget(points_.place(at));
    const QPointF nearest(std::clamp(place.x(), room.left(), std::max(room.left(), room.right())),
                          std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom())));
    if (nearest == place)
        return;
    view_.panBy(nearest - place);
    viewChanged();
}

void MapCanvas::moveCurrent(int to) {
    if (to < 0)
        return;
    current_ = to;
    describeCurrent();
    keepInView(to);
    update();
    Q_EMIT
    currentChanged(points_.photo(to));
}

/// Through the photos by their distance from where the walk began: every photo is reached.
void MapCanvas::stepNearest(int by) {
    if (current_ < 0) {
        moveCurrent(points_.nearest(view_.visiblePicture().center(), MapPoints::extent * 2));
        return;
    }
    if (nearest_.empty()) {
        nearest_ = points_.byDistance(current_);
        nearest_step_ = 0;
    }
    const auto last = static_cast<std::ptrdiff_t>(nearest_.size()) - 1;
    const auto step = std::clamp<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(nearest_step_) + by, 0, last);
    nearest_step_ = static_cast<std::size_t>(step);
    moveCurrent(nearest_[nearest_step_]);
}

bool MapCanvas::stepTowards(int key) {
    QPointF way;
    switch (key) {
    case Qt::Key_Left:
        way = {-1, 0};
        break;
    case Qt::Key_Right:
        way = {1, 0};
        break;
    case Qt::Key_Up:
        way = {0, -1};
        break;
    case Qt::Key_Down:
        way = {0, 1};
        break;
    default:
        return false;
    }
    nearest_.clear();
    moveCurrent(current_ < 0 ? points_.nearest(view_.visiblePicture().center(), MapPoints::extent * 2)
                             : points_.towards(current_, way));
    return true;
}

void MapCanvas::keyPressEvent(QKeyEvent* event) {
    const bool shift = event->modifiers() & Qt::ShiftModifier;
    const auto pan = [&](double x, double y) {
        view_.panBy({x * key_pan * width(), y * key_pan * height()});
        viewChanged();
    };
    switch (event->key()) {
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (shift)
            pan(event->key() == Qt::Key_Left    ? 1
                : event->key() == Qt::Key_Right ? -1
                                                : 0,
                event->key() == Qt::Key_Up     ? 1
                : event->key() == Qt::Key_Down ? -1
                                               : 0);
        else
            stepTowards(event->key());
        return;
    case Qt::Key_PageDown:
        stepNearest(1);
        return;
    case Qt::Key_PageUp:
        stepNearest(-1);
        return;
    case Qt::Key_Home:
        fit();
        return;
    case Qt::Key_Space:
        if (current_ >= 0)
            Q_EMIT
        chosen({points_.photo(current_)}, Choice::Toggle);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (current_ >= 0)
            Q_EMIT
        openWanted(points_.photo(current_));
        return;
    case Qt::Key_Escape:
        dropOutline();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

} // namespace touchstone::ui
