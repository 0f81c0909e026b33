// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/page_canvas.h"
#include "app/reports/report_fields.h"
#include "engine/base/files.h"

namespace touchstone::reports {

namespace {

constexpr int across = 5, usual_edge = 320, edge_of_many = 200;
constexpr std::size_t many_photos = 1000;
constexpr double gap = 10, text_height = 22;

QString words(const std::string& text) {
    return QString::fromStdString(to_valid_utf8(text));
}

QString caption(const ReportData& data, const ReportPhoto& photo) {
    QString text;
    if (const auto value = data.ranking_value(photo))
        text = words(std::to_string(photo.rank) + "  ·  " + readable({"score", "", "", true}, number_text(*value)));
    if (photo.marks.rating > 0)
        text += QStringLiteral("  ") + QString(photo.marks.rating, QChar(0x2605));
    if (photo.marks.flag == library::Flag::Reject)
        text += QStringLiteral("  rejected");
    return text;
}

} // namespace

Result<void> paint_contact_sheet(PageCanvas& canvas, const ReportData& data, ReportPictures& pictures,
                                 const ReportRun& run) {
    const int edge = data.photos.size() > many_photos ? edge_of_many : usual_edge;
    std::vector<const ReportPhoto*> order;
    for (const ReportPhoto& photo : data.photos)
        order.push_back(&photo);
    pictures.announce(std::move(order), edge);
    canvas.set_footer(words(data.title + "  ·  Touchstone " + data.version + "  ·  " + data.made));
    const QRectF area = canvas.area();
    canvas.move_down(canvas.text(QRectF(area.left(), canvas.y(), area.width(), 100), words(data.title),
                                 canvas.font(14, PageCanvas::Weight::Bold), page_ink) +
                     2);
    if (const ReportModel* model = data.ranking_model())
        canvas.move_down(canvas.text(QRectF(area.left(), canvas.y(), area.width(), 100),
                                     words(model->title + "  ·  " + how_it_scores(*model)), canvas.font(7), page_soft) +
                         6);
    const double width = (area.width() - gap * (across - 1)) / across;
    const double picture = width * 0.8, height = picture + text_height + gap;
    for (std::size_t i = 0; i < data.photos.size(); ++i) {
        const auto column = static_cast<int>(i % across);
        if (column == 0 && i > 0)
            canvas.move_down(height);
        if (column == 0 && !canvas.need(height))
            break;
        const ReportPhoto& photo = data.photos[i];
        const double left = area.left() + column * (width + gap);
        canvas.picture(QRectF(left, canvas.y(), width, picture), pictures.thumbnail(photo, edge));
        canvas.line(QRectF(left, canvas.y() + picture + 2, width, 10), caption(data, photo),
                    canvas.font(7, PageCanvas::Weight::Bold), page_ink, Qt::AlignHCenter);
        canvas.line(QRectF(left, canvas.y() + picture + 11, width, 10), words(name_of(photo)), canvas.font(7),
                    page_soft, Qt::AlignHCenter);
        run.tell(i + 1, data.photos.size());
        if (const Result<void> going_on = run.go_on(); !going_on)
            return going_on;
    }
    canvas.finish();
    return {};
}

} // namespace touchstone::reports
