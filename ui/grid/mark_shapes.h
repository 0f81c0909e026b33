// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QColor>
#include <QIcon>
#include <QPainter>
#include <QRectF>
#include <QString>

#include "app/library/marks.h"

/// How marks look: stars, labels that differ in shape as well as in colour, flags. Paths instead of SVG files, because
/// the grid draws thousands of them. GUI thread.
namespace touchstone::ui {

/// A star filling the square `place`; an outline alone when it is not `filled`.
void paintStar(QPainter& painter, const QRectF& place, const QColor& colour, bool filled);
/// The shape of a label in its colour, with an outline in `outline` so that it shows on any ground: red is a square,
/// yellow a triangle, green a circle, blue a diamond, purple a hexagon. Nothing for no label.
void paintLabel(QPainter& painter, const QRectF& place, library::Label label, const QColor& outline);
/// A flag for a picked photo, a cross for a rejected one. Nothing for neither.
void paintFlag(QPainter& painter, const QRectF& place, library::Flag flag, const QColor& colour);

/// The same as icons, in the palette's text colour at the moment of painting.
QIcon starIcon(bool filled = true);
QIcon labelIcon(library::Label label);
QIcon flagIcon(library::Flag flag);

QString labelName(library::Label label); ///< "Red"; "No label"
QString flagName(library::Flag flag);    ///< "Picked"; "Not flagged"

} // namespace touchstone::ui
