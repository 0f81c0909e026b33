// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/compare/compare_view.h"

#include <algorithm>
#include <cmath>

#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/style/appearance.h"
#include "ui/style/screen_profile.h"

namespace touchstone::ui {

using library::PhotoId;

namespace {

/// Six photos of 45 megapixels fit; the grid's loupe keeps a memory of its own.
constexpr std::uint64_t compare_bytes = std::uint64_t{900} << 20;

/// Columns for a number of panes: two beside each other, then two rows.
int columns_of(std::size_t panes) {
    return panes <= 3 ? static_cast<int>(panes) : panes == 4 ? 2 : 3;
}

} // namespace

CompareView::CompareView(library::LibrarySession& session, QWidget* parent)
    : QWidget(parent)
    , session_(session)
    , maps_(session) {
    setObjectName(QStringLiteral("compare"));
    library::PhotoLoaderOptions options;
    options.cache_bytes = compare_bytes;
    loader_ = std::make_unique<library::PhotoLoader>(options);
    for (const auto signal :
         {&library::PhotoLoader::loaded, &library::PhotoLoader::fittedReady, &library::PhotoLoader::failed})
        connect(loader_.get(), signal, this, &CompareView::takePictures);
    loader_->setScreen(ScreenProfile::instance().space());
    connect(&ScreenProfile::instance(), &ScreenProfile::changed, this,
            [this] { loader_->setScreen(ScreenProfile::instance().space()); });
    connect(&maps_, &CommonMaps::ready, this, &CompareView::takeMap);
    connect(&maps_, &CommonMaps::failed, this,
            [this](qlonglong, const QString& why) { words_->setText(tr("No map: %1").arg(why)); });
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    grid_ = new QGridLayout;
    grid_->setSpacing(2);
    column->addLayout(grid_, 1);
    createBar();
    fit_timer_.setSingleShot(true);
    fit_timer_.setInterval(0);
    connect(&fit_timer_, &QTimer::timeout, this, [this] { loader_->setFit(room()); });
    connect(&session_.photos(), &QAbstractItemModel::dataChanged, this, &CompareView::refreshFacts);
    connect(&session_.photos(), &QAbstractItemModel::layoutChanged, this, &CompareView::refreshFacts);
    connect(&session_.photos(), &library::PhotoListModel::countsChanged, this, [this] {
        // Deleted from outside while it is looked at.
        for (std::size_t at = panes_.size(); at-- > 0;)
            if (!session_.photos().entry(panes_[at]->photo()))
                replaceOrRemove(at);
    });
}

CompareView::~CompareView() = default;

void CompareView::createBar() {
    auto* bar = new QWidget;
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(6, 2, 6, 2);
    lock_ = new QToolButton;
    lock_->setObjectName(QStringLiteral("compareLock"));
    lock_->setText(tr("Zoom and pan in step"));
    lock_->setCheckable(true);
    lock_->setChecked(true);
    lock_->setAutoRaise(true);
    emphasiseWhenChecked(lock_);
    connect(lock_, &QToolButton::toggled, this, [this](bool locked) { synchroniser_.setLocked(locked); });
    difference_ = new QToolButton;
    difference_->setObjectName(QStringLiteral("compareDifference"));
    difference_->setText(tr("Difference of the maps"));
    difference_->setToolTip(tr("Where the model looked more (blue) or less (orange) than in the focused photo, for "
                               "frames of one scene that can be laid on each other"));
    difference_->setCheckable(true);
    difference_->setAutoRaise(true);
    emphasiseWhenChecked(difference_);
    connect(difference_, &QToolButton::clicked, this, &CompareView::setDifferenceShown);
    connect(&differences_, &MapDifference::ready, this, &CompareView::takeDifference);
    connect(&differences_, &MapDifference::failed, this, [this](qlonglong id, inspection::Misfit why) {
        const library::PhotoEntry* photo = session_.photos().entry(id);
        //: %1 photo, %2 reason
        misfit_ =
            tr("%1 cannot be laid on the focused photo: %2").arg(photo ? photo->name : QString(), misfitWords(why));
        refreshFacts();
    });
    words_ = new QLabel;
    words_->setWordWrap(true);
    words_->setObjectName(QStringLiteral("compareWords"));
    row->addWidget(lock_);
    row->addWidget(difference_);
    row->addWidget(words_, 1);
    layout()->addWidget(bar);
}

ComparePane* CompareView::addPane() {
    auto* pane = new ComparePane(session_);
    pane->canvas().setHeatVisible(heat_visible_);
    connect(pane, &ComparePane::focusWanted, this, [this, pane] {
        const auto at = std::find(panes_.begin(), panes_.end(), pane);
        if (at != panes_.end())
            setFocusedPane(static_cast<std::size_t>(at - panes_.begin()));
    });
    connect(&pane->canvas(), &PhotoCanvas::fitRoomChanged, &fit_timer_, qOverload<>(&QTimer::start));
    connect(&pane->canvas(), &PhotoCanvas::cellRead, this, [this](const QString& words) {
        if (!words.isEmpty())
            words_->setText(words);
        else
            refreshFacts();
    });
    synchroniser_.add(&pane->canvas());
    panes_.push_back(pane);
    return pane;
}

void CompareView::removePane(std::size_t at) {
    ComparePane* pane = panes_[at];
    synchroniser_.remove(&pane->canvas());
    panes_.erase(panes_.begin() + static_cast<std::ptrdiff_t>(at));
    grid_->removeWidget(pane);
    pane->hide();
    pane->deleteLater(); // may be in one of its own events
}

void CompareView::arrange() {
    for (ComparePane* pane : panes_)
        grid_->removeWidget(pane);
    const int columns = std::max(1, columns_of(panes_.size()));
    for (std::size_t at = 0; at < panes_.size(); ++at) {
        grid_->addWidget(panes_[at], static_cast<int>(at) / columns, static_cast<int>(at) % columns);
        panes_[at]->show();
    }
    for (int row = 0; row < 2; ++row)
        grid_->setRowStretch(row, row * columns < static_cast<int>(panes_.size()) ? 1 : 0);
    for (int column = 0; column < 3; ++column)
        grid_->setColumnStretch(column, column < columns ? 1 : 0);
}

void CompareView::compare(std::vector<PhotoId> photos) {
    std::erase_if(photos, [this](PhotoId id) { return !session_.photos().entry(id); });
    const std::size_t count = std::min(photos.size(), most);
    while (panes_.size() > count)
        removePane(panes_.size() - 1);
    while (panes_.size() < count)
        addPane();
    waiting_.assign(photos.begin() + static_cast<std::ptrdiff_t>(count), photos.end());
    arrange();
    for (std::size_t at = 0; at < count; ++at)
        panes_[at]->showPhoto(photos[at]);
    setFocusedPane(0);
    load();
}

void CompareView::leave() {
    while (!panes_.empty())
        removePane(panes_.size() - 1);
    waiting_.clear();
    loader_->forget();
    maps_.want({});
}

std::vector<PhotoId> CompareView::shown() const {
    std::vector<PhotoId> ids;
    for (const ComparePane* pane : panes_)
        ids.push_back(pane->photo());
    return ids;
}

PhotoId CompareView::focused() const {
    return focused_ < panes_.size() ? panes_[focused_]->photo() : library::no_photo;
}

QSize CompareView::room() const {
    return panes_.empty() ? QSize() : panes_.front()->canvas().fitRoom();
}

/// The focused one first, then the others, then who comes in next.
void CompareView::load() {
    std::vector<library::LoadRequest> requests;
    const auto add = [&](PhotoId id) {
        if (const library::PhotoEntry* photo = session_.photos().entry(id))
            requests.push_back({photo->id, photo->file});
    };
    add(focused());
    for (const ComparePane* pane : panes_)
        if (pane->photo() != focused())
            add(pane->photo());
    if (!waiting_.empty())
        add(waiting_.front());
    if (requests.empty())
        return;
    const library::LoadRequest first = requests.front();
    requests.erase(requests.begin());
    loader_->show(first, requests, room());
    for (const ComparePane* pane : panes_)
        takePictures(pane->photo()); // what is in memory shows in this very frame
    if (heat_visible_)
        maps_.want(shown());
    for (const ComparePane* pane : panes_)
        takeMap(pane->photo());
    refreshFacts();
}

void CompareView::takePictures(PhotoId id) {
    for (ComparePane* pane : panes_) {
        if (pane->photo() != id)
            continue;
        if (const auto error = loader_->error(id))
            pane->setError(*error);
        else
            pane->setPictures(loader_->full(id), loader_->onScreen(id), loader_->isDamaged(id));
    }
    if (isDifferenceShown())
        askForDifferences();
}

void CompareView::takeMap(PhotoId id) {
    const auto explanation = maps_.map(id);
    for (ComparePane* pane : panes_) {
        if (pane->photo() != id || !explanation)
            continue;
        HeatMapLayer& heat = pane->canvas().heat();
        if (const auto& attention = explanation->assessment.attention; attention && !attention->scales.empty())
            heat.setAttention(*attention, explanation->photo_size);
        else if (const auto& breakdown = explanation->assessment.breakdown)
            heat.setBreakdown(*breakdown, explanation->assessment.scored_size, explanation->photo_size);
    }
    for (ComparePane* pane : panes_) // one scale of the map in all
        if (HeatMapLayer& heat = pane->canvas().heat(); !heat.isEmpty())
            heat.setScaleIndex(scale_);
    applyCommonRange();
    if (isDifferenceShown())
        askForDifferences();
}

bool CompareView::isDifferenceShown() const {
    return difference_->isChecked();
}

void CompareView::setDifferenceShown(bool shown) {
    difference_->setChecked(shown);
    differences_.forget();
    misfit_.clear();
    if (shown && !heat_visible_)
        setHeatVisible(true);
    for (const ComparePane* pane : panes_) // the attention itself; the differences follow
        takeMap(pane->photo());
    refreshFacts();
}

void CompareView::askForDifferences() {
    differences_.forget();
    misfit_.clear();
    if (focused_ >= panes_.size())
        return;
    const auto side = [this](PhotoId id) -> std::optional<MapDifference::Side> {
        const auto explanation = maps_.map(id);
        const QImage full = loader_->full(id), fitted = loader_->fitted(id);
        if (!explanation || !explanation->assessment.attention || full.isNull())
            return std::nullopt;
        return MapDifference::Side{fitted.isNull() ? full : fitted, explanation};
    };
    const auto leader = side(focused());
    if (!leader)
        return; // comes again with its map, or its picture
    for (const ComparePane* pane : panes_)
        if (pane->photo() != focused())
            if (const auto other = side(pane->photo()))
                differences_.ask(*other, *leader);
}

void CompareView::takeDifference(PhotoId id, const std::vector<AttentionMap>& maps) {
    const auto explanation = maps_.map(id);
    for (ComparePane* pane : panes_)
        if (pane->photo() == id && explanation && !maps.empty()) {
            pane->canvas().heat().setDifferences(maps, explanation->photo_size);
            pane->canvas().heat().setScaleIndex(scale_);
        }
    applyCommonRange();
}

/// Equal colours mean equal multiples of the mean, or equal points, in all panes; differences have a range of their
/// own.
void CompareView::applyCommonRange() {
    for (const bool differences : {false, true}) {
        std::optional<HeatRange> common;
        for (ComparePane* pane : panes_) {
            const HeatMapLayer& heat = pane->canvas().heat();
            if (heat.isEmpty() || heat.isDifference() != differences)
                continue;
            const HeatRange own = heat.ownRange();
            if (!common)
                common = own;
            common->low = std::min(common->low, own.low);
            common->high = std::max(common->high, own.high);
            common->open = common->open || own.open;
        }
        for (ComparePane* pane : panes_) {
            if (pane->canvas().heat().isDifference() != differences)
                continue;
            pane->canvas().heat().setCommonRange(common);
            pane->canvas().heatChanged();
        }
    }
    refreshFacts();
}

void CompareView::setFocusedPane(std::size_t at) {
    focused_ = at;
    for (std::size_t i = 0; i < panes_.size(); ++i)
        panes_[i]->setFocused(i == at);
    if (at < panes_.size() && isVisible() && !panes_[at]->canvas().hasFocus())
        panes_[at]->canvas().setFocus();
    if (isDifferenceShown()) // they are differences to the focused photo
        for (const ComparePane* pane : panes_)
            takeMap(pane->photo());
    refreshFacts();
    Q_EMIT
    focusChanged(focused());
}

void CompareView::stepFocus(int by) {
    if (panes_.empty())
        return;
    const int count = static_cast<int>(panes_.size());
    setFocusedPane(static_cast<std::size_t>(((static_cast<int>(focused_) + by) % count + count) % count));
}

void CompareView::setFocusedPhoto(PhotoId id) {
    for (std::size_t at = 0; at < panes_.size(); ++at)
        if (panes_[at]->photo() == id)
            setFocusedPane(at);
}

/// Scores and sharpness as differences to the focused photo.
void CompareView::refreshFacts() {
    const auto& photos = session_.photos();
    const library::PhotoEntry* leader = photos.entry(focused());
    const auto score_of = [&](const library::PhotoEntry& photo) {
        const library::ScoreRecord* record = photo.score_of(photos.currentModel());
        return record ? record->score.known_value() : std::nullopt;
    };
    for (std::size_t at = 0; at < panes_.size(); ++at) {
        const library::PhotoEntry* photo = photos.entry(panes_[at]->photo());
        std::optional<ComparePane::Beside> beside;
        if (photo && leader && photo != leader) {
            beside.emplace();
            const auto here = score_of(*photo), there = score_of(*leader);
            if (here && there)
                beside->score = *here - *there;
            if (photo->sharpness && leader->sharpness && *leader->sharpness > 0)
                beside->sharpness = *photo->sharpness / *leader->sharpness - 1;
        }
        panes_[at]->showFacts(beside);
    }
    QString words =
        waiting_.empty() ? QString() : tr("%Ln more wait", "photos to compare", static_cast<int>(waiting_.size()));
    if (heat_visible_ && !panes_.empty()) {
        const auto with_map = std::find_if(panes_.begin(), panes_.end(),
                                           [](ComparePane* pane) { return !pane->canvas().heat().isEmpty(); });
        const QString map =
            with_map == panes_.end()
                ? tr("Computing the maps…")
                : tr("%1; one scale for all: up to %2")
                      .arg(scaleTitle((*with_map)->canvas().heat().map().scale),
                           (*with_map)->canvas().heat().isSigned()
                               ? tr("%1 points")
                                     .arg(QLocale().toString((*with_map)->canvas().heat().range().high, 'g', 2))
                               : tr("%1× the mean")
                                     .arg(QLocale().toString((*with_map)->canvas().heat().range().high, 'f', 1)));
        words = words.isEmpty() ? map : words + QStringLiteral(" · ") + map;
        if (isDifferenceShown())
            words +=
                QStringLiteral(" · ") + (misfit_.isEmpty() ? tr("others: difference to the focused photo") : misfit_);
    }
    words_->setText(words);
}

void CompareView::takeOut() {
    if (focused_ < panes_.size())
        replaceOrRemove(focused_);
}

void CompareView::replaceOrRemove(std::size_t at) {
    while (!waiting_.empty() && !session_.photos().entry(waiting_.front()))
        waiting_.erase(waiting_.begin());
    if (!waiting_.empty()) {
        panes_[at]->showPhoto(waiting_.front());
        waiting_.erase(waiting_.begin());
    } else {
        const ViewTransform view = panes_[at]->canvas().view();
        removePane(at);
        arrange();
        if (panes_.size() < least) {
            Q_EMIT
            closed();
            return;
        }
        if (!view.isFitted())
            for (ComparePane* pane : panes_)
                pane->canvas().matchView(view);
    }
    setFocusedPane(std::min(focused_, panes_.size() - 1));
    load();
}

void CompareView::marked(const std::vector<PhotoId>& photos) {
    for (std::size_t at = 0; at < panes_.size(); ++at) {
        const library::PhotoEntry* photo = session_.photos().entry(panes_[at]->photo());
        const bool just_marked = photo && std::find(photos.begin(), photos.end(), photo->id) != photos.end();
        if (just_marked && photo->marks.flag == library::Flag::Reject && !waiting_.empty())
            replaceOrRemove(at);
    }
    refreshFacts();
}

void CompareView::toggleActualSize() {
    if (focused_ < panes_.size())
        panes_[focused_]->canvas().toggleActualSize();
}

void CompareView::zoomBy(double factor) {
    if (focused_ < panes_.size())
        panes_[focused_]->canvas().zoomBy(factor);
}

void CompareView::setHeatVisible(bool visible) {
    heat_visible_ = visible;
    if (!visible)
        difference_->setChecked(false);
    for (ComparePane* pane : panes_)
        pane->canvas().setHeatVisible(visible);
    if (visible)
        maps_.want(shown());
    for (const ComparePane* pane : panes_)
        takeMap(pane->photo());
    refreshFacts();
    Q_EMIT
    heatVisibleChanged(visible);
}

void CompareView::stepScale(int step) {
    for (ComparePane* pane : panes_) {
        HeatMapLayer& heat = pane->canvas().heat();
        if (heat.isEmpty())
            continue;
        heat.setCommonRange(std::nullopt);
        heat.stepScale(step);
    }
    for (ComparePane* pane : panes_)
        if (const HeatMapLayer& heat = pane->canvas().heat(); !heat.isEmpty())
            scale_ = heat.scaleIndex();
    applyCommonRange();
}

void CompareView::stepOpacity() {
    for (ComparePane* pane : panes_) {
        HeatMapLayer& heat = pane->canvas().heat();
        heat.setOpacity(heat.opacity() < 0.45 ? 0.6 : heat.opacity() < 0.75 ? 0.9 : 0.3);
        pane->canvas().update();
    }
}

void CompareView::modelChanged() {
    maps_.forget();
    for (ComparePane* pane : panes_) {
        pane->canvas().heat().clear();
        pane->canvas().heatChanged();
    }
    if (heat_visible_)
        maps_.want(shown());
    refreshFacts();
}

} // namespace touchstone::ui
