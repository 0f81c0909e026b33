// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/photo_delegate.h"

#include <QApplication>
#include <QLocale>
#include <QPainter>

#include "app/library/photo_list_model.h"
#include "ui/style/ramps.h"

namespace touchstone::ui {

using library::PhotoListModel;
using library::PhotoState;

namespace {

int padding(const QFontMetrics& metrics) {
    return std::max(4, metrics.height() / 3);
}

} // namespace

struct PhotoDelegate::Item {
    library::PhotoId id;
    QString name, score_text, error;
    QVariant score, rank, percentile;
    QSize pixel_size;
    PhotoState state;
    PhotoColours colours;
    double ratio;
    ThumbnailPixmaps::Cell picture;
};

PhotoDelegate::PhotoDelegate(ThumbnailPixmaps& pixmaps, Layout layout, QObject* parent)
    : QStyledItemDelegate(parent)
    , pixmaps_(pixmaps)
    , layout_(layout) {}

void PhotoDelegate::setEdge(int logicalPixels) {
    edge_ = logicalPixels;
}

int PhotoDelegate::footerHeight(const QFontMetrics& metrics) const {
    return metrics.height() + padding(metrics);
}

QSize PhotoDelegate::cellSize(const QFont& font) const {
    const QFontMetrics metrics(font);
    const int pad = padding(metrics);
    const int height = edge_ * 4 / 5; // between landscape and portrait: neither wastes much of the cell
    return {edge_ + 2 * pad, height + 2 * pad + footerHeight(metrics)};
}

QSize PhotoDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    return cellSize(option.font);
}

QRect PhotoDelegate::pictureRoom(const QRect& cell, const QFont& font) const {
    const QFontMetrics metrics(font);
    const int pad = padding(metrics);
    return cell.adjusted(pad, pad, -pad, -pad - footerHeight(metrics));
}

void PhotoDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const QRect room = pictureRoom(option.rect, option.font);
    const double ratio = painter->device()->devicePixelRatioF();
    const library::PhotoId id = index.data(PhotoListModel::IdRole).toLongLong();
    const QSize box = (QSizeF(room.size()) * ratio).toSize();
    const Item item{id,
                    index.data(PhotoListModel::NameRole).toString(),
                    index.data(PhotoListModel::ScoreTextRole).toString(),
                    index.data(PhotoListModel::ErrorTextRole).toString(),
                    index.data(PhotoListModel::ScoreRole),
                    index.data(PhotoListModel::RankRole),
                    index.data(PhotoListModel::PercentileRole),
                    index.data(PhotoListModel::PixelSizeRole).toSize(),
                    static_cast<PhotoState>(index.data(PhotoListModel::StateRole).toInt()),
                    photoColours(option.palette),
                    ratio,
                    pixmaps_.cell(id, box)};

    painter->save();
    const bool selected = option.state & QStyle::State_Selected;
    const QRect cell = option.rect.adjusted(1, 1, -1, -1);
    painter->fillRect(cell, item.colours.cell);
    paintPicture(*painter, room, item);
    const int pad = padding(option.fontMetrics);
    paintFooter(*painter,
                QRect(room.left(), room.bottom() + 1 + pad / 2, room.width(), footerHeight(option.fontMetrics)), item);
    if (selected || (option.state & QStyle::State_HasFocus)) {
        const int width = selected ? 3 : 1;
        QPen pen(option.palette.color(QPalette::Highlight).lighter(isDark(option.palette) ? 140 : 100), width);
        pen.setJoinStyle(Qt::MiterJoin);
        painter->setPen(pen);
        painter->drawRect(QRectF(cell).adjusted(width / 2.0, width / 2.0, -width / 2.0, -width / 2.0));
    }
    painter->restore();
}

void PhotoDelegate::paintPicture(QPainter& painter, const QRect& room, const Item& item) const {
    if (!item.picture.pixmap.isNull()) {
        const QSizeF size = item.picture.exact
                                ? QSizeF(item.picture.pixmap.size()) / item.ratio
                                : QSizeF(item.picture.pixmap.size()).scaled(room.size(), Qt::KeepAspectRatio);
        QPointF corner(room.left() + (room.width() - size.width()) / 2,
                       room.top() + (room.height() - size.height()) / 2);
        corner = QPointF(qRound(corner.x() * item.ratio), qRound(corner.y() * item.ratio)) / item.ratio;
        painter.drawPixmap(QRectF(corner, size), item.picture.pixmap, QRectF(item.picture.pixmap.rect()));
        return;
    }
    if (item.state == PhotoState::Failed || !item.picture.error.isEmpty()) {
        paintFailure(painter, room, item);
        return;
    }
    const QSize shape = item.pixel_size.isEmpty() ? QSize(3, 2) : item.pixel_size;
    QRect place(QPoint(), shape.scaled(room.size(), Qt::KeepAspectRatio));
    place.moveCenter(room.center());
    painter.fillRect(place, item.colours.placeholder);
}

void PhotoDelegate::paintFailure(QPainter& painter, const QRect& room, const Item& item) const {
    painter.fillRect(room, item.colours.placeholder);
    const QFontMetrics metrics = painter.fontMetrics();
    const int icon = std::min(room.height() / 3, metrics.height() * 2);
    const QRect iconRect(room.center().x() - icon / 2, room.top() + room.height() / 6, icon, icon);
    broken_.paint(&painter, iconRect);
    const QRect words =
        QRect(room.left() + 6, iconRect.bottom() + 4, room.width() - 12, room.bottom() - iconRect.bottom() - 6);
    if (layout_ == Layout::Filmstrip || words.height() < metrics.height())
        return;
    const QString reason = item.error.isEmpty() ? item.picture.error : item.error;
    painter.setPen(item.colours.text);
    // As many lines as there is room for; the Issues panel has the whole text.
    const int lines = std::max(1, words.height() / metrics.lineSpacing());
    const QString fitting = metrics.elidedText(reason, Qt::ElideRight, words.width() * lines * 85 / 100);
    painter.drawText(words, Qt::TextWordWrap | Qt::AlignHCenter | Qt::AlignTop, fitting);
}

void PhotoDelegate::paintFooter(QPainter& painter, const QRect& footer, const Item& item) const {
    const QFontMetrics metrics = painter.fontMetrics();
    const int gap = metrics.horizontalAdvance(QLatin1Char(' '));
    int left = footer.left();
    if (item.rank.isValid()) {
        const QString rank = QLocale().toString(item.rank.toInt());
        painter.setPen(item.colours.text);
        painter.drawText(footer, Qt::AlignLeft | Qt::AlignVCenter, rank);
        left += metrics.horizontalAdvance(rank) + 2 * gap;
    }
    const int right = footer.right() - paintPill(painter, footer, item) - 2 * gap;
    if (layout_ == Layout::Grid && right - left > 4 * metrics.averageCharWidth()) {
        painter.setPen(item.colours.quiet);
        painter.drawText(QRect(left, footer.top(), right - left, footer.height()), Qt::AlignLeft | Qt::AlignVCenter,
                         metrics.elidedText(item.name, Qt::ElideMiddle, right - left));
    }
}

/// The number; its bar and colour only repeat it. Returns the width used.
int PhotoDelegate::paintPill(QPainter& painter, const QRect& footer, const Item& item) const {
    const QFontMetrics metrics = painter.fontMetrics();
    if (item.state == PhotoState::Failed) {
        const int size = metrics.height();
        const QString words = item.picture.damaged ? tr("damaged") : tr("failed");
        const int width = size + 4 + metrics.horizontalAdvance(words);
        const bool roomForWords = width < footer.width() * 2 / 3;
        const int used = roomForWords ? width : size;
        warning_.paint(&painter, QRect(footer.right() - used + 1, footer.center().y() - size / 2, size, size));
        painter.setPen(item.colours.warning);
        if (roomForWords)
            painter.drawText(footer, Qt::AlignRight | Qt::AlignVCenter, words);
        return used;
    }
    if (item.score_text.isEmpty()) {
        painter.setPen(item.colours.quiet);
        const QString waiting = QString(QChar(0x2026));
        painter.drawText(footer, Qt::AlignRight | Qt::AlignVCenter, waiting);
        return metrics.horizontalAdvance(waiting);
    }
    const int margin = metrics.horizontalAdvance(QLatin1Char('0')) * 2 / 3;
    const int width = metrics.horizontalAdvance(item.score_text) + 2 * margin;
    const int bar = std::max(3, metrics.height() / 5);
    const QRect pill(footer.right() - width + 1, footer.top(), width, footer.height());
    painter.fillRect(pill, item.colours.pill);
    painter.setPen(item.colours.pillText);
    painter.drawText(pill.adjusted(0, 0, 0, -bar), Qt::AlignCenter, item.score_text);
    std::optional<double> fraction = fraction_ ? fraction_(item.score.toDouble()) : std::nullopt;
    if (!fraction && item.percentile.isValid())
        fraction = item.percentile.toDouble() / 100;
    if (fraction) {
        const QRect track(pill.left(), pill.bottom() - bar + 1, pill.width(), bar);
        painter.fillRect(track, item.colours.placeholder);
        const int length = qRound(std::clamp(*fraction, 0.0, 1.0) * track.width());
        painter.fillRect(QRect(track.left(), track.top(), length, bar), QColor(rampColour(Ramp::Cividis, *fraction)));
    }
    return width;
}

} // namespace touchstone::ui
