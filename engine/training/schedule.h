// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

/// Learning rates over a run. Pure arithmetic in double precision.
namespace touchstone::training {

/// Cosine per epoch with a linear warm-up per iteration, as contrastive pre-training uses it (reiqa.md):
/// lowest = base·0.1³, cosine(e) = lowest + (base − lowest)(1 + cos(πe/E))/2 for e = 1…E; during the warm-up epochs
/// linear from `warmup_from` at the very first iteration to cosine(warmup_epochs).
struct EpochCosine {
    double base = 0.1;
    int epochs = 1;
    int warmup_epochs = 5;
    double warmup_from = 0.01;

    double at(int epoch /* from 1 */, int iteration /* from 0 */, int iterations_per_epoch) const;
};

/// Cosine per step from `base` to `base*final_factor` after a linear warm-up from 0: what the MUSIQ recipe uses, where
/// a run has too few epochs for steps of a whole epoch. Step counts from 0; the last step reaches the final value.
struct StepCosine {
    double base = 1e-3;
    double final_factor = 0.01;
    long warmup_steps = 0;
    long steps = 1;

    double at(long step) const;
};

} // namespace touchstone::training
