// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/map/score_legend.h"

#include <algorithm>
#include <cmath>

#include <QLocale>
#include <QPainter>

namespace touchstone::ui {

std::optional<ScoreScale> ScoreScale::of(const std::vector<double>& sorted) {
    if (sorted.empty())
        return std::nullopt;
    const std::size_t last = sorted.size() - 1, rim = sorted.size() / 100;
    ScoreScale scale{sorted[rim], sorted[last - rim], sorted[rim] > sorted.front(), sorted[last - rim] < sorted[last]};
    if (!(scale.high > scale.low)) { // all the same: the middle of the ramp
        scale.low -= 0.5;
        scale.high += 0.5;
    }
    return scale;
}

int ScoreScale::stepOf(double value) const {
    const double part = (value - low) / (high - low);
    return std::clamp(static_cast<int>(std::lround(part * (MapColours::steps - 1))), 0, MapColours::steps - 1);
}

ScoreLegend::ScoreLegend(QWidget* parent)
    : QWidget(parent) {
    setObjectName(QStringLiteral("scoreLegend"));
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    setAccessibleName(tr("Legend of the scores"));
}

void ScoreLegend::setScale(const std::optional<ScoreScale>& scale, const MapColours& colours) {
    scale_ = scale;
    colours_ = colours;
    //: %1, %2 scores
    setAccessibleDescription(
        scale ? tr("From %1 to %2")
                    .arg(text(scale->low, scale->open_low, true), text(scale->high, scale->open_high, false))
              : tr("No scores yet"));
    setToolTip(scale ? tr("The colour of a point is its photo's score. Points without a score are rings.")
                     : tr("No scores yet"));
    update();
}

QString ScoreLegend::text(double value, bool open, bool low) const {
    const double span = scale_ ? scale_->high - scale_->low : 1;
    const QString number = QLocale().toString(value, 'f', span >= 20 ? 0 : span >= 2 ? 1 : 2);
    return open ? QChar(low ? 0x2264 : 0x2265) + number : number;
}

QSize ScoreLegend::sizeHint() const {
    const QFontMetrics metrics = fontMetrics();
    return {metrics.averageCharWidth() * 30, metrics.height() * 2};
}

void ScoreLegend::paintEvent(QPaintEvent*) {
    if (!scale_)
        return;
    QPainter painter(this);
    painter.setLayoutDirection(Qt::LeftToRight); // scores grow to the right in every script
    const QFontMetrics metrics = fontMetrics();
    const QString low = text(scale_->low, scale_->open_low, true), high = text(scale_->high, scale_->open_high, false),
                  middle = text((scale_->low + scale_->high) / 2, false, false);
    const int side = std::max(metrics.horizontalAdvance(low), metrics.horizontalAdvance(high)) / 2 + 2;
    const QRect bar(side, 1, width() - 2 * side, metrics.height() - 3);
    for (int x = 0; x < bar.width(); ++x) {
        const int step = x * MapColours::steps / std::max(1, bar.width());
        painter.fillRect(bar.left() + x, bar.top(), 1, bar.height(),
                         QColor(colours_.ramp[static_cast<std::size_t>(step)]));
    }
    painter.setPen(palette().color(QPalette::Mid));
    painter.drawRect(bar.adjusted(0, 0, -1, -1));
    painter.setPen(palette().color(QPalette::WindowText));
    const auto tick = [&](int x, const QString& words) {
        painter.drawLine(x, bar.bottom() + 1, x, bar.bottom() + 3);
        const int room = metrics.horizontalAdvance(words) + 2;
        painter.drawText(QRect(x - room / 2, bar.bottom() + 3, room, metrics.height()), Qt::AlignCenter, words);
    };
    tick(bar.left(), low);
    tick(bar.center().x(), middle);
    tick(bar.right(), high);
}

} // namespace touchstone::ui
