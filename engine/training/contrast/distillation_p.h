// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include "engine/training/contrast/contrast_photos.h"
#include "engine/training/optimizer_p.h"

/// Learning from a frozen network beside, or instead of, contrast. Private to the room.
namespace touchstone::training {

class Distillation {
public:
    /// BadModel when the file is no network that takes N×3×H×W and gives N×F.
    static Result<std::unique_ptr<Distillation>> load(const DistilSettings& settings, int patch,
                                                      const at::Device& device);
    ~Distillation();

    /// Mean and spread of the teacher's features over some of the photos, so that what all photos have in common
    /// does not count as likeness.
    Result<void> normalise(const ContrastConfig& config, const ContrastPhotos& photos, const std::stop_token& stop);
    /// "mean" and "deviation", for the checkpoint.
    NamedTensors state() const;
    void restore(const NamedTensors& state);

    /// The projection from our features to the teacher's: "teacher.weight", "teacher.bias".
    void add_projection(NamedTensors& weights, int features, std::uint64_t seed) const;

    struct Terms {
        at::Tensor loss;
        double cosine = 0; ///< mean
    };
    /// `crops` as the items have them, `features` of the same rows with their gradients.
    Terms terms(const NamedTensors& weights, const at::Tensor& crops, const at::Tensor& features) const;

private:
    struct Impl;
    explicit Distillation(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace touchstone::training
