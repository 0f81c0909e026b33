// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>

#include <QImage>
#include <QWidget>

#include "ui/loupe/heat_map_layer.h"
#include "ui/loupe/view_transform.h"

class QThreadPool;

namespace touchstone::ui {

/// One zoomable photo with its heat map. Draws picture → heat map → cell grid → cell under the pointer. It is given
/// ready pictures (a preview, an exact-fit copy, the full one) and never decodes; the half-size copy that serves far
/// zooms and resizing is made on a pool of its own (named "half copy", ended in the destructor). GUI thread.
class PhotoCanvas : public QWidget {
    Q_OBJECT
public:
    explicit PhotoCanvas(QWidget* parent = nullptr);
    ~PhotoCanvas() override;

    /// Another photo: its upright size (empty = not known yet) and something to show at once (may be null). Drops the
    /// old pictures and the heat map. A zoom that is not "fit" is kept, at the same relative place.
    void showPhoto(const QString& name, QSize photoSize, const QImage& preview);
    void setFull(const QImage& full);
    void setFitted(const QImage& fitted); ///< for fitRoom(); drawn unscaled
    /// Words in place of a picture (could not be read, nothing open).
    void showMessage(const QString& message);
    /// A line over the photo, "damaged: part of the picture is missing"; empty = none.
    void setWarning(const QString& warning);
    QString message() const { return message_; }

    HeatMapLayer& heat() { return heat_; }
    void heatChanged(); ///< call after changing heat()
    void setHeatVisible(bool visible);
    bool isHeatVisible() const { return heat_visible_; }
    void setGridVisible(bool visible);

    const ViewTransform& view() const { return view_; }
    /// Takes zoom and relative centre from another view, as far as this picture allows. Does not emit viewMoved.
    void matchView(const ViewTransform& other);
    QSize fitRoom() const; ///< device pixels a fitted photo may take

    void toggleActualSize();
    void fit();
    void zoomBy(double factor);
    /// Moves the read-out cell by keyboard; starts in the middle of the view.
    void moveCell(int rows, int cols);
    std::optional<HeatCell> currentCell() const { return cell_; }

    QSize sizeHint() const override { return {640, 480}; }

Q_SIGNALS:
    void fitRoomChanged(QSize devicePixels);
    void zoomChanged(double zoom);
    void viewMoved();                      ///< zoomed or panned here, by the person
    void cellRead(const QString& readOut); ///< empty when no cell is under the pointer

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    void viewChanged();
    void updateViewport();
    void provisionalSize();
    void makeHalfCopy();
    void drawPicture(QPainter& painter) const;
    void drawFrom(QPainter& painter, const QImage& image) const;
    void drawWords(QPainter& painter, const QString& words, bool onPhoto) const;
    void setCell(std::optional<HeatCell> cell);
    QPointF pointer() const;

    ViewTransform view_;
    HeatMapLayer heat_;
    bool heat_visible_ = false;
    bool grid_visible_ = false;
    std::optional<HeatCell> cell_;
    QString message_, warning_;

    QSize photo_size_; ///< empty until known; the view then has a provisional one
    QImage preview_, fitted_, full_, half_;
    quint64 generation_ = 0; ///< of the photo; late half copies of another one are dropped
    std::unique_ptr<QThreadPool> pool_;

    std::optional<QPointF> press_; ///< where the button went down
    QPointF drag_;
    bool dragged_ = false;
};

/// Lets screen readers see the canvas as a graphic. Call once after the application object exists.
void installCanvasAccessibility();

} // namespace touchstone::ui
