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

/// Where a report's pictures come from. Asked by the thread that writes, photo after photo.
class ReportPictures {
public:
    virtual ~ReportPictures() = default;
    /// Upright, long side at most `edge`; null when the photo cannot be shown.
    virtual QImage thumbnail(const ReportPhoto& photo, int edge) = 0;
    /// Where the model looked, or what it counted; empty when there is none.
    virtual std::vector<ReportMap> maps(const ReportPhoto& photo);
    /// What thumbnail() is going to be asked for, in that order, so that it can work ahead.
    virtual void announce(std::vector<const ReportPhoto*> photos, int edge);
};

struct PhotoPicturesOptions {
    std::string thumbnail_folder; ///< holds the window's thumbnails.db; empty = not looked at, never written to
    int threads = 0;              ///< 0 = one per core
    /// Makes the maps of one photo; empty = no maps.
    std::function<std::vector<ReportMap>(const ReportPhoto&)> make_maps;
};

/// Decodes small copies of the photos, some ahead on threads of its own that end with it; takes what the window made
/// already. Memory: one small picture for each thread.
std::unique_ptr<ReportPictures> photo_pictures(PhotoPicturesOptions options);

} // namespace touchstone::reports
