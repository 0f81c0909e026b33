// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <optional>

#include "engine/training/contrast/contrast_photos.h"
#include "engine/training/optimizer_p.h"

/// What an encoder's features are good for, told by their nearest neighbours on photos it was not trained on. Private
/// to the room.
namespace touchstone::training {

/// The same pictures in every epoch: made once.
class FeatureJudge {
public:
    /// 8-bit crops [n, side, side, 3] to features [n, f] on the CPU.
    using Features = std::function<at::Tensor(const at::Tensor& crops)>;

    static Result<FeatureJudge> prepare(const ContrastConfig& config, const ContrastPhotos& photos,
                                        const ContrastCallbacks& callbacks, const std::stop_token& stop);

    /// Empty when fewer than two photos are held out.
    std::optional<double> accuracy(const Features& features) const;
    double chance() const { return chance_; }

private:
    struct Photo {
        std::vector<at::Tensor> scales; ///< crops of all its versions at full and at half size
        std::vector<int> classes;
    };

    Result<void> add_distorted(const ContrastConfig& config, const RgbImage& photo, std::size_t number,
                               const ContrastCallbacks& callbacks);
    void add_views(const ContrastConfig& config, const RgbImage& photo, std::size_t number);

    std::vector<Photo> photos_;
    bool other_photos_only_ = true; ///< neighbours from the same photo do not count
    int neighbours_ = 5;
    double chance_ = 0;
};

/// Per row: do the `k` nearest rows by cosine, each weighted by it, vote for the row's own class? Rows of the same
/// `photo` do not vote when `other_photos_only`.
double neighbour_vote(const at::Tensor& features, const std::vector<int>& classes, const std::vector<int>& photo,
                      bool other_photos_only, int k);

} // namespace touchstone::training
