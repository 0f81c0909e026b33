// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the photos are ranked by.
#include <algorithm>

#include <QComboBox>
#include <QLineEdit>
#include <QStatusBar>

#include "ui/filter/filter_bar.h"
#include "ui/loupe/loupe_view.h"
#include "ui/style/appearance.h"
#include "ui/window/main_window.h"

namespace touchstone::ui {

using library::PhotoListModel;
using library::ScoringService;
using library::SortKey;
using library::SortOrder;

namespace {

constexpr std::size_t kLikePhotos = 2000; ///< nearest photos that are brought in order; the others follow by name

/// What an entry of "Rank by" stands for: the order as text, a model always by its id.
QString keyOf(SortKey key, const std::string& model = {}) {
    return SortOrder{key, false, model}.text();
}

} // namespace

void MainWindow::connectRanking() {
    connect(filter_bar_, &FilterBar::filterChanged, this, &MainWindow::filterChanged);
    connect(filter_, &QLineEdit::returnPressed, grid_, qOverload<>(&QWidget::setFocus));
    connect(rank_by_, &QComboBox::activated, this, &MainWindow::chooseRankBy);
    connect(reverse_, &QAction::toggled, this, [this](bool reversed) {
        SortOrder order = session_->photos().sortOrder();
        order.reversed = reversed;
        order_before_.reset(); // the person's own choice from here on
        setOrder(order);
    });
    connect(&session_->photos(), &PhotoListModel::orderStaleChanged, rerank_, &QAction::setEnabled);
    rerank_->setEnabled(false);
    connect(&session_->photos(), &PhotoListModel::currentModelChanged, this, &MainWindow::fillRankBy);
    connect(&session_->scoring(), &ScoringService::modelsReady, this, &MainWindow::fillRankBy, Qt::QueuedConnection);
    connect(like_this_, &QAction::triggered, this, &MainWindow::rankByLikeness);
    connect(&session_->neighbours(), &library::NeighbourService::found, this,
            [this](quint64 generation, const std::shared_ptr<const library::Neighbours>& neighbours) {
                takeNeighbours(generation, *neighbours);
            });
    fillRankBy();
}

void MainWindow::fillRankBy() {
    const PhotoListModel& photos = session_->photos();
    const SortOrder& order = photos.sortOrder();
    rank_by_->clear();
    if (photos.models().empty())
        rank_by_->addItem(tr("Score"), keyOf(SortKey::Score));
    for (const ModelCard& card : photos.models())
        rank_by_->addItem(QString::fromStdString(card.title), keyOf(SortKey::Score, card.id));
    if (const ModelCard* disagreement = photos.disagreementCard())
        rank_by_->addItem(QString::fromStdString(disagreement->title), keyOf(SortKey::Score, disagreement->id));
    if (like_photo_ != library::no_photo) {
        const library::PhotoEntry* entry = photos.entry(like_photo_);
        rank_by_->addItem(tr("Likeness to %1").arg(entry ? entry->name : QString()), keyOf(SortKey::Distance));
    }
    rank_by_->insertSeparator(rank_by_->count());
    for (const auto& [key, text] : {std::pair{SortKey::Captured, tr("Date captured")},
                                    {SortKey::DateModified, tr("Date modified")},
                                    {SortKey::Name, tr("Name")},
                                    {SortKey::Rating, tr("Rating")},
                                    {SortKey::Sharpness, tr("Sharpness")},
                                    {SortKey::Pixels, tr("Pixels")},
                                    {SortKey::FileSize, tr("File size")}})
        rank_by_->addItem(text, keyOf(key));
    QString shown = keyOf(order.key);
    if (order.key == SortKey::Score || order.key == SortKey::Percentile)
        shown = keyOf(SortKey::Score, order.model.empty() ? photos.currentModel() : order.model);
    else if (order.key == SortKey::Disagreement && photos.disagreementCard())
        shown = keyOf(SortKey::Score, photos.disagreementCard()->id);
    rank_by_->setCurrentIndex(rank_by_->findData(shown));
    const QSignalBlocker quiet(reverse_);
    reverse_->setChecked(order.reversed);
    reverse_->setIcon(
        themedIcon(order.reversed ? QStringLiteral("sort-ascending") : QStringLiteral("sort-descending")));
    rank_by_->setToolTip(order.sentence());
}

void MainWindow::chooseRankBy(int index) {
    const auto chosen = SortOrder::parse(rank_by_->itemData(index).toString());
    if (!chosen)
        return;
    SortOrder order = *chosen;
    order.reversed = session_->photos().sortOrder().reversed;
    order_before_.reset();
    setOrder(order);
}

/// An order that names a model makes it the one whose scores are shown.
void MainWindow::setOrder(const SortOrder& wanted) {
    PhotoListModel& photos = session_->photos();
    SortOrder order = wanted;
    const std::string before = photos.currentModel();
    if (order.key == SortKey::Score && !order.model.empty())
        photos.setCurrentModel(order.model);
    else if (order.key == SortKey::Score && photos.ranksByDisagreement())
        photos.setCurrentModel(photos.models().front().id);
    order.model.clear();
    photos.setSortOrder(order);
    if (photos.currentModel() != before)
        loupe_->modelChanged();
    fillRankBy();
}

void MainWindow::rankByLikeness() {
    like_photo_ = currentPhoto();
    likeness_ = session_->neighbours().request(like_photo_, kLikePhotos);
}

void MainWindow::takeNeighbours(quint64 generation, const library::Neighbours& neighbours) {
    if (likeness_ == 0 || generation != likeness_)
        return;
    likeness_ = 0;
    const auto& nearest = neighbours.content.empty() ? neighbours.quality : neighbours.content;
    if (nearest.empty()) {
        like_photo_ = library::no_photo;
        statusBar()->showMessage(tr("Photos can be compared when Re-IQA has scored them."), 6000);
        return;
    }
    std::unordered_map<library::PhotoId, double> distances{{neighbours.id, -1.0}}; // itself comes first
    for (const reiqa::Neighbour& neighbour : nearest)
        distances.emplace(neighbour.id, 1 - static_cast<double>(neighbour.cosine));
    session_->photos().setDistances(std::move(distances));
    order_before_.reset();
    setOrder({SortKey::Distance});
    grid_->scrollToTop();
}

} // namespace touchstone::ui
