// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <QImage>
#include <QObject>

#include "app/library/catalogue/catalogue.h"
#include "app/reports/report_writer.h"
#include "engine/scoring/scorer.h"

namespace touchstone::ui {

/// Photos as the window's list has them, to be made a report of.
struct ReportSource {
    std::vector<library::PhotoEntry> photos; ///< in the report's order
    std::vector<ModelCard> models;
    std::string current_model;
    std::string filter, order;                     ///< as the report names them
    std::shared_ptr<library::Catalogue> catalogue; ///< for facts and the library's scores
    std::string thumbnail_folder;                  ///< of the window's thumbnails.db
    /// Opens the current model once more, for maps: the window's own goes on scoring. Empty = no maps.
    std::function<Result<std::unique_ptr<Scorer>>()> open_model;
    imaging::DecodeOptions decode; ///< as it is used with
};

/// What is wanted of them.
struct ReportWish {
    reports::ReportFormat format = reports::ReportFormat::Html;
    reports::ReportOptions options;
    std::string title;
    std::string path; ///< empty = only the first page, as a picture
    int preview_width = 400;
};

/// Makes one report, or the preview of one, on a thread of its own ("report"), which ends with this object: stop() is
/// seen between two photos. Lives in the GUI thread.
class ReportJob : public QObject {
    Q_OBJECT
public:
    ReportJob(std::shared_ptr<const ReportSource> source, ReportWish wish, QObject* parent = nullptr);
    ~ReportJob() override;

    void start();
    void stop() { thread_.request_stop(); }

Q_SIGNALS:
    void progressed(int done, int total);
    void previewed(const QImage& page);    ///< null when there is none
    void finished(const QString& problem); ///< empty = written; also after stop(), with its words

private:
    std::shared_ptr<const ReportSource> source_;
    ReportWish wish_;
    std::jthread thread_;
};

} // namespace touchstone::ui
