// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/style/flow_layout.h"

#include <algorithm>

#include <QBoxLayout>
#include <QWidget>

namespace touchstone::ui {

FlowLayout::FlowLayout(QWidget* parent)
    : QLayout(parent) {
    setSpacing(8);
}

FlowLayout::FlowLayout(QBoxLayout* parent)
    : FlowLayout() {
    parent->addLayout(this);
}

FlowLayout::~FlowLayout() {
    for (QLayoutItem* item : items_)
        delete item;
}

void FlowLayout::addItem(QLayoutItem* item) {
    items_.push_back(item);
}

QLayoutItem* FlowLayout::itemAt(int index) const {
    return index >= 0 && index < count() ? items_[static_cast<std::size_t>(index)] : nullptr;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    QLayoutItem* item = itemAt(index);
    if (item)
        items_.erase(items_.begin() + index);
    return item;
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    arrange(rect, true);
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : items_)
        size = size.expandedTo(item->minimumSize());
    const QMargins margins = contentsMargins();
    return size + QSize(margins.left() + margins.right(), margins.top() + margins.bottom());
}

int FlowLayout::arrange(const QRect& rect, bool apply) const {
    const QRect room = rect.marginsRemoved(contentsMargins());
    const bool rightToLeft = parentWidget() && parentWidget()->layoutDirection() == Qt::RightToLeft;
    int x = room.left(), y = room.top(), line = 0;
    std::vector<std::pair<QLayoutItem*, QPoint>> inLine;
    const auto endLine = [&] {
        for (const auto& [item, corner] : inLine) {
            QRect place(corner + QPoint(0, (line - item->sizeHint().height()) / 2), item->sizeHint());
            if (rightToLeft)
                place.moveRight(room.left() + room.right() - place.left());
            item->setGeometry(place);
        }
        inLine.clear();
    };
    for (QLayoutItem* item : items_) {
        if (item->isEmpty())
            continue;
        const QSize size = item->sizeHint();
        if (x > room.left() && x + size.width() > room.right() + 1) {
            endLine();
            x = room.left();
            y += line + spacing();
            line = 0;
        }
        if (apply)
            inLine.emplace_back(item, QPoint(x, y));
        x += size.width() + spacing();
        line = std::max(line, size.height());
    }
    endLine();
    return y + line - rect.top() + contentsMargins().bottom();
}

} // namespace touchstone::ui
