// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "app/reports/report_data.h"
#include "app/reports/report_pictures.h"

/// Writing a report. Any thread but the GUI's; blocks. Memory does not depend on the number of photos beyond the data
/// that were handed in (PDF: the writer of Qt keeps its table of pages and pictures' places).
namespace touchstone::reports {

enum class ReportFormat {
    Csv,             ///< RFC 4180, one row a photo, guarded against formulas
    Json,            ///< resources/reports/report.schema.json
    Html,            ///< one file that needs nothing else
    Pdf,             ///< summary, then a block for each photo
    ContactSheetPdf, ///< small pictures with name and score
    ContactSheetPng, ///< the same; more than one page is FILE-2.png …
};

enum class Paper { A4, Letter };

struct ReportOptions {
    int thumbnail_edge = 0;    ///< pixels; 0 = 320, and 160 in HTML of more than 1,000 photos
    std::size_t with_maps = 0; ///< the first so many photos get their maps (HTML and PDF)
    Paper paper = Paper::A4;
};

/// How a run is watched and stopped.
struct ReportRun {
    std::function<void(std::size_t done, std::size_t total)> progress; ///< after each photo; may be empty
    std::stop_token stop;

    void tell(std::size_t done, std::size_t total) const {
        if (progress)
            progress(done, total);
    }
    /// Cancelled when it is to end.
    Result<void> go_on() const;
};

using WriteText = std::function<Result<void>(std::string_view)>;

Result<void> write_csv(const ReportData& data, const WriteText& write, const ReportRun& run);
Result<void> write_json(const ReportData& data, const WriteText& write, const ReportRun& run);
Result<void> write_html(const ReportData& data, const ReportOptions& options, ReportPictures& pictures,
                        const WriteText& write, const ReportRun& run);

/// Formats that are text, so that they may go to a pipe.
bool is_text(ReportFormat format);
/// By the end of a name: "csv", "json", "html", "htm", "pdf", "png"; a PDF is a report.
std::optional<ReportFormat> format_of_name(std::string_view file_name);

/// Writes the file, or the sheets: whole or not at all. PDF, and sheets, need a QGuiApplication for its fonts. Errors:
/// Cancelled; WriteFailed. The names that were written, in order.
Result<std::vector<std::string>> write_report(const ReportData& data, ReportFormat format, const ReportOptions& options,
                                              ReportPictures& pictures, const std::string& path, const ReportRun& run);

} // namespace touchstone::reports
