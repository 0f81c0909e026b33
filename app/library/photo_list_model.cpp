// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// PhotoListModel: which photos there are, and which rows show them.
#include "app/library/photo_list_model.h"

#include <algorithm>

namespace touchstone::library {

namespace {
constexpr int gather_ms = 80;
/// Address space, not memory: growing would move all photos in one turn of the event loop.
constexpr std::size_t room_for_photos = 200'000;
} // namespace

PhotoListModel::PhotoListModel(QObject* parent)
    : QAbstractListModel(parent) {
    entries_.reserve(room_for_photos);
    flush_timer_.setSingleShot(true);
    flush_timer_.setInterval(gather_ms);
    connect(&flush_timer_, &QTimer::timeout, this, &PhotoListModel::flush);
}

// -- looking up ------------------------------------------------------------------------------------------------------

int PhotoListModel::placeOf(PhotoId id) const {
    const auto place = places_.find(id);
    return place == places_.end() ? -1 : place->second;
}

const PhotoEntry* PhotoListModel::entry(PhotoId id) const {
    const int place = placeOf(id);
    return place < 0 ? nullptr : &entryAt(place);
}

PhotoId PhotoListModel::idAt(int row) const {
    return row < 0 || row >= shownCount() ? no_photo : entryAt(placeAtRow(row)).id;
}

int PhotoListModel::rowOf(PhotoId id) const {
    const int place = placeOf(id);
    return place < 0 ? -1 : rows_[at(place)];
}

QModelIndex PhotoListModel::indexOf(PhotoId id) const {
    const int row = rowOf(id);
    return row < 0 ? QModelIndex() : index(row);
}

std::vector<PhotoId> PhotoListModel::shownIds() const {
    std::vector<PhotoId> ids(shown_.size());
    std::transform(shown_.begin(), shown_.end(), ids.begin(), [this](int place) { return entryAt(place).id; });
    return ids;
}

std::vector<PhotoId> PhotoListModel::allIds() const {
    std::vector<PhotoId> ids(ranked_.size());
    std::transform(ranked_.begin(), ranked_.end(), ids.begin(), [this](int place) { return entryAt(place).id; });
    return ids;
}

// -- photos ----------------------------------------------------------------------------------------------------------

void PhotoListModel::count(const PhotoEntry& entry, int by) {
    scored_ += entry.state == PhotoState::Scored ? by : 0;
    failed_ += entry.state == PhotoState::Failed ? by : 0;
}

void PhotoListModel::append(std::vector<PhotoEntry> photos) {
    if (photos.empty())
        return;
    const int first = totalCount();
    for (PhotoEntry& photo : photos) {
        const int place = totalCount();
        if (!places_.emplace(photo.id, place).second)
            continue; // an id is a photo's for good; a second photo under it would be a programmer's error
        count(photo, 1);
        names_.append(photo);
        entries_.push_back(std::move(photo));
        rows_.push_back(-1);
        ranks_.push_back(0);
        changes_.push_back(0);
    }
    names_.settle();
    ranks_stale_ |= values_.append();
    group_sizes_known_ = false;
    Places fresh;
    for (int place = first; place < totalCount(); ++place) {
        ranked_sorted_ = ranked_sorted_ && (ranked_.empty() || !isBefore(place, ranked_.back()));
        ranked_.push_back(place);
        if (!accepts(place) || (stacked_ && joinsStack(place)))
            continue;
        const int last = !fresh.empty() ? fresh.back() : shown_.empty() ? -1 : shown_.back();
        rows_stale_ = rows_stale_ || (last >= 0 && isBefore(place, last));
        fresh.push_back(place);
    }
    if (!fresh.empty()) {
        const std::size_t present = shown_.size();
        beginInsertRows({}, shownCount(), shownCount() + static_cast<int>(fresh.size()) - 1);
        shown_.insert(shown_.end(), fresh.begin(), fresh.end());
        numberRows(present);
        endInsertRows();
    }
    Q_EMIT
    countsChanged();
    refreshStale();
}

void PhotoListModel::clear() {
    beginResetModel();
    flush_timer_.stop();
    entries_.clear();
    rows_.clear();
    ranks_.clear();
    changes_.clear();
    names_.clear();
    values_.clear();
    places_.clear();
    ranked_.clear();
    shown_.clear();
    waiting_.clear();
    changed_.clear();
    scored_ = failed_ = behind_ = 0;
    stacks_.clear();
    open_stacks_.clear();
    best_.clear();
    group_sizes_known_ = false;
    proposals_.clear();
    ranks_stale_ = rows_stale_ = false;
    ranked_sorted_ = true;
    endResetModel();
    Q_EMIT
    countsChanged();
    Q_EMIT
    statisticsChanged();
    refreshStale();
}

void PhotoListModel::remove(const std::vector<PhotoId>& ids) {
    flush();
    std::vector<std::size_t> gone;
    for (const PhotoId id : ids)
        if (const int place = placeOf(id); place >= 0)
            gone.push_back(at(place));
    std::sort(gone.begin(), gone.end());
    gone.erase(std::unique(gone.begin(), gone.end()), gone.end());
    if (gone.empty())
        return;
    std::vector<bool> is_gone(entries_.size());
    for (const std::size_t place : gone)
        is_gone[place] = true;
    Places staying;
    std::copy_if(shown_.begin(), shown_.end(), std::back_inserter(staying),
                 [&](int place) { return !is_gone[at(place)]; });
    show(staying);
    forget(gone);
    group_sizes_known_ = false;
    if (stacked_)
        show(filtered()); // a stack whose cover is gone has another one
    Q_EMIT
    countsChanged();
    Q_EMIT
    statisticsChanged();
    refreshStale();
}

/// Takes hidden photos out of all columns; those behind them move up. `gone` is ascending.
void PhotoListModel::forget(const std::vector<std::size_t>& gone) {
    std::vector<int> moved(entries_.size());
    std::size_t next = 0;
    auto skip = gone.begin();
    for (std::size_t place = 0; place < entries_.size(); ++place) {
        if (skip != gone.end() && *skip == place) {
            count(entries_[place], -1);
            places_.erase(entries_[place].id);
            moved[place] = -1;
            ++skip;
            continue;
        }
        moved[place] = static_cast<int>(next);
        if (next != place) {
            places_[entries_[place].id] = static_cast<int>(next);
            entries_[next] = std::move(entries_[place]);
            rows_[next] = rows_[place];
            ranks_[next] = ranks_[place];
        }
        ++next;
    }
    entries_.resize(next);
    rows_.resize(next);
    ranks_.resize(next);
    changes_.assign(next, 0);
    names_.remove(gone);
    for (Places* places : {&ranked_, &shown_}) {
        std::erase_if(*places, [&](int place) { return moved[at(place)] < 0; });
        for (int& place : *places)
            place = moved[at(place)];
    }
    const std::optional<std::vector<double>> values = values_.remove(gone);
    if (!values) {
        values_.rebuild();
        ranked_sorted_ = false;
    }
    if (order_.key == SortKey::Disagreement) // the place of each hangs on all
        ranked_sorted_ = false;
    // The others move up by themselves; that is nothing to ask the person about.
    if (ranks_stale_)
        return;
    values ? moveRanksUp(*values) : assignRanks();
}

void PhotoListModel::replace(std::vector<PhotoEntry> photos) {
    flush();
    Places changed;
    bool any_value = false;
    for (PhotoEntry& photo : photos) {
        const int place = placeOf(photo.id);
        if (place < 0)
            continue;
        PhotoEntry& known = entries_[at(place)];
        count(known, -1);
        count(photo, 1);
        if (photo.name != known.name)
            names_.rename(at(place), photo);
        known = std::move(photo);
        any_value |= values_.update(at(place));
        if (!values_.value(at(place)))
            ranks_[at(place)] = 0;
        changed.push_back(place);
        for (const Change change : {ScoreChange, ThumbnailChange, MarksChange, FactsChange})
            markChanged(place, change);
    }
    if (changed.empty())
        return;
    values_.forgetFolders();
    group_sizes_known_ = false;
    ranks_stale_ |= any_value;
    publish();
    noteMoved(changed);
    Q_EMIT
    countsChanged();
    Q_EMIT
    statisticsChanged();
    refreshStale();
}

// -- rows ------------------------------------------------------------------------------------------------------------

PhotoListModel::Places PhotoListModel::filtered() {
    Places places;
    if (filter_.isEmpty())
        places = ranked_;
    else
        std::copy_if(ranked_.begin(), ranked_.end(), std::back_inserter(places),
                     [this](int place) { return accepts(place); });
    return stackedRows(places);
}

void PhotoListModel::setFilter(const PhotoFilter& filter) {
    if (filter == filter_)
        return;
    flush();
    filter_ = filter;
    show(filtered());
    rows_stale_ = !ranked_sorted_ && !rowsAreSorted();
    Q_EMIT
    countsChanged();
    refreshStale();
}

void PhotoListModel::numberRows(std::size_t first) {
    for (std::size_t row = first; row < shown_.size(); ++row)
        rows_[at(shown_[row])] = static_cast<int>(row);
}

/// Goes from the present rows to the wanted ones without a reset, so that selection and scroll position survive: what
/// goes is moved to the end and removed there, what comes is inserted at the end and moved to its place. At most four
/// pairs of signals, however scattered the changes are. True when the last of them was a layout change.
bool PhotoListModel::show(const Places& wanted) {
    std::vector<bool> stays(entries_.size());
    for (const int place : wanted)
        stays[at(place)] = true;
    const auto is_staying = [&](int place) { return stays[at(place)]; };

    int kept = shownCount();
    if (!std::all_of(shown_.begin(), shown_.end(), is_staying)) {
        Places rows = shown_;
        const auto gone = std::stable_partition(rows.begin(), rows.end(), is_staying);
        kept = static_cast<int>(gone - rows.begin());
        if (rows != shown_)
            relayout(rows);
        beginRemoveRows({}, kept, shownCount() - 1);
        for (auto place = gone; place != rows.end(); ++place)
            rows_[at(*place)] = -1;
        shown_.resize(static_cast<std::size_t>(kept));
        endRemoveRows();
    }
    Places fresh;
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(fresh),
                 [this](int place) { return rows_[at(place)] < 0; });
    if (!fresh.empty()) {
        beginInsertRows({}, kept, kept + static_cast<int>(fresh.size()) - 1);
        shown_.insert(shown_.end(), fresh.begin(), fresh.end());
        numberRows(static_cast<std::size_t>(kept));
        endInsertRows();
    }
    if (wanted == shown_)
        return false;
    relayout(wanted);
    return true;
}

/// The same rows in another order, or with much other data.
void PhotoListModel::relayout(const Places& permuted) {
    Q_EMIT
    layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before_change = persistentIndexList();
    std::vector<int> places;
    places.reserve(static_cast<std::size_t>(before_change.size()));
    for (const QModelIndex& persistent : before_change)
        places.push_back(shown_[at(persistent.row())]);
    if (&permuted != &shown_)
        shown_ = permuted;
    numberRows();
    QModelIndexList after_change;
    after_change.reserve(before_change.size());
    for (const int place : places)
        after_change.push_back(index(rows_[at(place)]));
    changePersistentIndexList(before_change, after_change);
    Q_EMIT
    layoutChanged({}, VerticalSortHint);
}

} // namespace touchstone::library
