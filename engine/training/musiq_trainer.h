// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"
#include "engine/nn/device.h"
#include "engine/training/metrics.h"
#include "engine/training/train_config.h"

/// Training of MUSIQ networks (architecture.md, engine/training). No Torch and no picture decoder in this header: the
/// caller hands in how a photo file becomes pixels, so that the trainer builds with LibTorch alone.
namespace touchstone::training {

/// Where a run stands, for a progress line.
struct TrainProgress {
    std::string stage;         ///< "prepare", or the stage's name in the configuration
    int epoch = 0, epochs = 0; ///< of this stage, counted from 1
    int step = 0, steps = 0;   ///< of this epoch
    double loss = 0;           ///< mean over the epoch so far
    double eta_seconds = 0;    ///< to the end of this stage, from the speed so far
};

/// What is written as one JSON line after every epoch.
struct EpochReport {
    std::string stage; ///< "start" is the model that the run began with, before any epoch; "blend" follows the last
    int epoch = 0;
    double learning_rate = 0;
    double loss = 0; ///< mean training loss
    std::vector<std::pair<std::string, double>> loss_terms;
    std::optional<Agreement> validation; ///< empty when the configuration keeps no validation part
    /// By kind of made damage, when the configuration has an order_weight: share of the validation photos' versions
    /// that score below their photo; "held-out noise" and the like for photos without scores.
    std::map<std::string, double> ordered;
    std::optional<double> blend; ///< share of the tuned weights; the rest is the start model's
    double seconds = 0;

    /// What the kept weights have the most of; empty without validation or when the SRCC is undefined.
    std::optional<double> worth(double order_weight) const;

    std::string json_line() const; ///< one object, no line feed
};

struct TrainCallbacks {
    /// Decodes a photo file to upright sRGB pixels. Needed unless every photo comes from a pack.
    std::function<Result<RgbImage>(const std::string& path)> read_photo;
    std::function<void(const TrainProgress&)> progress; ///< may be empty; called in the training thread
    std::function<void(const EpochReport&)> epoch;      ///< may be empty
    std::function<void(const std::string&)> message;    ///< may be empty; things to know, one line each
};

struct TrainOptions {
    /// Model file to start from, or another program's checkpoint of a MUSIQ network (`.npz`, `.pth`), the ImageNet
    /// pre-training among them; empty = fresh weights from the seed. Its network must be the configuration's; another
    /// number of outputs replaces the head.
    std::string init_model;
    bool resume = false; ///< continue from the work folder's checkpoint; starts afresh when there is none
    Device device;
};

struct TrainReport {
    std::string model_file;
    std::optional<Agreement> validation; ///< of the weights that were written
    std::string best_stage; ///< "blend" when weights between the start model's and the tuned ones were the best
    int best_epoch = 0;
    int epochs_done = 0;
    double seconds = 0;                         ///< of training, over all resumed parts
    std::optional<double> blend = std::nullopt; ///< share of the tuned weights in the blend that was written
};

/// Runs all stages of a configuration and writes the model file with its card. Blocks; one run per work folder.
/// Everything random comes from the seed, and a resumed run on the CPU gives the same losses as one that was never
/// interrupted (same number of threads). A stop request ends it within a step with a checkpoint and `Cancelled`.
/// Errors: BadInput (configuration, labels), NotFound, any error of read_photo, WriteFailed, BadModel (init model).
Result<TrainReport> train_musiq(const TrainConfig& config, const TrainOptions& options, const TrainCallbacks& callbacks,
                                std::stop_token stop);

/// Decodes all photos of the configuration once into `pack_file` (see photo_pack.h), for a machine without decoders:
/// set `data.pack` in the configuration to use it.
Result<void> pack_photos(const TrainConfig& config, const std::string& pack_file, const TrainCallbacks& callbacks,
                         std::stop_token stop);

} // namespace touchstone::training
