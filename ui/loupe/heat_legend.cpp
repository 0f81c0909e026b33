// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/heat_legend.h"

#include <cmath>

#include <QLocale>
#include <QPainter>

#include "ui/loupe/signed_map.h"
#include "ui/style/ramps.h"

namespace touchstone::ui {

HeatLegend::HeatLegend(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setScale(ramp_, range_);
}

void HeatLegend::setScale(HeatRamp ramp, const HeatRange& range, bool isSigned) {
    ramp_ = ramp;
    range_ = range;
    signed_ = isSigned;
    setAccessibleName(signed_ ? tr("Legend of the signed map") : tr("Legend of the attention map"));
    setToolTip(signed_ ? tr("Points of the score that one cell adds (blue) or takes away (orange), against the mean "
                            "photograph. The same scale for content and quality.")
                       : tr("1× is an average cell of this scale; 2× drew twice as much attention."));
    setAccessibleDescription(
        signed_ ? tr("From %1 to %2 points").arg(tickText(range.low), tickText(range.high))
                : tr("From %1 to %2 times the mean")
                      .arg(QLocale().toString(range.low, 'f', 0), QLocale().toString(range.high, 'f', 1)));
    update();
}

QSize HeatLegend::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    return {metrics.averageCharWidth() * 34, metrics.height() * 2};
}

std::vector<double> HeatLegend::ticks(const HeatRange& range) {
    if (range.low < 0)
        return {range.low, 0, range.high};
    std::vector<double> result{range.low};
    const double span = range.high - range.low;
    const double step = span <= 5 ? 1 : span <= 10 ? 2 : std::ceil(span / 5);
    for (double tick = range.low + step; tick < range.high - step * 0.75; tick += step)
        result.push_back(tick);
    result.push_back(range.high);
    return result;
}

QString HeatLegend::tickText(double tick) const {
    if (signed_) { // beyond the ends there are cells too, in the ends' colours
        const QString points = pointsText(tick, range_.high < 0.1 ? 3 : range_.high < 1 ? 2 : 1);
        return !range_.open || tick == 0 ? points : QChar(tick < 0 ? 0x2264 : 0x2265) + points;
    }
    const bool last = tick >= range_.high;
    const int digits = last && std::abs(tick - std::round(tick)) > 0.05 ? 1 : 0;
    const QString number = QLocale().toString(tick, 'f', digits) + QChar(0x00D7);
    return last && range_.open ? QChar(0x2265) + number : number;
}

QColor HeatLegend::colourAt(double fraction) const {
    return QColor(signed_ ? rampColour(Ramp::Diverging, fraction) : heatColour(ramp_, fraction));
}

void HeatLegend::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight); // numbers grow to the right in every script, as the colours do
    const QFontMetrics metrics = fontMetrics();
    const int side = metrics.horizontalAdvance(tickText(range_.high)) / 2 + 2;
    const QRect bar(side, 1, width() - 2 * side, metrics.height() - 3);
    if (ramp_ == HeatRamp::Contours && !signed_) {
        painter.drawText(rect(), Qt::AlignCenter, tr("lines at 1×, 2×, 4×, 8× the mean"));
        return;
    }
    for (int x = 0; x < bar.width(); ++x)
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(), colourAt(x / std::max(1.0, bar.width() - 1.0)));
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
    painter.setPen(palette().color(QPalette::WindowText));
    // A number that would touch the one before it is left out; the ends always stand.
    const std::vector<double> all = ticks(range_);
    int taken = -width(), last_from = width();
    if (!all.empty())
        last_from -= metrics.horizontalAdvance(tickText(all.back())) + metrics.averageCharWidth();
    for (const double tick : all) {
        const double fraction = (tick - range_.low) / std::max(1e-9, range_.high - range_.low);
        const int x = bar.left() + static_cast<int>(std::lround(fraction * (bar.width() - 1)));
        painter.drawLine(x, bar.bottom() + 1, x, bar.bottom() + 3);
        const QString words = tickText(tick);
        const int room = metrics.horizontalAdvance(words) + 2;
        const bool end = tick == all.front() || tick == all.back();
        if (!end && (x - room / 2 < taken + metrics.averageCharWidth() || x + room / 2 > last_from))
            continue;
        taken = x + room / 2;
        painter.drawText(QRect(x - room / 2, bar.bottom() + 3, room, metrics.height()), Qt::AlignCenter, words);
    }
}

} // namespace touchstone::ui
