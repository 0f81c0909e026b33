// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <vector>

#include <QImage>

#include "engine/reiqa/breakdown.h"
#include "ui/loupe/heat_map.h"
#include "ui/loupe/view_transform.h"

class QPainter;

namespace touchstone::ui {

/// The attention of one photo, ready to be drawn over it: which scale, which colours, how strong. The coloured image is
/// made once for (map, ramp, range), its copy in screen size once for a view. GUI thread; owned by the canvas.
class HeatMapLayer {
public:
    /// `photo` is the upright photo's size; the chosen scale stays chosen when the new photo has it too.
    void setAttention(const Attention& attention, Size photo);
    /// The signed maps of a Re-IQA score in place of attention; `scored` is the photo as the model saw it.
    void setBreakdown(const reiqa::Breakdown& breakdown, Size scored, Size photo);
    /// A measured map: how many points the score falls without each cell (inspection::sensitivity).
    void setSensitivity(const AttentionMap& map, Size photo);
    /// How much more, or less, attention than another photo drew at the same places, in multiples of the mean; one map
    /// for each scale (inspection::difference_of_maps).
    void setDifferences(std::vector<AttentionMap> maps, Size photo);
    bool isDifference() const { return difference_; }
    void clear();
    /// Signed maps are drawn in blue (raises the score) and orange (lowers it), stronger where there is more, whatever
    /// the ramp.
    bool isSigned() const { return signed_; }
    bool isEmpty() const { return maps_.empty(); }

    int scaleCount() const { return static_cast<int>(maps_.size()); } ///< the model's scales and "combined"
    int scaleIndex() const { return scale_; }
    void setScaleIndex(int index); ///< clamped
    void stepScale(int step);      ///< goes round: native → 384 → 224 → combined → native
    const AttentionMap& map() const { return maps_[static_cast<std::size_t>(scale_)]; }
    const AttentionMap& map(int index) const { return maps_[static_cast<std::size_t>(index)]; }
    Size photo() const { return photo_; }
    const HeatRange& range() const { return range_; }
    /// One range for several photos' maps, so that equal colours are equal multiples; empty = the map's own.
    void setCommonRange(std::optional<HeatRange> range);
    HeatRange ownRange() const; ///< what the shown map would have by itself

    void setRamp(HeatRamp ramp);
    HeatRamp ramp() const { return ramp_; }
    void setSmooth(bool smooth);
    bool isSmooth() const { return smooth_; }
    void setOpacity(double opacity); ///< 0…1
    double opacity() const { return opacity_; }

    QString describe(HeatCell cell) const; ///< the read-out of one cell
    QString describe() const;              ///< the whole map in a sentence
    std::optional<HeatCell> cellAt(QPointF picture) const;
    QRectF cellRect(HeatCell cell) const; ///< photo pixels, clipped to the photo

    void draw(QPainter& painter, const ViewTransform& view);
    void drawGrid(QPainter& painter, const ViewTransform& view) const;
    void drawCell(QPainter& painter, const ViewTransform& view, HeatCell cell) const;

    /// cols × rows, ARGB32_Premultiplied, one pixel a cell.
    const QImage& image();
    int imagesMade() const { return images_made_; } ///< how often `image` was coloured; for tests

private:
    void setMaps(std::vector<AttentionMap> maps, Size photo, bool areSigned);
    void chooseScale(int index);
    void forgetImage();
    QImage cellsInView(const ViewTransform& view, const QRect& device);
    QImage smoothInView(const ViewTransform& view, const QRect& device);
    void drawContours(QPainter& painter, const ViewTransform& view);

    std::vector<AttentionMap> maps_;
    Size photo_;
    int scale_ = 0;
    HeatRamp ramp_ = HeatRamp::Cividis;
    bool signed_ = false;
    bool difference_ = false;
    bool smooth_ = false;
    double opacity_ = 0.6;

    std::vector<float> multiples_; ///< of the mean; points of the score when signed
    HeatRange range_;
    std::optional<HeatRange> common_range_;
    QImage image_;
    int images_made_ = 0;
    std::optional<std::vector<Contour>> contours_;

    QImage overlay_; ///< the image scaled to the screen's pixels
    QRectF overlay_picture_;
    QRect overlay_device_;
};

} // namespace touchstone::ui
