// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include <QTimer>
#include <QWidget>

#include "app/library/library_session.h"
#include "ui/grid/photo_grid.h"
#include "ui/loupe/photo_canvas.h"

class QLabel;
class QStackedWidget;

namespace touchstone::ui {

class HeatPanel;
class MapTester;
class MarksBar;
class MeasuredPane;
class PhotoOverlays;
class ScalesView;
class TestPanel;

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
    TestPanel& testPanel() { return *test_panel_; }
    MapTester& mapTester() { return *tester_; }
    MeasuredPane& measuredPane() { return *measured_; }
    ScalesView& scalesView() { return *scales_; }
    PhotoOverlays& overlays() { return *overlays_; }

    void setHeatVisible(bool visible);
    bool isHeatVisible() const { return canvas_->isHeatVisible(); }
    /// What H does: on and off; signed maps come one after the other before it is off again.
    void cycleHeat();
    void stepScale(int step);
    void showScale(int index); ///< and turns the map on
    void stepOpacity();        ///< 30 → 60 → 90 %
    /// "Test the map": opens its panel, with the map on; closing it drops what was changed.
    void setTesting(bool testing);
    bool isTesting() const;
    /// "As the model saw it": every scale in a pane of its own, in place of the photo.
    void setScalesShown(bool shown);
    bool areScalesShown() const;
    /// Leaves either of them; false when neither was there.
    bool leaveTests();
    /// What T does: covers the cell that is read, or opens and closes the panel.
    void testCell();
    /// The explanation of the shown photo, when there is one.
    std::shared_ptr<const library::Explanation> explanation() const { return explanation_; }
    void modelChanged(); ///< another model is ranked by: its map is another one

Q_SIGNALS:
    void photoChanged(qlonglong id); ///< chosen in the filmstrip
    void heatVisibleChanged(bool visible);
    void explanationChanged(); ///< of the shown photo: came, or is gone
    void scaleChanged(int index);
    void testingChanged(bool testing);
    void scalesShownChanged(bool shown);

private:
    void createWidgets(ThumbnailPixmaps::Source thumbnails);
    void connectServices();
    void connectPanel();
    void takePictures(library::PhotoId id);
    void takeWhole(library::PhotoId id);
    void takeExplanation(quint64 generation, std::shared_ptr<const library::Explanation> explanation);
    void wantExplanation();
    void mapChanged();
    void explainAnew();
    void describe();
    void refreshScales();
    void showMarks();

    library::LibrarySession& session_;
    PhotoCanvas* canvas_;
    HeatPanel* panel_;
    MarksBar* marks_;
    PhotoGrid* filmstrip_;
    MeasuredPane* measured_;
    QStackedWidget* stage_; ///< the photo, or its scales
    ScalesView* scales_;
    PhotoOverlays* overlays_;
    QLabel* overlay_words_;
    TestPanel* test_panel_;
    MapTester* tester_;
    library::PhotoId photo_ = library::no_photo;
    quint64 explain_generation_ = 0;
    AttentionMethod method_ = AttentionMethod::Rollout;
    std::shared_ptr<const library::Explanation> explanation_;
    QTimer busy_timer_; ///< a wait is only announced when it lasts
};

} // namespace touchstone::ui
