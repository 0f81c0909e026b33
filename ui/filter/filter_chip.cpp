// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/filter/filter_chip.h"

#include <QStyleOptionToolButton>
#include <QStylePainter>

#include "ui/style/appearance.h"

namespace touchstone::ui {

namespace {
constexpr int longest_text = 64; ///< characters; the tool tip has all of it
}

FilterChip::FilterChip(const QString& sentence, QWidget* parent)
    : QToolButton(parent) {
    setText(sentence.size() > longest_text ? sentence.left(longest_text - 1) + QChar(0x2026) : sentence);
    setIcon(themedIcon(QStringLiteral("cancel")));
    setToolTip(tr("Remove “%1” from the filter").arg(sentence));
    setAccessibleName(toolTip());
    setFocusPolicy(Qt::TabFocus);
}

QSize FilterChip::sizeHint() const {
    const int line = fontMetrics().height();
    return {fontMetrics().horizontalAdvance(text()) + line + 3 * margin(), line + margin()};
}

void FilterChip::paintEvent(QPaintEvent*) {
    QStylePainter painter(this);
    QStyleOptionToolButton option;
    initStyleOption(&option);
    option.text.clear();
    option.icon = {};
    painter.drawComplexControl(QStyle::CC_ToolButton, option);
    const int sign = fontMetrics().ascent();
    const QRect room = rect().adjusted(margin(), 0, -margin(), 0);
    const QRect place = style()->visualRect(
        layoutDirection(), rect(), QRect(room.right() - sign + 1, room.top() + (room.height() - sign) / 2, sign, sign));
    const QRect words = style()->visualRect(layoutDirection(), rect(), room.adjusted(0, 0, -sign - margin() / 2, 0));
    painter.setPen(palette().color(QPalette::ButtonText));
    painter.drawText(words, Qt::AlignVCenter | (isRightToLeft() ? Qt::AlignRight : Qt::AlignLeft), text());
    icon().paint(&painter, place);
}

} // namespace touchstone::ui
