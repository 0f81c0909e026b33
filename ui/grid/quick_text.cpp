// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/quick_text.h"

#include <algorithm>

namespace touchstone::ui {

namespace {
constexpr char16_t first_combining = 0x0300, last_combining = 0x036F; ///< marks that stand over their neighbour
constexpr char16_t first_shaped = 0x0483; ///< combining marks of Cyrillic, then scripts that join and reorder
constexpr char16_t soft_hyphen = 0x00AD;
} // namespace

QuickText::QuickText(const QFont& font)
    : metrics_(font)
    , advances_(first_shaped, -1.0)
    , ellipsis_(metrics_.horizontalAdvance(QChar(0x2026))) {}

bool QuickText::isSimple(const QString& text) {
    return std::all_of(text.begin(), text.end(), [](QChar character) {
        const char16_t code = character.unicode();
        return code >= u' ' && code < first_shaped && code != soft_hyphen &&
               (code < first_combining || code > last_combining);
    });
}

qreal QuickText::advance(QChar character) {
    qreal& known = advances_[character.unicode()];
    if (known < 0)
        known = metrics_.horizontalAdvance(character);
    return known;
}

qreal QuickText::width(const QString& text) {
    if (!isSimple(text))
        return metrics_.horizontalAdvance(text);
    qreal sum = 0;
    for (const QChar character : text)
        sum += advance(character);
    return sum;
}

QString QuickText::elidedInTheMiddle(const QString& text, qreal room) {
    if (!isSimple(text))
        return metrics_.elidedText(text, Qt::ElideMiddle, room);
    if (width(text) <= room)
        return text;
    // From both ends inwards, the beginning first: it gets the odd character.
    qsizetype begin = 0, end = text.size();
    qreal left = room - ellipsis_;
    for (bool from_begin = true; begin < end; from_begin = !from_begin) {
        const qreal next = advance(from_begin ? text[begin] : text[end - 1]);
        if (next > left)
            break;
        left -= next;
        from_begin ? ++begin : --end;
    }
    return text.left(begin) + QChar(0x2026) + text.mid(end);
}

} // namespace touchstone::ui
