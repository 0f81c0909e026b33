// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "engine/training/labels.h"
#include "engine/training/made_version.h"
#include "engine/training/musiq_trainer.h"
#include "engine/training/photo_pack.h"

/// What a run trains on, with all pixels in one pack. Private to the room.
namespace touchstone::training {

/// HeldOut: photos without scores of which only the order of their versions is looked at, to choose weights.
/// OtherList: photos of data.more_labels, whose scores are on another scale.
enum class Part { Train, Validation, Unlabelled, HeldOut, OtherList };

/// Without a human score on the model's own scale.
constexpr bool has_no_score(Part part) {
    return part != Part::Train && part != Part::Validation;
}

/// A photo, or a made version of one. Clean photos come first in `TrainingSet::samples`, in the order of their lists.
struct Sample {
    std::string name;
    Part part = Part::Train;
    int list = 0;                      ///< of OtherList: index in data.more_labels
    Label label;                       ///< of the clean photo; meaningless when unlabelled
    std::size_t clean = 0;             ///< index of the clean sample; its own index for a clean one
    double severity = 0;               ///< 0 = clean
    std::vector<std::size_t> versions; ///< made versions of a clean sample
};

struct TrainingSet {
    PhotoPack pack; ///< one entry per sample, same order
    std::vector<Sample> samples;
    int longest_side = 0;
    std::string key;              ///< changes when the samples change; guards cached targets
    std::vector<LabelList> lists; ///< data.more_labels

    bool is_clean(std::size_t index) const { return samples[index].severity == 0; }
    std::vector<std::size_t> clean(Part part) const;
    std::vector<std::size_t> clean_of_list(int list) const; ///< Part::OtherList
};

/// Decodes, cuts tiles, makes versions, reduces to the native limit; reuses the work folder's pack when its list fits.
Result<TrainingSet> prepare_training_set(const TrainConfig& config, const TrainCallbacks& callbacks,
                                         std::stop_token stop);

/// Only the clean photos, for pack_photos(); tiles that are to be damaged at their own size are kept at it.
Result<void> write_clean_pack(const TrainConfig& config, const std::string& pack_file, const TrainCallbacks& callbacks,
                              std::stop_token stop);

} // namespace touchstone::training
