// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include <QBuffer>
#include <QByteArray>
#include <QCryptographicHash>

#include "app/reports/explanation_maps.h"
#include "app/reports/html_parts.h"
#include "app/reports/report_fields.h"
#include "app/reports/report_summary.h"
#include "app/reports/report_writer.h"

namespace touchstone::reports {

namespace {

constexpr std::size_t many_photos = 1000;
constexpr int large_edge = 320, small_edge = 160, map_edge = 480;

std::string data_uri(const QImage& image, const char* format) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (image.isNull() || !image.save(&buffer, format, QByteArray(format) == "JPEG" ? 82 : -1))
        return {};
    const char* type = QByteArray(format) == "JPEG" ? "image/jpeg" : "image/png";
    return "data:" + std::string(type) + ";base64," + bytes.toBase64().toStdString();
}

std::string picture(const QImage& image, const std::string& alternative) {
    const std::string uri = data_uri(image.convertToFormat(QImage::Format_RGB888), "JPEG");
    if (uri.empty())
        return "<span class=\"no-picture\" role=\"img\" aria-label=\"" + html_escaped(alternative) +
               "\">no picture</span>";
    return "<img loading=\"lazy\" decoding=\"async\" width=\"" + std::to_string(image.width()) + "\" height=\"" +
           std::to_string(image.height()) + "\" alt=\"" + html_escaped(alternative) + "\" src=\"" + uri + "\">";
}

/// One report on its way into a file.
class HtmlReport {
public:
    HtmlReport(const ReportData& data, const ReportOptions& options, ReportPictures& pictures, const WriteText& write,
               const ReportRun& run)
        : data_(data)
        , options_(options)
        , pictures_(pictures)
        , write_(write)
        , run_(run)
        , columns_(columns_of(data))
        , shown_(table_columns(data))
        , summary_(summarise(data))
        , edge_(options.thumbnail_edge > 0         ? options.thumbnail_edge
                : data.photos.size() > many_photos ? small_edge
                                                   : large_edge) {}

    Result<void> write() {
        std::vector<const ReportPhoto*> order;
        for (const std::size_t photo : summary_.best)
            order.push_back(&data_.photos[photo]);
        for (const std::size_t photo : summary_.worst)
            order.push_back(&data_.photos[photo]);
        for (const ReportPhoto& photo : data_.photos)
            order.push_back(&photo);
        pictures_.announce(std::move(order), edge_);
        Result<void> done = write_(html_head(data_, summary_));
        if (done)
            done = write_(html_models(data_) + html_summary(data_, summary_));
        if (done && !summary_.best.empty())
            done = write_strip("Best", summary_.best);
        if (done && !summary_.worst.empty())
            done = write_strip("Worst", summary_.worst);
        if (done)
            done = write_table();
        return done ? write_(html_tail()) : done;
    }

private:
    Result<void> write_strip(const char* title, const std::vector<std::size_t>& photos) {
        std::string text = std::string("<section class=\"strip\"><h2>") + title + "</h2><ul>\n";
        for (const std::size_t index : photos) {
            const ReportPhoto& photo = data_.photos[index];
            const Column score{"score", data_.ranking_model()->id, "", true};
            text += "<li><a href=\"#p" + std::to_string(index + 1) + "\">" +
                    picture(pictures_.thumbnail(photo, edge_), alternative_text(data_, photo)) + "<b>" +
                    readable(score, number_text(*data_.ranking_value(photo))) + "</b> <span>" +
                    html_escaped(name_of(photo)) + "</span></a></li>\n";
            if (const Result<void> going_on = run_.go_on(); !going_on)
                return going_on;
        }
        return write_(text + "</ul></section>\n");
    }

    Result<void> write_table() {
        Result<void> done = write_(html_table_head(shown_));
        for (std::size_t i = 0; done && i < data_.photos.size(); ++i) {
            done = write_(row(i));
            run_.tell(i + 1, data_.photos.size());
            if (done)
                done = run_.go_on();
        }
        return done ? write_("</tbody></table></section>\n") : done;
    }

    std::string row(std::size_t index) {
        const ReportPhoto& photo = data_.photos[index];
        const std::vector<std::string> texts = texts_of(data_, photo);
        std::string text = "<tr id=\"p" + std::to_string(index + 1) + "\"" +
                           (photo.marks.flag == library::Flag::Reject ? " class=\"rejected\"" : "") + "><td>" +
                           picture(pictures_.thumbnail(photo, edge_), alternative_text(data_, photo)) + "</td>";
        for (const TableColumn& shown : shown_)
            text += html_cell(shown, columns_, texts);
        text += "<td class=\"name\"><b>" + html_escaped(name_of(photo)) + "</b>" + html_details(columns_, texts);
        if (index < options_.with_maps)
            text += explanation(photo);
        return text + "</details></td></tr>\n";
    }

    std::string explanation(const ReportPhoto& photo) {
        const ReportExplanation explanation = pictures_.explanation(photo);
        std::string text;
        for (const ReportMap& map : explanation.maps) {
            const QImage small =
                std::max(map.image.width(), map.image.height()) > map_edge
                    ? map.image.scaled(map_edge, map_edge, Qt::KeepAspectRatio, Qt::SmoothTransformation)
                    : map.image;
            text += "<figure>" + picture(small, map.text) + "<figcaption>" + html_escaped(map.title) +
                    "</figcaption></figure>";
        }
        if (!text.empty())
            text = "<div class=\"maps\">" + text + "</div>";
        const std::string sum = sum_text(explanation.parts);
        return sum.empty() ? text : text + "<p class=\"sum\">" + html_escaped(sum) + "</p>";
    }

    const ReportData& data_;
    const ReportOptions& options_;
    ReportPictures& pictures_;
    const WriteText& write_;
    const ReportRun& run_;
    std::vector<Column> columns_;
    std::vector<TableColumn> shown_;
    ReportSummary summary_;
    int edge_;
};

} // namespace

Result<void> write_html(const ReportData& data, const ReportOptions& options, ReportPictures& pictures,
                        const WriteText& write, const ReportRun& run) {
    return HtmlReport(data, options, pictures, write, run).write();
}

} // namespace touchstone::reports
