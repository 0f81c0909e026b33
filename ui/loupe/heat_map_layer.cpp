// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/loupe/heat_map_layer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QFontMetricsF>
#include <QLocale>
#include <QPainter>

#include "ui/loupe/signed_map.h"
#include "ui/style/ramps.h"

namespace touchstone::ui {
namespace {

constexpr int kRampSteps = 256;

/// Zero lets the photo through; the further from it, the more of the colour.
std::array<QRgb, kRampSteps> signedTable() {
    std::array<QRgb, kRampSteps> table{};
    for (int i = 0; i < kRampSteps; ++i) {
        const double fraction = i / double{kRampSteps - 1};
        const QRgb colour = rampColour(Ramp::Diverging, fraction);
        const int alpha = static_cast<int>(std::lround(255 * std::sqrt(std::abs(2 * fraction - 1))));
        table[static_cast<std::size_t>(i)] = qPremultiply(qRgba(qRed(colour), qGreen(colour), qBlue(colour), alpha));
    }
    return table;
}

std::array<QRgb, kRampSteps> rampTable(HeatRamp ramp, bool isSigned) {
    if (isSigned)
        return signedTable();
    std::array<QRgb, kRampSteps> table{};
    for (int i = 0; i < kRampSteps; ++i)
        table[static_cast<std::size_t>(i)] = qPremultiply(heatColour(ramp, i / double{kRampSteps - 1}));
    return table;
}

std::size_t rampIndex(float multiple, const HeatRange& range) {
    const double fraction = (multiple - range.low) / std::max(1e-9, range.high - range.low);
    return static_cast<std::size_t>(std::lround(std::clamp(fraction, 0.0, 1.0) * (kRampSteps - 1)));
}

/// Position of each device pixel's middle along one axis, in cells: 2.5 is the middle of cell 2.
std::vector<float> cellPositions(int from, int count, double ratio, double pictureStart, double logicalPerScaled,
                                 int pad, int patch) {
    std::vector<float> result(static_cast<std::size_t>(count));
    for (int i = 0; i < count; ++i) {
        const double logical = (from + i + 0.5) / ratio - pictureStart;
        result[static_cast<std::size_t>(i)] = static_cast<float>((logical / logicalPerScaled + pad) / patch);
    }
    return result;
}

struct Blend {
    int first = 0, second = 0;
    float weight = 0; ///< of the second
};

std::vector<Blend> blends(const std::vector<float>& positions, int cells) {
    std::vector<Blend> result;
    result.reserve(positions.size());
    for (const float position : positions) {
        const float fromMiddle = std::clamp(position - 0.5F, 0.0F, static_cast<float>(cells - 1));
        const int first = static_cast<int>(fromMiddle);
        result.push_back({first, std::min(first + 1, cells - 1), fromMiddle - static_cast<float>(first)});
    }
    return result;
}

} // namespace

void HeatMapLayer::setAttention(const Attention& attention, Size photo) {
    std::vector<AttentionMap> maps = attention.scales;
    if (maps.size() > 1)
        maps.push_back(combinedAttention(attention, photo));
    setMaps(std::move(maps), photo, false);
}

void HeatMapLayer::setBreakdown(const reiqa::Breakdown& breakdown, Size scored, Size photo) {
    setMaps(signedMaps(breakdown, scored), photo, true);
}

void HeatMapLayer::setSensitivity(const AttentionMap& map, Size photo) {
    setMaps({map}, photo, true);
}

void HeatMapLayer::setDifferences(std::vector<AttentionMap> maps, Size photo) {
    setMaps(std::move(maps), photo, true);
    difference_ = true;
}

void HeatMapLayer::setMaps(std::vector<AttentionMap> maps, Size photo, bool areSigned) {
    const std::string wanted = maps_.empty() ? std::string() : map().scale;
    maps_ = std::move(maps);
    photo_ = photo;
    signed_ = areSigned;
    difference_ = false;
    int index = std::min(scale_, std::max(0, scaleCount() - 1));
    for (int i = 0; i < scaleCount(); ++i)
        if (maps_[static_cast<std::size_t>(i)].scale == wanted)
            index = i;
    chooseScale(index);
}

QString HeatMapLayer::describe(HeatCell cell) const {
    if (difference_)
        return describeDifference(map(), cell);
    return signed_ ? describeSignedCell(map(), cell) : describeCell(map(), cell);
}

QString HeatMapLayer::describe() const {
    if (difference_)
        return describeDifferences(map());
    return signed_ ? describeSignedMap(map(), photo_) : describeMap(map(), photo_);
}

void HeatMapLayer::clear() {
    maps_.clear();
    forgetImage();
}

void HeatMapLayer::chooseScale(int index) {
    scale_ = index;
    if (!maps_.empty()) {
        multiples_ = signed_ ? map().weights : multiplesOfMean(map());
        range_ = common_range_.value_or(ownRange());
    }
    forgetImage();
}

HeatRange HeatMapLayer::ownRange() const {
    return maps_.empty() ? HeatRange() : signed_ ? signedRange(maps_) : automaticRange(multiples_);
}

void HeatMapLayer::setCommonRange(std::optional<HeatRange> range) {
    common_range_ = range;
    const HeatRange wanted = range.value_or(ownRange());
    if (wanted == range_)
        return;
    range_ = wanted;
    forgetImage();
}

void HeatMapLayer::setScaleIndex(int index) {
    if (maps_.empty())
        return;
    chooseScale(std::clamp(index, 0, scaleCount() - 1));
}

void HeatMapLayer::stepScale(int step) {
    if (!maps_.empty())
        chooseScale(((scale_ + step) % scaleCount() + scaleCount()) % scaleCount());
}

void HeatMapLayer::setRamp(HeatRamp ramp) {
    if (ramp == ramp_)
        return;
    ramp_ = ramp;
    image_ = {};
    overlay_ = {};
}

void HeatMapLayer::setSmooth(bool smooth) {
    smooth_ = smooth;
    overlay_ = {};
}

void HeatMapLayer::setOpacity(double opacity) {
    opacity_ = std::clamp(opacity, 0.0, 1.0);
}

void HeatMapLayer::forgetImage() {
    image_ = {};
    overlay_ = {};
    contours_.reset();
}

std::optional<HeatCell> HeatMapLayer::cellAt(QPointF picture) const {
    return isEmpty() ? std::nullopt : ui::cellAt(map(), photo_, picture.x(), picture.y());
}

QRectF HeatMapLayer::cellRect(HeatCell cell) const {
    const AttentionMap::Rect rect = map().cell_rect(cell.row, cell.col, photo_);
    return {rect.x, rect.y, rect.width, rect.height};
}

const QImage& HeatMapLayer::image() {
    if (!image_.isNull() || isEmpty())
        return image_;
    const AttentionMap& current = map();
    const auto table = rampTable(ramp_, signed_);
    image_ = QImage(current.cols, current.rows, QImage::Format_ARGB32_Premultiplied);
    for (int row = 0; row < current.rows; ++row) {
        auto* line = reinterpret_cast<QRgb*>(image_.scanLine(row));
        for (int col = 0; col < current.cols; ++col)
            line[col] = table[rampIndex(multiples_[static_cast<std::size_t>(row) * current.cols + col], range_)];
    }
    ++images_made_;
    return image_;
}

QImage HeatMapLayer::cellsInView(const ViewTransform& view, const QRect& device) {
    const AttentionMap& current = map();
    const QRectF picture = view.pictureRect();
    const double ratio = view.devicePixelRatio();
    const auto across = cellPositions(device.left(), device.width(), ratio, picture.left(),
                                      picture.width() / current.scaled.width, current.pad_left, current.patch);
    const auto down = cellPositions(device.top(), device.height(), ratio, picture.top(),
                                    picture.height() / current.scaled.height, current.pad_top, current.patch);
    const QImage& cells = image();
    QImage result(device.size(), QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < device.height(); ++y) {
        const int row = std::clamp(static_cast<int>(down[static_cast<std::size_t>(y)]), 0, current.rows - 1);
        const auto* from = reinterpret_cast<const QRgb*>(cells.constScanLine(row));
        auto* to = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < device.width(); ++x)
            to[x] = from[std::clamp(static_cast<int>(across[static_cast<std::size_t>(x)]), 0, current.cols - 1)];
    }
    return result;
}

QImage HeatMapLayer::smoothInView(const ViewTransform& view, const QRect& device) {
    const AttentionMap& current = map();
    const QRectF picture = view.pictureRect();
    const double ratio = view.devicePixelRatio();
    const auto across = blends(cellPositions(device.left(), device.width(), ratio, picture.left(),
                                             picture.width() / current.scaled.width, current.pad_left, current.patch),
                               current.cols);
    const auto down = blends(cellPositions(device.top(), device.height(), ratio, picture.top(),
                                           picture.height() / current.scaled.height, current.pad_top, current.patch),
                             current.rows);
    const auto table = rampTable(ramp_, signed_);
    std::vector<float> line(static_cast<std::size_t>(current.cols));
    QImage result(device.size(), QImage::Format_ARGB32_Premultiplied);
    for (int y = 0; y < device.height(); ++y) {
        const Blend& vertical = down[static_cast<std::size_t>(y)];
        const float* upper = multiples_.data() + static_cast<std::size_t>(vertical.first) * current.cols;
        const float* lower = multiples_.data() + static_cast<std::size_t>(vertical.second) * current.cols;
        for (int col = 0; col < current.cols; ++col)
            line[static_cast<std::size_t>(col)] = upper[col] + (lower[col] - upper[col]) * vertical.weight;
        auto* to = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < device.width(); ++x) {
            const Blend& horizontal = across[static_cast<std::size_t>(x)];
            const float first = line[static_cast<std::size_t>(horizontal.first)];
            const float second = line[static_cast<std::size_t>(horizontal.second)];
            to[x] = table[rampIndex(first + (second - first) * horizontal.weight, range_)];
        }
    }
    return result;
}

void HeatMapLayer::draw(QPainter& painter, const ViewTransform& view) {
    if (isEmpty() || view.isEmpty())
        return;
    if (ramp_ == HeatRamp::Contours && !signed_) {
        drawContours(painter, view);
        return;
    }
    const QRectF picture = view.pictureRect();
    const double ratio = view.devicePixelRatio();
    const QRectF visible = picture.intersected(QRectF(QPointF(0, 0), view.viewport()));
    const QPoint corner(static_cast<int>(std::lround(visible.left() * ratio)),
                        static_cast<int>(std::lround(visible.top() * ratio)));
    const QPoint end(static_cast<int>(std::lround(visible.right() * ratio)),
                     static_cast<int>(std::lround(visible.bottom() * ratio)));
    const QRect device(corner, QSize(end.x() - corner.x(), end.y() - corner.y()));
    if (device.isEmpty())
        return;
    if (overlay_.isNull() || overlay_picture_ != picture || overlay_device_ != device) {
        overlay_ = smooth_ ? smoothInView(view, device) : cellsInView(view, device);
        overlay_.setDevicePixelRatio(ratio);
        overlay_picture_ = picture;
        overlay_device_ = device;
    }
    painter.save();
    painter.setOpacity(opacity_);
    painter.drawImage(QPointF(device.topLeft()) / ratio, overlay_);
    painter.restore();
}

void HeatMapLayer::drawContours(QPainter& painter, const ViewTransform& view) {
    if (!contours_)
        contours_ = contours(map(), multiples_, photo_);
    painter.save();
    painter.setOpacity(std::max(0.4, opacity_));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setClipRect(view.pictureRect());
    const QPointF origin = view.pictureRect().topLeft();
    const QTransform toWidget = QTransform::fromTranslate(origin.x(), origin.y()).scale(view.scale(), view.scale());
    for (const Contour& contour : *contours_) {
        const QPainterPath path = toWidget.map(contour.path);
        // A dark and a light line: one of the two shows on every photo. Thicker where there is more attention.
        const double width = 1.0 + 0.5 * std::log2(contour.level);
        painter.strokePath(path, QPen(QColor(0, 0, 0, 190), width + 2.4));
        painter.strokePath(path, QPen(QColor(255, 255, 255), width));
    }
    painter.setOpacity(1);
    for (const Contour& contour : *contours_) {
        const QString label = QLocale().toString(contour.level, 'f', 0) + QChar(0x00D7);
        QRectF box = QFontMetricsF(painter.font()).boundingRect(label).adjusted(-4, -1, 4, 1);
        box.moveCenter(toWidget.map(contour.label));
        painter.fillRect(box, QColor(0, 0, 0, 200));
        painter.setPen(Qt::white);
        painter.drawText(box, Qt::AlignCenter, label);
    }
    painter.restore();
}

void HeatMapLayer::drawGrid(QPainter& painter, const ViewTransform& view) const {
    if (isEmpty())
        return;
    const QRectF picture = view.pictureRect();
    const AttentionMap& current = map();
    const double across = picture.width() / current.scaled.width;
    const double down = picture.height() / current.scaled.height;
    if (current.patch * across < 6) // lines closer than this only darken the photo
        return;
    painter.save();
    painter.setPen(QPen(QColor(255, 255, 255, 90), 0));
    for (int col = 1; col < current.cols; ++col) {
        const double x = picture.left() + (col * current.patch - current.pad_left) * across;
        painter.drawLine(QPointF(x, picture.top()), QPointF(x, picture.bottom()));
    }
    for (int row = 1; row < current.rows; ++row) {
        const double y = picture.top() + (row * current.patch - current.pad_top) * down;
        painter.drawLine(QPointF(picture.left(), y), QPointF(picture.right(), y));
    }
    painter.restore();
}

void HeatMapLayer::drawCell(QPainter& painter, const ViewTransform& view, HeatCell cell) const {
    const QRectF rect = view.toWidget(cellRect(cell));
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Qt::black, 3));
    painter.drawRect(rect);
    painter.setPen(QPen(Qt::white, 1));
    painter.drawRect(rect);
    painter.restore();
}

} // namespace touchstone::ui
