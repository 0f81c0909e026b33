// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/cell_footers.h"

#include <algorithm>
#include <cmath>

#include <QLocale>
#include <QPainter>

#include "ui/grid/mark_shapes.h"
#include "ui/style/ramps.h"

namespace touchstone::ui {

using library::PhotoState;

CellFooters::CellFooters(qint64 bytes, QObject* parent)
    : QObject(parent)
    , lines_(bytes / 1024) {}

const QPixmap* CellFooters::find(library::PhotoId id, const FooterContent& content, const FooterLook& look) {
    if (look != look_ || !text_) {
        look_ = look;
        colours_ = photoColours(look.dark);
        text_.emplace(look.font);
        lines_.clear();
        return nullptr;
    }
    const Line* line = lines_.object(id);
    return line && line->content == content ? &line->pixmap : nullptr;
}

QPixmap CellFooters::draw(library::PhotoId id, const FooterContent& content, const Words& words) {
    ++drawn_;
    QPixmap pixmap((QSizeF(look_.size) * look_.ratio).toSize().expandedTo(QSize(1, 1)));
    pixmap.setDevicePixelRatio(look_.ratio);
    pixmap.fill(colours_.cell);
    {
        QPainter painter(&pixmap);
        painter.setFont(look_.font);
        painter.setLayoutDirection(Qt::LayoutDirectionAuto); // a name's own direction, whatever the window's is
        paint(painter, content, words);
    }
    const qint64 bytes = qint64{pixmap.width()} * pixmap.height() * pixmap.depth() / 8;
    lines_.insert(id, new Line{content, pixmap}, std::max<qint64>(1, bytes / 1024));
    return pixmap;
}

/// A stretch of the line, counted from where reading begins.
QRect CellFooters::placed(int from_begin, int width) const {
    const int left = look_.direction == Qt::RightToLeft ? look_.size.width() - from_begin - width : from_begin;
    return {left, 0, width, look_.size.height()};
}

/// At a baseline: drawing into a rectangle would shape the text twice.
void CellFooters::paintText(QPainter& painter, const QColor& colour, const QRect& place, const QString& text) const {
    const QFontMetricsF& metrics = text_->metrics();
    const qreal baseline = std::round(place.top() + (place.height() - metrics.height()) / 2 + metrics.ascent());
    painter.setPen(colour);
    painter.drawText(QPointF(place.left(), baseline), text);
}

int CellFooters::widthOf(const QString& text) {
    return static_cast<int>(std::ceil(text_->width(text)));
}

void CellFooters::paint(QPainter& painter, const FooterContent& content, const Words& words) {
    const int gap = qRound(text_->width(QStringLiteral(" ")));
    int begin = 0;
    if (content.rank > 0) {
        const QString rank = QLocale().toString(content.rank);
        const int width = widthOf(rank);
        paintText(painter, colours_.text, placed(0, width), rank);
        begin = width + 2 * gap;
    }
    const int end = look_.size.width() - paintEnd(painter, content, words.score) - 2 * gap;
    if (content.marks != library::Marks())
        begin += paintMarks(painter, content.marks, begin, end);
    if (!look_.with_name || end - begin <= 4 * text_->metrics().averageCharWidth())
        return;
    const QString name = text_->elidedInTheMiddle(words.name, end - begin);
    paintText(painter, colours_.quiet, placed(begin, widthOf(name)), name);
}

/// Flag, label and stars, as far as there is room; five stars become "5★" where they do not fit. Returns the width
/// used, with the space behind it.
int CellFooters::paintMarks(QPainter& painter, const library::Marks& marks, int begin, int end) {
    const double edge = std::round(text_->metrics().ascent() * 0.86);
    const int step = qRound(edge) + std::max(1, qRound(edge / 8));
    const int top = qRound((look_.size.height() - edge) / 2);
    int used = 0;
    const auto next = [&](auto paint) {
        if (begin + used + step > end)
            return;
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        const QRect place = placed(begin + used, qRound(edge));
        paint(QRectF(place.left(), top, edge, edge));
        painter.restore();
        used += step;
    };
    const auto star = [&](const QRectF& place) { paintStar(painter, place, colours_.text, true); };
    if (marks.flag != library::Flag::None)
        next([&](const QRectF& place) { paintFlag(painter, place, marks.flag, colours_.text); });
    if (marks.label != library::Label::None)
        next([&](const QRectF& place) { paintLabel(painter, place, marks.label, colours_.text); });
    if (marks.rating > 1 && begin + used + marks.rating * step > end) {
        const QString number = QLocale().toString(marks.rating);
        const int width = widthOf(number);
        if (begin + used + width + step <= end) {
            paintText(painter, colours_.text, placed(begin + used, width), number);
            used += width;
            next(star);
        }
    } else {
        for (int i = 0; i < marks.rating; ++i)
            next(star);
    }
    return used == 0 ? 0 : used + 2 * qRound(text_->width(QStringLiteral(" ")));
}

/// The number; its bar and colour only repeat it. Returns the width used.
int CellFooters::paintEnd(QPainter& painter, const FooterContent& content, const QString& score) {
    if (content.state == PhotoState::Failed)
        return paintWarning(painter, content.damaged);
    const QFontMetricsF& metrics = text_->metrics();
    const int line = look_.size.width();
    if (score.isEmpty()) {
        const QString waiting(QChar(0x2026));
        const int used = widthOf(waiting);
        paintText(painter, colours_.quiet, placed(line - used, used), waiting);
        return used;
    }
    const int margin = qRound(text_->width(QStringLiteral("0")) * 2 / 3);
    const int words = widthOf(score);
    const int used = words + 2 * margin;
    const int bar = std::max(3, qRound(metrics.height() / 5));
    const QRect pill = placed(line - used, used);
    painter.fillRect(pill, colours_.pill);
    paintText(painter, colours_.pillText, placed(line - used + margin, words).adjusted(0, 0, 0, -bar), score);
    if (!content.fraction)
        return used;
    const QRect track(pill.left(), pill.bottom() - bar + 1, pill.width(), bar);
    painter.fillRect(track, colours_.placeholder);
    const double fraction = std::clamp(*content.fraction, 0.0, 1.0);
    QRect length = track;
    if (const int rest = track.width() - qRound(fraction * track.width()); look_.direction == Qt::RightToLeft)
        length.adjust(rest, 0, 0, 0);
    else
        length.adjust(0, 0, -rest, 0);
    painter.fillRect(length, QColor(rampColour(Ramp::Cividis, fraction)));
    return used;
}

int CellFooters::paintWarning(QPainter& painter, bool damaged) {
    const int size = qRound(text_->metrics().height());
    const QString words = damaged ? tr("damaged") : tr("failed");
    const int words_width = widthOf(words);
    const int line = look_.size.width();
    const bool room_for_words = size + 4 + words_width < line * 2 / 3;
    const int used = room_for_words ? size + 4 + words_width : size;
    const QRect sign = placed(line - used, size);
    warning_.paint(&painter, QRect(sign.left(), (look_.size.height() - size) / 2, size, size));
    if (room_for_words)
        paintText(painter, colours_.warning, placed(line - words_width, words_width), words);
    return used;
}

} // namespace touchstone::ui
