// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include <QImage>
#include <QPixmap>
#include <QPolygonF>
#include <QWidget>

#include "ui/loupe/view_transform.h"
#include "ui/map/map_painter.h"

namespace touchstone::ui {

/// How chosen photos go together with those that were chosen before.
enum class Choice { Replace, Add, Remove, Toggle };

/// What the card under the pointer and the screen reader say of one photo.
struct PhotoWords {
    QString name, score; ///< score: "71.3 of 0–100", or that there is none
    QString spoken;      ///< the whole sentence
    QPixmap thumbnail;   ///< null while it is made, or when it was not asked for
};

/// The library map: points, zoomed by the wheel and the keys, panned by dragging; an outline drawn around points
/// chooses them. Changes nothing itself: it says what the person wants. The cloud is drawn into one picture when the
/// view or the points change; everything else (card, outline, current point) is drawn over it. GUI thread.
class MapCanvas : public QWidget {
    Q_OBJECT
public:
    /// `box`: room for the thumbnail in device pixels; empty = only the words are wanted.
    using Describe = std::function<PhotoWords(library::PhotoId photo, QSize box)>;

    /// `describe` is called in the GUI thread, for one photo at a time, and must not block.
    explicit MapCanvas(Describe describe, QWidget* parent = nullptr);

    /// Replaces all points; the whole map is in view then, and the current photo stays current when it is on it.
    void showLayout(const projection::Layout& layout);
    void clear();
    MapPoints& points() { return points_; } ///< call pointsChanged() after a change
    const MapPoints& points() const { return points_; }
    void pointsChanged();
    void setColours(const MapColours& colours);
    const MapColours& colours() const { return colours_; }
    /// Under and beside the map.
    void setAxisTitles(const QString& across, const QString& up);
    /// In place of points; empty = none.
    void setMessage(const QString& message);
    const QString& message() const { return message_; }

    const ViewTransform& view() const { return view_; }
    void fit();
    void zoomBy(double factor); ///< around the pointer, or the current point, or the middle
    void setLassoMode(bool on); ///< dragging draws an outline instead of panning
    bool isLassoMode() const { return lasso_mode_; }

    int current() const { return current_; } ///< index of a point; −1 = none
    void setCurrentPhoto(library::PhotoId photo);
    void moveCurrent(int to);          ///< by the person: says so, and brings the point into view; nothing with −1
    void choose(int at, Choice how);   ///< as a click on this point does
    int pointAt(QPointF widget) const; ///< the shown point there, or close to it; −1 = none
    PhotoWords words(int at) const { return describe_(points_.photo(at), {}); }
    /// Shown points in view, those around the current one, or the middle, when they are more than `most`; ascending.
    std::vector<int> pointsInView(std::size_t most) const;
    quint64 viewRevision() const { return view_revision_; } ///< unchanged while pointsInView() answers the same
    library::PhotoId pointedAt() const;                     ///< no_photo when the pointer is on none
    int pointDiameter() const;                              ///< device pixels
    const QImage& cloud();                                  ///< drawn now if it has to be; device pixels
    int cloudsDrawn() const { return clouds_drawn_; }

    QSize sizeHint() const override { return {640, 480}; }

Q_SIGNALS:
    void pointedAtPhoto(qlonglong photo); ///< 0 = none
    void currentChanged(qlonglong photo); ///< by the person
    void openWanted(qlonglong photo);
    /// Clicked, or inside an outline; may be empty.
    void chosen(const std::vector<touchstone::library::PhotoId>& photos, touchstone::ui::Choice how);
    void lassoModeChanged(bool on);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    bool event(QEvent* event) override;
    // map_canvas_input.cpp
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void viewChanged();
    void drawCloud();
    void paintAxes(QPainter& painter) const;
    void paintMarks(QPainter& painter) const;
    void paintOutline(QPainter& painter) const;
    void paintCard(QPainter& painter) const;
    void describeCurrent();
    // map_canvas_input.cpp
    void setPointed(int at);
    void stepNearest(int by);
    bool stepTowards(int key);
    void finishOutline(Qt::KeyboardModifiers modifiers);
    void dropOutline();
    void click(QPointF widget, Qt::KeyboardModifiers modifiers);
    void keepInView(int at);

    Describe describe_;
    MapPoints points_;
    MapColours colours_;
    ViewTransform view_;
    QString across_, up_, message_;
    bool lasso_mode_ = false;
    int current_ = -1, pointed_ = -1;
    quint64 view_revision_ = 0;
    std::vector<int> nearest_; ///< by distance from where stepping began; empty = begin at the current point
    std::size_t nearest_step_ = 0;

    QImage cloud_;
    bool cloud_stale_ = true;
    int clouds_drawn_ = 0;

    struct Press {
        QPointF at, last;
        Qt::KeyboardModifiers modifiers;
        bool moved = false;
        bool outlines = false; ///< draws an outline, and does not pan
    };
    std::optional<Press> press_;
    QPolygonF outline_; ///< map units
};

} // namespace touchstone::ui
