// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/inspection/alignment.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

namespace touchstone::inspection {

namespace {

constexpr int coarse = 160, fine = 640, smallest = 16; ///< long sides; the short side at least
constexpr double least_correlation = 0.7, most_shift = 0.25, most_degrees = 15, shape_tolerance = 0.02;

/// Brightness as float, in a size that both photos get: a Euclidean motion knows of no other scale.
cv::Mat grey(const QImage& image, QSize size) {
    QImage small = image.convertToFormat(QImage::Format_Grayscale8);
    if (small.size() != size)
        small = small.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    const cv::Mat bytes(small.height(), small.width(), CV_8UC1, const_cast<uchar*>(small.constBits()),
                        static_cast<std::size_t>(small.bytesPerLine()));
    cv::Mat values;
    bytes.convertTo(values, CV_32FC1);
    return values; // a copy: `small` may go
}

bool is_flat(const cv::Mat& values) {
    cv::Scalar mean, deviation;
    cv::meanStdDev(values, mean, deviation);
    return deviation[0] < 1;
}

/// `warp` takes pixels of `from` to pixels of `to`.
Alignment in_places(const cv::Mat& warp, const cv::Mat& from, const cv::Mat& to, double correlation) {
    const auto at = [&](int row, int column) { return static_cast<double>(warp.at<float>(row, column)); };
    Alignment result;
    result.map = {at(0, 0) * from.cols / to.cols, at(0, 1) * from.rows / to.cols, at(0, 2) / to.cols,
                  at(1, 0) * from.cols / to.rows, at(1, 1) * from.rows / to.rows, at(1, 2) / to.rows};
    result.correlation = correlation;
    const QPointF middle = result.place({0.5, 0.5}) - QPointF(0.5, 0.5);
    result.shift = std::hypot(middle.x() * to.cols, middle.y() * to.rows) / std::max(to.cols, to.rows);
    result.degrees = -std::atan2(at(1, 0), at(0, 0)) * 180 / std::numbers::pi;
    return result;
}

/// Weight at a place over the map's mean, linear between the middles of the cells.
double multiple_at(const AttentionMap& map, double mean, QPointF place) {
    const auto along = [&](double part, int scaled, int pad, int cells) {
        return std::clamp((part * scaled + pad) / map.patch - 0.5, 0.0, cells - 1.0);
    };
    const double x = along(place.x(), map.scaled.width, map.pad_left, map.cols);
    const double y = along(place.y(), map.scaled.height, map.pad_top, map.rows);
    const int left = static_cast<int>(x), top = static_cast<int>(y);
    const int right = std::min(left + 1, map.cols - 1), bottom = std::min(top + 1, map.rows - 1);
    const auto between = [](double a, double b, double part) { return a + (b - a) * part; };
    const double upper = between(map.weight(top, left), map.weight(top, right), x - left);
    const double lower = between(map.weight(bottom, left), map.weight(bottom, right), x - left);
    return between(upper, lower, y - top) / mean;
}

double mean_of(const AttentionMap& map) {
    double sum = 0;
    for (const float weight : map.weights)
        sum += weight;
    return map.weights.empty() ? 0 : sum / static_cast<double>(map.weights.size());
}

} // namespace

tl::expected<Alignment, Misfit> align(const QImage& from, const QImage& to) {
    if (std::min({from.width(), from.height(), to.width(), to.height()}) < smallest)
        return tl::unexpected(Misfit::NothingToSee);
    const double shape = double(from.width()) / from.height() / (double(to.width()) / to.height());
    if (std::abs(shape - 1) > shape_tolerance)
        return tl::unexpected(Misfit::OtherShape);
    try {
        cv::Mat warp = cv::Mat::eye(2, 3, CV_32FC1);
        cv::Mat here, there;
        double correlation = -1;
        QSize before;
        for (const int side : {coarse, fine}) {
            const int most = std::min({side, std::max(from.width(), from.height()), std::max(to.width(), to.height())});
            const QSize size = from.size().scaled(most, most, Qt::KeepAspectRatio).expandedTo({1, 1});
            here = grey(from, size);
            there = grey(to, size);
            if (is_flat(here) || is_flat(there))
                return tl::unexpected(Misfit::NothingToSee);
            if (!before.isEmpty()) { // the shift that the coarse copies had, in pixels of the fine ones
                warp.at<float>(0, 2) *= static_cast<float>(size.width()) / static_cast<float>(before.width());
                warp.at<float>(1, 2) *= static_cast<float>(size.height()) / static_cast<float>(before.height());
            }
            before = size;
            const cv::TermCriteria until(cv::TermCriteria::COUNT | cv::TermCriteria::EPS, side == coarse ? 100 : 50,
                                         1e-5);
            correlation = cv::findTransformECC(here, there, warp, cv::MOTION_EUCLIDEAN, until, cv::noArray(), 5);
        }
        const Alignment found = in_places(warp, here, there, correlation);
        if (!(correlation >= least_correlation))
            return tl::unexpected(Misfit::NotTheSame);
        if (found.shift > most_shift || std::abs(found.degrees) > most_degrees)
            return tl::unexpected(Misfit::TooFarApart);
        return found;
    } catch (const cv::Exception&) { // how ECC says that it does not converge
        return tl::unexpected(Misfit::NotTheSame);
    }
}

AttentionMap difference_of_maps(const AttentionMap& map, Size photo, const AttentionMap& reference,
                                const Alignment& alignment) {
    AttentionMap difference = map;
    difference.share = 0;
    const double mean = mean_of(map), reference_mean = mean_of(reference);
    for (int row = 0; row < map.rows; ++row)
        for (int col = 0; col < map.cols; ++col) {
            const AttentionMap::Rect cell = map.cell_rect(row, col, photo);
            const QPointF place =
                alignment.place({(cell.x + cell.width / 2) / photo.width, (cell.y + cell.height / 2) / photo.height});
            const bool inside = place.x() >= 0 && place.x() <= 1 && place.y() >= 0 && place.y() <= 1;
            float& value = difference.weights[static_cast<std::size_t>(row) * map.cols + col];
            value = inside && mean > 0 && reference_mean > 0
                        ? static_cast<float>(value / mean - multiple_at(reference, reference_mean, place))
                        : 0.0F;
        }
    return difference;
}

} // namespace touchstone::inspection
