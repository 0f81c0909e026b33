// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// PhotoListModel: groups as stacks, marks that are proposed, and how many were given.
#include <algorithm>

#include "app/library/photo_list_model.h"

namespace touchstone::library {

void PhotoListModel::setStacked(bool stacked) {
    if (stacked == stacked_)
        return;
    stacked_ = stacked;
    restack();
}

void PhotoListModel::setStackOpen(std::int64_t group, bool open) {
    if (group == 0 || open == isStackOpen(group))
        return;
    if (open)
        open_stacks_.insert(group);
    else
        open_stacks_.erase(group);
    if (stacked_)
        restack();
}

/// Nothing is sorted anew: only who stands behind whom.
void PhotoListModel::restack() {
    flush();
    const Places wanted = filtered();
    if (!show(wanted))
        relayout(shown_); // the badges changed
    rows_stale_ = !ranked_sorted_ && !rowsAreSorted();
    Q_EMIT
    countsChanged();
    refreshStale();
}

void PhotoListModel::setBest(const std::vector<PhotoId>& best) {
    best_ = {best.begin(), best.end()};
    covers_stale_ = true;
}

PhotoListModel::Places PhotoListModel::stackedRows(const Places& fitting) {
    covers_stale_ = false;
    stacks_.clear();
    behind_ = 0;
    if (!stacked_)
        return fitting;
    std::unordered_map<std::int64_t, Places> members; // of open ones
    for (const int place : fitting) {
        const PhotoEntry& photo = entryAt(place);
        if (photo.group == 0)
            continue;
        const auto [stack, is_new] = stacks_.try_emplace(photo.group, Stack{0, place});
        ++stack->second.size;
        if (!is_new && best_.contains(photo.id) && !best_.contains(entryAt(stack->second.cover).id))
            stack->second.cover = place;
        if (isStackOpen(photo.group))
            members[photo.group].push_back(place);
    }
    Places rows;
    rows.reserve(fitting.size());
    for (const int place : fitting) {
        const std::int64_t group = entryAt(place).group;
        if (group != 0 && stacks_.at(group).cover != place)
            continue;
        rows.push_back(place);
        if (const auto open = members.find(group); group != 0 && open != members.end())
            std::copy_if(open->second.begin(), open->second.end(), std::back_inserter(rows),
                         [place](int member) { return member != place; });
    }
    behind_ = static_cast<int>(fitting.size() - rows.size());
    return rows;
}

/// A photo that comes: true when a cover that is shown already stands for it.
bool PhotoListModel::joinsStack(int place) {
    const PhotoEntry& photo = entryAt(place);
    if (photo.group == 0)
        return false;
    const auto [stack, is_new] = stacks_.try_emplace(photo.group, Stack{0, place});
    ++stack->second.size;
    if (is_new)
        return false;
    if (rows_[at(stack->second.cover)] >= 0) {
        markChanged(stack->second.cover, FactsChange);
        scheduleFlush();
    }
    rows_stale_ = rows_stale_ || isStackOpen(photo.group) || isBefore(place, stack->second.cover);
    ++behind_;
    return true;
}

/// Stacked, in a stack, and not its cover.
bool PhotoListModel::isMemberRow(int place) const {
    const std::int64_t group = stacked_ ? entryAt(place).group : 0;
    const auto stack = group == 0 ? stacks_.end() : stacks_.find(group);
    return stack != stacks_.end() && stack->second.cover != place;
}

/// The next row in this direction whose place follows from the order; −1 = there is none.
int PhotoListModel::orderedRow(int row, int step) const {
    for (row += step; row >= 0 && row < shownCount(); row += step)
        if (!isMemberRow(placeAtRow(row)))
            return row;
    return -1;
}

bool PhotoListModel::rowsAreSorted() const {
    if (!stacked_)
        return is_sorted(shown_, order_, entries_, values_, names_);
    Places covers;
    std::copy_if(shown_.begin(), shown_.end(), std::back_inserter(covers),
                 [this](int place) { return !isMemberRow(place); });
    return is_sorted(covers, order_, entries_, values_, names_);
}

std::vector<PhotoId> PhotoListModel::fittingIds() const {
    std::vector<PhotoId> ids;
    for (const int place : ranked_)
        if (accepts(place))
            ids.push_back(entryAt(place).id);
    return ids;
}

std::vector<PhotoId> PhotoListModel::groupMembers(std::int64_t group) const {
    std::vector<PhotoId> ids;
    for (const int place : group == 0 ? Places() : ranked_)
        if (entryAt(place).group == group && accepts(place))
            ids.push_back(entryAt(place).id);
    return ids;
}

int PhotoListModel::groupSize(std::int64_t group) const {
    if (!group_sizes_known_) {
        group_sizes_.clear();
        for (const PhotoEntry& photo : entries_)
            if (photo.group != 0)
                ++group_sizes_[photo.group];
        group_sizes_known_ = true;
    }
    const auto size = group_sizes_.find(group);
    return size == group_sizes_.end() ? 0 : size->second;
}

QVariant PhotoListModel::groupData(int place, int role) const {
    const PhotoEntry& photo = entryAt(place);
    const auto stack = stacked_ && photo.group != 0 ? stacks_.find(photo.group) : stacks_.end();
    const bool in_stack = stack != stacks_.end() && stack->second.size > 1;
    switch (role) {
    case GroupKindRole:
        return static_cast<int>(photo.group_kind);
    case StackSizeRole:
        return photo.group == 0 ? 0 : in_stack ? stack->second.size : groupSize(photo.group);
    case StackStateRole: {
        StackState state = StackState::Loose;
        if (in_stack && stack->second.cover != place)
            state = StackState::Member;
        else if (in_stack)
            state = isStackOpen(photo.group) ? StackState::OpenCover : StackState::Cover;
        return static_cast<int>(state);
    }
    case ProposalRole: {
        const auto proposed = proposals_.find(photo.id);
        return static_cast<int>(proposed == proposals_.end() ? Flag::None : proposed->second);
    }
    default:
        return {};
    }
}

PhotoListModel::FlagCounts PhotoListModel::flagCounts() const {
    FlagCounts counts;
    for (const PhotoEntry& photo : entries_) {
        counts.picked += photo.marks.flag == Flag::Pick;
        counts.rejected += photo.marks.flag == Flag::Reject;
    }
    return counts;
}

void PhotoListModel::setProposals(std::unordered_map<PhotoId, Flag> proposals) {
    std::swap(proposals, proposals_);
    const auto flag_in = [](const std::unordered_map<PhotoId, Flag>& map, PhotoId id) {
        const auto found = map.find(id);
        return found == map.end() ? Flag::None : found->second;
    };
    for (const auto* some : {&proposals, &proposals_})
        for (const auto& [id, flag] : *some)
            if (const int place = placeOf(id); place >= 0 && flag_in(proposals, id) != flag_in(proposals_, id))
                markChanged(place, MarksChange);
    publish();
}

} // namespace touchstone::library
