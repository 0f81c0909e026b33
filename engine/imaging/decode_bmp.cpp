// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// BMP through OpenCV: libvips reads it only through ImageMagick, which stays closed.
#include <climits>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "engine/imaging/job.h"

namespace touchstone::imaging {

Result<Photo> decode_bmp(const Job& job) {
    const bool cut = ends_early(FileKind::Bmp, job.bytes);
    if ((cut && !job.options.allow_damaged) || job.bytes.size() > INT_MAX)
        return tl::unexpected(broken_error(FileKind::Bmp, job));
    if (job.deadline.passed())
        return tl::unexpected(time_limit_error(job));
    // imdecode takes a matrix of bytes and only reads it.
    const cv::Mat file(1, static_cast<int>(job.bytes.size()), CV_8UC1, const_cast<std::byte*>(job.bytes.data()));
    cv::Mat bgr;
    try {
        bgr = cv::imdecode(file, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION);
    } catch (const cv::Exception&) {
        return tl::unexpected(broken_error(FileKind::Bmp, job));
    }
    if (bgr.empty())
        return tl::unexpected(broken_error(FileKind::Bmp, job));
    Photo photo;
    photo.image = RgbImage(Size{bgr.cols, bgr.rows});
    photo.stored_size = photo.image.size;
    photo.format = format_name(FileKind::Bmp);
    photo.upright = job.upright();
    photo.damaged = cut;
    cv::Mat rgb(bgr.rows, bgr.cols, CV_8UC3, photo.image.pixels.data());
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    return finish(std::move(photo), job);
}

} // namespace touchstone::imaging
