// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/imaging/distortions/distortions.h"
#include "engine/reiqa/encoder.h"
#include "engine/training/contrast/patch_pairs.h"

namespace touchstone::training {

/// Photos without labels.
struct ContrastData {
    std::vector<std::string> folders; ///< walked with their sub-folders, names in byte order
    std::string pack;                 ///< pack file to use instead of decoding; empty = none
    int long_side = 1024;             ///< photos are reduced to this once; 0 = never
    double held_out = 0.1;            ///< share of the photos that is only looked at, by a hash of the name
    int photos_per_epoch = 0;         ///< 0 = every photo once
};

enum class HalfScale {
    Pillow, ///< as in inference
    Torch   ///< a = -0.75, corners aligned, not antialiased: what the released trainer does, rounded to 8 bit here
};

/// What a training item of the quality expert is made of (reiqa.md 4.3).
struct QualityItems {
    imaging::DistortionBank bank = imaging::DistortionBank::Kadid;
    int distortions = 11;         ///< n_aug: different ones beside the original
    bool compositions = false;    ///< n_distortions 2: one draw in ten puts two kinds on one another
    bool leave_out_nearly = true; ///< no draws that leave the photo as it is
    int patch = 160;
    bool half_scale = true; ///< both scales, or the full one only
    HalfScale half_filter = HalfScale::Pillow;
    OverlapRule overlap = OverlapRule::Free;
    OverlapBounds bounds;
    bool swap = true; ///< half of a chunk's pairs exchange query and key
    int region = 0;   ///< cut a square of this side first and damage only that; 0 = the whole photo

    int scales() const { return half_scale ? 2 : 1; }
    int versions() const { return 1 + distortions; }
};

/// Augmentation B of MoCo-v2 (reiqa.md 5).
struct ContentItems {
    int patch = 224;
    double smallest = 0.2;                       ///< of the photo's area
    double jitter = 0.8, grey = 0.2, blur = 0.5; ///< probabilities
};

/// Keys of the same step that are negatives beside the queue: the other versions of the photo, or all of the group.
enum class InScene { None, SameScale, BothScales, Batch };

struct ContrastSettings {
    int batch_photos = 8; ///< photos of one step
    int groups = 2;       ///< parts that are normalised, run and differentiated one after another
    int queue = 65536;
    bool random_start = false; ///< the queue begins with random directions instead of empty
    int dimension = 128;
    int head_width = 0; ///< 0 = as many as the trunk has features
    double temperature = 0.2;
    double key_momentum = 0.999;
    InScene in_scene = InScene::None;
    bool mixed_precision = false; ///< bfloat16 where it is safe; CUDA only
};

struct ContrastSchedule {
    int epochs = 25;
    bool lars = true;
    double base_rate = 0.6; ///< for 64 crops (quality: two a photo) or 256 photos (content)
    double rate = 0;        ///< what follows from it and the batch, unless the configuration says one
    double weight_decay = 1e-4, momentum = 0.9, trust = 0.001;
    int warmup_epochs = 5;
    double warmup_from = 0.01;
    bool steps = false; ///< a tenth after 60 % and again after 80 % of the epochs instead of the cosine

    double at(int epoch, int iteration, int iterations) const; ///< epoch from 1, iteration from 0
};

/// A frozen TorchScript network to learn from; used when `file` is not empty.
struct DistilSettings {
    std::string file;           ///< N×3×H×W in 0…1 → N×F
    double weight = 1;          ///< of 1 - cosine between its features and a linear projection of ours
    double relation = 1;        ///< of the squared difference between both matrices of cosines inside a group
    double contrast = 1;        ///< of the contrastive loss beside it
    int normalise_photos = 256; ///< photos its features' mean and spread are taken from
};

struct JudgeSettings {
    int photos = 24;    ///< held-out photos that are looked at after every epoch
    int neighbours = 5; ///< that vote on the kind of distortion
};

/// One run: the JSON file given to `touchstone-cli train quality-encoder` or `content-encoder`. Relative paths are
/// relative to that file. docs/TRAINING.md has every key.
struct ContrastConfig {
    reiqa::Expert expert = reiqa::Expert::Quality;
    std::string id = "reiqa-quality";
    std::string title, licence, trained_on, source;
    std::vector<std::string> notes;
    bool shipped = false;
    reiqa::TrunkConfig trunk;
    std::uint64_t seed = 1;
    int threads = 0; ///< of the network; 0 = as Torch finds it. Fix it when a run has to be repeatable
    int workers = 0; ///< threads that prepare items; 0 = one per core but one. Changes nothing but the speed
    double checkpoint_seconds = 300;
    std::string output, work_folder;
    ContrastData data;
    QualityItems quality;
    ContentItems content;
    ContrastSettings contrast;
    ContrastSchedule schedule;
    DistilSettings teacher;
    JudgeSettings judge;

    nlohmann::json text = nlohmann::json::object(); ///< as read, for the record

    int pairs_per_photo() const { return expert == reiqa::Expert::Quality ? quality.scales() * quality.versions() : 1; }
    int patch() const { return expert == reiqa::Expert::Quality ? quality.patch : content.patch; }

    /// BadInput naming the key when one is missing, unknown, of the wrong type or out of its range.
    static Result<ContrastConfig> from_json(const nlohmann::json& json, reiqa::Expert expert, const std::string& file);
    static Result<ContrastConfig> read(const std::string& file, reiqa::Expert expert);
};

} // namespace touchstone::training
