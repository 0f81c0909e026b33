// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/heat_legend.h"

#include <cmath>

#include <QLocale>
#include <QPainter>

namespace touchstone::ui {

HeatLegend::HeatLegend(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Legend of the attention map"));
    setToolTip(tr("1× is an average cell of this scale; 2× drew twice as much attention."));
}

void HeatLegend::setScale(HeatRamp ramp, const HeatRange& range) {
    ramp_ = ramp;
    range_ = range;
    setAccessibleDescription(tr("From %1 to %2 times the mean")
                                 .arg(QLocale().toString(range.low, 'f', 0), QLocale().toString(range.high, 'f', 1)));
    update();
}

QSize HeatLegend::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    return {metrics.averageCharWidth() * 34, metrics.height() * 2};
}

std::vector<double> HeatLegend::ticks(const HeatRange& range) {
    std::vector<double> result{range.low};
    const double span = range.high - range.low;
    const double step = span <= 5 ? 1 : span <= 10 ? 2 : std::ceil(span / 5);
    for (double tick = range.low + step; tick < range.high - step * 0.75; tick += step)
        result.push_back(tick);
    result.push_back(range.high);
    return result;
}

QString HeatLegend::tickText(double tick) const {
    const bool last = tick >= range_.high;
    const int digits = last && std::abs(tick - std::round(tick)) > 0.05 ? 1 : 0;
    const QString number = QLocale().toString(tick, 'f', digits) + QChar(0x00D7);
    return last && range_.open ? QChar(0x2265) + number : number;
}

void HeatLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const QFontMetrics metrics = fontMetrics();
    const int side = metrics.horizontalAdvance(tickText(range_.high)) / 2 + 2;
    const QRect bar(side, 1, width() - 2 * side, metrics.height() - 3);
    if (ramp_ == HeatRamp::Contours) {
        painter.drawText(rect(), Qt::AlignCenter, tr("lines at 1×, 2×, 4×, 8× the mean"));
        return;
    }
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         QColor(heatColour(ramp_, x / std::max(1.0, bar.width() - 1.0))));
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
    painter.setPen(palette().color(QPalette::WindowText));
    for (const double tick : ticks(range_)) {
        const double fraction = (tick - range_.low) / std::max(1e-9, range_.high - range_.low);
        const int x = bar.left() + static_cast<int>(std::lround(fraction * (bar.width() - 1)));
        painter.drawLine(x, bar.bottom() + 1, x, bar.bottom() + 3);
        const QString words = tickText(tick);
        const int width = metrics.horizontalAdvance(words) + 2;
        painter.drawText(QRect(x - width / 2, bar.bottom() + 3, width, metrics.height()), Qt::AlignCenter, words);
    }
}

} // namespace touchstone::ui
