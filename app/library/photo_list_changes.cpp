// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// PhotoListModel: results, marks and facts of photos that are in the list already.
#include <algorithm>
#include <utility>

#include "app/library/photo_list_model.h"

namespace touchstone::library {

namespace {
/// From here on one layoutChanged is cheaper for a view than the single signals (qt.md 3).
constexpr std::size_t many_changes = 1000;
} // namespace

void PhotoListModel::scheduleFlush() {
    if (!flush_timer_.isActive())
        flush_timer_.start();
}

void PhotoListModel::markChanged(int place, Change change) {
    std::uint8_t& waiting = changes_[at(place)];
    if (waiting == 0)
        changed_.push_back(place);
    waiting = static_cast<std::uint8_t>(waiting | change);
}

// -- results ---------------------------------------------------------------------------------------------------------

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
        if (const int place = placeOf(id); place >= 0)
            markChanged(place, ThumbnailChange);
    if (!changed_.empty())
        scheduleFlush();
}

/// Its place, or −1 when the photo is not in the list any more.
int PhotoListModel::takeOutcome(PhotoOutcome&& outcome, bool& value_changed) {
    const int place = placeOf(outcome.id);
    if (place < 0)
        return place; // the folder was closed meanwhile
    PhotoEntry& photo = entries_[at(place)];
    count(photo, -1);
    if (outcome.pixel_size.pixels() > 0)
        photo.pixel_size = outcome.pixel_size;
    if (outcome.sharpness)
        photo.sharpness = outcome.sharpness;
    for (ScoreRecord& record : outcome.records) {
        const auto same = std::find_if(photo.scores.begin(), photo.scores.end(),
                                       [&](const ScoreRecord& known) { return known.model == record.model; });
        if (same == photo.scores.end())
            photo.scores.push_back(std::move(record));
        else
            *same = std::move(record);
    }
    photo.error = std::move(outcome.error);
    photo.state = !photo.scores.empty() ? PhotoState::Scored : photo.error ? PhotoState::Failed : PhotoState::Pending;
    count(photo, 1);
    markChanged(place, ScoreChange);
    if (!outcome.records.empty())
        value_changed |= values_.update(at(place));
    return place;
}

void PhotoListModel::flush() {
    flush_timer_.stop();
    const bool have_outcomes = !waiting_.empty();
    bool values_changed = false;
    Places changed;
    for (PhotoOutcome& outcome : std::exchange(waiting_, {}))
        if (const int place = takeOutcome(std::move(outcome), values_changed); place >= 0)
            changed.push_back(place);
    publish();
    if (!have_outcomes)
        return;
    ranks_stale_ |= values_changed;
    noteMoved(changed);
    Q_EMIT
    countsChanged();
    if (values_changed)
        Q_EMIT
    statisticsChanged();
    refreshStale();
}

// -- marks and facts -------------------------------------------------------------------------------------------------

/// Enters one value for each photo by `take(entry, value)`, which says whether it changed anything.
template <class Values, class Take>
void PhotoListModel::takeEach(const Values& values, Change change, const Take& take) {
    Places changed;
    for (const auto& [id, value] : values) {
        const int place = placeOf(id);
        if (place < 0 || !take(entries_[at(place)], value))
            continue;
        markChanged(place, change);
        changed.push_back(place);
    }
    if (changed.empty())
        return;
    noteMoved(changed);
    if (change == MarksChange)
        publish();
    else
        scheduleFlush();
    refreshStale();
}

void PhotoListModel::applyMarks(const std::vector<PhotoMarks>& marks) {
    takeEach(marks, MarksChange,
             [](PhotoEntry& photo, const Marks& given) { return std::exchange(photo.marks, given) != given; });
}

void PhotoListModel::applyMarks(const std::vector<PhotoId>& ids, const MarkChange& change) {
    std::vector<PhotoMarks> marks;
    for (const PhotoId id : ids) {
        const PhotoEntry* photo = entry(id);
        if (!photo)
            continue;
        Marks wanted = photo->marks;
        wanted.rating = change.rating.value_or(wanted.rating);
        wanted.label = change.label.value_or(wanted.label);
        wanted.flag = change.flag.value_or(wanted.flag);
        marks.push_back({id, wanted});
    }
    applyMarks(marks);
}

void PhotoListModel::applyFacts(const std::vector<std::pair<PhotoId, FileFacts>>& facts) {
    const auto shared = [this](const std::string& text) {
        return *names_of_gear_.insert(QString::fromStdString(text));
    };
    takeEach(facts, FactsChange, [&](PhotoEntry& photo, const FileFacts& found) {
        photo.captured_ms = found.captured_ms;
        photo.camera = shared(found.camera);
        photo.lens = shared(found.lens);
        if (photo.pixel_size.pixels() == 0 && found.width > 0 && found.height > 0)
            photo.pixel_size = {found.width, found.height};
        photo.has_facts = true;
        return true;
    });
}

void PhotoListModel::applyGroups(const std::vector<GroupChange>& groups) {
    std::vector<std::pair<PhotoId, GroupChange>> changes;
    for (const GroupChange& change : groups)
        changes.emplace_back(change.photo, change);
    group_sizes_known_ = false;
    takeEach(changes, FactsChange, [this](PhotoEntry& photo, const GroupChange& change) {
        if (photo.group == change.group && photo.group_kind == change.kind)
            return false;
        photo.group = change.group;
        photo.group_kind = change.kind;
        rows_stale_ = rows_stale_ || stacked_; // rows do not vanish by themselves
        return true;
    });
}

void PhotoListModel::applySharpness(const std::vector<std::pair<PhotoId, double>>& values) {
    takeEach(values, FactsChange,
             [](PhotoEntry& photo, double value) { return std::exchange(photo.sharpness, value) != value; });
}

void PhotoListModel::applyContents(const std::vector<std::pair<PhotoId, ContentHash>>& contents) {
    for (const auto& [id, content] : contents)
        if (const int place = placeOf(id); place >= 0)
            entries_[at(place)].content = content; // nothing of it is on the screen
}

void PhotoListModel::applyPairs(const std::vector<std::pair<PhotoId, PhotoId>>& pairs) {
    std::vector<std::pair<PhotoId, PhotoId>> partners;
    for (const auto& [one, other] : pairs) {
        for (const PhotoId id : {one, other}) // a photo has one partner: what either had before is undone
            if (const PhotoEntry* photo = entry(id); photo && photo->paired_with != no_photo)
                partners.emplace_back(photo->paired_with, no_photo);
        partners.emplace_back(one, other);
        partners.emplace_back(other, one);
    }
    takeEach(partners, FactsChange,
             [](PhotoEntry& photo, PhotoId partner) { return std::exchange(photo.paired_with, partner) != partner; });
}

// -- telling the views -----------------------------------------------------------------------------------------------

void PhotoListModel::publish() {
    std::vector<int> rows;
    for (const int place : changed_)
        if (const int row = rows_[at(place)]; row >= 0)
            rows.push_back(row);
    if (!rows.empty())
        publishRows(std::move(rows));
    for (const int place : std::exchange(changed_, {}))
        changes_[at(place)] = 0;
}

void PhotoListModel::publishRows(std::vector<int> rows) {
    if (rows.size() > many_changes) {
        relayout(shown_);
        return;
    }
    std::sort(rows.begin(), rows.end());
    struct Roles {
        Change change;
        QList<int> roles;
    };
    static const QList<int> spoken{DescriptionRole, Qt::AccessibleTextRole, Qt::AccessibleDescriptionRole};
    static const Roles roles_of[] = {
        {ScoreChange, QList<int>{ScoreRole, ScoreTextRole, PercentileRole, LibraryPercentileRole, StateRole,
                                 ErrorTextRole, PixelSizeRole} +
                          spoken},
        {MarksChange, QList<int>{RatingRole, LabelRole, FlagRole, ProposalRole} + spoken},
        {FactsChange,
         QList<int>{GroupRole, GroupKindRole, StackSizeRole, CapturedRole, CameraRole, PixelSizeRole} + spoken},
        {ThumbnailChange, {ThumbnailRole}},
    };
    for (std::size_t first = 0; first < rows.size();) {
        std::size_t last = first;
        while (last + 1 < rows.size() && rows[last + 1] == rows[last] + 1)
            ++last;
        std::uint8_t changes = 0;
        for (std::size_t run = first; run <= last; ++run)
            changes = static_cast<std::uint8_t>(changes | changes_[at(placeAtRow(rows[run]))]);
        QList<int> roles;
        for (const Roles& known : roles_of)
            if (changes & known.change)
                roles += known.roles;
        Q_EMIT
        dataChanged(index(rows[first]), index(rows[last]), roles);
        first = last + 1;
    }
}

} // namespace touchstone::library
