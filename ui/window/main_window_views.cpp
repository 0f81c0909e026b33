// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The window's parts, and how they follow the session.
#include <QDockWidget>
#include <QLabel>
#include <QLocale>
#include <QMenu>
#include <QMenuBar>
#include <QSlider>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/compare/compare_view.h"
#include "ui/filter/filter_bar.h"
#include "ui/inspector/inspector_panel.h"
#include "ui/library/library_panel.h"
#include "ui/loupe/loupe_view.h"
#include "ui/map/map_view.h"
#include "ui/window/empty_state.h"
#include "ui/window/issues_panel.h"
#include "ui/window/main_window.h"
#include "ui/window/scoring_status.h"

namespace touchstone::ui {

using library::LibrarySession;
using library::PhotoListModel;
using library::ScoringService;

void MainWindow::createCentre() {
    grid_ = new PhotoGrid(PhotoDelegate::Layout::Grid, thumbnailSource());
    grid_->setObjectName(QStringLiteral("grid"));
    grid_->setAccessibleName(tr("Photos, ranked"));
    grid_->setContextMenuPolicy(Qt::ActionsContextMenu);
    grid_->setModel(&session_->photos());
    loupe_ = new LoupeView(*session_, thumbnailSource());
    compare_ = new CompareView(*session_);
    map_ = new MapView(*session_, *grid_->selectionModel(), thumbnailSource());
    empty_ = new EmptyState;
    banner_ = new Banner;
    filter_bar_ = new FilterBar(session_->photos());
    filter_ = filter_bar_->field();
    pages_ = new QStackedWidget;
    for (QWidget* page : std::initializer_list<QWidget*>{empty_, grid_, loupe_, compare_, map_})
        pages_->addWidget(page);
    auto* centre = new QWidget;
    auto* column = new QVBoxLayout(centre);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(banner_);
    column->addWidget(filter_bar_);
    column->addWidget(pages_, 1);
    setCentralWidget(centre);
    const auto fraction = [this](double value) -> std::optional<double> {
        const ModelCard* card = session_->photos().currentCard();
        if (!card || !card->range || card->range->second <= card->range->first)
            return std::nullopt;
        const double part = (value - card->range->first) / (card->range->second - card->range->first);
        return card->higher_is_better ? part : 1 - part;
    };
    grid_->delegate().setFraction(fraction);
    loupe_->filmstrip().delegate().setFraction(fraction);
}

QDockWidget* MainWindow::addDock(Qt::DockWidgetArea area, const char* name, const QString& title, QWidget* content) {
    auto* dock = new QDockWidget(title, this);
    dock->setObjectName(QLatin1String(name));
    dock->setWidget(content);
    addDockWidget(area, dock);
    menuBar()->findChild<QMenu*>(QStringLiteral("viewMenu"))->addAction(dock->toggleViewAction());
    return dock;
}

void MainWindow::createDocks() {
    // What is chosen from stands where reading begins, what is said of it where it ends; Qt mirrors the rest by itself.
    const bool mirrored = isRightToLeft();
    library_ = new LibraryPanel(*session_);
    library_dock_ =
        addDock(mirrored ? Qt::RightDockWidgetArea : Qt::LeftDockWidgetArea, "libraryDock", tr("Library"), library_);
    inspector_ = new InspectorPanel(*session_);
    inspector_dock_ = addDock(mirrored ? Qt::LeftDockWidgetArea : Qt::RightDockWidgetArea, "inspectorDock",
                              tr("Inspector"), inspector_);
    issues_ = new IssuesPanel(session_->issues());
    issues_dock_ = addDock(Qt::BottomDockWidgetArea, "issuesDock", tr("Issues"), issues_);
    issues_dock_->hide();
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    setCorner(Qt::BottomLeftCorner, Qt::LeftDockWidgetArea);
}

void MainWindow::createStatusBar() {
    counts_ = new QLabel;
    counts_->setObjectName(QStringLiteral("counts"));
    counts_->setTextFormat(Qt::RichText);
    counts_->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    connect(counts_, &QLabel::linkActivated, filter_bar_, &FilterBar::clear);
    statusBar()->addWidget(counts_);
    zoom_ = new QLabel;
    zoom_->setToolTip(tr("Zoom: 100 % is one pixel of the photo on one pixel of the screen"));
    connect(&loupe_->canvas(), &PhotoCanvas::zoomChanged, this,
            [this](double zoom) { zoom_->setText(tr("%1 %").arg(QLocale().toString(zoom * 100, 'f', 0))); });
    statusBar()->addPermanentWidget(zoom_);
    scoring_status_ = new ScoringStatus(*session_, pause_, cancel_);
    statusBar()->addPermanentWidget(scoring_status_);
    flag_counts_ = new QLabel;
    flag_counts_->setObjectName(QStringLiteral("flagCounts"));
    flag_counts_->setToolTip(tr("Marks of all photos that are open"));
    flag_counts_->hide();
    statusBar()->addPermanentWidget(flag_counts_);
    proposals_button_ = new QToolButton;
    proposals_button_->setObjectName(QStringLiteral("proposalsButton"));
    proposals_button_->setAutoRaise(true);
    proposals_button_->setVisible(false);
    connect(proposals_button_, &QToolButton::clicked, this, &MainWindow::openProposals);
    statusBar()->addPermanentWidget(proposals_button_);
    issues_button_ = new QToolButton;
    issues_button_->setObjectName(QStringLiteral("issuesButton"));
    issues_button_->setAutoRaise(true);
    issues_button_->setIcon(themedIcon(QStringLiteral("warning")));
    issues_button_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    connect(issues_button_, &QToolButton::clicked, this,
            [this] { issues_dock_->setVisible(!issues_dock_->isVisible()); });
    statusBar()->addPermanentWidget(issues_button_);
}

void MainWindow::connectServices() {
    connectViews();
    connectRanking();
    connectLibrary();
    connectMarks();
    connectCulling();
    connectMap();
    connect(session_.get(), &LibrarySession::opened, this, &MainWindow::refreshPage);
    connect(session_.get(), &LibrarySession::scanFinished, this, &MainWindow::refreshPage);
    connect(session_.get(), &LibrarySession::scanFinished, this, [this](int photos) {
        if (photos > 0)
            remember(session_->paths());
    });
    connect(session_.get(), &LibrarySession::scoringFinished, this, &MainWindow::refreshCounts);
    connect(session_.get(), &LibrarySession::modelFailed, this, [this](const Error& error) {
        banner_->showMessage(tr("Photos are shown without scores. %1").arg(QString::fromStdString(error.message())),
                             {tr("Try again"), [this] {
                                  banner_->hide();
                                  session_->startScoring();
                              }});
    });
    connect(&session_->scoring(), &ScoringService::stateChanged, this, &MainWindow::refreshScoring);
    connect(&session_->photos(), &PhotoListModel::countsChanged, this, &MainWindow::refreshPage);
    connect(&session_->photos(), &QAbstractItemModel::modelReset, this, &MainWindow::refreshPage);
    connect(&session_->issues(), &library::IssueListModel::countChanged, this, &MainWindow::refreshCounts);
    connect(issues_, &IssuesPanel::photoWanted, this, &MainWindow::showLoupe);
    connect(issues_, &IssuesPanel::folderWanted, this,
            [this](const QByteArray& file) { showInFolder(file.toStdString()); });
    refreshScoring();
}

void MainWindow::connectViews() {
    connect(grid_, &QAbstractItemView::doubleClicked, this,
            [this](const QModelIndex& index) { showLoupe(index.data(PhotoListModel::IdRole).toLongLong()); });
    connect(grid_->selectionModel(), &QItemSelectionModel::currentChanged, this, &MainWindow::currentChanged);
    connect(grid_, &PhotoGrid::visibleRowsChanged, this, [this](RowRange rows, int edge) {
        if (page() == Page::Grid)
            session_->setViewport(rows.first, rows.last, edge);
    });
    // The strip takes the thumbnails of the grid's size, so that going between the two makes none anew.
    connect(&loupe_->filmstrip(), &PhotoGrid::visibleRowsChanged, this, [this](RowRange rows, int) {
        if (page() == Page::Loupe)
            session_->setViewport(rows.first, rows.last, grid_->edgeInDevicePixels());
    });
    connect(grid_, &PhotoGrid::edgeChangeWanted, this, &MainWindow::stepEdge);
    connect(size_, &QSlider::valueChanged, grid_, &PhotoGrid::setEdge);
    grid_->setEdge(size_->value());
    connect(loupe_, &LoupeView::photoChanged, this, &MainWindow::showLoupe);
    connect(loupe_, &LoupeView::heatVisibleChanged, heat_, &QAction::setChecked);
    connect(loupe_, &LoupeView::heatVisibleChanged, this, &MainWindow::showAttention);
    connect(loupe_, &LoupeView::explanationChanged, this, &MainWindow::showAttention);
    connect(loupe_, &LoupeView::scaleChanged, this, &MainWindow::showAttention);
    connect(loupe_, &LoupeView::heatVisibleChanged, this, &MainWindow::refreshActions);
    connect(inspector_, &InspectorPanel::scaleWanted, this, [this](int scale) {
        if (page() == Page::Loupe)
            loupe_->showScale(scale);
    });
    connect(inspector_, &InspectorPanel::photoWanted, this, [this](qlonglong id) {
        if (page() == Page::Loupe)
            showLoupe(id);
        else if (const QModelIndex index = session_->photos().indexOf(id); index.isValid())
            grid_->setCurrentIndex(index);
        else
            showLoupe(id); // hidden by the filter
    });
    grid_->addAction(registry_.action(QStringLiteral("open-photo")));
    grid_->addAction(marks_menu_->menuAction());
    for (const char* id : {"like-this", "show-in-folder", "copy-command"})
        grid_->addAction(registry_.action(QLatin1String(id)));
}

} // namespace touchstone::ui
