// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QListView>
#include <QTimer>

#include "ui/grid/photo_delegate.h"

namespace touchstone::ui {

/// First and last row on screen; −1 when there is none.
struct RowRange {
    int first = -1;
    int last = -1;
    friend bool operator==(const RowRange&, const RowRange&) = default;
};

/// The ranked grid, or the filmstrip: a QListView set up for 100,000 photos. Says which rows are on screen, so that the
/// owner can ask for their thumbnails, nearest to the middle first. GUI thread.
class PhotoGrid : public QListView {
    Q_OBJECT
public:
    PhotoGrid(PhotoDelegate::Layout layout, ThumbnailPixmaps::Source source, QWidget* parent = nullptr);

    PhotoDelegate& delegate() { return *delegate_; }
    ThumbnailPixmaps& pixmaps() { return pixmaps_; }

    /// Width of the picture's room, logical pixels; keeps the photo in the middle in the middle.
    void setEdge(int logicalPixels);
    int edge() const { return delegate_->edge(); }
    /// Long side of the picture's room in device pixels: what thumbnails are asked for.
    int edgeInDevicePixels() const;
    RowRange visibleRows() const;

    void setModel(QAbstractItemModel* model) override;
    void keyboardSearch(const QString&) override {} ///< letters are shortcuts here

Q_SIGNALS:
    /// Gathered over 30 ms of scrolling, resizing and changes of the model.
    void visibleRowsChanged(touchstone::ui::RowRange rows, int edgeInDevicePixels);
    void edgeChangeWanted(int steps);   ///< Ctrl + wheel
    void stackClicked(qlonglong group); ///< the sign of a stack, while rows are stacked

protected:
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void mousePressEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void applyCellSize();
    void joinWholeSelection();
    void announce();
    void repaintReady();

    ThumbnailPixmaps pixmaps_;
    PhotoDelegate* delegate_;
    PhotoDelegate::Layout layout_;
    QTimer announce_timer_;
    QTimer ready_timer_; ///< gathers pictures, because every repaint goes over all cells in view
    std::vector<qlonglong> ready_;
    double announced_ratio_ = 0;
};

} // namespace touchstone::ui
