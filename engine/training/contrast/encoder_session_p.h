// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <stop_token>

#include "engine/nn/model_card.h"
#include "engine/nn/model_file.h"
#include "engine/training/contrast/contrast_photos.h"
#include "engine/training/contrast/distillation_p.h"
#include "engine/training/contrast/feature_judge_p.h"
#include "engine/training/contrast/info_nce_p.h"
#include "engine/training/contrast/item_workers.h"
#include "engine/training/contrast/momentum_update_p.h"

/// One run of MoCo in memory: both encoders, the queue, the optimiser, and where it stands. Private to the room.
namespace touchstone::training {

/// Sums over the steps of an epoch.
struct EpochSums {
    double loss = 0, contrast = 0, top1 = 0, alignment = 0, uniformity = 0, cosine = 0;
    double seconds = 0, idle_seconds = 0;
};

struct EncoderStanding {
    int epoch = 0; ///< done
    int step = 0;  ///< done of the one after
    double seconds = 0;
    EpochSums sums;
    nlohmann::json last_report; ///< of the last whole epoch, for the card
};

class EncoderSession {
public:
    EncoderSession(const ContrastConfig& config, const TrainOptions& options, const ContrastCallbacks& callbacks,
                   ContrastPhotos photos, std::stop_token stop);

    Result<void> prepare(); ///< teacher and judge
    Result<void> start();   ///< fresh weights, or those of options.init_model
    Result<bool> resume();  ///< false when there is no checkpoint
    Result<void> run();     ///< the epochs that are left
    Result<TrainReport> write_model();

private:
    Result<void> run_epoch();
    void run_step(const std::vector<ContrastItem>& items, double rate);
    at::Tensor encode_keys(const at::Tensor& crops);
    at::Tensor run_group(const at::Tensor& crops, const at::Tensor& keys, double share);
    at::Tensor features(const NamedTensors& weights, const at::Tensor& crops, bool batch_statistics) const;
    std::int64_t negatives_beside(std::int64_t group) const;
    void follow_query();
    ContrastReport report_of(int steps, double rate);
    void judge_features(ContrastReport& report) const;
    void show(int steps, double begun) const;
    std::vector<std::size_t> epoch_order() const;
    ItemWorkers::Make item_maker(const std::vector<std::size_t>& order) const;
    int steps_of(std::size_t photos) const;
    std::string stage() const;

    Result<void> save() const;
    void trim_log() const;
    void log(const ContrastReport& report) const;
    std::string checkpoint_file() const { return config_.work_folder + "/checkpoint.safetensors"; }
    std::string log_file() const { return config_.work_folder + "/log.jsonl"; }
    std::string checkpoint_key() const;
    ModelCard make_card() const;

    const ContrastConfig& config_;
    const TrainOptions& options_;
    const ContrastCallbacks& callbacks_;
    ContrastPhotos photos_;
    std::stop_token stop_;
    at::Device device_;
    NamedTensors query_, key_; ///< with running statistics; the query also has the projection to the teacher
    KeyQueue queue_;
    MomentumUpdate update_;
    std::unique_ptr<Distillation> teacher_;
    std::optional<FeatureJudge> judge_;
    EncoderStanding standing_;
};

} // namespace touchstone::training
