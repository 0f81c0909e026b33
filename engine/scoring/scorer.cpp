// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/scorer.h"

#include <exception>

#include "engine/nn/model_file.h"
#include "engine/scoring/device_scorer.h"
#include "engine/scoring/musiq_scorer.h"
#include "engine/scoring/reiqa_scorer.h"
#include "engine/scoring/script_scorer.h"

namespace touchstone {

namespace {

/// Largest long side at which an imported model still sees a photo at its true size (architecture.md 5).
constexpr int imported_native_limit = 2048;

Result<std::unique_ptr<Scorer>> open_architecture(const nn::ModelFile& file, const ScorerOptions& options) {
    if (file.card.architecture == "musiq")
        return open_musiq_scorer(file, options);
    if (file.card.architecture.starts_with("reiqa-"))
        return open_reiqa_scorer(file, options);
    if (file.card.architecture == "torchscript")
        return open_script_scorer(file, options);
    return failure(ErrorCode::BadModel, file.card.file,
                   "is a model of the architecture \"" + file.card.architecture + "\", which this version cannot run",
                   "use a MUSIQ, Re-IQA or TorchScript model, or a newer version");
}

/// Reads the file anew for every device: the weights are not kept in memory for a device that is not needed.
Result<std::unique_ptr<Scorer>> open_on(const std::string& model_file, const ScorerOptions& options) {
    try {
        const Result<nn::ModelFile> file = nn::read_model_file(model_file);
        if (!file)
            return tl::unexpected(file.error());
        return open_architecture(*file, options);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, model_file, "the model does not fit into memory",
                       "close other programs");
    } catch (const std::exception& problem) {
        return failure(ErrorCode::Internal, model_file, std::string("the model cannot be opened: ") + problem.what());
    }
}

} // namespace

std::optional<int> resolve_native_limit(const NativeLimit& limit, const ModelCard& card) {
    switch (limit.kind) {
    case NativeLimit::Kind::None:
        return std::nullopt;
    case NativeLimit::Kind::Pixels:
        return limit.pixels;
    case NativeLimit::Kind::Default:
        break;
    }
    if (card.native_limit)
        return card.native_limit;
    return card.shipped ? std::nullopt : std::optional<int>(imported_native_limit);
}

Result<reiqa::ExpertFeatures> Scorer::quality_features(const Photo&, std::stop_token) {
    return failure(ErrorCode::BadModel, card().file, "has no expert for quality",
                   "choose Re-IQA's quality expert, or a regressor that was fitted on it");
}

Result<std::unique_ptr<Scorer>> open_scorer(const std::string& model_file, const ScorerOptions& options) {
    // Scores of two different files must not go under one model's name.
    std::optional<std::string> sha256;
    return open_on_devices(options, [=](const Device& device) mutable -> Result<std::unique_ptr<Scorer>> {
        ScorerOptions alone = options;
        alone.device = device;
        alone.precision = effective_precision(device, options.precision);
        alone.more_devices.clear();
        Result<std::unique_ptr<Scorer>> scorer = open_on(model_file, alone);
        if (scorer && sha256 && *sha256 != (*scorer)->card().sha256)
            return failure(ErrorCode::BadModel, model_file, "has changed since it was opened", "score again");
        if (scorer)
            sha256 = (*scorer)->card().sha256;
        return scorer;
    });
}

} // namespace touchstone
