// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <stop_token>

#include <torch/torch.h>

#include "engine/musiq/network_p.h"
#include "engine/nn/model_file.h"
#include "engine/training/losses_p.h"
#include "engine/training/optimizer_p.h"

/// One training run in memory: weights, their average, the best ones, and where it stands. Private to the room.
namespace touchstone::training {

struct Standing {
    int stage = 0, epoch = 0; ///< epochs of this stage that are done
    int epochs_done = 0;
    double seconds = 0;
    std::string best_stage;
    int best_epoch = 0;
    std::optional<double> best_worth; ///< EpochReport::worth of the best weights
    double order_weight = 0;          ///< that it was taken with
    bool judge_start = false;         ///< the run begins with a trained model, which may prove to be the best
};

inline constexpr const char* start_stage = "start"; ///< the stage's name of the model that a run began with

/// What was chosen after the last stage: `share` of the weights called `tuned`, the rest of the start model's.
struct Blended {
    double share = 1;
    std::string tuned;
};

/// The weights that a run begins with, on its device, with the rows of the last layer that only training needs.
struct FirstWeights {
    NamedTensors weights;
    bool judged_before = false; ///< a trained model's with its own head, which may prove to be the best
    std::string digest;         ///< SHA-256 of the model file; empty = fresh ones
};

/// What an epoch that was interrupted has come to.
struct EpochSoFar {
    long step = 0; ///< steps that are done
    double loss = 0;
    std::vector<std::pair<std::string, double>> loss_terms; ///< sums over these steps, as `loss`
    double seconds = 0;

    nlohmann::json to_json() const;
    static EpochSoFar from_json(const nlohmann::json& json);
};

/// Detached copies that share no memory.
NamedTensors copy_of_weights(const NamedTensors& tensors);

/// (1 − share)·start + share·tuned, every tensor. Both have the same names and shapes.
NamedTensors interpolated(const NamedTensors& start, const NamedTensors& tuned, double share);

class Session {
public:
    Session(const TrainConfig& config, const TrainOptions& options, const TrainCallbacks& callbacks, TrainingSet set,
            TeacherTargets targets, std::stop_token stop);

    Result<void> start();  ///< fresh weights, or those of options.init_model
    Result<bool> resume(); ///< false when there is no checkpoint
    Result<void> run();    ///< the stages that are left; a checkpoint after every epoch
    Result<TrainReport> write_model();

private:
    Result<void> run_stage(const StageConfig& stage);
    Result<EpochReport> run_epoch(const StageConfig& stage, ParameterUpdate& update, int epoch);
    Result<void> pause_if_due(const ParameterUpdate& update, const EpochReport& report, long step, double begun);
    void run_batch(const StageConfig& stage, int epoch, const Batch& batch, EpochReport& report);
    at::Tensor forward(const musiq::NetworkView& view, const StageConfig& stage, int epoch, const Batch& piece);
    musiq::TokenSequence tokens_of(std::size_t sample, bool flip) const;
    double score_of(const musiq::NetworkView& view, const RgbImage& photo) const;
    void validate(const NamedTensors& weights, EpochReport& report) const;
    std::map<std::string, double> ordered_versions(const musiq::NetworkView& view,
                                                   const std::vector<double>& clean) const;
    void judge_best_anew();
    void judge_start();
    void follow_average(double decay);
    bool keep_if_best(const EpochReport& report, const NamedTensors& weights); ///< true when they were kept
    Result<void> blend();
    const NamedTensors& tuned_weights();
    std::string tuned_name() const;
    void publish(const EpochReport& report) const;
    void note(const std::string& text) const;
    NamedTensors& judged(const StageConfig& stage) { return stage.average_decay > 0 ? average_ : parameters_; }

    Result<FirstWeights> first_weights() const;
    Result<void> check_start_model() const;
    Result<void> save(const ParameterUpdate& update) const;
    std::string checkpoint_file() const { return config_.work_folder + "/checkpoint.safetensors"; }
    std::string checkpoint_key(int stage) const;
    std::string best_name() const; ///< where the weights that are written come from
    ModelCard make_card(const EpochReport& validation) const;
    NamedTensors exported(const NamedTensors& weights) const;

    const TrainConfig& config_;
    const TrainOptions& options_;
    const TrainCallbacks& callbacks_;
    TrainingSet set_;
    TeacherTargets targets_;
    std::stop_token stop_;
    ScoreScale scale_;
    HeadLayout layout_;
    Losses losses_;
    at::Device device_;
    std::vector<int> tokens_; ///< sequence length of every sample
    NamedTensors parameters_, average_, best_;
    NamedTensors resumed_moments_;
    long resumed_steps_ = 0;
    std::string init_digest_; ///< of the start model
    std::optional<Blended> blended_;
    Standing standing_;
    EpochSoFar so_far_;
    double saved_at_ = 0; ///< when the last checkpoint was written, on the clock of now()
};

} // namespace touchstone::training
