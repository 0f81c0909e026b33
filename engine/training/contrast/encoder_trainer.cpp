// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/encoder_trainer.h"

#include "engine/nn/products_p.h"
#include "engine/training/contrast/encoder_session_p.h"

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

} // namespace

std::string ContrastReport::json_line() const {
    nlohmann::json line = {{"stage", stage},
                           {"epoch", epoch},
                           {"learning_rate", learning_rate},
                           {"loss", loss},
                           {"contrast_loss", contrast_loss},
                           {"top1", top1},
                           {"alignment", alignment},
                           {"uniformity", uniformity},
                           {"seconds", seconds},
                           {"idle_share", idle_share},
                           {"photos_per_second", photos_per_second}};
    if (teacher_cosine)
        line["teacher_cosine"] = *teacher_cosine;
    if (neighbour_accuracy) {
        line["neighbour_accuracy"] = *neighbour_accuracy;
        line["chance"] = chance;
    }
    return line.dump();
}

Result<TrainReport> train_encoder(const ContrastConfig& config, const TrainOptions& options,
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

Result<void> pack_encoder_photos(const ContrastConfig& config, const std::string& pack_file,
                                 const ContrastCallbacks& callbacks, std::stop_token stop) {
    return write_contrast_pack(config, pack_file, callbacks, std::move(stop));
}

} // namespace touchstone::training
