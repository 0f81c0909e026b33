// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <QMainWindow>

#include "app/library/library_session.h"
#include "ui/grid/photo_grid.h"
#include "ui/window/action_registry.h"

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
class EmptyState;
class InspectorPanel;
class IssuesPanel;
class LoupeView;
class ScoringStatus;

/// The window on one folder: ranked grid, loupe, inspector, issues. Owns its session, so two windows may look at one
/// folder. GUI thread; it never waits: everything slow is the session's.
class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    /// `noModelReason`: why `options` names no model; shown in a line above the photos. Empty when it does.
    explicit MainWindow(library::SessionOptions options, const QString& noModelReason = {}, QWidget* parent = nullptr);
    ~MainWindow() override;

    /// Opens folders or files; raw bytes as the file system has them.
    void open(std::vector<std::string> paths);
    library::LibrarySession& session() { return *session_; }
    ActionRegistry& actionRegistry() { return registry_; }
    PhotoGrid& grid() { return *grid_; }
    LoupeView& loupe() { return *loupe_; }
    InspectorPanel& inspector() { return *inspector_; }
    EmptyState& emptyState() { return *empty_; }
    Banner& banner() { return *banner_; }

    enum class Page { Empty, Grid, Loupe };
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
    void createHelpActions();
    void createMenus();
    void createToolBar();
    void createDocks();
    void createStatusBar();
    void connectServices();
    void connectViews();
    void connectRanking();
    void restoreState();
    void saveState();

    void chooseFolder();
    void newWindow();
    void remember(const std::vector<std::string>& paths);
    void fillRecentMenu();
    void fillRankBy();
    void chooseRankBy(int index);
    void showInFolder(const std::string& file);
    void copyCommand();
    void setFullScreen(bool full);
    void back();
    void step(int by);
    void stepEdge(int by);
    void selectPhoto(library::PhotoId id);
    void currentChanged(const QModelIndex& current);
    void showAttention();

    void refreshPage();    ///< empty state or photos
    void refreshCounts();  ///< status bar, banner
    void refreshActions(); ///< what can be done now
    void refreshScoring(); ///< pause, cancel
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

    QToolBar* toolbar_ = nullptr;
    QLineEdit* filter_ = nullptr;
    QComboBox* rank_by_ = nullptr;
    QSlider* size_ = nullptr;
    QMenu* recent_menu_ = nullptr;
    QDockWidget *inspector_dock_ = nullptr, *issues_dock_ = nullptr;
    InspectorPanel* inspector_ = nullptr;
    IssuesPanel* issues_ = nullptr;
    QLabel *counts_ = nullptr, *zoom_ = nullptr;
    QToolButton* issues_button_ = nullptr;
    ScoringStatus* scoring_status_ = nullptr;

    QAction *open_ = nullptr, *rerank_ = nullptr, *reverse_ = nullptr, *search_ = nullptr;
    QAction *pause_ = nullptr, *cancel_ = nullptr, *score_ = nullptr;
    QAction *grid_page_ = nullptr, *loupe_page_ = nullptr, *back_ = nullptr, *next_ = nullptr, *previous_ = nullptr;
    QAction *heat_ = nullptr, *full_screen_ = nullptr, *actual_size_ = nullptr;
    std::vector<QAction*> loupe_actions_, heat_actions_;
    bool was_maximised_ = false;
};

} // namespace touchstone::ui
