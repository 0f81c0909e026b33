// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <vector>

#include <QTimer>
#include <QWidget>

#include "app/library/library_session.h"
#include "ui/compare/common_maps.h"
#include "ui/compare/compare_pane.h"
#include "ui/compare/map_difference.h"
#include "ui/loupe/view_synchroniser.h"

class QGridLayout;
class QLabel;
class QToolButton;

namespace touchstone::ui {

/// Two to six photos side by side, zoomed and panned in step, with their maps on one common scale. Of more photos the
/// rest waits: where one is rejected or taken out, the next comes in, and the winner stays. Marks nothing itself; the
/// focused photo is what the window's keys mark. Decodes on a loader of its own, which holds memory only while photos
/// are compared. GUI thread; the session must outlive it.
class CompareView : public QWidget {
    Q_OBJECT
public:
    static constexpr std::size_t least = 2, most = 6;

    explicit CompareView(library::LibrarySession& session, QWidget* parent = nullptr);
    ~CompareView() override;

    /// The first up to six are shown, the others wait.
    void compare(std::vector<library::PhotoId> photos);
    void leave(); ///< shows nothing, and drops memory
    std::vector<library::PhotoId> shown() const;
    const std::vector<library::PhotoId>& waiting() const { return waiting_; }
    library::PhotoId focused() const;
    const std::vector<ComparePane*>& panes() const { return panes_; }
    ViewSynchroniser& synchroniser() { return synchroniser_; }

    void stepFocus(int by);
    void setFocusedPhoto(library::PhotoId id);
    /// Takes the focused photo out; the next one that waits takes its place.
    void takeOut();
    /// The photos were marked: where one is rejected now and another waits, that one comes in.
    void marked(const std::vector<library::PhotoId>& photos);

    void toggleActualSize();
    void zoomBy(double factor);
    void setHeatVisible(bool visible);
    bool isHeatVisible() const { return heat_visible_; }
    void stepScale(int step);
    void stepOpacity();
    void modelChanged();
    /// The other photos' maps less the focused one's, once they lie on each other; turns the maps on.
    void setDifferenceShown(bool shown);
    bool isDifferenceShown() const;

Q_SIGNALS:
    void focusChanged(qlonglong id);
    void closed(); ///< fewer than two are left
    void heatVisibleChanged(bool visible);

private:
    void createBar();
    ComparePane* addPane();
    void removePane(std::size_t at);
    void arrange();
    void load();
    void takePictures(library::PhotoId id);
    void takeMap(library::PhotoId id);
    void applyCommonRange();
    void askForDifferences();
    void takeDifference(library::PhotoId id, const std::vector<AttentionMap>& maps);
    void setFocusedPane(std::size_t at);
    void refreshFacts();
    void replaceOrRemove(std::size_t at);
    QSize room() const;

    library::LibrarySession& session_;
    std::unique_ptr<library::PhotoLoader> loader_;
    ViewSynchroniser synchroniser_;
    CommonMaps maps_;
    std::vector<ComparePane*> panes_;
    std::vector<library::PhotoId> waiting_;
    std::size_t focused_ = 0;
    bool heat_visible_ = false;
    int scale_ = 0; ///< of the maps
    QGridLayout* grid_ = nullptr;
    QToolButton* lock_ = nullptr;
    QToolButton* difference_ = nullptr;
    MapDifference differences_;
    QString misfit_; ///< why there is no difference for a photo; empty = all well
    QLabel* words_ = nullptr;
    QTimer fit_timer_; ///< panes resize one after the other
};

} // namespace touchstone::ui
