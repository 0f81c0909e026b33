// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/culling/grouping.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <numeric>
#include <unordered_map>

#include "app/culling/sets.h"

namespace touchstone::culling {

using library::GroupKind;
using library::PhotoGroup;

namespace {

constexpr std::size_t longest_run = 4096; ///< bounds the memory of photos without a clock

bool is_digit(char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0;
}

/// "img2" before "img10", by bytes: the order in which a camera numbers its files.
int compare_names(const std::string& a, const std::string& b) {
    std::size_t i = 0, j = 0;
    while (i < a.size() && j < b.size()) {
        if (!is_digit(a[i]) || !is_digit(b[j])) {
            if (a[i] != b[j])
                return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
            ++i, ++j;
            continue;
        }
        const auto number = [](const std::string& text, std::size_t& at) {
            while (at < text.size() && text[at] == '0')
                ++at;
            const std::size_t begin = at;
            while (at < text.size() && is_digit(text[at]))
                ++at;
            return std::string_view(text).substr(begin, at - begin);
        };
        const std::string_view x = number(a, i), y = number(b, j);
        if (x.size() != y.size())
            return x.size() < y.size() ? -1 : 1;
        if (const int order = x.compare(y); order != 0)
            return order;
    }
    return a.size() - i == b.size() - j ? 0 : i == a.size() ? -1 : 1;
}

bool is_named_before(const Shot& a, const Shot& b) {
    if (a.folder != b.folder)
        return a.folder < b.folder;
    const int order = compare_names(a.name, b.name);
    return order != 0 ? order < 0 : a.id < b.id;
}

/// One entry a shot: of a pair the picture, or the RAW where the picture is not among them.
std::vector<Run::Entry> entries_of(std::span<const Shot> shots) {
    std::unordered_map<PhotoId, std::size_t> places;
    for (std::size_t at = 0; at < shots.size(); ++at)
        places.emplace(shots[at].id, at);
    std::vector<Run::Entry> entries;
    for (std::size_t at = 0; at < shots.size(); ++at) {
        const Shot& shot = shots[at];
        const auto partner = shot.paired_with == 0 ? places.end() : places.find(shot.paired_with);
        const bool paired = partner != places.end() && shots[partner->second].paired_with == shot.id &&
                            shots[partner->second].is_raw != shot.is_raw;
        if (!paired)
            entries.push_back({at, 0});
        else if (!shot.is_raw)
            entries.push_back({at, shot.paired_with});
    }
    return entries;
}

/// Cameras whose clock stood still, by what it showed.
std::map<std::pair<std::string, std::int64_t>, std::size_t> clock_counts(std::span<const Shot> shots,
                                                                         const std::vector<Run::Entry>& entries) {
    std::map<std::pair<std::string, std::int64_t>, std::size_t> counts;
    for (const Run::Entry& entry : entries)
        if (const Shot& shot = shots[entry.shot]; shot.captured_ms)
            ++counts[{shot.camera, *shot.captured_ms}];
    std::erase_if(counts, [](const auto& count) { return count.second < 2; });
    return counts;
}

bool is_apart(const Shot& a, const Shot& b, bool timed, const GroupingRules& rules) {
    if (a.camera != b.camera)
        return true;
    if (!timed)
        return a.folder != b.folder;
    const double exposures = 1000 * (a.exposure_seconds.value_or(0) + b.exposure_seconds.value_or(0));
    return static_cast<double>(*b.captured_ms - *a.captured_ms) >
           static_cast<double>(std::max(rules.similar_ms, rules.panorama_ms)) + exposures;
}

void split(std::vector<Run::Entry> entries, bool timed, std::span<const Shot> shots, const GroupingRules& rules,
           std::vector<Run>& runs) {
    std::sort(entries.begin(), entries.end(), [&](const Run::Entry& one, const Run::Entry& other) {
        const Shot &a = shots[one.shot], &b = shots[other.shot];
        if (a.camera != b.camera)
            return a.camera < b.camera;
        if (timed && a.captured_ms != b.captured_ms)
            return a.captured_ms < b.captured_ms;
        return is_named_before(a, b);
    });
    Run run;
    run.timed = timed;
    const auto end_run = [&] {
        if (run.entries.size() > 1)
            runs.push_back(run);
        run.entries.clear();
    };
    for (const Run::Entry& entry : entries) {
        if (!run.entries.empty() && (run.entries.size() >= longest_run ||
                                     is_apart(shots[run.entries.back().shot], shots[entry.shot], timed, rules)))
            end_run();
        run.entries.push_back(entry);
    }
    end_run();
}

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

bool have_features(const Shot& a, const Shot& b) {
    return !a.content_features.empty() && a.content_features.size() == b.content_features.size();
}

bool is_alike(const Shot& a, const Shot& b, double least, int most_distance) {
    return a.look && b.look && hash_distance(*a.look, *b.look) <= most_distance &&
           (correlation(*a.look, *b.look) >= least || best_correlation(*a.look, *b.look) >= least);
}

bool is_of_burst(const Shot& a, const Shot& b, const GroupingRules& rules) {
    if (have_features(a, b) && cosine(a.content_features, b.content_features) >= rules.burst_features)
        return true;
    return is_alike(a, b, rules.burst_correlation, rules.most_hash_distance);
}

bool is_similar(const Shot& a, const Shot& b, double least, int most_distance, const GroupingRules& rules) {
    if (have_features(a, b) && cosine(a.content_features, b.content_features) < rules.similar_features)
        return false;
    return is_alike(a, b, least, most_distance);
}

/// Groups of one run while they grow.
class Sweep {
public:
    Sweep(const Run& run, std::span<const Shot> shots, const GroupingRules& rules)
        : run_(run)
        , rules_(rules) {
        for (const Run::Entry& entry : run.entries)
            sequence_.push_back(&shots[entry.shot]);
    }

    std::vector<PhotoGroup> groups() {
        if (run_.timed)
            takeSets();
        takeRest();
        std::vector<PhotoGroup> made;
        for (const Members& members : members_)
            if (members.places.size() > 1)
                made.push_back({0, kindOf(members), idsOf(members)});
        std::sort(made.begin(), made.end(),
                  [](const PhotoGroup& a, const PhotoGroup& b) { return a.members < b.members; });
        return made;
    }

private:
    struct Members {
        GroupKind kind = GroupKind::None; ///< None: still to be told
        std::vector<std::size_t> places;
    };

    void takeSets() {
        for (std::size_t at = 0; at < sequence_.size();) {
            const Sequence rest(sequence_.data() + at, sequence_.size() - at);
            GroupKind kind = GroupKind::Bracket;
            std::size_t length = bracket_length(rest, rules_);
            if (length == 0) {
                kind = GroupKind::Panorama;
                length = panorama_length(rest, rules_);
            }
            if (length == 0) {
                ++at;
                continue;
            }
            members_.push_back({kind, {}});
            for (std::size_t end = at + length; at < end; ++at) {
                members_.back().places.push_back(at);
                group_of_[at] = members_.size() - 1;
            }
        }
    }

    /// Each shot joins the nearest one before it that shows the same, or begins a group of its own.
    void takeRest() {
        std::vector<std::size_t> before; ///< places that are in no set, latest last
        for (std::size_t at = 0; at < sequence_.size(); ++at) {
            if (group_of_.contains(at))
                continue;
            std::optional<std::size_t> joined;
            const std::size_t reach = std::min(before.size(), static_cast<std::size_t>(rules_.window));
            for (std::size_t back = 1; back <= reach && !joined; ++back) {
                const std::size_t other = before[before.size() - back];
                if (run_.timed && gap(other, at) > rules_.similar_ms)
                    break;
                if (belongs(other, at))
                    joined = group_of_.at(other);
            }
            if (!joined) {
                joined = members_.size();
                members_.emplace_back();
            }
            members_[*joined].places.push_back(at);
            group_of_[at] = *joined;
            before.push_back(at);
        }
    }

    std::int64_t gap(std::size_t a, std::size_t b) const {
        return *sequence_[b]->captured_ms - *sequence_[a]->captured_ms;
    }

    bool belongs(std::size_t other, std::size_t at) const {
        if (run_.timed && gap(other, at) <= rules_.burst_ms && is_of_burst(*sequence_[other], *sequence_[at], rules_))
            return true;
        // A slow walk along a street changes little from frame to frame: the first one must still be recognised.
        const std::size_t first = members_[group_of_.at(other)].places.front();
        const double least = run_.timed ? rules_.similar_correlation : rules_.untimed_correlation;
        const int most = run_.timed ? rules_.similar_hash_distance : rules_.untimed_hash_distance;
        return is_similar(*sequence_[other], *sequence_[at], least, most, rules_) &&
               is_similar(*sequence_[first], *sequence_[at], least - 0.1, most + 4, rules_);
    }

    GroupKind kindOf(const Members& members) const {
        if (members.kind != GroupKind::None)
            return members.kind;
        if (!run_.timed)
            return GroupKind::Similar;
        std::vector<std::int64_t> gaps;
        for (std::size_t i = 1; i < members.places.size(); ++i)
            gaps.push_back(gap(members.places[i - 1], members.places[i]));
        if (std::all_of(gaps.begin(), gaps.end(), [&](std::int64_t ms) { return ms <= rules_.burst_ms; }))
            return GroupKind::Burst;
        return is_time_lapse(std::move(gaps)) ? GroupKind::TimeLapse : GroupKind::Similar;
    }

    bool is_time_lapse(std::vector<std::int64_t> gaps) const {
        if (gaps.size() + 1 < rules_.time_lapse)
            return false;
        std::sort(gaps.begin(), gaps.end());
        const std::int64_t usual = gaps[gaps.size() / 2];
        const std::int64_t most = std::max<std::int64_t>(1000, usual / 10); // clocks in whole seconds
        return usual > rules_.burst_ms && usual - gaps.front() <= most && gaps.back() - usual <= most;
    }

    std::vector<PhotoId> idsOf(const Members& members) const {
        std::vector<PhotoId> ids;
        for (const std::size_t place : members.places) {
            ids.push_back(sequence_[place]->id);
            if (run_.entries[place].partner != 0)
                ids.push_back(run_.entries[place].partner);
        }
        std::sort(ids.begin(), ids.end());
        return ids;
    }

    const Run& run_;
    const GroupingRules& rules_;
    std::vector<const Shot*> sequence_;
    std::vector<Members> members_;
    std::unordered_map<std::size_t, std::size_t> group_of_; ///< place → index of members_
};

} // namespace

std::vector<Run> runs_of(std::span<const Shot> shots, const GroupingRules& rules) {
    const std::vector<Run::Entry> entries = entries_of(shots);
    const auto counts = clock_counts(shots, entries);
    std::vector<Run::Entry> timed, untimed;
    for (const Run::Entry& entry : entries) {
        const Shot& shot = shots[entry.shot];
        const auto equal = shot.captured_ms ? counts.find({shot.camera, *shot.captured_ms}) : counts.end();
        const bool told = shot.captured_ms && (equal == counts.end() || equal->second < rules.equal_clock);
        (told ? timed : untimed).push_back(entry);
    }
    std::vector<Run> runs;
    split(std::move(timed), true, shots, rules, runs);
    split(std::move(untimed), false, shots, rules, runs);
    return runs;
}

std::vector<PhotoGroup> groups_of(const Run& run, std::span<const Shot> shots, const GroupingRules& rules) {
    return Sweep(run, shots, rules).groups();
}

std::vector<PhotoGroup> group(std::span<const Shot> shots, const GroupingRules& rules) {
    std::vector<PhotoGroup> groups;
    for (const Run& run : runs_of(shots, rules)) {
        std::vector<PhotoGroup> made = groups_of(run, shots, rules);
        std::move(made.begin(), made.end(), std::back_inserter(groups));
    }
    return with_copies(std::move(groups), shots);
}

std::vector<PhotoGroup> with_copies(std::vector<PhotoGroup> groups, std::span<const Shot> shots) {
    std::unordered_map<PhotoId, std::size_t> group_of;
    for (std::size_t at = 0; at < groups.size(); ++at)
        for (const PhotoId id : groups[at].members)
            group_of.emplace(id, at);
    std::map<library::ContentHash, std::vector<PhotoId>> of_content;
    for (const Shot& shot : shots)
        if (shot.content)
            of_content[*shot.content].push_back(shot.id);
    for (auto& [content, ids] : of_content) {
        if (ids.size() < 2)
            continue;
        std::sort(ids.begin(), ids.end());
        const auto grouped = std::find_if(ids.begin(), ids.end(), [&](PhotoId id) { return group_of.contains(id); });
        std::size_t into = groups.size();
        if (grouped != ids.end())
            into = group_of.at(*grouped);
        else
            groups.push_back({0, GroupKind::Copies, {}});
        for (const PhotoId id : ids)
            if (group_of.emplace(id, into).second)
                groups[into].members.push_back(id);
        std::sort(groups[into].members.begin(), groups[into].members.end());
        // Copies have one capture time, and look like a burst.
        if (groups[into].members == ids)
            groups[into].kind = GroupKind::Copies;
    }
    std::sort(groups.begin(), groups.end(),
              [](const PhotoGroup& a, const PhotoGroup& b) { return a.members < b.members; });
    return groups;
}

} // namespace touchstone::culling
