// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/histogram.h"

#include <algorithm>
#include <cmath>

#include <QLocale>
#include <QPainter>

#include "ui/style/ramps.h"

namespace touchstone::ui {

ScoreBins ScoreBins::of(const std::vector<double>& sorted, std::optional<std::pair<double, double>> range) {
    constexpr int kBins = 20;
    ScoreBins bins;
    if (sorted.empty() && !range)
        return bins;
    bins.low = range ? range->first : sorted.front();
    bins.high = range ? range->second : sorted.back();
    if (!sorted.empty()) {
        bins.low = std::min(bins.low, sorted.front());
        bins.high = std::max(bins.high, sorted.back());
    }
    if (!(bins.high > bins.low)) {
        bins.low -= 0.5;
        bins.high += 0.5;
    }
    bins.counts.assign(kBins, 0);
    for (const double value : sorted)
        ++bins.counts[static_cast<std::size_t>(bins.binOf(value))];
    return bins;
}

int ScoreBins::binOf(double value) const {
    if (counts.empty())
        return -1;
    const int last = static_cast<int>(counts.size()) - 1;
    return std::clamp(static_cast<int>(std::floor((value - low) / width())), 0, last);
}

Histogram::Histogram(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Scores of this folder"));
}

void Histogram::setBins(const ScoreBins& bins) {
    bins_ = bins;
    update();
}

void Histogram::setMarker(std::optional<double> value) {
    marker_ = value;
    update();
}

QSize Histogram::sizeHint() const {
    return {fontMetrics().averageCharWidth() * 24, fontMetrics().height() * 6};
}

void Histogram::paintEvent(QPaintEvent*) {
    if (bins_.counts.empty())
        return;
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight); // the axis grows to the right in every script
    const QFontMetrics metrics = fontMetrics();
    const int arrow = metrics.height() / 2;
    const QRect room = rect().adjusted(1, arrow + 2, -1, -metrics.height() - 4);
    const int most = std::max(1, *std::max_element(bins_.counts.begin(), bins_.counts.end()));
    const double step = static_cast<double>(room.width()) / static_cast<double>(bins_.counts.size());
    // Half-way between text and ground: seen in light and dark, and less than the marker.
    QColor plain = palette().color(QPalette::WindowText);
    plain.setAlphaF(0.45F);
    const int marked = marker_ ? bins_.binOf(*marker_) : -1;
    for (int i = 0; i < static_cast<int>(bins_.counts.size()); ++i) {
        const int count = bins_.counts[static_cast<std::size_t>(i)];
        if (count == 0)
            continue;
        const int height =
            std::max(2, static_cast<int>(std::lround(static_cast<double>(count) / most * room.height())));
        const int left = room.left() + static_cast<int>(std::lround(i * step));
        const int right = room.left() + static_cast<int>(std::lround((i + 1) * step)) - 1;
        const QRect bar(left, room.bottom() - height + 1, std::max(1, right - left), height);
        painter.fillRect(bar, i == marked ? palette().color(QPalette::Highlight) : plain);
    }
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawLine(room.left(), room.bottom() + 1, room.right(), room.bottom() + 1);
    const QRect labels(room.left(), room.bottom() + 3, room.width(), metrics.height());
    painter.drawText(labels, Qt::AlignLeft | Qt::AlignVCenter, QLocale().toString(bins_.low, 'g', 4));
    painter.drawText(labels, Qt::AlignRight | Qt::AlignVCenter, QLocale().toString(bins_.high, 'g', 4));
    if (marker_) {
        const double fraction = std::clamp((*marker_ - bins_.low) / (bins_.high - bins_.low), 0.0, 1.0);
        const double x = room.left() + fraction * room.width();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setBrush(palette().color(QPalette::WindowText));
        painter.drawPolygon(QPolygonF{QPointF(x - arrow / 2.0, 1), QPointF(x + arrow / 2.0, 1), QPointF(x, arrow + 1)});
        painter.drawLine(QPointF(x, arrow), QPointF(x, room.bottom()));
    }
}

} // namespace touchstone::ui
