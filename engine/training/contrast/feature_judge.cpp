// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/feature_judge_p.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "engine/training/contrast/contrast_items.h"

namespace touchstone::training {

namespace {

RgbImage middle_square(const RgbImage& photo, int side) {
    const Size size{std::min(side, photo.size.width), std::min(side, photo.size.height)};
    const int left = (photo.size.width - size.width) / 2, top = (photo.size.height - size.height) / 2;
    RgbImage part(size);
    for (int y = 0; y < size.height; ++y)
        std::copy_n(photo.row(top + y) + 3 * left, 3 * size.width, part.row(y));
    return part;
}

at::Tensor stacked(const std::vector<RgbImage>& versions) {
    const Size size = versions.front().size;
    at::Tensor crops = at::empty({static_cast<std::int64_t>(versions.size()), size.height, size.width, 3}, at::kByte);
    for (std::size_t i = 0; i < versions.size(); ++i)
        std::copy(versions[i].pixels.begin(), versions[i].pixels.end(),
                  crops[static_cast<std::int64_t>(i)].data_ptr<std::uint8_t>());
    return crops;
}

/// 3, 4, 5 in turn, so that a kind shows in several strengths.
int judged_level(imaging::Distortion kind, std::size_t number) {
    const int level = 3 + static_cast<int>(number % 3);
    return imaging::is_nearly_identity(kind, level) ? 5 : level;
}

} // namespace

double neighbour_vote(const at::Tensor& features, const std::vector<int>& classes, const std::vector<int>& photo,
                      bool other_photos_only, int k) {
    const at::Tensor centred = features.to(at::kDouble) - features.to(at::kDouble).mean(0, true);
    const at::Tensor unit = centred / centred.norm(2, {1}, true).clamp_min(1e-12);
    const at::Tensor table = at::mm(unit, unit.t()).contiguous();
    const std::size_t count = classes.size();
    std::size_t right = 0;
    for (std::size_t row = 0; row < count; ++row) {
        const double* near = table.data_ptr<double>() + row * count;
        std::vector<std::size_t> others;
        for (std::size_t other = 0; other < count; ++other)
            if (other != row && !(other_photos_only && photo[other] == photo[row]))
                others.push_back(other);
        const auto voters = std::min(others.size(), static_cast<std::size_t>(k));
        std::partial_sort(others.begin(), others.begin() + static_cast<std::ptrdiff_t>(voters), others.end(),
                          [&](std::size_t a, std::size_t b) { return near[a] > near[b]; });
        std::map<int, double> votes;
        for (std::size_t i = 0; i < voters; ++i)
            votes[classes[others[i]]] += 1 + near[others[i]];
        const auto winner = std::max_element(votes.begin(), votes.end(),
                                             [](const auto& a, const auto& b) { return a.second < b.second; });
        right += winner != votes.end() && winner->first == classes[row];
    }
    return count == 0 ? 0 : static_cast<double>(right) / static_cast<double>(count);
}

Result<void> FeatureJudge::add_distorted(const ContrastConfig& config, const RgbImage& photo, std::size_t number,
                                         const ContrastCallbacks& callbacks) {
    const RgbImage part = middle_square(photo, 2 * config.quality.patch);
    const auto kinds = usable_kinds(config.quality.bank, callbacks);
    std::vector<RgbImage> full, half;
    Photo judged;
    for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
        auto worse = damaged_photo(part, kinds[kind], judged_level(kinds[kind], number + kind), config.quality.bank,
                                   mix_seed(config.seed, "judged " + std::to_string(number)), callbacks);
        if (!worse)
            return tl::unexpected(worse.error());
        half.push_back(halved(*worse, HalfScale::Pillow));
        full.push_back(std::move(*worse));
        judged.classes.push_back(static_cast<int>(kind));
    }
    judged.scales = {stacked(full), stacked(half)};
    photos_.push_back(std::move(judged));
    chance_ = 1.0 / static_cast<double>(kinds.size());
    return {};
}

void FeatureJudge::add_views(const ContrastConfig& config, const RgbImage& photo, std::size_t number) {
    ContrastItem item =
        make_content_item(photo, config.content, mix_seed(config.seed, "judged " + std::to_string(number)));
    const Size size{config.content.patch, config.content.patch};
    std::vector<RgbImage> views(2, RgbImage(size));
    views[0].pixels = std::move(item.query);
    views[1].pixels = std::move(item.key);
    photos_.push_back({{stacked(views)}, {static_cast<int>(number), static_cast<int>(number)}});
}

Result<FeatureJudge> FeatureJudge::prepare(const ContrastConfig& config, const ContrastPhotos& photos,
                                           const ContrastCallbacks& callbacks, const std::stop_token& stop) {
    FeatureJudge judge;
    const bool quality = config.expert == reiqa::Expert::Quality;
    judge.other_photos_only_ = quality;
    judge.neighbours_ = quality ? config.judge.neighbours : 1;
    const std::size_t count = std::min(photos.held_out.size(), static_cast<std::size_t>(config.judge.photos));
    for (std::size_t i = 0; i < count && count > 1; ++i) {
        if (stop.stop_requested())
            return failure(ErrorCode::Cancelled, config.work_folder, "training was stopped");
        const RgbImage photo = photos.pack.photo(photos.held_out[i * photos.held_out.size() / count]);
        if (!quality)
            judge.add_views(config, photo, i);
        else if (auto added = judge.add_distorted(config, photo, i, callbacks); !added)
            return tl::unexpected(added.error());
    }
    if (!quality && count > 1)
        judge.chance_ = 1.0 / static_cast<double>(2 * count - 1);
    return judge;
}

std::optional<double> FeatureJudge::accuracy(const Features& features) const {
    if (photos_.size() < 2)
        return std::nullopt;
    std::vector<at::Tensor> rows;
    std::vector<int> classes, owner;
    for (std::size_t i = 0; i < photos_.size(); ++i) {
        std::vector<at::Tensor> scales;
        for (const at::Tensor& crops : photos_[i].scales)
            scales.push_back(features(crops));
        rows.push_back(at::cat(scales, 1));
        classes.insert(classes.end(), photos_[i].classes.begin(), photos_[i].classes.end());
        owner.resize(classes.size(), static_cast<int>(i));
    }
    return neighbour_vote(at::cat(rows), classes, owner, other_photos_only_, neighbours_);
}

} // namespace touchstone::training
