// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <vector>

#include <QFont>
#include <QFontMetricsF>
#include <QString>

namespace touchstone::ui {

/// Widths and shortening of short texts without shaping them: for characters that stand alone (Latin, Greek, Cyrillic)
/// a text is as wide as the sum of its characters, but for kerning, which is a fraction of a pixel a pair. Any other
/// text goes the exact, slow way. Remembers the widths of one font. GUI thread.
class QuickText {
public:
    explicit QuickText(const QFont& font);

    qreal width(const QString& text);
    /// `text`, or its beginning and its end with "…" between them, in at most `room` logical pixels; "…" alone when
    /// nothing else fits.
    QString elidedInTheMiddle(const QString& text, qreal room);
    const QFontMetricsF& metrics() const { return metrics_; }

private:
    static bool isSimple(const QString& text);
    qreal advance(QChar character);

    QFontMetricsF metrics_;
    std::vector<qreal> advances_; ///< by code point; negative = not measured yet
    qreal ellipsis_;
};

} // namespace touchstone::ui
