// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "app/library/library_session.h"
#include "app/projection/layout_service.h"
#include "ui/grid/thumbnail_pixmaps.h"
#include "ui/map/map_canvas.h"
#include "ui/map/score_legend.h"

class QComboBox;
class QItemSelectionModel;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace touchstone::ui {

/// The library map with what belongs to it: what decides how near photos lie, the legend, what is missing and how to
/// get it. All photos of the list are laid out; those that the grid does not show now (filter, stacks) are faint and
/// cannot be chosen. The grid's selection is the map's. Photos are copied for the layout, and colours and selection
/// taken over, in portions that leave the GUI thread free. GUI thread; the session and the selection must outlive it.
class MapView : public QWidget {
    Q_OBJECT
public:
    MapView(library::LibrarySession& session, QItemSelectionModel& selection, ThumbnailPixmaps::Source thumbnails,
            QWidget* parent = nullptr);
    ~MapView() override;

    void enter(); ///< the page is looked at: lays out what is not laid out yet
    void leave(); ///< not any more: what is computed goes on, nothing is drawn

    MapCanvas& canvas() { return *canvas_; }
    library::PhotoId current() const;
    void setCurrentPhoto(library::PhotoId photo); ///< also of a layout that is still to come
    projection::Likeness likeness() const;
    void setLikeness(projection::Likeness likeness);
    /// Null until there is one.
    const std::shared_ptr<const projection::Layout>& laidOut() const { return layout_; }
    bool isBusy() const; ///< laying out, or taking over what changed
    QString words() const;

Q_SIGNALS:
    void openWanted(qlonglong photo);
    void currentChanged(qlonglong photo);
    void pointedAtPhoto(qlonglong photo); ///< its thumbnail is wanted; 0 = none
    void modelsWanted();                  ///< there is no model that makes these features

protected:
    void changeEvent(QEvent* event) override;

private:
    void createBar();
    void createFoot();
    void connectList();
    // laying out: map_view_layout.cpp
    void layOut(bool decodeMissing = false);
    void gatherPortion();
    void takeLayout(const std::shared_ptr<const projection::Layout>& layout);
    void stop();
    std::string recipe() const; ///< of the Re-IQA model in use; empty = there is none
    bool needsModel() const;
    bool isOutOfDate() const;
    bool isBeingMade() const { return gathering_ || generation_ != 0; }
    void act();
    void refreshWords();
    QString emptyMessage() const;
    // what is known of the points
    void refreshPoints();
    void refreshPortion();
    void refreshColours();
    void choose(const std::vector<library::PhotoId>& photos, Choice how);
    std::vector<bool> selectedRows() const;
    PhotoWords describe(library::PhotoId photo, QSize box);

    library::LibrarySession& session_;
    QItemSelectionModel& selection_;
    projection::LayoutService service_;
    ThumbnailPixmaps pixmaps_; ///< of the card under the pointer
    MapCanvas* canvas_ = nullptr;
    QComboBox *likeness_ = nullptr, *ramp_ = nullptr;
    QToolButton *lasso_ = nullptr, *fit_ = nullptr, *again_ = nullptr;
    ScoreLegend* legend_ = nullptr;
    QLabel* words_ = nullptr;
    QPushButton *offer_ = nullptr, *cancel_ = nullptr;
    QProgressBar* progress_ = nullptr;

    bool entered_ = false;
    bool wanted_ = true; ///< there is no layout of the photos that are open
    std::shared_ptr<const projection::Layout> layout_;
    std::optional<projection::LayoutRequest> gathering_;
    std::vector<library::PhotoId> to_gather_;
    quint64 generation_ = 0; ///< of the layout that is wanted; 0 = none
    library::PhotoId wanted_current_ = library::no_photo;
    bool decoding_ = false; ///< the layout under way makes what is missing
    QString problem_;       ///< why there is no layout; empty = all well

    QTimer refresh_timer_;
    QTimer features_timer_; ///< features that came with scores are being written
    int refreshed_ = -1;    ///< points taken over so far; −1 = at rest
    bool again_later_ = false;
    std::vector<bool> rows_selected_; ///< while points are taken over
    std::optional<ScoreScale> scale_;
    int gone_ = 0; ///< points whose photo left the list
};

} // namespace touchstone::ui
