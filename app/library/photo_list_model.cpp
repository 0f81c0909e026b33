// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/photo_list_model.h"

#include <algorithm>
#include <numeric>

#include <QLocale>
#include <QSize>

#include "engine/base/files.h"

namespace touchstone::library {

namespace {
constexpr int gather_ms = 80;
/// From here on one layoutChanged is cheaper for a view than the single signals (qt.md 3).
constexpr std::size_t many_changes = 1000;
} // namespace

PhotoListModel::PhotoListModel(QObject* parent)
    : QAbstractListModel(parent) {
    flush_timer_.setSingleShot(true);
    flush_timer_.setInterval(gather_ms);
    connect(&flush_timer_, &QTimer::timeout, this, &PhotoListModel::flush);
}

// -- photos ----------------------------------------------------------------------------------------------------------

const PhotoListModel::Slot* PhotoListModel::slotOf(PhotoId id) const {
    const auto place = places_.find(id);
    return place == places_.end() ? nullptr : &slots_[static_cast<std::size_t>(place->second)];
}

const PhotoEntry* PhotoListModel::entry(PhotoId id) const {
    const Slot* slot = slotOf(id);
    return slot ? &slot->entry : nullptr;
}

PhotoId PhotoListModel::idAt(int row) const {
    return row < 0 || row >= shownCount() ? no_photo : slotAtRow(row).entry.id;
}

int PhotoListModel::rowOf(PhotoId id) const {
    const Slot* slot = slotOf(id);
    return slot ? slot->row : -1;
}

QModelIndex PhotoListModel::indexOf(PhotoId id) const {
    const int row = rowOf(id);
    return row < 0 ? QModelIndex() : index(row);
}

std::vector<PhotoId> PhotoListModel::shownIds() const {
    std::vector<PhotoId> ids(shown_.size());
    std::transform(shown_.begin(), shown_.end(), ids.begin(),
                   [this](int place) { return slots_[static_cast<std::size_t>(place)].entry.id; });
    return ids;
}

std::vector<PhotoId> PhotoListModel::allIds() const {
    std::vector<PhotoId> ids(ranked_.size());
    std::transform(ranked_.begin(), ranked_.end(), ids.begin(),
                   [this](int place) { return slots_[static_cast<std::size_t>(place)].entry.id; });
    return ids;
}

void PhotoListModel::append(std::vector<PhotoEntry> photos) {
    if (photos.empty())
        return;
    Places rows;
    std::vector<double> values;
    for (PhotoEntry& photo : photos) {
        const int place = static_cast<int>(slots_.size());
        if (!places_.emplace(photo.id, place).second)
            continue; // an id is a photo's for good; a second photo under it would be a programmer's error
        Slot slot;
        slot.sort_name = natural_sort_key(photo.name);
        scored_ += photo.state == PhotoState::Scored;
        failed_ += photo.state == PhotoState::Failed;
        slot.entry = std::move(photo);
        slot.value = valueOf(slot);
        if (slot.value)
            values.push_back(*slot.value);
        slots_.push_back(std::move(slot));
        ranked_.push_back(place);
        if (accepts(slots_.back()))
            rows.push_back(place);
    }
    if (!rows.empty()) {
        beginInsertRows({}, shownCount(), shownCount() + static_cast<int>(rows.size()) - 1);
        shown_.insert(shown_.end(), rows.begin(), rows.end());
        numberRows();
        endInsertRows();
    }
    ranks_stale_ |= !values.empty();
    scale_.add(std::move(values));
    Q_EMIT
    countsChanged();
    refreshStale();
}

void PhotoListModel::clear() {
    beginResetModel();
    flush_timer_.stop();
    slots_.clear();
    places_.clear();
    ranked_.clear();
    shown_.clear();
    waiting_.clear();
    changed_.clear();
    scale_.clear();
    scored_ = failed_ = 0;
    ranks_stale_ = false;
    endResetModel();
    Q_EMIT
    countsChanged();
    Q_EMIT
    statisticsChanged();
    refreshStale();
}

// -- gathered changes ------------------------------------------------------------------------------------------------

void PhotoListModel::scheduleFlush() {
    if (!flush_timer_.isActive())
        flush_timer_.start();
}

void PhotoListModel::apply(const std::vector<PhotoOutcome>& outcomes) {
    for (const PhotoOutcome& outcome : outcomes) {
        waiting_.push_back(outcome);
        waiting_.back().features.reset();
    }
    if (!waiting_.empty())
        scheduleFlush();
}

void PhotoListModel::thumbnailsChanged(const std::vector<PhotoId>& ids) {
    for (const PhotoId id : ids)
        if (const auto place = places_.find(id); place != places_.end())
            markChanged(place->second, false);
    if (!changed_.empty())
        scheduleFlush();
}

void PhotoListModel::markChanged(int place, bool score) {
    Slot& slot = slots_[static_cast<std::size_t>(place)];
    if (!slot.score_changed && !slot.thumbnail_changed)
        changed_.push_back(place);
    (score ? slot.score_changed : slot.thumbnail_changed) = true;
}

bool PhotoListModel::takeOutcome(PhotoOutcome&& outcome, std::vector<double>& added) {
    const auto place = places_.find(outcome.id);
    if (place == places_.end())
        return false; // the folder was closed meanwhile
    Slot& slot = slots_[static_cast<std::size_t>(place->second)];
    PhotoEntry& photo = slot.entry;
    scored_ -= photo.state == PhotoState::Scored;
    failed_ -= photo.state == PhotoState::Failed;
    if (outcome.pixel_size.pixels() > 0)
        photo.pixel_size = outcome.pixel_size;
    for (const ScoreRecord& record : outcome.records) {
        const auto same = std::find_if(photo.scores.begin(), photo.scores.end(),
                                       [&](const ScoreRecord& known) { return known.model == record.model; });
        if (same == photo.scores.end())
            photo.scores.push_back(record);
        else
            *same = record;
    }
    photo.error = std::move(outcome.error);
    photo.state = !photo.scores.empty() ? PhotoState::Scored : photo.error ? PhotoState::Failed : PhotoState::Pending;
    scored_ += photo.state == PhotoState::Scored;
    failed_ += photo.state == PhotoState::Failed;
    markChanged(place->second, true);

    if (ranksByDisagreement())
        return !outcome.records.empty(); // every photo's percentiles moved: rerank() makes them anew
    const std::optional<double> value = valueOf(slot);
    if (value == slot.value)
        return false;
    if (slot.value)
        scale_.remove(*slot.value);
    if (value)
        added.push_back(*value);
    slot.value = value;
    return true;
}

void PhotoListModel::flush() {
    flush_timer_.stop();
    std::vector<double> added;
    const bool have_outcomes = !waiting_.empty();
    bool values_changed = false;
    for (PhotoOutcome& outcome : std::exchange(waiting_, {}))
        values_changed |= takeOutcome(std::move(outcome), added);
    scale_.add(std::move(added));

    std::vector<int> rows;
    bool any_shown = false;
    for (const int place : changed_)
        if (const int row = slots_[static_cast<std::size_t>(place)].row; row >= 0) {
            rows.push_back(row);
            any_shown = true;
        }
    if (any_shown)
        publishRows(std::move(rows));
    for (const int place : std::exchange(changed_, {}))
        slots_[static_cast<std::size_t>(place)].score_changed =
            slots_[static_cast<std::size_t>(place)].thumbnail_changed = false;
    if (have_outcomes)
        Q_EMIT
    countsChanged();
    if (values_changed) {
        ranks_stale_ = true;
        Q_EMIT
        statisticsChanged();
        refreshStale();
    }
}

void PhotoListModel::publishRows(std::vector<int> rows) {
    if (rows.size() > many_changes) {
        relayout(Places(shown_));
        return;
    }
    std::sort(rows.begin(), rows.end());
    const QList<int> score_roles{ScoreRole,       ScoreTextRole,          PercentileRole,
                                 StateRole,       ErrorTextRole,          PixelSizeRole,
                                 DescriptionRole, Qt::AccessibleTextRole, Qt::AccessibleDescriptionRole};
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1)
            ++last;
        bool score = false, thumbnail = false;
        for (std::size_t at = first; at <= last; ++at) {
            score |= slotAtRow(rows[at]).score_changed;
            thumbnail |= slotAtRow(rows[at]).thumbnail_changed;
        }
        QList<int> roles;
        if (score)
            roles += score_roles;
        if (thumbnail)
            roles += ThumbnailRole;
        Q_EMIT
        dataChanged(index(rows[first]), index(rows[last]), roles);
        first = last + 1;
    }
}

// -- models ----------------------------------------------------------------------------------------------------------

void PhotoListModel::setModels(std::vector<ModelCard> cards) {
    cards_ = std::move(cards);
    disagreement_ = cards_.size() < 2 ? std::nullopt : std::optional(disagreement_card(cards_[0], cards_[1]));
    const bool known = currentCard() != nullptr;
    if (!known && !cards_.empty())
        setCurrentModel(cards_.front().id);
    else
        Q_EMIT
    currentModelChanged();
}

const ModelCard* PhotoListModel::currentCard() const {
    if (ranksByDisagreement())
        return &*disagreement_;
    const auto card = std::find_if(cards_.begin(), cards_.end(), [&](const ModelCard& c) { return c.id == model_; });
    return card == cards_.end() ? nullptr : &*card;
}

std::string PhotoListModel::explainedModel() const {
    return ranksByDisagreement() ? cards_.front().id : model_;
}

void PhotoListModel::setCurrentModel(const std::string& id) {
    if (id == model_)
        return;
    flush();
    model_ = id;
    rebuildValues();
    sortAndShow();
    Q_EMIT
    currentModelChanged();
    Q_EMIT
    statisticsChanged();
}

std::optional<double> PhotoListModel::valueOf(const Slot& slot) const {
    if (ranksByDisagreement())
        return slot.value; // as of the last rerank
    const ScoreRecord* record = slot.entry.score_of(model_);
    return record ? record->score.known_value() : std::nullopt;
}

void PhotoListModel::rebuildDisagreement() {
    std::vector<ScorePair> pairs;
    for (const Slot& slot : slots_) {
        const ScoreRecord* first = slot.entry.score_of(cards_[0].id);
        const ScoreRecord* second = slot.entry.score_of(cards_[1].id);
        const bool both = first && second && !first->score.missing && !second->score.missing;
        pairs.push_back(both ? ScorePair({first->score.value, second->score.value}) : std::nullopt);
    }
    const auto values = rank_difference(pairs, cards_[0].higher_is_better, cards_[1].higher_is_better);
    for (std::size_t i = 0; i < slots_.size(); ++i)
        slots_[i].value = values[i];
}

void PhotoListModel::rebuildValues() {
    std::vector<double> values;
    if (ranksByDisagreement())
        rebuildDisagreement();
    for (Slot& slot : slots_) {
        slot.value = valueOf(slot);
        if (slot.value)
            values.push_back(*slot.value);
    }
    scale_.clear();
    scale_.add(std::move(values));
}

std::optional<double> PhotoListModel::percentile(PhotoId id) const {
    const Slot* slot = slotOf(id);
    if (!slot || !slot->value)
        return std::nullopt;
    const ModelCard* card = currentCard();
    return scale_.percentile(*slot->value, !card || card->higher_is_better);
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

bool PhotoListModel::before(const Slot& a, const Slot& b) const {
    switch (order_.key) {
    case SortKey::Score: {
        if (a.value.has_value() != b.value.has_value())
            return a.value.has_value();
        const ModelCard* card = currentCard();
        const bool ascending = (card && !card->higher_is_better) != order_.reversed;
        if (a.value && *a.value != *b.value)
            return ascending ? *a.value < *b.value : *a.value > *b.value;
        break;
    }
    case SortKey::Name:
        if (a.sort_name != b.sort_name)
            return order_.reversed ? b.sort_name < a.sort_name : a.sort_name < b.sort_name;
        break;
    case SortKey::DateModified:
        if (a.entry.file.mtime_ns != b.entry.file.mtime_ns)
            return (a.entry.file.mtime_ns > b.entry.file.mtime_ns) != order_.reversed;
        break;
    }
    if (a.sort_name != b.sort_name)
        return a.sort_name < b.sort_name;
    return a.entry.id < b.entry.id;
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
        rebuildValues();
        Q_EMIT
        statisticsChanged();
    }
    sortAndShow();
}

void PhotoListModel::assignRanks() {
    const ModelCard* card = currentCard();
    const bool higher = !card || card->higher_is_better;
    const std::vector<double>& sorted = scale_.sorted();
    for (Slot& slot : slots_) {
        slot.entry.rank = 0;
        if (!slot.value)
            continue;
        const auto better = higher ? sorted.end() - std::upper_bound(sorted.begin(), sorted.end(), *slot.value)
                                   : std::lower_bound(sorted.begin(), sorted.end(), *slot.value) - sorted.begin();
        slot.entry.rank = static_cast<int>(better) + 1;
    }
    ranks_stale_ = false;
}

void PhotoListModel::sortAndShow() {
    std::sort(ranked_.begin(), ranked_.end(), [this](int a, int b) {
        return before(slots_[static_cast<std::size_t>(a)], slots_[static_cast<std::size_t>(b)]);
    });
    assignRanks();
    relayout(filtered());
    refreshStale();
}

void PhotoListModel::setFilling(bool filling) {
    filling_ = filling;
    refreshStale();
}

void PhotoListModel::refreshStale() {
    const auto is_sorted = [this] {
        return std::is_sorted(shown_.begin(), shown_.end(), [this](int a, int b) {
            return before(slots_[static_cast<std::size_t>(a)], slots_[static_cast<std::size_t>(b)]);
        });
    };
    const bool stale = !filling_ && (ranks_stale_ || !is_sorted());
    if (stale_ == stale)
        return;
    stale_ = stale;
    Q_EMIT
    orderStaleChanged(stale_);
}

// -- rows ------------------------------------------------------------------------------------------------------------

bool PhotoListModel::accepts(const Slot& slot) const {
    return std::all_of(filter_words_.begin(), filter_words_.end(),
                       [&](const QString& word) { return slot.entry.name.contains(word, Qt::CaseInsensitive); });
}

PhotoListModel::Places PhotoListModel::filtered() const {
    Places places;
    for (const int place : ranked_)
        if (accepts(slots_[static_cast<std::size_t>(place)]))
            places.push_back(place);
    return places;
}

void PhotoListModel::setNameFilter(const QString& words) {
    if (words == filter_)
        return;
    flush();
    filter_ = words;
    filter_words_ = words.simplified().split(u' ', Qt::SkipEmptyParts);
    show(filtered());
    Q_EMIT
    countsChanged();
    refreshStale();
}

void PhotoListModel::numberRows() {
    for (std::size_t row = 0; row < shown_.size(); ++row)
        slots_[static_cast<std::size_t>(shown_[row])].row = static_cast<int>(row);
}

/// Goes from the present rows to the wanted ones without a reset, so that selection and scroll position survive: what
/// goes is moved to the end and removed there, what comes is inserted at the end and moved to its place. At most four
/// signals pairs, however scattered the changes are.
void PhotoListModel::show(const Places& wanted) {
    std::vector<bool> stays(slots_.size());
    for (const int place : wanted)
        stays[static_cast<std::size_t>(place)] = true;
    const auto is_staying = [&](int place) { return stays[static_cast<std::size_t>(place)]; };

    Places rows = shown_;
    const auto gone = std::stable_partition(rows.begin(), rows.end(), is_staying);
    const int kept = static_cast<int>(gone - rows.begin());
    if (gone != rows.end()) {
        if (rows != shown_)
            relayout(rows);
        beginRemoveRows({}, kept, shownCount() - 1);
        for (auto place = gone; place != rows.end(); ++place)
            slots_[static_cast<std::size_t>(*place)].row = -1;
        shown_.resize(static_cast<std::size_t>(kept));
        endRemoveRows();
    }
    Places fresh;
    std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(fresh),
                 [this](int place) { return slots_[static_cast<std::size_t>(place)].row < 0; });
    if (!fresh.empty()) {
        beginInsertRows({}, kept, kept + static_cast<int>(fresh.size()) - 1);
        shown_.insert(shown_.end(), fresh.begin(), fresh.end());
        numberRows();
        endInsertRows();
    }
    if (wanted != shown_)
        relayout(wanted);
}

/// The same rows in another order, or with much other data.
void PhotoListModel::relayout(const Places& permuted) {
    Q_EMIT
    layoutAboutToBeChanged({}, VerticalSortHint);
    const QModelIndexList before_change = persistentIndexList();
    std::vector<int> places;
    places.reserve(static_cast<std::size_t>(before_change.size()));
    for (const QModelIndex& persistent : before_change)
        places.push_back(shown_[static_cast<std::size_t>(persistent.row())]);
    shown_ = permuted;
    numberRows();
    QModelIndexList after_change;
    after_change.reserve(before_change.size());
    for (const int place : places)
        after_change.push_back(index(slots_[static_cast<std::size_t>(place)].row));
    changePersistentIndexList(before_change, after_change);
    Q_EMIT
    layoutChanged({}, VerticalSortHint);
}

} // namespace touchstone::library
