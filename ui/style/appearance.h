// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>
#include <QString>

class QAbstractButton;

namespace touchstone::ui {

enum class Appearance { System, Light, Dark };

/// Applies a light or dark palette to the whole program, or gives it back to the desktop. GUI thread.
void applyAppearance(Appearance appearance);
Appearance appearanceFromName(const QString& name); ///< "light", "dark"; anything else is System
QString appearanceName(Appearance appearance);

/// Qt 6.4 does not say whether the desktop is dark, so its window colour does.
bool isDark(const QPalette& palette);

/// Neutral greys around photos: mid-dark without a tint, or the light variant. Every text colour has at least 4.5:1 on
/// `surround` and on `cell` (tested).
struct PhotoColours {
    QColor surround;    ///< behind the photos
    QColor cell;        ///< behind one photo of the grid
    QColor placeholder; ///< where a photo will be
    QColor text;
    QColor quiet;   ///< less important text
    QColor warning; ///< text of a failed photo; always beside a sign and words
    QColor pill;    ///< behind a score's number
    QColor pillText;
};
PhotoColours photoColours(bool dark);
inline PhotoColours photoColours(const QPalette& palette) {
    return photoColours(isDark(palette));
}

/// Makes the checked one of a row of buttons plain to see in every palette: bold, and in the highlight's colours.
void emphasiseWhenChecked(QAbstractButton* button);

/// WCAG 2 contrast ratio of two opaque colours, 1…21.
double contrastRatio(const QColor& a, const QColor& b);

/// One of our own icons (resources/icons/NAME.svg), drawn in the palette's text colour at the moment of painting.
QIcon themedIcon(const QString& name);
QIcon applicationIcon();

} // namespace touchstone::ui
