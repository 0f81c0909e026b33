// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/page_canvas.h"

#include <algorithm>

#include <QFontMetricsF>

namespace touchstone::reports {

namespace {

constexpr double margin = 40, footer_height = 16;

bool has_long_word(const QString& words, const QFontMetricsF& metrics, double width) {
    for (const QString& word : words.split(u' ', Qt::SkipEmptyParts))
        if (metrics.horizontalAdvance(word) > width)
            return true;
    return false;
}

} // namespace

QSizeF paper_points(Paper paper) {
    return paper == Paper::Letter ? QSizeF(612, 792) : QSizeF(595, 842);
}

PageCanvas::PageCanvas(QPainter& painter, QSizeF size, std::function<bool()> next_page)
    : painter_(painter)
    , size_(size)
    , next_page_(std::move(next_page))
    , area_(margin, margin, size.width() - 2 * margin, size.height() - 2 * margin - footer_height)
    , y_(area_.top()) {
    painter_.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing | QPainter::SmoothPixmapTransform);
}

void PageCanvas::finish() {
    const QRectF foot(area_.left(), area_.bottom() + 6, area_.width(), footer_height);
    line(foot, footer_, font(7), page_soft);
    line(foot, QString::number(page_), font(7), page_soft, Qt::AlignRight);
}

bool PageCanvas::new_page() {
    if (is_full_)
        return false;
    finish();
    if (!next_page_()) {
        is_full_ = true;
        return false;
    }
    ++page_;
    y_ = area_.top();
    return true;
}

bool PageCanvas::need(double points) {
    return !is_full_ && (has_room(points) || y_ == area_.top() || new_page());
}

QFont PageCanvas::font(int points, Weight weight) const {
    QFont font(QStringLiteral("DejaVu Sans"));
    font.setStyleHint(QFont::SansSerif);
    font.setPixelSize(points); // the painter is scaled so that a pixel is a point
    font.setBold(weight == Weight::Bold);
    return font;
}

double PageCanvas::text(const QRectF& where, const QString& words, const QFont& font, const QColor& colour, bool paint,
                        Qt::Alignment alignment) {
    const QFontMetricsF metrics(font, painter_.device());
    const int wrap = has_long_word(words, metrics, where.width()) ? Qt::TextWrapAnywhere : Qt::TextWordWrap;
    const int flags = wrap | static_cast<int>(alignment) | Qt::AlignTop;
    const QRectF endless(where.left(), where.top(), where.width(), 10'000);
    const double height = metrics.boundingRect(endless, flags, words).height();
    if (paint) {
        painter_.setFont(font);
        painter_.setPen(colour);
        painter_.drawText(QRectF(where.left(), where.top(), where.width(), height + 1), flags, words);
    }
    return height;
}

void PageCanvas::line(const QRectF& where, const QString& words, const QFont& font, const QColor& colour,
                      Qt::Alignment alignment) {
    const QFontMetricsF metrics(font, painter_.device());
    painter_.setFont(font);
    painter_.setPen(colour);
    painter_.drawText(where, static_cast<int>(alignment | Qt::AlignTop) | Qt::TextSingleLine,
                      metrics.elidedText(words, Qt::ElideMiddle, where.width()));
}

void PageCanvas::picture(const QRectF& where, const QImage& image) {
    if (image.isNull()) {
        painter_.setPen(QPen(page_line, 0.5));
        painter_.setBrush(Qt::NoBrush);
        painter_.drawRect(where);
        line(where.adjusted(0, where.height() / 2 - 5, 0, 0), QStringLiteral("no picture"), font(7), page_soft,
             Qt::AlignHCenter);
        return;
    }
    const QSizeF size = QSizeF(image.size()).scaled(where.size(), Qt::KeepAspectRatio);
    const QRectF target(where.left() + (where.width() - size.width()) / 2,
                        where.top() + (where.height() - size.height()) / 2, size.width(), size.height());
    painter_.drawImage(target, image);
}

QImage preview_of(const ReportData& data, ReportFormat format, const ReportOptions& options, ReportPictures& pictures,
                  int width, const ReportRun& run) {
    const QSizeF paper = paper_points(options.paper);
    const double scale = width / paper.width();
    QImage page((paper * scale).toSize(), QImage::Format_RGB32);
    page.fill(Qt::white);
    QPainter painter(&page);
    painter.scale(scale, scale);
    PageCanvas canvas(painter, paper, [] { return false; });
    const bool sheet = format == ReportFormat::ContactSheetPdf || format == ReportFormat::ContactSheetPng;
    const Result<void> painted =
        sheet ? paint_contact_sheet(canvas, data, pictures, run) : paint_report(canvas, data, options, pictures, run);
    return painted ? page : QImage();
}

} // namespace touchstone::reports
