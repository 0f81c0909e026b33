// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What fine-tuning learned, given back in part: weights between the start model's and the tuned ones (WiSE-FT, Wortsman
// et al., CVPR 2022). Such weights often keep most of both: what the start knew, and what was learned since.
#include "engine/training/session_p.h"

#include <chrono>

namespace touchstone::training {

NamedTensors interpolated(const NamedTensors& start, const NamedTensors& tuned, double share) {
    const at::NoGradGuard no_gradients;
    NamedTensors between;
    for (const auto& [name, value] : tuned) {
        const at::Tensor& first = start.at(name);
        TORCH_CHECK(first.sizes() == value.sizes(), "weights of two shapes cannot be blended: ", name);
        between[name] = first.detach() * (1 - share) + value.detach() * share;
    }
    return between;
}

/// The weights of the best epoch that was trained; those of the last one when the start was never beaten.
const NamedTensors& Session::tuned_weights() {
    const bool start_is_best = best_.empty() || standing_.best_stage == start_stage;
    return start_is_best ? judged(config_.stages.back()) : best_;
}

std::string Session::tuned_name() const {
    if (standing_.best_stage != start_stage && !standing_.best_stage.empty())
        return "stage " + standing_.best_stage + ", epoch " + std::to_string(standing_.best_epoch);
    return "stage " + config_.stages.back().name + ", epoch " + std::to_string(config_.stages.back().epochs);
}

/// Judges every candidate on the validation part, by the criterion that chose among the epochs, and keeps the best one
/// if it beats them. Not part of a checkpoint: a resumed run blends again, with the same result.
Result<void> Session::blend() {
    if (config_.blend.empty())
        return {};
    const auto start = first_weights();
    if (!start)
        return tl::unexpected(start.error());
    const NamedTensors tuned = copy_of_weights(tuned_weights());
    const std::string name = tuned_name();
    for (const double share : config_.blend) {
        if (stop_.stop_requested())
            return failure(ErrorCode::Cancelled, config_.work_folder, "training was stopped",
                           "continue it with --resume");
        const auto begun = std::chrono::steady_clock::now();
        const NamedTensors weights = interpolated(start->weights, tuned, share);
        EpochReport report;
        report.stage = "blend";
        report.blend = share;
        validate(weights, report);
        report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
        standing_.seconds += report.seconds;
        if (keep_if_best(report, weights))
            blended_ = Blended{share, name};
        publish(report);
    }
    return {};
}

} // namespace touchstone::training
