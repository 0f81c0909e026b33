// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/cell_badges.h"

#include <cmath>

#include <QCoreApplication>
#include <QLocale>
#include <QPainter>

#include "ui/grid/mark_shapes.h"

namespace touchstone::ui {

using library::Flag;
using library::GroupKind;

namespace {

constexpr int most_badges = 400;

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CellBadges)
};

/// Two frames, one before the other; side by side for a panorama, steps for a bracket, a dial for a time-lapse.
void paintSign(QPainter& painter, const QRectF& place, GroupKind kind, const QColor& colour) {
    painter.setPen(QPen(colour, std::max(1.0, place.width() / 9)));
    painter.setBrush(Qt::NoBrush);
    const double edge = place.width();
    switch (kind) {
    case GroupKind::Panorama:
        for (int part = 0; part < 3; ++part)
            painter.drawRect(QRectF(place.left() + part * edge / 3, place.top() + edge / 4, edge / 3, edge / 2));
        break;
    case GroupKind::Bracket:
        for (int step = 0; step < 3; ++step)
            painter.fillRect(QRectF(place.left() + step * edge / 3 + 1, place.bottom() - (step + 1) * edge / 3,
                                    edge / 3 - 1, (step + 1) * edge / 3),
                             colour);
        break;
    case GroupKind::TimeLapse:
        painter.drawEllipse(place.adjusted(1, 1, -1, -1));
        painter.drawLine(place.center(), place.center() - QPointF(0, edge / 3));
        painter.drawLine(place.center(), place.center() + QPointF(edge / 4, 0));
        break;
    default:
        painter.drawPolyline(QPolygonF{QPointF(place.left() + edge / 4, place.top() + edge / 12),
                                       QPointF(place.right(), place.top() + edge / 12),
                                       QPointF(place.right(), place.bottom() - edge / 4)});
        painter.drawRect(QRectF(place.left(), place.top() + edge / 4, edge * 3 / 4, edge * 2 / 3));
        break;
    }
}

/// A pill with a sign and words.
template <class Sign>
QPixmap pill(const QString& words, const FooterLook& look, bool filled, const Sign& sign) {
    const QFontMetrics metrics(look.font);
    const PhotoColours colours = photoColours(look.dark);
    const int edge = metrics.ascent(), pad = std::max(3, metrics.height() / 4);
    const QSize size(edge + metrics.horizontalAdvance(words) + 3 * pad, metrics.height() + pad / 2);
    QPixmap pixmap((QSizeF(size) * look.ratio).toSize());
    pixmap.setDevicePixelRatio(look.ratio);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(look.font);
    const QColor ink = filled ? colours.pill : colours.pillText;
    painter.setPen(QPen(ink, 1));
    painter.setBrush(filled ? colours.pillText : colours.pill);
    painter.drawRoundedRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1), pad / 2.0, pad / 2.0);
    const bool mirrored = look.direction == Qt::RightToLeft;
    const QRectF sign_place(mirrored ? size.width() - pad - edge : pad, (size.height() - edge) / 2.0, edge, edge);
    sign(painter, sign_place, ink);
    painter.setPen(ink);
    const int from = mirrored ? 0 : 2 * pad + edge;
    painter.drawText(QRect(from, 0, size.width() - 2 * pad - edge, size.height()),
                     Qt::AlignVCenter | (mirrored ? Qt::AlignRight : Qt::AlignLeft), words);
    return pixmap;
}

} // namespace

QString groupKindName(GroupKind kind) {
    switch (kind) {
    case GroupKind::Burst:
        return Words::tr("Burst");
    case GroupKind::Similar:
        return Words::tr("Near-duplicates");
    case GroupKind::Copies:
        return Words::tr("Copies");
    case GroupKind::Bracket:
        return Words::tr("Exposure bracket");
    case GroupKind::Panorama:
        return Words::tr("Panorama");
    case GroupKind::TimeLapse:
        return Words::tr("Time-lapse");
    case GroupKind::None:
        break;
    }
    return {};
}

/// The place of a badge in the store; null when it has to be drawn.
QPixmap& CellBadges::find(quint64 key, const FooterLook& look) {
    if (look != look_ || badges_.size() > most_badges) {
        badges_.clear();
        look_ = look;
    }
    return badges_[key];
}

const QPixmap& CellBadges::stack(int size, GroupKind kind, StackState state, const FooterLook& look) {
    const bool closed = state == StackState::Cover;
    QPixmap& badge = find((static_cast<quint64>(size) << 8) + (static_cast<quint64>(kind) << 2) + closed, look);
    if (badge.isNull())
        badge =
            pill(QLocale().toString(size), look, closed,
                 [kind](QPainter& painter, const QRectF& place, QColor ink) { paintSign(painter, place, kind, ink); });
    return badge;
}

const QPixmap& CellBadges::proposal(Flag flag, const FooterLook& look) {
    QPixmap& badge = find((quint64{1} << 60) + static_cast<quint64>(flag), look);
    if (badge.isNull()) {
        const QString words = flag == Flag::Pick ? Words::tr("pick?", "proposed mark, short")
                                                 : Words::tr("reject?", "proposed mark, short");
        badge = pill(words, look, false, [flag](QPainter& painter, const QRectF& place, QColor ink) {
            paintFlag(painter, place, flag, ink);
        });
    }
    return badge;
}

} // namespace touchstone::ui
