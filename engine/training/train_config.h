// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/base/error.h"
#include "engine/musiq/config.h"

namespace touchstone::training {

/// When a photo without scores is made worse: as the network sees it, or before it is reduced to that, as it happens to
/// photos that people keep.
enum class Damage { AfterReduction, OwnSize };

/// Photos without human scores. Large ones are reduced by `reduce` and cut into tiles; small ones are taken whole.
struct UnlabelledSet {
    std::string folder; ///< walked without recursion, names in byte order
    int reduce = 2;     ///< integer box reduction before cutting, so that stored compression does not show
    int tile = 500;     ///< edge of the square tiles, pixels; unused with damage at own size
    int tiles_per_photo = 12;
    Damage damage = Damage::AfterReduction;
    std::pair<double, double> ratio{1, 3}; ///< own size: a tile's long side in native limits, drawn evenly in its log
    std::pair<double, double> grain{0, 0}; ///< own size: deviation of sensor noise in half of the clean tiles, levels
    double held_out = 0; ///< part of the photos, by the SHA-1 of their names, that only judge the order of versions
};

/// How scores on another scale reach the network: through a monotone curve that is learned with it, or as the order of
/// pairs alone.
enum class ScoreLink { Monotone, Rank };

/// One more list of photos with human scores, on a scale of its own. It is trained on whole and judges nothing.
struct LabelList {
    std::string name, labels, root; ///< as DataConfig's; the name is for the log
    double weight = 1;
    ScoreLink link = ScoreLink::Rank;
    bool higher_is_better = true; ///< false: the scores count faults (DMOS)
};

struct DataConfig {
    std::string labels;            ///< CSV with `file` and `mos`; may be empty when a teacher rates
    std::string root;              ///< folder the names are relative to; empty = the CSV's own
    std::string pack;              ///< pack file to use instead of decoding; empty = none
    double validation_share = 0.2; ///< of the label list, by the SHA-1 of the file's base name, highest first
    std::vector<LabelList> more_labels;
    std::vector<UnlabelledSet> unlabelled;
    bool exposure = false; ///< versions that are too dark or too bright are made, too
};

/// Frozen TorchScript networks that supply extra targets. All paths may be empty.
struct TeacherConfig {
    std::string features; ///< N×3×H×W in 0…1 → N×F; a ridge head is fitted on the training part of the labels alone
    std::string aesthetic; ///< N×3×224×224 → N×10 probabilities of 1…10
    /// The aesthetic network's distribution stands for people's: of all photos, and of their made versions. Photos
    /// without scores are trained on like those of the list, and judge like its validation part when they are held out.
    bool rates = false;
    int components = 64; ///< principal components of the features that are learned
    int variants = 3;    ///< made versions of every photo that get targets
    std::vector<double> ridge_alphas{10,   30,   100,  300,
                                     1000, 3000, 10000}; ///< chosen by cross-validation inside the training part

    bool any() const { return !features.empty() || !aesthetic.empty(); }
};

enum class Optimizer { AdamW, Sgd };
enum class ScoreLoss { L1, Emd }; ///< L1 on MOS, or EMD (r = 2) between distributions

struct LossWeights {
    double score = 1; ///< human scores; for photos without, the teacher's ridge score times `pseudo`
    double pseudo = 0.5;
    double features = 0;  ///< smooth L1 on the teacher's principal components
    double aesthetic = 0; ///< EMD to the aesthetic network's distribution
    double rank = 0;     ///< hinge: a made version must score below its photo, and a stronger one below it, by a margin
    double fidelity = 0; ///< two photos with human scores: the probability that one is better than the other
    double lists = 1;    ///< photos of data.more_labels, times their list's weight
};

struct StageConfig {
    std::string name;
    int epochs = 1;
    int photos_per_epoch = 0;  ///< 0 = every photo once
    double labelled_share = 1; ///< of the photos drawn when there are unlabelled ones
    double made_share = 0;     ///< of the photos that come with a made version beside them
    double ladder_share = 0;   ///< of these, those with a stronger version of the same kind, where there is one
    std::vector<std::string> made_kinds; ///< prefer these ("noise", "gaussian-blur", …); empty = any
    int batch_tokens = 4096;             ///< a batch is closed when its tokens reach this
    double token_keep = 1;               ///< part of the tokens that a training step looks at, drawn anew each time
    Optimizer optimizer = Optimizer::AdamW;
    double learning_rate = 1e-3;
    double final_factor = 0.01;
    double warmup_epochs = 1;
    double weight_decay = 0.05;
    double momentum = 0.9;       ///< SGD only
    double clip_norm = 1;        ///< 0 = none
    double stochastic_depth = 0; ///< probability that a photo skips the last layer; less for earlier ones
    double average_decay = 0;    ///< exponential moving average of the weights per step; 0 = none
    bool freeze_stem = false;
    bool start_from_best = false; ///< begin with the best weights so far instead of the last
    LossWeights loss;
};

/// One run: the JSON file given to `touchstone-cli train musiq`. Relative paths are relative to that file.
struct TrainConfig {
    std::string id = "musiq";
    std::string title, licence, trained_on, source;
    std::vector<std::string> notes;
    musiq::Config network;
    std::pair<double, double> range{0, 100};
    int native_limit = 0;     ///< long side the photos are reduced to; 0 = the largest of the training photos
    int native_patches = 512; ///< of the native scale that a training step looks at, drawn anew each time; 0 = all
    ScoreLoss score_loss = ScoreLoss::L1;
    /// Which weights are kept: those with the largest validation SRCC plus this times the share of made versions of the
    /// validation and held-out photos that score below their photo (the mean over the kinds). 0 = SRCC alone.
    double order_weight = 0;
    /// Shares of the tuned weights, 0…1, that are tried after the last stage when a run began with a model: the rest is
    /// that model's. The validation part chooses among them as it does among epochs. Empty = no blending.
    std::vector<double> blend;
    bool shipped = false;
    std::uint64_t seed = 1;
    double checkpoint_seconds = 300; ///< between checkpoints in the middle of an epoch; one follows every epoch anyway
    int threads = 0;                 ///< 0 = as Torch finds it; fix it when a run has to be repeatable
    std::string output;              ///< model file
    std::string work_folder;         ///< checkpoint, log, cached targets
    DataConfig data;
    TeacherConfig teacher;
    std::vector<StageConfig> stages;

    nlohmann::json text = nlohmann::json::object(); ///< as read, for the record

    /// BadInput naming the key when one is missing, unknown, of the wrong type or out of its range.
    static Result<TrainConfig> from_json(const nlohmann::json& json, const std::string& file);
    static Result<TrainConfig> read(const std::string& file);
};

} // namespace touchstone::training
