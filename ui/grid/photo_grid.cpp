// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/grid/photo_grid.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

#include "app/library/photo_list_model.h"

namespace touchstone::ui {

namespace {
constexpr int most_rectangles = 16;
}

PhotoGrid::PhotoGrid(PhotoDelegate::Layout layout, ThumbnailPixmaps::Source source, QWidget* parent)
    : QListView(parent)
    , pixmaps_(std::move(source))
    , delegate_(new PhotoDelegate(pixmaps_, layout, this))
    , layout_(layout) {
    setItemDelegate(delegate_);
    setViewMode(QListView::IconMode);
    setUniformItemSizes(true);
    setLayoutMode(QListView::Batched);
    setBatchSize(2000);
    setMovement(QListView::Static);
    setResizeMode(QListView::Adjust);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    setSelectionMode(layout == PhotoDelegate::Layout::Grid ? QAbstractItemView::ExtendedSelection
                                                           : QAbstractItemView::SingleSelection);
    setFrameShape(QFrame::NoFrame);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent); // paintEvent() fills everything, once
    setDragEnabled(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    if (layout == PhotoDelegate::Layout::Filmstrip) {
        setFlow(QListView::LeftToRight);
        setWrapping(false);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    } else {
        // Appearing and vanishing bars would re-wrap the grid while photos arrive.
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    }
    announce_timer_.setSingleShot(true);
    announce_timer_.setInterval(30);
    connect(&announce_timer_, &QTimer::timeout, this, &PhotoGrid::announce);
    ready_timer_.setSingleShot(true);
    ready_timer_.setInterval(30);
    connect(&ready_timer_, &QTimer::timeout, this, &PhotoGrid::repaintReady);
    connect(&pixmaps_, &ThumbnailPixmaps::profileChanged, viewport(), qOverload<>(&QWidget::update));
    connect(&pixmaps_, &ThumbnailPixmaps::ready, this, [this](qlonglong id) {
        ready_.push_back(id);
        if (!ready_timer_.isActive())
            ready_timer_.start();
    });
    applyCellSize();
}

void PhotoGrid::setModel(QAbstractItemModel* newModel) {
    // Before the selection hears of it.
    connect(newModel, &QAbstractItemModel::layoutAboutToBeChanged, this, &PhotoGrid::joinWholeSelection);
    QListView::setModel(newModel);
    const auto later = [this] { announce_timer_.start(); };
    connect(newModel, &QAbstractItemModel::rowsInserted, this, later);
    connect(newModel, &QAbstractItemModel::rowsRemoved, this, later);
    connect(newModel, &QAbstractItemModel::layoutChanged, this, later);
    connect(newModel, &QAbstractItemModel::modelReset, this, [this, later] {
        pixmaps_.clear();
        delegate_->forgetFooters();
        later();
    });
    // Another model's range may call for another number of digits.
    if (const auto* photos = qobject_cast<const library::PhotoListModel*>(newModel))
        connect(photos, &library::PhotoListModel::currentModelChanged, this, [this] { delegate_->forgetFooters(); });
    announce_timer_.start();
}

/// Qt takes a selection of everything through a change of the order as one range, but only where it was made in one act
/// that is the latest; any other row by row, which takes longer than a frame. Photos that went or came since such a
/// selection was made are acts of their own.
void PhotoGrid::joinWholeSelection() {
    const int rows = model() ? model()->rowCount() : 0;
    if (!selectionModel() || rows == 0)
        return;
    int selected = 0;
    for (const QItemSelectionRange& range : selectionModel()->selection())
        selected += range.height();
    if (selected == rows)
        selectionModel()->select({model()->index(0, 0), model()->index(rows - 1, 0)},
                                 QItemSelectionModel::ClearAndSelect);
}

int PhotoGrid::edgeInDevicePixels() const {
    return static_cast<int>(std::ceil(edge() * devicePixelRatioF()));
}

void PhotoGrid::setEdge(int logicalPixels) {
    if (logicalPixels == edge())
        return;
    const RowRange rows = visibleRows();
    delegate_->setEdge(logicalPixels);
    applyCellSize();
    if (rows.first >= 0 && layout_ == PhotoDelegate::Layout::Grid) {
        const QModelIndex current = currentIndex();
        const bool currentOnScreen = current.isValid() && current.row() >= rows.first && current.row() <= rows.last;
        scrollTo(currentOnScreen ? current : model()->index((rows.first + rows.last) / 2, 0),
                 QAbstractItemView::PositionAtCenter);
    }
    announce_timer_.start();
}

void PhotoGrid::applyCellSize() {
    const QSize cell = delegate_->cellSize(font());
    const int gap = std::max(2, fontMetrics().height() / 5);
    setGridSize(cell + QSize(gap, gap));
    if (layout_ == PhotoDelegate::Layout::Filmstrip) {
        setFixedHeight(cell.height() + gap + horizontalScrollBar()->sizeHint().height() + 2);
        horizontalScrollBar()->setSingleStep(cell.width());
    } else {
        verticalScrollBar()->setSingleStep(std::max(20, cell.height() / 3));
    }
}

RowRange PhotoGrid::visibleRows() const {
    if (!model() || model()->rowCount() == 0)
        return {};
    // One probe can fall between two cells or into the ragged margin, so several are tried along both edges: from where
    // reading begins for the first row, from where it ends for the last one, until one meets a cell.
    const QRect view = viewport()->rect();
    const QSize step = gridSize();
    std::vector<int> columns;
    for (int x = step.width() / 3; x < view.width(); x += std::max(1, step.width() / 2))
        columns.push_back(isRightToLeft() ? view.width() - 1 - x : x);
    RowRange rows;
    const auto probe = [&](int x, int y) {
        const QModelIndex index = indexAt(QPoint(x, y));
        if (!index.isValid())
            return false;
        rows.first = rows.first < 0 ? index.row() : std::min(rows.first, index.row());
        rows.last = std::max(rows.last, index.row());
        return true;
    };
    for (const int y : {1, step.height() / 3})
        std::any_of(columns.begin(), columns.end(), [&](int x) { return probe(x, y); });
    for (const int y : {view.height() - step.height() / 3, view.height() - 2})
        std::any_of(columns.rbegin(), columns.rend(), [&](int x) { return probe(x, y); });
    if (rows.first >= 0 && layout_ == PhotoDelegate::Layout::Grid &&
        !indexAt(QPoint(columns.front(), view.height() - 2)).isValid() &&
        verticalScrollBar()->value() == verticalScrollBar()->maximum())
        rows.last = model()->rowCount() - 1; // the last, ragged line is above the lower edge
    return rows;
}

void PhotoGrid::announce() {
    announced_ratio_ = devicePixelRatioF();
    Q_EMIT
    visibleRowsChanged(visibleRows(), edgeInDevicePixels());
}

void PhotoGrid::repaintReady() {
    const auto* photos = qobject_cast<const library::PhotoListModel*>(model());
    QRegion changed;
    for (const qlonglong id : ready_)
        if (const QModelIndex index = photos ? photos->indexOf(id) : QModelIndex(); index.isValid())
            if (const QRect cell = visualRect(index); cell.intersects(viewport()->rect()))
                // Joining many small rectangles costs more than painting what lies between them.
                changed = changed.rectCount() < most_rectangles ? changed.united(cell)
                                                                : QRegion(changed.boundingRect().united(cell));
    ready_.clear();
    viewport()->update(changed);
}

void PhotoGrid::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    announce_timer_.start();
}

void PhotoGrid::scrollContentsBy(int dx, int dy) {
    QListView::scrollContentsBy(dx, dy);
    if (!announce_timer_.isActive()) // thumbnails follow during a long scroll, not only after it
        announce_timer_.start();
}

void PhotoGrid::mousePressEvent(QMouseEvent* event) {
    const QModelIndex index = indexAt(event->pos());
    const auto* photos = qobject_cast<const library::PhotoListModel*>(model());
    const bool stacked = photos && photos->isStacked() && event->button() == Qt::LeftButton && index.isValid();
    if (stacked &&
        delegate_->stackBadge(visualRect(index), font(), devicePixelRatioF(), palette(), layoutDirection(), index)
            .contains(event->pos())) {
        setCurrentIndex(index);
        Q_EMIT
        stackClicked(index.data(library::PhotoListModel::GroupRole).toLongLong());
        event->accept();
        return;
    }
    QListView::mousePressEvent(event);
}

void PhotoGrid::wheelEvent(QWheelEvent* event) {
    if (event->modifiers() & Qt::ControlModifier) {
        Q_EMIT
        edgeChangeWanted(event->angleDelta().y() > 0 ? 1 : -1);
        event->accept();
        return;
    }
    if (layout_ == PhotoDelegate::Layout::Filmstrip) {
        horizontalScrollBar()->setValue(horizontalScrollBar()->value() - event->angleDelta().y());
        event->accept();
        return;
    }
    QListView::wheelEvent(event);
}

void PhotoGrid::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        applyCellSize();
    switch (event->type()) {
    case QEvent::PaletteChange:
    case QEvent::StyleChange:
    case QEvent::LanguageChange:
    case QEvent::LocaleChange:
    case QEvent::LayoutDirectionChange:
        delegate_->forgetFooters();
        viewport()->update();
        break;
    default:
        break;
    }
}

void PhotoGrid::showEvent(QShowEvent* event) {
    QListView::showEvent(event);
    announce_timer_.start();
}

void PhotoGrid::paintEvent(QPaintEvent* event) {
    if (announced_ratio_ != devicePixelRatioF()) // moved to another screen
        announce_timer_.start();
    {
        QPainter painter(viewport());
        const QColor surround = photoColours(palette()).surround;
        for (const QRect& part : event->region())
            painter.fillRect(part, surround);
    }
    // The view goes over every cell in the bounding rectangle; those between the parts need no painting.
    delegate_->setPaintedRegion(event->region());
    QListView::paintEvent(event);
    delegate_->setPaintedRegion({});
}

} // namespace touchstone::ui
