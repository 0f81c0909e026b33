// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <stop_token>

#include <torch/torch.h>

#include "engine/training/training_set.h"

/// Extra targets from frozen networks. Private to the room.
namespace touchstone::training {

/// One row per sample of the training set. Undefined tensors where the configuration has no such teacher.
struct TeacherTargets {
    at::Tensor score;      ///< [samples], in the units of the human scores: ridge regression on the features
    at::Tensor components; ///< [samples, components], unit variance over the samples
    at::Tensor aesthetic;  ///< [samples, 10], probabilities of 1…10
    double ridge_alpha = 0;
    std::optional<Agreement> validation; ///< of the ridge head, on the photos kept out of its fit
};

/// Runs the networks over all samples (cached in the work folder) and fits the ridge head on the clean photos of the
/// training part alone; its alpha is chosen by five-fold cross-validation inside that part.
Result<TeacherTargets> prepare_teacher(const TrainConfig& config, const TrainingSet& set,
                                       const TrainCallbacks& callbacks, std::stop_token stop);

/// With `teacher.rates`: gives every sample the aesthetic network's distribution, its mean and deviation as its score,
/// and photos without scores a part like those with them. BadModel when the network has other bins than the model.
Result<void> rate_by_teacher(const TrainConfig& config, const TeacherTargets& targets, TrainingSet& set);

/// Ridge regression |y − b − Xw|² + alpha·|w|² on centred data, through the eigenvalues of XXᵀ. Double tensors:
/// x [n, p], y [n] → predictions for `query` [m, p], one row per alpha.
at::Tensor ridge_predictions(const at::Tensor& x, const at::Tensor& y, const at::Tensor& query,
                             const std::vector<double>& alphas);

} // namespace touchstone::training
