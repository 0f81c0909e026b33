// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QWidget>

#include "ui/loupe/heat_map_layer.h"
#include "ui/loupe/view_transform.h"

class QThreadPool;

namespace touchstone::ui {

/// One zoomable photo with its heat map. Draws picture → heat map → cell grid → cell under the pointer. It is given
/// ready pictures (a preview, an exact-fit copy, the full one) and never decodes; the half-size copy that serves far
/// zooms and resizing is made on a pool of its own (named "half copy", ended in the destructor), and so are copies in
/// the colours of the screen (ScreenProfile); until they are there the picture is drawn as it is. GUI thread.
class PhotoCanvas : public QWidget {
    Q_OBJECT
public:
    explicit PhotoCanvas(QWidget* parent = nullptr);
    ~PhotoCanvas() override;

    /// Another photo: its upright size (empty = not known yet) and something to show at once (may be null). Drops the
    /// old pictures and the heat map. A zoom that is not "fit" is kept, at the same relative place.
    void showPhoto(const QString& name, QSize photoSize, const QImage& preview);
    void setFull(const QImage& full);
    void setFitted(const QImage& fitted); ///< for fitRoom(), in the colours of the screen; drawn as it is
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
    /// The same for the same photo in another size: the same part of it is seen. Does not emit viewMoved.
    void matchPart(const ViewTransform& other);
    /// For small pictures whose pixels matter: "fit" fills the room, and enlarged pixels are drawn as they are.
    void setEnlarging(bool enlarging);
    QSize fitRoom() const; ///< device pixels a fitted photo may take

    void toggleActualSize();
    void fit();
    void zoomBy(double factor);
    /// Moves the read-out cell by keyboard; starts in the middle of the view.
    void moveCell(int rows, int cols);
    std::optional<HeatCell> currentCell() const { return cell_; }

    /// A copy of the photo that is shown in its place, for example with a part covered; null = the photo. Null after
    /// showPhoto().
    void setAltered(const QImage& altered);
    /// Drawn over the photo and below the heat map, in its shape and any size; null = nothing. Null after showPhoto().
    void setMarks(const QImage& marks);
    const QImage& marks() const { return marks_; }
    /// While it is on, a drag draws a rectangle and no longer pans, and a click chooses the cell under the pointer.
    void setSelecting(bool selecting);
    bool isSelecting() const { return selecting_; }
    /// Outlined; photo pixels.
    void setSelection(std::vector<QRectF> rects);
    /// The cell at a place of the photo (0…1 both ways), as if the pointer were there; empty = none. Quiet: neither
    /// cellRead nor pointedAt is emitted.
    void pointAt(std::optional<QPointF> place);

    QSize sizeHint() const override { return {640, 480}; }

Q_SIGNALS:
    void fitRoomChanged(QSize devicePixels);
    void zoomChanged(double zoom);
    void viewMoved();                      ///< zoomed or panned here, by the person
    void cellRead(const QString& readOut); ///< empty when no cell is under the pointer
    /// The pointer is over this place of the photo (0…1 both ways), or over none.
    void pointedAt(std::optional<QPointF> place);
    void regionChosen(const QRectF& picture); ///< drawn, or a cell that was clicked; photo pixels, inside the photo

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
    void makeCopies();
    void drawPicture(QPainter& painter) const;
    void drawFrom(QPainter& painter, const QImage& image) const;
    void drawWords(QPainter& painter, const QString& words, bool onPhoto) const;
    void drawSelection(QPainter& painter) const;
    void setCell(std::optional<HeatCell> cell);
    std::optional<QPointF> placeOf(QPointF widget) const;
    void finishSelection(QPointF end);
    QPointF pointer() const;

    ViewTransform view_;
    HeatMapLayer heat_;
    bool heat_visible_ = false;
    bool grid_visible_ = false;
    std::optional<HeatCell> cell_;
    QString message_, warning_;

    QSize photo_size_; ///< empty until known; the view then has a provisional one
    QImage preview_, fitted_, full_, half_, altered_, marks_;
    QImage converted_; ///< full_ in the colours of the screen, where those are not sRGB
    bool selecting_ = false;
    bool enlarging_ = false;
    std::vector<QRectF> selection_;
    std::optional<QRectF> rubber_band_; ///< being drawn; photo pixels
    std::optional<QPointF> pointed_;    ///< where another pane's pointer is, 0…1
    quint64 generation_ = 0;            ///< of the photo; late half copies of another one are dropped
    std::unique_ptr<QThreadPool> pool_;

    std::optional<QPointF> press_; ///< where the button went down
    QPointF drag_;
    bool dragged_ = false;
};

/// Lets screen readers see the canvas as a graphic. Call once after the application object exists.
void installCanvasAccessibility();

} // namespace touchstone::ui
