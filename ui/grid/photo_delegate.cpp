// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/photo_delegate.h"

#include <QApplication>
#include <QPainter>

#include "app/library/photo_list_model.h"
#include "ui/grid/mark_shapes.h"

namespace touchstone::ui {

using library::PhotoListModel;
using library::PhotoState;

namespace {

int padding(const QFontMetrics& metrics) {
    return std::max(4, metrics.height() / 3);
}

constexpr double rejected_opacity = 0.3;

/// A picture between two device pixels would be blurred.
QPointF onDevicePixels(const QPointF& point, double ratio) {
    return QPointF(qRound(point.x() * ratio), qRound(point.y() * ratio)) / ratio;
}

/// `outer` without `inner`: on a large screen, filling what a picture covers anyway costs a millisecond a frame.
void fillAround(QPainter& painter, const QRect& outer, const QRect& inner, const QColor& colour) {
    if (inner.isEmpty() || !outer.contains(inner)) {
        painter.fillRect(outer, colour);
        return;
    }
    painter.fillRect(QRect(outer.topLeft(), QPoint(outer.right(), inner.top() - 1)), colour);
    painter.fillRect(QRect(QPoint(outer.left(), inner.bottom() + 1), outer.bottomRight()), colour);
    painter.fillRect(QRect(outer.left(), inner.top(), inner.left() - outer.left(), inner.height()), colour);
    painter.fillRect(QRect(inner.right() + 1, inner.top(), outer.right() - inner.right(), inner.height()), colour);
}

} // namespace

struct PhotoDelegate::Item {
    const QModelIndex& index;
    FooterContent footer;
    PhotoColours colours;
    double ratio;
    ThumbnailPixmaps::Cell picture;
    int stack_size = 0;
    library::GroupKind kind = library::GroupKind::None;
    PhotoListModel::StackState stack = PhotoListModel::StackState::Loose;
    library::Flag proposal = library::Flag::None;
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

PhotoDelegate::Item PhotoDelegate::item(const QModelIndex& index, const QSize& room, double ratio,
                                        const QPalette& palette) const {
    const QVariant rank = index.data(PhotoListModel::RankRole);
    const QVariant score = index.data(PhotoListModel::ScoreRole);
    Item item{index, {}, photoColours(palette), ratio, {}};
    item.stack_size = index.data(PhotoListModel::StackSizeRole).toInt();
    if (item.stack_size > 1) {
        item.kind = static_cast<library::GroupKind>(index.data(PhotoListModel::GroupKindRole).toInt());
        item.stack = static_cast<PhotoListModel::StackState>(index.data(PhotoListModel::StackStateRole).toInt());
    }
    item.proposal = static_cast<library::Flag>(index.data(PhotoListModel::ProposalRole).toInt());
    const library::PhotoId id = index.data(PhotoListModel::IdRole).toLongLong();
    item.picture = pixmaps_.cell(id, (QSizeF(room) * ratio).toSize());
    item.footer.rank = rank.toInt();
    item.footer.state = static_cast<PhotoState>(index.data(PhotoListModel::StateRole).toInt());
    item.footer.damaged = item.picture.damaged;
    item.footer.marks = {index.data(PhotoListModel::RatingRole).toInt(),
                         static_cast<library::Label>(index.data(PhotoListModel::LabelRole).toInt()),
                         static_cast<library::Flag>(index.data(PhotoListModel::FlagRole).toInt())};
    if (!score.isValid())
        return item;
    item.footer.score = score.toDouble();
    item.footer.fraction = fraction_ ? fraction_(*item.footer.score) : std::nullopt;
    if (!item.footer.fraction) // the percentile costs a look-up among all scores
        if (const QVariant share = index.data(PhotoListModel::PercentileRole); share.isValid())
            item.footer.fraction = share.toDouble() / 100;
    return item;
}

void PhotoDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    if (!region_.isEmpty() && !region_.intersects(option.rect))
        return;
    const QRect room = pictureRoom(option.rect, option.font);
    const Item it = item(index, room.size(), painter->device()->devicePixelRatioF(), option.palette);
    const QRect cell = option.rect.adjusted(1, 1, -1, -1);
    painter->save();
    paintPicture(*painter, cell, room, it);
    if (it.footer.marks.flag == library::Flag::Reject)
        paintRejected(*painter, option, room, it);
    paintBadges(*painter, option, room, it);
    paintFooter(*painter, option, room, it);
    const bool selected = option.state & QStyle::State_Selected;
    if (selected || (option.state & QStyle::State_HasFocus)) {
        const int width = selected ? 3 : 1;
        QPen pen(option.palette.color(QPalette::Highlight).lighter(isDark(option.palette) ? 140 : 100), width);
        pen.setJoinStyle(Qt::MiterJoin);
        painter->setPen(pen);
        painter->drawRect(QRectF(cell).adjusted(width / 2.0, width / 2.0, -width / 2.0, -width / 2.0));
    }
    painter->restore();
}

void PhotoDelegate::paintPicture(QPainter& painter, const QRect& cell, const QRect& room, const Item& item) const {
    if (item.picture.pixmap.isNull()) {
        painter.fillRect(cell, item.colours.cell);
    } else {
        const QSizeF size = item.picture.exact
                                ? QSizeF(item.picture.pixmap.size()) / item.ratio
                                : QSizeF(item.picture.pixmap.size()).scaled(room.size(), Qt::KeepAspectRatio);
        const QPointF corner = onDevicePixels(
            QPointF(room.left() + (room.width() - size.width()) / 2, room.top() + (room.height() - size.height()) / 2),
            item.ratio);
        const QRectF place(corner, size);
        const bool rejected = item.footer.marks.flag == library::Flag::Reject;
        fillAround(painter, cell, rejected ? QRect() : place.toAlignedRect().adjusted(1, 1, -1, -1), item.colours.cell);
        painter.setOpacity(rejected ? rejected_opacity : 1);
        painter.drawPixmap(place, item.picture.pixmap, QRectF(item.picture.pixmap.rect()));
        painter.setOpacity(1);
        return;
    }
    if (item.footer.state == PhotoState::Failed || !item.picture.error.isEmpty()) {
        paintFailure(painter, room, item);
        return;
    }
    const QSize known = item.index.data(PhotoListModel::PixelSizeRole).toSize();
    const QSize shape = known.isEmpty() ? QSize(3, 2) : known;
    QRect place(QPoint(), shape.scaled(room.size(), Qt::KeepAspectRatio));
    place.moveCenter(room.center());
    painter.fillRect(place, item.colours.placeholder);
}

void PhotoDelegate::paintFooter(QPainter& painter, const QStyleOptionViewItem& option, const QRect& room,
                                const Item& item) const {
    const FooterLook look{option.font,      QSize(room.width(), footerHeight(option.fontMetrics)),
                          item.ratio,       isDark(option.palette),
                          option.direction, layout_ == Layout::Grid};
    const auto words = [&] {
        return CellFooters::Words{item.index.data(PhotoListModel::NameRole).toString(),
                                  item.index.data(PhotoListModel::ScoreTextRole).toString()};
    };
    const library::PhotoId id = item.index.data(PhotoListModel::IdRole).toLongLong();
    const QPixmap line = footers_.footer(id, item.footer, look, words);
    const QPointF corner(room.left(), room.bottom() + 1 + padding(option.fontMetrics) / 2);
    painter.drawPixmap(onDevicePixels(corner, item.ratio), line);
}

void PhotoDelegate::forgetFooters() {
    footers_.clear();
    badges_.clear();
    rejected_ = {};
}

/// A cross over the room and the word in its corner; the word is drawn once for all photos.
void PhotoDelegate::paintRejected(QPainter& painter, const QStyleOptionViewItem& option, const QRect& room,
                                  const Item& item) const {
    const QFontMetrics& metrics = option.fontMetrics;
    const int pad = padding(metrics);
    const QRect cross = room.adjusted(pad, pad, -pad, -pad);
    painter.setPen(QPen(item.colours.quiet, 2));
    painter.drawLine(cross.topLeft(), cross.bottomRight());
    painter.drawLine(cross.topRight(), cross.bottomLeft());
    const QString word = flagName(library::Flag::Reject);
    const FooterLook look{option.font,      QSize(metrics.horizontalAdvance(QLatin1Char('x')), metrics.height()),
                          item.ratio,       isDark(option.palette),
                          option.direction, false};
    if (rejected_.isNull() || look != rejected_look_) {
        rejected_look_ = look;
        const QSize size(metrics.horizontalAdvance(word) + 2 * pad, metrics.height() + pad / 2);
        rejected_ = QPixmap((QSizeF(size) * item.ratio).toSize());
        rejected_.setDevicePixelRatio(item.ratio);
        rejected_.fill(item.colours.pill);
        QPainter words(&rejected_);
        words.setFont(option.font);
        words.setPen(item.colours.pillText);
        words.drawText(QRect(QPoint(0, 0), size), Qt::AlignCenter, word);
    }
    const QSizeF size = rejected_.deviceIndependentSize();
    if (size.width() > room.width())
        return; // the cross and the footer's own sign stay
    const QPointF corner(room.left() + (room.width() - size.width()) / 2, room.center().y() - size.height() / 2);
    painter.drawPixmap(onDevicePixels(corner, item.ratio), rejected_);
}

namespace {

FooterLook badgeLook(const QFont& font, double ratio, bool dark, Qt::LayoutDirection direction) {
    return {font, {}, ratio, dark, direction, false};
}

/// In the corner where reading ends, within the room.
QRect badgePlace(const QRect& room, const QSizeF& size, Qt::LayoutDirection direction) {
    const QSize whole = size.toSize();
    const int left = direction == Qt::RightToLeft ? room.left() : room.right() + 1 - whole.width();
    return {QPoint(left, room.top()), whole};
}

} // namespace

QRect PhotoDelegate::stackBadge(const QRect& cell, const QFont& font, double ratio, const QPalette& palette,
                                Qt::LayoutDirection direction, const QModelIndex& index) const {
    const int size = index.data(PhotoListModel::StackSizeRole).toInt();
    if (size < 2)
        return {};
    const QPixmap& badge =
        badges_.stack(size, static_cast<library::GroupKind>(index.data(PhotoListModel::GroupKindRole).toInt()),
                      static_cast<PhotoListModel::StackState>(index.data(PhotoListModel::StackStateRole).toInt()),
                      badgeLook(font, ratio, isDark(palette), direction));
    return badgePlace(pictureRoom(cell, font), badge.deviceIndependentSize(), direction);
}

/// Photos of an open stack stand on one line.
void PhotoDelegate::paintBadges(QPainter& painter, const QStyleOptionViewItem& option, const QRect& room,
                                const Item& item) const {
    const FooterLook look = badgeLook(option.font, item.ratio, isDark(option.palette), option.direction);
    if (item.proposal != library::Flag::None)
        paintProposal(painter, option, room, item, look);
    if (item.stack_size > 1) {
        const QPixmap& badge = badges_.stack(item.stack_size, item.kind, item.stack, look);
        const QRect place = badgePlace(room, badge.deviceIndependentSize(), option.direction);
        if (place.width() <= room.width())
            painter.drawPixmap(onDevicePixels(place.topLeft(), item.ratio), badge);
        if (item.stack == PhotoListModel::StackState::OpenCover || item.stack == PhotoListModel::StackState::Member)
            painter.fillRect(QRect(option.rect.left(), option.rect.bottom() - 1, option.rect.width(), 2),
                             item.colours.text);
    }
}

/// What is proposed has a broken line around it: nobody said it yet.
void PhotoDelegate::paintProposal(QPainter& painter, const QStyleOptionViewItem& option, const QRect& room,
                                  const Item& item, const FooterLook& look) const {
    QPen pen(item.colours.text, 2, Qt::DashLine);
    pen.setJoinStyle(Qt::MiterJoin);
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(QRectF(room).adjusted(1, 1, -1, -1));
    const QPixmap& badge = badges_.proposal(item.proposal, look);
    const QSizeF size = badge.deviceIndependentSize();
    if (size.width() > room.width())
        return;
    const double left = option.direction == Qt::RightToLeft ? room.right() + 1 - size.width() : room.left();
    painter.drawPixmap(onDevicePixels(QPointF(left, room.bottom() + 1 - size.height()), item.ratio), badge);
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
    const QString error = item.index.data(PhotoListModel::ErrorTextRole).toString();
    const QString reason = error.isEmpty() ? item.picture.error : error;
    painter.setPen(item.colours.text);
    // As many lines as there is room for; the Issues panel has the whole text.
    const int lines = std::max(1, words.height() / metrics.lineSpacing());
    const QString fitting = metrics.elidedText(reason, Qt::ElideRight, words.width() * lines * 85 / 100);
    painter.drawText(words, Qt::TextWordWrap | Qt::AlignHCenter | Qt::AlignTop, fitting);
}

} // namespace touchstone::ui
