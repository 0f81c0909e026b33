// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <QMainWindow>
#include <QUndoStack>

#include "app/library/library_session.h"
#include "ui/grid/photo_grid.h"
#include "ui/window/action_registry.h"
#include "ui/window/photo_gathering.h"

class QComboBox;
class QDockWidget;
class QLabel;
class QLineEdit;
class QMenu;
class QSlider;
class QStackedWidget;
class QToolBar;
class QToolButton;

namespace touchstone::ui {

class Banner;
class CompareView;
class TrashJob;
class CullingController;
class EmptyState;
class FilterBar;
class InspectorPanel;
class IssuesPanel;
class LibraryPanel;
class LoupeView;
class MapView;
class ScoringStatus;

/// The window on a folder, a collection or the whole library: ranked grid, loupe, library, inspector, issues. Owns its
/// session, so two windows may look at one folder; they share the catalogue, and marks given in one show in the other.
/// GUI thread; it never waits: everything slow is the session's.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `noModelReason`: why `options` names no model; shown in a line above the photos. Empty when it does.
    explicit MainWindow(library::SessionOptions options, const QString& noModelReason = {}, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens folders or files; raw bytes as the file system has them.
    void open(std::vector<std::string> paths);
    void openLibrary(); ///< all photos
    /// Its filter and order, over the whole library.
    void openCollection(const library::CollectionRow& collection);
    library::LibrarySession& session() { return *session_; }
    ActionRegistry& actionRegistry() { return registry_; }
    PhotoGrid& grid() { return *grid_; }
    LoupeView& loupe() { return *loupe_; }
    InspectorPanel& inspector() { return *inspector_; }
    EmptyState& emptyState() { return *empty_; }
    Banner& banner() { return *banner_; }
    FilterBar& filterBar() { return *filter_bar_; }
    LibraryPanel& libraryPanel() { return *library_; }
    QUndoStack& undoStack() { return undo_; }
    /// What marks are given to: the photo in the loupe, or the grid's selection.
    std::vector<library::PhotoId> chosenPhotos() const;
    /// One step that can be undone. Nothing where it would change nothing.
    void mark(const std::vector<library::PhotoId>& photos, const library::MarkChange& change);

    CompareView& compareView() { return *compare_; }
    CullingController& culling() { return *culling_; }
    /// Side by side, two at least.
    void showCompare(const std::vector<library::PhotoId>& photos);

    MapView& mapView() { return *map_; }
    void showMap();

    enum class Page { Empty, Grid, Loupe, Compare, Map };
    Page page() const;
    void showLoupe(library::PhotoId id);
    void showGrid();
    QString statusText() const; ///< left end of the status bar, without links

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void createCentre();
    void createActions();
    void createFileActions();
    void createViewActions();
    void createLoupeActions();
    void createMarkActions();
    void createUndoActions();
    void createHelpActions();
    // what leaves the window: main_window_reports.cpp
    void createReportActions();
    void createModelActions();
    void showModels();
    void showReport();
    void showSidecars();
    void showMarkImport();
    void createTrashAction();
    void moveChosenToTrash();
    std::function<Result<std::unique_ptr<Scorer>>()> modelOpener() const;
    /// The chosen photos when there are several, else those that the filter lets through.
    std::vector<library::PhotoId> chosenOrFitting() const;
    void gather(const QString& purpose, std::vector<PhotoGathering::Ids> ids,
                std::function<void(std::vector<PhotoGathering::Photos>)> done);
    // testing the map: main_window_inspection.cpp
    void createInspectionActions();
    void fillInspectionMenu(QMenu* menu);
    void refreshInspectionActions();
    void fillScreenProfiles(QMenu* menu);
    void chooseScreenProfile(const QString& file);
    // groups, proposals, comparing: main_window_culling.cpp
    void createCullingActions();
    void createCompareActions();
    void connectCulling();
    void compareChosen();
    void toggleStack(std::int64_t group);
    void keepThis();
    void openProposals();
    void refreshProposals();
    void refreshFlagCounts();
    void refreshCullingActions();
    std::vector<library::PhotoId> photosToCompare() const;
    // the library map: main_window_map.cpp
    void createMapActions();
    void connectMap();
    void wantMapThumbnail(library::PhotoId id);
    void createMenus();
    void createToolBar();
    void createDocks();
    QDockWidget* addDock(Qt::DockWidgetArea area, const char* name, const QString& title, QWidget* content);
    void createStatusBar();
    void connectServices();
    void connectViews();
    void connectRanking();
    std::vector<MainWindow*> otherWindows() const;
    void connectLibrary();
    void connectMarks();
    void restoreState();
    void saveState();

    void chooseFolder();
    void newWindow();
    void showPreferences();
    void remember(const std::vector<std::string>& paths);
    void fillRecentMenu();
    void fillRankBy();
    void chooseRankBy(int index);
    void setOrder(const library::SortOrder& order);
    void rankByLikeness();
    void takeNeighbours(quint64 generation, const library::Neighbours& neighbours);
    void applyCollection(const library::CollectionRow& collection);
    void leaveCollection();
    void filterChanged();
    void saveCollection();
    void afterForgetting(const std::string& path);
    void prepareToOpen();
    void markChosen(const library::MarkChange& change);
    void markLabel(library::Label label);
    void advance();
    void selectionChanged();
    QString whyMarksAreOff() const; ///< empty when marks can be given
    void showInFolder(const std::string& file);
    void copyCommand();
    QString rankCommand() const;
    void setFullScreen(bool full);
    void back();
    void step(int by);
    void stepEdge(int by);
    void selectPhoto(library::PhotoId id);
    void currentChanged(const QModelIndex& current);
    void showAttention();

    void refreshPage(); ///< empty state or photos
    void showEmptyState();
    void refreshTitle();
    void refreshPlace();  ///< what the library panel points at
    void refreshCounts(); ///< status bar, banner
    void refreshBanner();
    QString noticeText() const; ///< what the person should know of the catalogue; empty = nothing
    void refreshActions();      ///< what can be done now
    void refreshScoring();      ///< pause, cancel
    library::PhotoId currentPhoto() const;
    const library::Issue* firstError() const; ///< null when there is none
    ThumbnailPixmaps::Source thumbnailSource();

    std::unique_ptr<library::LibrarySession> session_;
    QString no_model_reason_;
    ActionRegistry registry_;

    QStackedWidget* pages_ = nullptr;
    Banner* banner_ = nullptr;
    EmptyState* empty_ = nullptr;
    PhotoGrid* grid_ = nullptr;
    LoupeView* loupe_ = nullptr;
    CompareView* compare_ = nullptr;
    MapView* map_ = nullptr;

    QToolBar* toolbar_ = nullptr;
    FilterBar* filter_bar_ = nullptr;
    QLineEdit* filter_ = nullptr; ///< the bar's
    QComboBox* rank_by_ = nullptr;
    QSlider* size_ = nullptr;
    QMenu* recent_menu_ = nullptr;
    QDockWidget *library_dock_ = nullptr, *inspector_dock_ = nullptr, *issues_dock_ = nullptr;
    LibraryPanel* library_ = nullptr;
    InspectorPanel* inspector_ = nullptr;
    IssuesPanel* issues_ = nullptr;
    QLabel *counts_ = nullptr, *zoom_ = nullptr, *flag_counts_ = nullptr;
    QToolButton *issues_button_ = nullptr, *proposals_button_ = nullptr;
    ScoringStatus* scoring_status_ = nullptr;

    QAction *open_ = nullptr, *rerank_ = nullptr, *reverse_ = nullptr, *search_ = nullptr;
    QAction *pause_ = nullptr, *cancel_ = nullptr, *score_ = nullptr;
    QAction *grid_page_ = nullptr, *loupe_page_ = nullptr, *back_ = nullptr, *next_ = nullptr, *previous_ = nullptr;
    QAction *heat_ = nullptr, *full_screen_ = nullptr, *actual_size_ = nullptr;
    QAction *compare_page_ = nullptr, *stacks_ = nullptr, *map_page_ = nullptr, *map_lasso_ = nullptr;
    QAction *auto_advance_ = nullptr, *like_this_ = nullptr;
    std::vector<QAction*> loupe_actions_, heat_actions_, mark_actions_, inspection_actions_, overlay_actions_;
    QMenu* marks_menu_ = nullptr;

    PhotoGathering* gathering_ = nullptr;
    TrashJob* trash_ = nullptr; ///< a child: ends after undo_, whose acts use it
    QUndoStack undo_;
    std::unique_ptr<CullingController> culling_;       ///< over session_ and undo_
    std::optional<library::CollectionRow> collection_; ///< whose filter is in use, unchanged
    std::optional<library::SortOrder> order_before_;   ///< the collection's, until the filter is cleared
    quint64 likeness_ = 0;                             ///< request for distances that is wanted; 0 = none
    library::PhotoId like_photo_ = library::no_photo;  ///< that distances are of
    bool notices_read_ = false;                        ///< the banner about the catalogue was hidden
    bool was_maximised_ = false;
    bool map_before_empty_ = false; ///< where to go back to when photos fit again
};

} // namespace touchstone::ui
