// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// PhotoListModel: models, statistics and the order of the rows.
#include <algorithm>

#include <QLocale>

#include "app/library/photo_list_model.h"

namespace touchstone::library {

// -- models ----------------------------------------------------------------------------------------------------------

void PhotoListModel::setModels(std::vector<ModelCard> cards, std::size_t in_use) {
    values_.setModels(std::move(cards), in_use);
    if (!currentCard() && !models().empty())
        setCurrentModel(models().front().id);
    else
        Q_EMIT
    currentModelChanged();
}

std::string PhotoListModel::explainedModel() const {
    return values_.isInUse(currentModel()) || models().empty() ? currentModel() : models().front().id;
}

void PhotoListModel::setCurrentModel(const std::string& id) {
    if (id == currentModel())
        return;
    flush();
    values_.setCurrentModel(id);
    values_.rebuild();
    sortAndShow();
    Q_EMIT
    currentModelChanged();
    Q_EMIT
    statisticsChanged();
}

void PhotoListModel::setLibraryValues(std::vector<double> sorted) {
    values_.setLibraryValues(std::move(sorted));
    if (filter_.asksFor(FilterField::Percentile))
        rows_stale_ = true; // others may fit now
    Q_EMIT
    statisticsChanged();
    refreshStale();
}

void PhotoListModel::setDistances(std::unordered_map<PhotoId, double> distances) {
    values_.setDistances(std::move(distances));
    if (order_.key == SortKey::Distance)
        rerank();
}

std::optional<double> PhotoListModel::percentile(PhotoId id) const {
    const int place = placeOf(id);
    return place < 0 ? std::nullopt : values_.percentile(at(place));
}

std::optional<double> PhotoListModel::libraryPercentile(PhotoId id) const {
    const int place = placeOf(id);
    return place < 0 ? std::nullopt : values_.libraryPercentile(at(place));
}

QString PhotoListModel::scoreText(double value) const {
    const ModelCard* card = currentCard();
    const double width = card && card->range ? card->range->second - card->range->first : 10;
    return QLocale().toString(value, 'f', width >= 50 ? 1 : width >= 5 ? 2 : 3);
}

QString PhotoListModel::scoreWithRange(double value) const {
    const ModelCard* card = currentCard();
    if (!card || !card->range)
        return scoreText(value);
    return tr("%1 of %2–%3", "score with the ends of its scale")
        .arg(scoreText(value), QLocale().toString(card->range->first), QLocale().toString(card->range->second));
}

// -- order -----------------------------------------------------------------------------------------------------------

bool PhotoListModel::isBefore(int a, int b) const {
    const SortValue first = sort_value(order_, at(a), entryAt(a), values_);
    const SortValue second = sort_value(order_, at(b), entryAt(b), values_);
    if (first != second)
        return first < second;
    const bool backwards = order_.key == SortKey::Name && order_.reversed;
    return backwards ? names_.isBefore(at(b), at(a)) : names_.isBefore(at(a), at(b));
}

void PhotoListModel::setSortOrder(const SortOrder& order) {
    if (order == order_)
        return;
    order_ = order;
    rerank();
}

void PhotoListModel::rerank() {
    flush();
    if (ranksByDisagreement()) {
        values_.rebuild();
        Q_EMIT
        statisticsChanged();
    }
    sortAndShow();
}

void PhotoListModel::settle() {
    flush();
    if (ranks_stale_ || rows_stale_ || !ranked_sorted_ || (stacked_ && covers_stale_))
        rerank();
}

/// Best first, as ranked_ stands, or worst first: ranks can be counted along it.
bool PhotoListModel::ranksFollowOrder() const {
    const bool by_score = order_.key == SortKey::Score || order_.key == SortKey::Percentile;
    return ranked_sorted_ && by_score && (order_.model.empty() || order_.model == currentModel());
}

/// A photo's rank counts those that are better; equal ones share it.
void PhotoListModel::assignRanks() {
    ranks_.assign(entries_.size(), 0);
    ranks_stale_ = false;
    const std::vector<double>& sorted = values_.scale().sorted();
    if (ranksFollowOrder()) { // those with a value are the first of them
        int rank = 0;
        double before = 0;
        for (std::size_t i = 0; i < sorted.size(); ++i) {
            const std::size_t place = at(ranked_[order_.reversed ? sorted.size() - 1 - i : i]);
            const double value = values_.value(place).value();
            if (i == 0 || value != before)
                rank = static_cast<int>(i) + 1;
            ranks_[place] = rank;
            before = value;
        }
        return;
    }
    const bool higher = values_.higherIsBetter({});
    for (std::size_t place = 0; place < entries_.size(); ++place)
        if (const std::optional<double> value = values_.value(place))
            ranks_[place] =
                1 + static_cast<int>(higher ? sorted.end() - std::upper_bound(sorted.begin(), sorted.end(), *value)
                                            : std::lower_bound(sorted.begin(), sorted.end(), *value) - sorted.begin());
}

/// What assignRanks() would give after these values are gone. Looking each value up among the few that went is a
/// fraction of looking it up among all.
void PhotoListModel::moveRanksUp(std::vector<double> gone) {
    if (gone.empty())
        return;
    std::sort(gone.begin(), gone.end());
    const bool higher = values_.higherIsBetter({});
    for (std::size_t place = 0; place < entries_.size(); ++place)
        if (const std::optional<double> value = values_.value(place))
            ranks_[place] -=
                static_cast<int>(higher ? gone.end() - std::upper_bound(gone.begin(), gone.end(), *value)
                                        : std::lower_bound(gone.begin(), gone.end(), *value) - gone.begin());
}

void PhotoListModel::sortAndShow() {
    const int shown = shownCount();
    sort_places(ranked_, order_, entries_, values_, names_);
    ranked_sorted_ = true;
    rows_stale_ = false;
    if (ranks_stale_ || currentModel() != ranked_by_) {
        assignRanks();
        ranked_by_ = currentModel();
    }
    if (!show(filtered()))
        relayout(shown_); // nothing moved, but ranks may have changed
    if (shownCount() != shown)
        Q_EMIT
    countsChanged();
    refreshStale();
}

void PhotoListModel::setFilling(bool filling) {
    filling_ = filling;
    refreshStale();
}

/// After changes that move no rows: would rerank() put these photos elsewhere, show or hide them? Only they are looked
/// at; the others still stand as they stood.
void PhotoListModel::noteMoved(const Places& changed) {
    ranked_sorted_ = false;
    for (const int place : changed) {
        if (rows_stale_ || ranks_stale_)
            return; // the person is asked to rank anew already
        const int row = rows_[at(place)];
        if (isMemberRow(place)) { // beside its cover, wherever it would stand alone
            rows_stale_ = !accepts(place);
            continue;
        }
        const int before = row < 0 ? -1 : orderedRow(row, -1), after = row < 0 ? -1 : orderedRow(row, 1);
        const bool in_order =
            (before < 0 || !isBefore(place, placeAtRow(before))) && (after < 0 || !isBefore(placeAtRow(after), place));
        rows_stale_ = !in_order || accepts(place) != (row >= 0);
    }
}

void PhotoListModel::refreshStale() {
    const bool stale = !filling_ && (ranks_stale_ || rows_stale_);
    if (stale_ == stale)
        return;
    stale_ = stale;
    Q_EMIT
    orderStaleChanged(stale_);
}

} // namespace touchstone::library
