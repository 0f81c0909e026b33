// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// The library map: going there and back, and what it asks of the window.
#include <QItemSelectionModel>
#include <QStackedWidget>

#include "ui/inspector/inspector_panel.h"
#include "ui/map/map_view.h"
#include "ui/window/main_window.h"

namespace touchstone::ui {

using library::PhotoId;

void MainWindow::createMapActions() {
    const QString group = tr("Views");
    map_page_ =
        registry_.add(this, QStringLiteral("map"), group, tr("&Map"), QStringLiteral("map"), {QKeySequence(Qt::Key_M)});
    map_page_->setCheckable(true);
    map_page_->setToolTip(tr("All photos as points: what is alike lies near each other"));
    connect(map_page_, &QAction::triggered, this, [this] { page() == Page::Map ? showGrid() : showMap(); });
    map_lasso_ = registry_.add(this, QStringLiteral("map-lasso"), group, tr("Choose with a l&asso on the map"), {},
                               {QKeySequence(Qt::Key_L)});
    map_lasso_->setCheckable(true);
    connect(map_lasso_, &QAction::triggered, &map_->canvas(), &MapCanvas::setLassoMode);
    connect(&map_->canvas(), &MapCanvas::lassoModeChanged, map_lasso_, &QAction::setChecked);
}

void MainWindow::connectMap() {
    connect(map_, &MapView::openWanted, this, &MainWindow::showLoupe);
    connect(map_, &MapView::modelsWanted, this, &MainWindow::showModels);
    connect(map_, &MapView::currentChanged, this, [this](qlonglong id) {
        if (const QModelIndex index = session_->photos().indexOf(id); index.isValid())
            grid_->selectionModel()->setCurrentIndex(index, QItemSelectionModel::NoUpdate);
        inspector_->showPhoto(id);
        wantMapThumbnail(id);
        refreshActions();
    });
    connect(map_, &MapView::pointedAtPhoto, this, &MainWindow::wantMapThumbnail);
    connect(&session_->thumbnails(), &library::ThumbnailService::ready, &map_->canvas(), qOverload<>(&QWidget::update));
    connect(pages_, &QStackedWidget::currentChanged, this, [this] {
        if (page() == Page::Map)
            map_->enter();
        else
            map_->leave();
    });
}

/// The card shows the thumbnail of the grid's size; those of the photos beside it in rank come after it.
void MainWindow::wantMapThumbnail(PhotoId id) {
    if (const int row = session_->photos().rowOf(id); row >= 0 && page() == Page::Map)
        session_->setViewport(row, row, grid_->edgeInDevicePixels());
}

void MainWindow::showMap() {
    const PhotoId id = currentPhoto();
    pages_->setCurrentWidget(map_);
    refreshPage();
    if (page() != Page::Map)
        return; // there are no photos
    map_->setCurrentPhoto(id);
    map_->canvas().setFocus();
    refreshActions();
}

} // namespace touchstone::ui
