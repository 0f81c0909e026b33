// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/schedule.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace touchstone::training {

namespace {

double half_cosine(double from, double to, double part) {
    return to + (from - to) * (1.0 + std::cos(std::numbers::pi * part)) / 2.0;
}

} // namespace

double EpochCosine::at(int epoch, int iteration, int iterations_per_epoch) const {
    const double lowest = base * 0.1 * 0.1 * 0.1;
    if (epoch > warmup_epochs)
        return half_cosine(base, lowest, static_cast<double>(epoch) / epochs);
    const double warmup_to = half_cosine(base, lowest, static_cast<double>(warmup_epochs) / epochs);
    const double done = static_cast<double>(epoch - 1) * iterations_per_epoch + iteration;
    const double all = static_cast<double>(warmup_epochs) * iterations_per_epoch;
    return warmup_from + (warmup_to - warmup_from) * done / all;
}

double StepCosine::at(long step) const {
    if (step < warmup_steps)
        return base * static_cast<double>(step + 1) / static_cast<double>(warmup_steps);
    const long last = std::max(1L, steps - 1 - warmup_steps);
    const double part = std::min(1.0, static_cast<double>(step - warmup_steps) / static_cast<double>(last));
    return half_cosine(base, base * final_factor, part);
}

} // namespace touchstone::training
