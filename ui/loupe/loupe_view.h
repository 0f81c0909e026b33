// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include <QTimer>
#include <QWidget>

#include "app/library/library_session.h"
#include "ui/grid/photo_grid.h"
#include "ui/loupe/photo_canvas.h"

namespace touchstone::ui {

class HeatPanel;
class MarksBar;

/// One photo, large, with its heat map; below it the filmstrip of the same list. Asks the session for pictures and
/// maps; answers to photos that are no longer shown are dropped. GUI thread; the session must outlive it.
class LoupeView : public QWidget {
    Q_OBJECT
public:
    explicit LoupeView(library::LibrarySession& session, ThumbnailPixmaps::Source thumbnails,
                       QWidget* parent = nullptr);

    void showPhoto(library::PhotoId id);
    library::PhotoId photo() const { return photo_; }
    /// A rest of the loupe: no photo, nothing asked for.
    void leave();

    PhotoCanvas& canvas() { return *canvas_; }
    PhotoGrid& filmstrip() { return *filmstrip_; }
    HeatPanel& heatPanel() { return *panel_; }
    MarksBar& marksBar() { return *marks_; }

    void setHeatVisible(bool visible);
    bool isHeatVisible() const { return canvas_->isHeatVisible(); }
    /// What H does: on and off; signed maps come one after the other before it is off again.
    void cycleHeat();
    void stepScale(int step);
    void showScale(int index); ///< and turns the map on
    void stepOpacity();        ///< 30 → 60 → 90 %
    /// The explanation of the shown photo, when there is one.
    std::shared_ptr<const library::Explanation> explanation() const { return explanation_; }
    void modelChanged(); ///< another model is ranked by: its map is another one

Q_SIGNALS:
    void photoChanged(qlonglong id); ///< chosen in the filmstrip
    void heatVisibleChanged(bool visible);
    void explanationChanged(); ///< of the shown photo: came, or is gone
    void scaleChanged(int index);

private:
    void createWidgets(ThumbnailPixmaps::Source thumbnails);
    void connectServices();
    void connectPanel();
    void takePictures(library::PhotoId id);
    void takeExplanation(quint64 generation, std::shared_ptr<const library::Explanation> explanation);
    void wantExplanation();
    void mapChanged();
    void describe();
    void showMarks();

    library::LibrarySession& session_;
    PhotoCanvas* canvas_;
    HeatPanel* panel_;
    MarksBar* marks_;
    PhotoGrid* filmstrip_;
    library::PhotoId photo_ = library::no_photo;
    quint64 explain_generation_ = 0;
    std::shared_ptr<const library::Explanation> explanation_;
    QTimer busy_timer_; ///< a wait is only announced when it lasts
};

} // namespace touchstone::ui
