// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/mark_shapes.h"

#include <cmath>
#include <functional>
#include <numbers>

#include <QCoreApplication>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainterPath>
#include <QPalette>
#include <QPixmap>

namespace touchstone::ui {

using library::Flag;
using library::Label;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Marks)
};

/// Corners on a circle that fills `place`, the first one on top; every second one nearer to the middle by `inner`.
QPolygonF corners(const QRectF& place, int count, double inner = 1) {
    QPolygonF polygon;
    for (int corner = 0; corner < count; ++corner) {
        const double angle = 2 * std::numbers::pi * corner / count - std::numbers::pi / 2;
        const double radius = place.width() / 2 * (corner % 2 == 1 ? inner : 1);
        polygon << place.center() + QPointF(std::cos(angle), std::sin(angle)) * radius;
    }
    return polygon;
}

QColor labelColour(Label label) {
    switch (label) {
    case Label::Red:
        return {0xd6, 0x2f, 0x2f};
    case Label::Yellow:
        return {0xf2, 0xc4, 0x1d};
    case Label::Green:
        return {0x3a, 0x9d, 0x46};
    case Label::Blue:
        return {0x2f, 0x76, 0xd6};
    case Label::Purple:
        return {0x8e, 0x4c, 0xc4};
    case Label::None:
        break;
    }
    return Qt::transparent;
}

QPainterPath labelShape(const QRectF& place, Label label) {
    QPainterPath path;
    const double inset = place.width() / 10;
    switch (label) {
    case Label::Red:
        path.addRect(place.adjusted(inset, inset, -inset, -inset));
        break;
    case Label::Yellow:
        path.addPolygon(QPolygonF({{place.center().x(), place.top()}, place.bottomRight(), place.bottomLeft()}));
        path.closeSubpath();
        break;
    case Label::Green:
        path.addEllipse(place.adjusted(inset / 2, inset / 2, -inset / 2, -inset / 2));
        break;
    case Label::Blue:
        path.addPolygon(corners(place, 4));
        path.closeSubpath();
        break;
    case Label::Purple:
        path.addPolygon(corners(place, 6));
        path.closeSubpath();
        break;
    case Label::None:
        break;
    }
    return path;
}

/// Draws a mark when it is needed, so that a change between light and dark needs no new icons.
class MarkIconEngine : public QIconEngine {
public:
    using Paint = std::function<void(QPainter&, const QRectF&, const QColor& colour)>;
    explicit MarkIconEngine(Paint draw)
        : draw_(std::move(draw)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
        const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
        const auto role = mode == QIcon::Selected ? QPalette::HighlightedText : QPalette::ButtonText;
        const double edge = std::min(rect.width(), rect.height()) * 0.86;
        QRectF place(0, 0, edge, edge);
        place.moveCenter(QRectF(rect).center());
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        if (mode == QIcon::Disabled)
            painter->setOpacity(0.5);
        draw_(*painter, place, QGuiApplication::palette().color(group, role));
        painter->restore();
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        QPixmap result(size);
        result.fill(Qt::transparent);
        QPainter painter(&result);
        paint(&painter, QRect(QPoint(0, 0), size), mode, state);
        return result;
    }
    QIconEngine* clone() const override { return new MarkIconEngine(draw_); }
    QString key() const override { return QStringLiteral("touchstone-mark"); }

private:
    Paint draw_;
};

} // namespace

void paintStar(QPainter& painter, const QRectF& place, const QColor& colour, bool filled) {
    painter.setPen(filled ? QPen(Qt::NoPen) : QPen(colour, std::max(1.0, place.width() / 14)));
    painter.setBrush(filled ? QBrush(colour) : QBrush(Qt::NoBrush));
    const double inset = filled ? 0 : place.width() / 14;
    painter.drawPolygon(corners(place.adjusted(inset, inset, -inset, -inset), 10, 0.42));
}

void paintLabel(QPainter& painter, const QRectF& place, Label label, const QColor& outline) {
    if (label == Label::None)
        return;
    painter.setPen(QPen(outline, std::max(1.0, place.width() / 14)));
    painter.setBrush(labelColour(label));
    painter.drawPath(labelShape(place.adjusted(0.5, 0.5, -0.5, -0.5), label));
}

void paintFlag(QPainter& painter, const QRectF& place, Flag flag, const QColor& colour) {
    const double width = std::max(1.4, place.width() / 8);
    const auto at = [&](double x, double y) {
        return QPointF(place.left() + x * place.width(), place.top() + y * place.height());
    };
    if (flag == Flag::Reject) {
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(at(0.15, 0.15), at(0.85, 0.85));
        painter.drawLine(at(0.85, 0.15), at(0.15, 0.85));
    } else if (flag == Flag::Pick) {
        painter.setPen(QPen(colour, width, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(at(0.2, 0.06), at(0.2, 0.95));
        painter.setPen(Qt::NoPen);
        painter.setBrush(colour);
        painter.drawPolygon(QPolygonF({at(0.2, 0.06), at(0.95, 0.32), at(0.2, 0.6)}));
    }
}

QIcon starIcon(bool filled) {
    return QIcon(new MarkIconEngine([filled](QPainter& painter, const QRectF& place, const QColor& colour) {
        paintStar(painter, place, colour, filled);
    }));
}

QIcon labelIcon(Label label) {
    return QIcon(new MarkIconEngine([label](QPainter& painter, const QRectF& place, const QColor& colour) {
        paintLabel(painter, place, label, colour);
    }));
}

QIcon flagIcon(Flag flag) {
    return QIcon(new MarkIconEngine([flag](QPainter& painter, const QRectF& place, const QColor& colour) {
        paintFlag(painter, place, flag, colour);
    }));
}

QString labelName(Label label) {
    switch (label) {
    case Label::Red:
        return Words::tr("Red");
    case Label::Yellow:
        return Words::tr("Yellow");
    case Label::Green:
        return Words::tr("Green");
    case Label::Blue:
        return Words::tr("Blue");
    case Label::Purple:
        return Words::tr("Purple");
    case Label::None:
        break;
    }
    return Words::tr("No label");
}

QString flagName(Flag flag) {
    switch (flag) {
    case Flag::Pick:
        return Words::tr("Picked");
    case Flag::Reject:
        return Words::tr("Rejected");
    case Flag::None:
        break;
    }
    return Words::tr("Not flagged");
}

} // namespace touchstone::ui
