// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/level_histogram.h"

#include <algorithm>
#include <numeric>

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include "ui/style/appearance.h"

namespace touchstone::ui {

namespace {

/// Share of a channel's pixels from one level up to before another, in percent as words.
QString percent(const std::array<std::int64_t, 256>& counts, int from, int to) {
    const auto all = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
    const auto part = std::accumulate(counts.begin() + from, counts.begin() + to, std::int64_t{0});
    return QLocale().toString(all > 0 ? 100.0 * static_cast<double>(part) / static_cast<double>(all) : 0.0, 'f', 0);
}

QPainterPath outline(const std::array<std::int64_t, 256>& counts, double tallest, const QRectF& room) {
    QPainterPath path(room.bottomLeft());
    for (int level = 0; level < 256; ++level) {
        const double height = std::min(1.0, static_cast<double>(counts[static_cast<std::size_t>(level)]) / tallest);
        path.lineTo(room.left() + room.width() * (level + 0.5) / 256, room.bottom() - height * room.height());
    }
    path.lineTo(room.bottomRight());
    return path;
}

} // namespace

LevelHistogram::LevelHistogram(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("levelHistogram"));
    setAccessibleName(tr("Brightness of the photo's pixels"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    hide();
}

QSize LevelHistogram::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 30, fontMetrics().height() * 5};
}

void LevelHistogram::setLevels(std::optional<imaging::LevelCounts> levels) {
    levels_ = levels;
    setVisible(levels_.has_value());
    if (!levels_)
        return;
    // The two ends may hold most of a clipped photo: the others decide on the height.
    std::int64_t most = 1;
    for (const auto& channel : *levels_)
        most = std::max(most, *std::max_element(channel.begin() + 1, channel.end() - 1));
    tallest_ = static_cast<double>(most);
    const auto& luma = (*levels_)[3];
    setAccessibleDescription(tr("%1 % dark, %2 % middle, %3 % light")
                                 .arg(percent(luma, 0, 64), percent(luma, 64, 192), percent(luma, 192, 256)));
    setToolTip(accessibleDescription());
    update();
}

void LevelHistogram::paintEvent(QPaintEvent*) {
    if (!levels_)
        return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF room = QRectF(rect()).adjusted(0.5, 1, -0.5, -1);
    const PhotoColours colours = photoColours(palette());
    painter.fillRect(rect(), colours.surround);
    QColor fill = colours.quiet;
    fill.setAlphaF(0.55);
    painter.fillPath(outline((*levels_)[3], tallest_, room), fill);
    const bool dark = isDark(palette());
    const QPen pens[] = {QPen(dark ? QColor(255, 120, 110) : QColor(150, 0, 0), 1.2, Qt::SolidLine),
                         QPen(dark ? QColor(130, 230, 130) : QColor(0, 90, 0), 1.2, Qt::DashLine),
                         QPen(dark ? QColor(140, 180, 255) : QColor(0, 0, 160), 1.2, Qt::DotLine)};
    for (std::size_t channel = 0; channel < 3; ++channel)
        painter.strokePath(outline((*levels_)[channel], tallest_, room), pens[channel]);
}

} // namespace touchstone::ui
