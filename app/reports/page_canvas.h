// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>

#include <QFont>
#include <QImage>
#include <QPainter>
#include <QRectF>
#include <QSizeF>
#include <QString>

#include "app/reports/report_writer.h"

namespace touchstone::reports {

/// Pages of paper to paint on, in points (1/72 inch) from the upper left corner, whatever the device: a PDF, or a
/// picture. Needs a QGuiApplication for fonts. One thread.
class PageCanvas {
public:
    /// `next_page` turns the device's page; false when there is no room for more (a preview of the first page).
    PageCanvas(QPainter& painter, QSizeF size, std::function<bool()> next_page);

    QPainter& painter() { return painter_; }
    /// The part of the page that is painted on, without margins and footer.
    QRectF area() const { return area_; }
    /// Where the next thing goes.
    double y() const { return y_; }
    void move_down(double points) { y_ += points; }
    bool has_room(double points) const { return y_ + points <= area_.bottom(); }
    /// A new page unless so much fits. False when there is none.
    bool need(double points);
    bool new_page();
    bool is_full() const { return is_full_; }
    int page() const { return page_; }
    void set_footer(QString text) { footer_ = std::move(text); }
    void finish(); ///< the last page's footer

    enum class Weight { Normal, Bold };
    QFont font(int points, Weight weight = Weight::Normal) const;
    /// Wrapped at words, or anywhere where a word is too long. Returns the height; `paint` false only measures.
    double text(const QRectF& where, const QString& words, const QFont& font, const QColor& colour, bool paint = true,
                Qt::Alignment alignment = Qt::AlignLeft);
    /// One line, cut with an ellipsis where it is too long.
    void line(const QRectF& where, const QString& words, const QFont& font, const QColor& colour,
              Qt::Alignment alignment = Qt::AlignLeft);
    /// Fitted into the rectangle, centred; a frame with words where there is no picture.
    void picture(const QRectF& where, const QImage& image);

private:
    QPainter& painter_;
    QSizeF size_;
    std::function<bool()> next_page_;
    QRectF area_;
    double y_ = 0;
    int page_ = 1;
    bool is_full_ = false;
    QString footer_;
};

inline const QColor page_ink(0x1d, 0x1d, 0x1d), page_soft(0x66, 0x66, 0x66), page_line(0xcc, 0xcc, 0xcc),
    page_bar(0x3b, 0x6e, 0xa8);

QSizeF paper_points(Paper paper);

/// Paints the whole report, or as much as fits. Cancelled when the run is stopped.
Result<void> paint_report(PageCanvas& canvas, const ReportData& data, const ReportOptions& options,
                          ReportPictures& pictures, const ReportRun& run);
Result<void> paint_contact_sheet(PageCanvas& canvas, const ReportData& data, ReportPictures& pictures,
                                 const ReportRun& run);

/// The first page as a picture `width` pixels wide, for a preview.
QImage preview_of(const ReportData& data, ReportFormat format, const ReportOptions& options, ReportPictures& pictures,
                  int width, const ReportRun& run);

} // namespace touchstone::reports
