// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/scorer.h"

#include <exception>

#include "engine/nn/model_file.h"
#include "engine/scoring/musiq_scorer.h"
#include "engine/scoring/reiqa_scorer.h"
#include "engine/scoring/script_scorer.h"

namespace touchstone {

namespace {

/// Largest long side at which an imported model still sees a photo at its true size (architecture.md 5).
constexpr int imported_native_limit = 2048;

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

Result<std::unique_ptr<Scorer>> open_scorer(const std::string& model_file, const ScorerOptions& options) {
    try {
        const Result<nn::ModelFile> file = nn::read_model_file(model_file);
        if (!file)
            return tl::unexpected(file.error());
        if (file->card.architecture == "musiq")
            return open_musiq_scorer(*file, options);
        if (file->card.architecture.starts_with("reiqa-"))
            return open_reiqa_scorer(*file, options);
        if (file->card.architecture == "torchscript")
            return open_script_scorer(*file, options);
        return failure(ErrorCode::BadModel, model_file,
                       "is a model of the architecture \"" + file->card.architecture +
                           "\", which this version cannot run",
                       "use a MUSIQ, Re-IQA or TorchScript model, or a newer version");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, model_file, "the model does not fit into memory",
                       "close other programs");
    } catch (const std::exception& problem) {
        return failure(ErrorCode::Internal, model_file, std::string("the model cannot be opened: ") + problem.what());
    }
}

} // namespace touchstone
