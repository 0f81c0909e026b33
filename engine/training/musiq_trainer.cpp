// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/products_p.h"
#include "engine/training/session_p.h"
#include "engine/training/torch_part.h"

namespace touchstone::training {

namespace {

Result<TrainReport> train(const TrainConfig& config, const TrainOptions& options, const TrainCallbacks& callbacks,
                          std::stop_token stop) {
    nn::use_threads(config.threads);
    auto set = prepare_training_set(config, callbacks, stop);
    if (!set)
        return tl::unexpected(set.error());
    auto targets = prepare_teacher(config, *set, callbacks, stop);
    if (!targets)
        return tl::unexpected(targets.error());
    if (auto rated = rate_by_teacher(config, *targets, *set); !rated)
        return tl::unexpected(rated.error());
    if (set->clean(Part::Train).empty())
        return failure(ErrorCode::BadInput, config.data.labels, "leaves no photo to train on",
                       "lower data.validation_share");
    if (callbacks.message && targets->validation && targets->validation->srcc)
        callbacks.message("teacher's ridge head: alpha " + std::to_string(targets->ridge_alpha) + ", validation " +
                          targets->validation->to_json().dump());
    Session session(config, options, callbacks, std::move(*set), std::move(*targets), stop);
    bool resumed = false;
    if (options.resume) {
        const auto found = session.resume();
        if (!found)
            return tl::unexpected(found.error());
        resumed = *found;
        if (!resumed && callbacks.message)
            callbacks.message("no checkpoint in " + config.work_folder + ": starting afresh");
    }
    if (!resumed)
        if (auto started = session.start(); !started)
            return tl::unexpected(started.error());
    if (auto done = session.run(); !done)
        return tl::unexpected(done.error());
    return session.write_model();
}

Result<TrainReport> guarded_training(const TrainConfig& config, const TrainOptions& options,
                                     const TrainCallbacks& callbacks, std::stop_token stop) {
    try {
        return train(config, options, callbacks, std::move(stop));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, config.work_folder, "needs more memory than there is",
                       "lower \"batch_tokens\"");
    } catch (const std::exception& problem) { // Torch throws; this room's callers get values
        const std::string text = problem.what();
        return failure(ErrorCode::Internal, config.work_folder, "training failed: " + text.substr(0, text.find('\n')));
    }
}

} // namespace

const TorchPart torch_functions{guarded_training};

} // namespace touchstone::training
