// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/inspector/waterfall.h"

#include <algorithm>
#include <cmath>

#include <QLocale>
#include <QPainter>

#include "ui/loupe/signed_map.h"
#include "ui/style/ramps.h"

namespace touchstone::ui {

Waterfall::Waterfall(QWidget* parent)
    : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("What the score is made of"));
}

void Waterfall::setSteps(const QString& startName, double start, std::vector<Step> steps, const QString& endName,
                         int digits) {
    start_name_ = startName;
    start_ = start;
    steps_ = std::move(steps);
    end_name_ = endName;
    digits_ = digits;
    describe();
    updateGeometry();
    update();
}

double Waterfall::end() const {
    double value = start_;
    for (const Step& step : steps_)
        value += step.points;
    return value;
}

std::vector<Waterfall::Row> Waterfall::rows() const {
    const QLocale locale;
    std::vector<Row> rows{{start_name_, locale.toString(start_, 'f', digits_), start_, start_, true}};
    double value = start_;
    for (const Step& step : steps_) {
        rows.push_back({step.name, pointsText(step.points, digits_), value, value + step.points, false});
        value += step.points;
    }
    rows.push_back({end_name_, locale.toString(value, 'f', digits_), value, value, true});
    return rows;
}

void Waterfall::describe() {
    QStringList words;
    for (const Row& row : rows())
        //: %1 a part of a score, %2 its number
        words << tr("%1: %2", "part of a score").arg(row.name, row.number);
    setAccessibleDescription(words.join(QStringLiteral("; ")));
}

QSize Waterfall::sizeHint() const {
    const int count = static_cast<int>(steps_.size()) + 2;
    return {fontMetrics().averageCharWidth() * 34, count * (fontMetrics().height() + 6)};
}

QSize Waterfall::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 20, sizeHint().height()};
}

void Waterfall::paintEvent(QPaintEvent*) {
    const std::vector<Row> all = rows();
    const QFontMetrics metrics = fontMetrics();
    QFont bold = font();
    bold.setBold(true);
    const QFontMetrics bold_metrics(bold);
    int name_width = 0, number_width = 0;
    double low = start_, high = start_;
    for (const Row& row : all) {
        const QFontMetrics& measured = row.absolute ? bold_metrics : metrics;
        name_width = std::max(name_width, measured.horizontalAdvance(row.name) + 2);
        number_width = std::max(number_width, measured.horizontalAdvance(row.number) + 2);
        low = std::min({low, row.from, row.to});
        high = std::max({high, row.from, row.to});
    }
    const double span = std::max(high - low, 1e-9);
    const int gap = metrics.averageCharWidth();
    name_width = std::min(name_width, width() / 2);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    const int row_height = metrics.height() + 6;
    const int bar_width = std::max(1, width() - name_width - number_width - 2 * gap);
    const auto visual = [&](QRect rect) {
        return mirrored ? QRect(width() - rect.right() - 1, rect.top(), rect.width(), rect.height()) : rect;
    };
    const auto place = [&](double value) {
        return name_width + gap + static_cast<int>(std::lround((value - low) / span * (bar_width - 3))) + 1;
    };
    QPainter painter(this);
    const QColor text = palette().color(QPalette::WindowText);
    QColor quiet = text;
    quiet.setAlphaF(0.35F);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Row& row = all[i];
        const int top = static_cast<int>(i) * row_height;
        painter.setFont(row.absolute ? bold : font());
        painter.setPen(text);
        painter.drawText(visual({0, top, name_width, row_height}),
                         (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignAbsolute | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(row.name, Qt::ElideRight, name_width));
        painter.drawText(visual({width() - number_width - gap / 2, top, number_width + gap / 2, row_height}),
                         (mirrored ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignAbsolute | Qt::AlignVCenter,
                         row.number);
        const int from = place(std::min(row.from, row.to)), to = place(std::max(row.from, row.to));
        const QRect bar = visual({from, top + 3, std::max(2, to - from), row_height - 6});
        if (row.absolute) {
            painter.fillRect(bar, text);
        } else {
            painter.fillRect(bar, QColor(rampColour(Ramp::Diverging, row.to >= row.from ? 0.78 : 0.22)));
            painter.setPen(quiet);
            painter.drawRect(bar.adjusted(0, 0, -1, -1));
        }
        if (i + 1 < all.size()) { // the thread to where the next one begins
            const int x = visual({place(row.to), 0, 1, 1}).x();
            painter.setPen(quiet);
            painter.drawLine(x, top + row_height - 3, x, top + row_height + 2);
        }
    }
}

} // namespace touchstone::ui
