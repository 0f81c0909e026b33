// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/reports/report_writer.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>

#include <QFile>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <sys/stat.h>
#include <unistd.h>

#include "app/reports/page_canvas.h"
#include "engine/base/files.h"
#include "engine/base/unfinished_file.h"

namespace touchstone::reports {

Result<void> ReportRun::go_on() const {
    if (stop.stop_requested())
        return failure(ErrorCode::Cancelled, {}, "was stopped");
    return {};
}

namespace {

constexpr int png_dots_per_inch = 150, pdf_dots_per_inch = 300;

/// A file that appears whole or not at all.
class WholeFile {
public:
    explicit WholeFile(std::string path)
        : path_(std::move(path)) {}
    WholeFile(const WholeFile&) = delete;
    WholeFile& operator=(const WholeFile&) = delete;

    Result<void> open() {
        struct stat info {};
        const bool exists = ::stat(path_.c_str(), &info) == 0;
        if (exists && !S_ISREG(info.st_mode))
            return failure(S_ISDIR(info.st_mode) ? ErrorCode::IsDirectory : ErrorCode::WriteFailed, path_,
                           "is no file that a report can be written to", "choose another name");
        std::string target = path_;
        if (char* resolved = ::realpath(path_.c_str(), nullptr)) { // a link stays
            target = resolved;
            std::free(resolved);
        }
        unfinished_ = std::make_unique<UnfinishedFile>(target);
        const int descriptor = unfinished_->open(exists ? info.st_mode & 07777 : new_file_mode());
        if (descriptor < 0)
            return problem(errno);
        if (!file_.open(descriptor, QIODevice::ReadWrite, QFileDevice::AutoCloseHandle)) {
            ::close(descriptor);
            return problem(errno);
        }
        return {};
    }

    QFile& device() { return file_; }
    Result<void> write(std::string_view text) {
        if (file_.write(text.data(), static_cast<qint64>(text.size())) == static_cast<qint64>(text.size()))
            return {};
        return problem(errno);
    }
    Result<void> commit() {
        if (!file_.flush() || file_.error() != QFileDevice::NoError)
            return problem(errno);
        if (const int failed = unfinished_->put_in_place(file_.handle()); failed != 0)
            return problem(failed);
        return {};
    }

private:
    Result<void> problem(int number) const {
        return failure(ErrorCode::WriteFailed, path_, std::string("cannot be written: ") + std::strerror(number),
                       number == ENOSPC ? "free some space" : "choose another place");
    }
    std::string path_;
    std::unique_ptr<UnfinishedFile> unfinished_;
    QFile file_;
};

using Paint = std::function<Result<void>(PageCanvas&)>;

Result<void> write_pdf(const ReportData& data, Paper paper, const Paint& paint, const std::string& path) {
    WholeFile file(path);
    if (const Result<void> opened = file.open(); !opened)
        return opened;
    QPdfWriter writer(&file.device());
    writer.setResolution(pdf_dots_per_inch);
    writer.setPageSize(QPageSize(paper == Paper::Letter ? QPageSize::Letter : QPageSize::A4));
    writer.setPageMargins(QMarginsF(0, 0, 0, 0));
    writer.setTitle(QString::fromStdString(to_valid_utf8(data.title)));
    writer.setCreator(QStringLiteral("Touchstone ") + QString::fromStdString(data.version));
    QPainter painter;
    if (!painter.begin(&writer))
        return failure(ErrorCode::WriteFailed, path, "cannot be written as PDF");
    painter.scale(pdf_dots_per_inch / 72.0, pdf_dots_per_inch / 72.0);
    PageCanvas canvas(painter, paper_points(paper), [&] { return writer.newPage(); });
    const Result<void> painted = paint(canvas);
    if (!painter.end() && painted)
        return failure(ErrorCode::WriteFailed, path, "cannot be written as PDF");
    return painted ? file.commit() : painted;
}

/// "sheet.png", "sheet-2.png" …
std::string page_name(const std::string& path, int page) {
    if (page == 1)
        return path;
    const std::size_t dot = path.rfind('.');
    const bool has_suffix = dot != std::string::npos && path.find('/', dot) == std::string::npos;
    return has_suffix ? path.substr(0, dot) + "-" + std::to_string(page) + path.substr(dot)
                      : path + "-" + std::to_string(page);
}

/// One picture a page, each put in place when it is whole.
Result<std::vector<std::string>> write_pngs(Paper paper, const Paint& paint, const std::string& path) {
    const QSizeF points = paper_points(paper);
    const double scale = png_dots_per_inch / 72.0;
    QImage page((points * scale).toSize(), QImage::Format_RGB32);
    page.fill(Qt::white);
    std::vector<std::string> names;
    Result<void> saved;
    const auto save = [&] {
        names.push_back(page_name(path, static_cast<int>(names.size()) + 1));
        WholeFile file(names.back());
        saved = file.open();
        if (saved && !page.save(&file.device(), "PNG"))
            saved = failure(ErrorCode::WriteFailed, names.back(), "cannot be written", "look at the free space");
        if (saved)
            saved = file.commit();
    };
    QPainter painter(&page);
    painter.scale(scale, scale);
    PageCanvas canvas(painter, points, [&] {
        save();
        page.fill(Qt::white);
        return saved.has_value();
    });
    const Result<void> painted = paint(canvas);
    painter.end();
    if (painted && saved)
        save();
    if (painted && saved)
        return names;
    for (std::size_t i = 0; i + (saved ? 0 : 1) < names.size(); ++i)
        ::unlink(names[i].c_str()); // no half of a sheet stays
    return tl::unexpected(painted ? saved.error() : painted.error());
}

} // namespace

bool is_text(ReportFormat format) {
    return format == ReportFormat::Csv || format == ReportFormat::Json || format == ReportFormat::Html;
}

std::optional<ReportFormat> format_of_name(std::string_view file_name) {
    const auto ends = [&](std::string_view suffix) { return file_name.ends_with(suffix); };
    if (ends(".csv"))
        return ReportFormat::Csv;
    if (ends(".json"))
        return ReportFormat::Json;
    if (ends(".html") || ends(".htm"))
        return ReportFormat::Html;
    if (ends(".pdf"))
        return ReportFormat::Pdf;
    return ends(".png") ? std::optional(ReportFormat::ContactSheetPng) : std::nullopt;
}

Result<std::vector<std::string>> write_report(const ReportData& data, ReportFormat format, const ReportOptions& options,
                                              ReportPictures& pictures, const std::string& path, const ReportRun& run) {
    const auto sheet = [&](PageCanvas& canvas) { return paint_contact_sheet(canvas, data, pictures, run); };
    if (format == ReportFormat::ContactSheetPng)
        return write_pngs(options.paper, sheet, path);
    Result<void> done;
    if (format == ReportFormat::ContactSheetPdf) {
        done = write_pdf(data, options.paper, sheet, path);
    } else if (format == ReportFormat::Pdf) {
        done = write_pdf(
            data, options.paper, [&](PageCanvas& canvas) { return paint_report(canvas, data, options, pictures, run); },
            path);
    } else {
        WholeFile file(path);
        done = file.open();
        const WriteText write = [&](std::string_view text) { return file.write(text); };
        if (done)
            done = format == ReportFormat::Csv    ? write_csv(data, write, run)
                   : format == ReportFormat::Json ? write_json(data, write, run)
                                                  : write_html(data, options, pictures, write, run);
        if (done)
            done = file.commit();
    }
    if (!done)
        return tl::unexpected(done.error());
    return std::vector<std::string>{path};
}

} // namespace touchstone::reports
