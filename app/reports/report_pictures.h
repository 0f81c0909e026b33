// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include <QImage>

#include "app/reports/report_data.h"

namespace touchstone::reports {

/// A map of a photo, with its words.
struct ReportMap {
    QImage image;
    std::string title; ///< "MUSIQ, native size"
    std::string text;  ///< alternative text
};

/// A signed part of a score, in the score's units, with what it is a part of: "content, full size".
struct ReportPart {
    std::string title;
    double value = 0;
};

/// Why a photo has its score.
struct ReportExplanation {
    std::vector<ReportMap> maps;
    /// Re-IQA: baseline, the four sums, and last the score, which is their sum. Empty for other models, and for experts
    /// whose features are normalised (engine/reiqa/breakdown.h).
    std::vector<ReportPart> parts;
};

/// Where a report's pictures come from. Asked by the thread that writes, photo after photo.
class ReportPictures {
public:
    virtual ~ReportPictures() = default;
    /// Upright, long side at most `edge`; null when the photo cannot be shown.
    virtual QImage thumbnail(const ReportPhoto& photo, int edge) = 0;
    /// Where the model looked, or what it counted; empty when there is none.
    virtual ReportExplanation explanation(const ReportPhoto& photo);
    /// What thumbnail() is going to be asked for, in that order, so that it can work ahead.
    virtual void announce(std::vector<const ReportPhoto*> photos, int edge);
};

struct PhotoPicturesOptions {
    std::string thumbnail_folder; ///< holds the window's thumbnails.db; empty = not looked at, never written to
    int threads = 0;              ///< 0 = one per core
    /// Of one photo; empty = no explanations.
    std::function<ReportExplanation(const ReportPhoto&)> explain;
};

/// Decodes small copies of the photos, some ahead on threads of its own that end with it; takes what the window made
/// already. Memory: one small picture for each thread.
std::unique_ptr<ReportPictures> photo_pictures(PhotoPicturesOptions options);

} // namespace touchstone::reports
