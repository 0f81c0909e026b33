// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/musiq_trainer.h"

#include <filesystem>

#include "engine/imaging/resample.h"
#include "engine/musiq/model.h"
#include "engine/nn/products_p.h"
#include "engine/training/session_p.h"

namespace touchstone::training {

namespace {

/// Torch throws; this room's callers get values.
template <class Work>
auto guarded(const std::string& file, Work work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, file, "needs more memory than there is", "lower \"batch_tokens\"");
    } catch (const std::exception& problem) {
        const std::string text = problem.what();
        return failure(ErrorCode::Internal, file, "training failed: " + text.substr(0, text.find('\n')));
    }
}

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

Result<Agreement> evaluate(const std::string& model_file, const std::string& labels_file, const std::string& root,
                           const TrainCallbacks& callbacks, std::stop_token stop) {
    auto file = nn::read_model_file(model_file);
    if (!file)
        return tl::unexpected(file.error());
    auto model = musiq::Model::load(*file, Device{}, Precision::Reference);
    if (!model)
        return tl::unexpected(model.error());
    const auto labels = read_labels(labels_file);
    if (!labels)
        return tl::unexpected(labels.error());
    if (!callbacks.read_photo)
        return failure(ErrorCode::BadInput, labels_file, "cannot be evaluated by a program that decodes no photos");
    const std::filesystem::path folder =
        root.empty() ? std::filesystem::path(labels_file).parent_path() : std::filesystem::path(root);
    std::vector<double> predicted, human;
    musiq::RunOptions run;
    run.stop = stop;
    for (const Label& label : *labels) {
        auto photo = callbacks.read_photo((folder / label.file).string());
        if (!photo)
            return tl::unexpected(photo.error());
        if (file->card.native_limit)
            *photo = imaging::shrink_area_average(*photo, *file->card.native_limit);
        const musiq::TokenSequence sequence = musiq::make_tokens(*photo, model->config());
        const musiq::TokenSequence* pointer = &sequence;
        const auto output = model->run(std::span(&pointer, 1), run);
        if (!output)
            return tl::unexpected(output.error());
        predicted.push_back(output->front().value);
        human.push_back(label.mos);
        if (callbacks.progress)
            callbacks.progress(
                {"evaluate", 1, 1, static_cast<int>(predicted.size()), static_cast<int>(labels->size()), 0, 0});
    }
    return agreement(predicted, human);
}

} // namespace

std::string EpochReport::json_line() const {
    nlohmann::json line = {
        {"stage", stage}, {"epoch", epoch}, {"learning_rate", learning_rate}, {"loss", loss}, {"seconds", seconds}};
    for (const auto& [name, value] : loss_terms)
        line["loss_terms"][name] = value;
    if (validation)
        line["validation"] = validation->to_json();
    if (!ordered.empty())
        line["ordered"] = ordered;
    if (blend)
        line["blend"] = *blend;
    return line.dump();
}

std::optional<double> EpochReport::worth(double order_weight) const {
    if (!validation || !validation->srcc)
        return std::nullopt;
    double share = 0;
    for (const auto& [kind, part] : ordered)
        share += part / static_cast<double>(ordered.size());
    return *validation->srcc + order_weight * share;
}

Result<TrainReport> train_musiq(const TrainConfig& config, const TrainOptions& options, const TrainCallbacks& callbacks,
                                std::stop_token stop) {
    return guarded(config.work_folder, [&] { return train(config, options, callbacks, std::move(stop)); });
}

Result<void> pack_photos(const TrainConfig& config, const std::string& pack_file, const TrainCallbacks& callbacks,
                         std::stop_token stop) {
    return guarded(pack_file, [&] { return write_clean_pack(config, pack_file, callbacks, std::move(stop)); });
}

Result<Agreement> evaluate_musiq(const std::string& model_file, const std::string& labels, const std::string& root,
                                 const TrainCallbacks& callbacks, std::stop_token stop) {
    return guarded(model_file, [&] { return evaluate(model_file, labels, root, callbacks, std::move(stop)); });
}

} // namespace touchstone::training
