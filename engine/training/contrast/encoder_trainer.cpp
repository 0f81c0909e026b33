// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/products_p.h"
#include "engine/training/contrast/encoder_session_p.h"
#include "engine/training/contrast/torch_part.h"

namespace touchstone::training {

namespace {

Result<TrainReport> train(const ContrastConfig& config, const TrainOptions& options, const ContrastCallbacks& callbacks,
                          std::stop_token stop) {
    nn::use_threads(config.threads);
    auto photos = prepare_photos(config, callbacks, stop);
    if (!photos)
        return tl::unexpected(photos.error());
    if (callbacks.message)
        callbacks.message(std::to_string(photos->train.size()) + " photos to train on, " +
                          std::to_string(photos->held_out.size()) + " held out");
    EncoderSession session(config, options, callbacks, std::move(*photos), std::move(stop));
    if (auto prepared = session.prepare(); !prepared)
        return tl::unexpected(prepared.error());
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

Result<TrainReport> guarded_training(const ContrastConfig& config, const TrainOptions& options,
                                     const ContrastCallbacks& callbacks, std::stop_token stop) {
    try {
        return train(config, options, callbacks, std::move(stop));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, config.work_folder, "needs more memory than there is",
                       "raise \"contrast.groups\" or lower \"contrast.batch_photos\"");
    } catch (const std::exception& problem) { // Torch throws; this room's callers get values
        const std::string text = problem.what();
        return failure(ErrorCode::Internal, config.work_folder, "training failed: " + text.substr(0, text.find('\n')));
    }
}

} // namespace

const ContrastTorchPart contrast_torch_functions{guarded_training};

} // namespace touchstone::training
