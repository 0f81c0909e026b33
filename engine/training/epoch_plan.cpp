// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/epoch_plan.h"

#include <algorithm>
#include <cmath>

namespace touchstone::training {

namespace {

constexpr int micro_batch_tokens = 700; // about 20 MB of stem activations at width 32: larger ones leave the cache
constexpr std::size_t window_batches = 8;

/// `count` draws that use every index once before any is used again.
std::vector<std::size_t> draw(const std::vector<std::size_t>& from, std::size_t count, Draws& draws) {
    std::vector<std::size_t> drawn;
    while (!from.empty() && drawn.size() < count) {
        std::vector<std::size_t> round = from;
        draws.shuffle(round);
        const std::size_t wanted = std::min(round.size(), count - drawn.size());
        drawn.insert(drawn.end(), round.begin(), round.begin() + static_cast<std::ptrdiff_t>(wanted));
    }
    return drawn;
}

std::vector<std::size_t> choose_photos(const TrainingSet& set, const StageConfig& stage, Draws& draws) {
    std::vector<std::size_t> labelled = set.clean(Part::Train);
    const std::vector<std::size_t> unlabelled = set.clean(Part::Unlabelled);
    if (stage.loss.lists > 0) {
        const std::vector<std::size_t> others = set.clean(Part::OtherList);
        labelled.insert(labelled.end(), others.begin(), others.end());
    }
    const double share = unlabelled.empty() ? 1.0 : labelled.empty() ? 0.0 : stage.labelled_share;
    std::size_t total = static_cast<std::size_t>(stage.photos_per_epoch);
    if (total == 0)
        total = share > 0 ? static_cast<std::size_t>(std::lround(static_cast<double>(labelled.size()) / share))
                          : unlabelled.size();
    const auto first = static_cast<std::size_t>(std::lround(share * static_cast<double>(total)));
    std::vector<std::size_t> photos = draw(labelled, first, draws);
    const std::vector<std::size_t> others = draw(unlabelled, total - first, draws);
    photos.insert(photos.end(), others.begin(), others.end());
    draws.shuffle(photos);
    return photos;
}

/// The versions of a photo that are of a kind the stage prefers; all of them when it has none such.
std::vector<std::size_t> preferred_versions(const TrainingSet& set, std::size_t photo, const StageConfig& stage) {
    const std::vector<std::size_t>& all = set.samples[photo].versions;
    std::vector<std::size_t> preferred;
    for (const std::size_t version : all)
        for (const std::string& kind : stage.made_kinds)
            if (set.samples[version].name.find("|" + kind + "-") != std::string::npos)
                preferred.push_back(version);
    return preferred.empty() ? all : preferred;
}

int group_tokens(const PhotoGroup& group, const std::vector<int>& tokens, double keep) {
    int sum = 0;
    for (const std::size_t sample : group.samples())
        sum += kept_tokens(tokens[sample], keep);
    return sum;
}

/// A version of the same photo and kind that is damaged more.
std::optional<std::size_t> stronger_version(const TrainingSet& set, std::size_t version, Draws& draws) {
    const Sample& made = set.samples[version];
    const std::string kind = made.name.substr(0, made.name.rfind('-') + 1);
    std::vector<std::size_t> stronger;
    for (const std::size_t other : set.samples[made.clean].versions)
        if (set.samples[other].name.starts_with(kind) && set.samples[other].severity > made.severity)
            stronger.push_back(other);
    if (stronger.empty())
        return std::nullopt;
    return stronger[draws.below(stronger.size())];
}

/// The photos of each list whose order is learned in pairs: those with scores of the model's scale, then more_labels.
std::vector<std::vector<std::size_t>> paired_lists(const TrainingSet& set, const StageConfig& stage) {
    std::vector<std::vector<std::size_t>> lists(1 + set.lists.size());
    if (stage.loss.fidelity > 0)
        lists[0] = set.clean(Part::Train);
    for (std::size_t i = 0; i < set.lists.size(); ++i)
        if (set.lists[i].link == ScoreLink::Rank)
            lists[i + 1] = set.clean_of_list(static_cast<int>(i));
    return lists;
}

std::optional<std::size_t> draw_rival(const TrainingSet& set, const std::vector<std::vector<std::size_t>>& lists,
                                      std::size_t photo, Draws& draws) {
    const Sample& sample = set.samples[photo];
    if (sample.part != Part::Train && sample.part != Part::OtherList)
        return std::nullopt;
    const auto& list = lists[sample.part == Part::Train ? 0 : static_cast<std::size_t>(sample.list) + 1];
    if (list.size() < 2)
        return std::nullopt;
    const std::size_t rival = list[draws.below(list.size() - 1)];
    return rival == photo ? list.back() : rival; // the last one is not drawn, so that each has the same chance
}

/// Groups in order into batches of at least `limit` tokens.
std::vector<Batch> close_batches(const std::vector<PhotoGroup>& groups, const std::vector<int>& tokens, double keep,
                                 int limit) {
    std::vector<Batch> batches;
    int filled = limit;
    for (const PhotoGroup& group : groups) {
        if (filled >= limit) {
            batches.emplace_back();
            filled = 0;
        }
        batches.back().push_back(group);
        filled += group_tokens(group, tokens, keep);
    }
    return batches;
}

} // namespace

std::vector<std::size_t> PhotoGroup::samples() const {
    std::vector<std::size_t> all{clean};
    for (const auto& other : {made, worse, rival})
        if (other)
            all.push_back(*other);
    return all;
}

int kept_tokens(int tokens, double token_keep) {
    return std::clamp(static_cast<int>(std::lround(tokens * token_keep)), 1, std::max(1, tokens));
}

std::vector<Batch> plan_epoch(const TrainingSet& set, const StageConfig& stage, int epoch, std::uint64_t seed,
                              const std::vector<int>& tokens) {
    Draws draws(mix_seed(seed, stage.name + " epoch " + std::to_string(epoch)));
    std::vector<PhotoGroup> groups;
    const std::vector<std::vector<std::size_t>> lists = paired_lists(set, stage);
    for (const std::size_t photo : choose_photos(set, stage, draws)) {
        PhotoGroup group;
        group.clean = photo;
        group.flip = draws.unit() < 0.5;
        const std::vector<std::size_t> versions = preferred_versions(set, photo, stage);
        if (!versions.empty() && draws.unit() < stage.made_share)
            group.made = versions[draws.below(versions.size())];
        if (group.made && stage.ladder_share > 0 && draws.unit() < stage.ladder_share)
            group.worse = stronger_version(set, *group.made, draws);
        group.rival = draw_rival(set, lists, photo, draws);
        groups.push_back(group);
    }
    // Sorted by length inside windows only, so that batches stay a random choice of photos.
    const int average = groups.empty() ? 1 : std::max(1, group_tokens(groups.front(), tokens, stage.token_keep));
    const std::size_t window = window_batches * static_cast<std::size_t>(std::max(1, stage.batch_tokens / average));
    for (std::size_t start = 0; start < groups.size(); start += window) {
        const auto from = groups.begin() + static_cast<std::ptrdiff_t>(start);
        const auto to = groups.begin() + static_cast<std::ptrdiff_t>(std::min(groups.size(), start + window));
        std::stable_sort(from, to,
                         [&](const PhotoGroup& a, const PhotoGroup& b) { return tokens[a.clean] < tokens[b.clean]; });
    }
    std::vector<Batch> batches = close_batches(groups, tokens, stage.token_keep, stage.batch_tokens);
    draws.shuffle(batches);
    return batches;
}

std::vector<Batch> micro_batches(const Batch& batch, const std::vector<int>& tokens, double token_keep) {
    std::vector<Batch> pieces;
    int filled = 0;
    for (const PhotoGroup& group : batch) {
        const int wanted = group_tokens(group, tokens, token_keep);
        if (pieces.empty() || filled + wanted > micro_batch_tokens) {
            pieces.emplace_back();
            filled = 0;
        }
        pieces.back().push_back(group);
        filled += wanted;
    }
    return pieces;
}

} // namespace touchstone::training
