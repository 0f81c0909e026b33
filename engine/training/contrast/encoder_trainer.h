// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "engine/imaging/distortions/distortions.h"
#include "engine/nn/device.h"
#include "engine/training/contrast/contrast_config.h"
#include "engine/training/musiq_trainer.h"

/// Training of Re-IQA's two experts on photos without labels (reiqa.md 4 and 5). No Torch and no codec in this header:
/// the caller hands in how a photo file becomes pixels and how a photo is damaged, so that the trainer builds with
/// LibTorch alone.
namespace touchstone::training {

/// What is written as one JSON line after every epoch.
struct ContrastReport {
    std::string stage; ///< "quality-encoder", "content-encoder"
    int epoch = 0;
    double learning_rate = 0; ///< of the last step
    double loss = 0;          ///< mean over the epoch, of all terms
    double contrast_loss = 0; ///< InfoNCE alone
    double top1 = 0;          ///< share of queries nearer to their key than to every negative
    double alignment = 0, uniformity = 0;
    std::optional<double> teacher_cosine; ///< mean, when there is a teacher
    /// On held-out photos, features of the model as it would be written. Quality: share of distorted photos whose kind
    /// the nearest features of other photos tell. Content: share of photos whose other view is the nearest.
    std::optional<double> neighbour_accuracy;
    double chance = 0; ///< what guessing gives
    double seconds = 0;
    double idle_share = 0; ///< part of the time in which the network waited for items
    double photos_per_second = 0;

    std::string json_line() const; ///< one object, no line feed
};

struct ContrastCallbacks {
    /// Decodes a photo file to upright sRGB pixels. Needed unless there is a pack.
    std::function<Result<RgbImage>(const std::string& path)> read_photo;
    /// imaging::distort where there are codecs. Empty = distort_pixels, and the kinds that need codecs are left out.
    /// Called in several threads at once.
    std::function<Result<RgbImage>(const RgbImage& photo, imaging::Distortion kind, int level,
                                   imaging::DistortionBank bank, const imaging::RandomNumbers& numbers)>
        distort;
    std::function<void(const TrainProgress&)> progress; ///< may be empty; called in the training thread
    std::function<void(const ContrastReport&)> epoch;   ///< may be empty
    std::function<void(const std::string&)> message;    ///< may be empty; things to know, one line each
};

/// Runs a configuration and writes the model file with its card, float16. Blocks; one run per work folder. Everything
/// random comes from the seed, and a resumed run on the CPU gives the same losses as one that was never interrupted
/// (same number of network threads; the number of workers does not matter). A stop request ends it within a step with a
/// checkpoint and `Cancelled`. TrainReport::validation stays empty.
/// Errors: BadInput (configuration, too few photos), NotFound, WriteFailed, BadModel (init model, teacher).
Result<TrainReport> train_encoder(const ContrastConfig& config, const TrainOptions& options,
                                  const ContrastCallbacks& callbacks, std::stop_token stop);

/// Decodes the photos of the configuration once into `pack_file`, for a machine without decoders: set `data.pack`.
Result<void> pack_encoder_photos(const ContrastConfig& config, const std::string& pack_file,
                                 const ContrastCallbacks& callbacks, std::stop_token stop);

} // namespace touchstone::training
