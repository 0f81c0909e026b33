// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <filesystem>
#include <new>
#include <system_error>

#include "app/modelstore/hash_list.h"
#include "app/modelstore/model_store.h"
#include "engine/base/files.h"
#include "engine/musiq/model.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/model_file.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/regressor.h"
#include "engine/scoring/script_scorer.h"

namespace touchstone {

namespace {

namespace fs = std::filesystem;

bool is_id(const std::string& id) {
    const auto plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    return !id.empty() && plain(id.front()) &&
           std::all_of(id.begin(), id.end(), [&](char c) { return plain(c) || c == '.' || c == '_' || c == '-'; });
}

/// In torchvision's names, or in the numbers of a Sequential.
bool looks_like_resnet(const nn::Checkpoint& checkpoint) {
    return std::any_of(checkpoint.tensors.begin(), checkpoint.tensors.end(), [](const auto& entry) {
        return entry.first.ends_with("layer1.0.conv1.weight") || entry.first.ends_with("encoder.4.0.conv1.weight");
    });
}

/// The network behind another program's checkpoint: what the person said it is, else what its tensors look like.
Result<nn::ModelFile> import_checkpoint(const nn::Checkpoint& checkpoint, const std::string& file,
                                        const ImportOptions& options) {
    for (const reiqa::Expert role : {reiqa::Expert::Content, reiqa::Expert::Quality})
        if (options.architecture == "reiqa-" + std::string(reiqa::expert_name(role)))
            return reiqa::import_encoder(checkpoint, file, role);
    if (options.architecture == "reiqa-regressor")
        return failure(ErrorCode::BadModel, file, "is no Re-IQA regressor in a model file of this program",
                       "fit one with: touchstone-cli fit");
    if (options.architecture.empty() && looks_like_resnet(checkpoint))
        return failure(ErrorCode::BadModel, file, "is an encoder that does not say which expert of Re-IQA it is",
                       "add --architecture reiqa-quality or --architecture reiqa-content");
    const std::string preprocessing = options.preprocessing.empty() ? "google" : options.preprocessing;
    return musiq::import_checkpoint(checkpoint, file, preprocessing);
}

/// An encoder or network is loaded to see whether it fits; a regressor is read, wherever its encoders are.
Result<void> check_loads(const nn::ModelFile& model) {
    const auto outcome = [](const auto& loaded) -> Result<void> {
        if (!loaded)
            return tl::unexpected(loaded.error());
        return {};
    };
    for (const reiqa::Expert role : {reiqa::Expert::Content, reiqa::Expert::Quality})
        if (model.card.architecture == "reiqa-" + std::string(reiqa::expert_name(role)))
            return outcome(reiqa::Encoder::load(model, role, Device{}, Precision::Reference));
    if (model.card.architecture == "reiqa-regressor")
        return outcome(reiqa::regressor_from(model));
    if (model.card.architecture == "torchscript")
        return outcome(open_script_scorer(model, {}));
    return outcome(musiq::Model::load(model, Device{}, Precision::Reference));
}

/// Not found out by itself: a person has to say how it is used, and that it may be used at all.
Result<nn::ModelFile> import_script(const std::string& file, const ImportOptions& options) {
    if (!options.script)
        return failure(ErrorCode::BadInput, file, "is a TorchScript network, which does not say how it is used",
                       "add --input, --size and --output");
    const Result<nn::ScriptArchive> archive = nn::read_script_file(file);
    if (!archive)
        return tl::unexpected(archive.error());
    ScriptColumn column;
    column.input = options.script->input;
    column.side = options.script->side;
    column.output = options.script->output;
    column.range = options.script->range;
    column.higher_is_better = options.script->higher_is_better;
    return make_script_model(*archive, file, std::move(column));
}

Result<nn::ModelFile> read_any_model(const std::string& file, const ImportOptions& options) {
    if (options.architecture == "torchscript" || options.script ||
        (options.architecture.empty() && nn::is_script_file(file)))
        return import_script(file, options);
    Result<nn::Checkpoint> checkpoint = nn::read_checkpoint(file);
    if (!checkpoint)
        return tl::unexpected(checkpoint.error());
    if (checkpoint->metadata.contains("touchstone.card")) {
        Result<nn::ModelFile> model = nn::read_model_file(file);
        if (model && !options.architecture.empty() && model->card.architecture != options.architecture)
            return failure(ErrorCode::BadModel, file,
                           "is a model of the architecture \"" + model->card.architecture + "\", not \"" +
                               options.architecture + "\"");
        if (model)
            model->card.shipped = false;
        if (model && !options.preprocessing.empty())
            model->card.preprocessing = options.preprocessing;
        return model;
    }
    return import_checkpoint(*checkpoint, file, options);
}

Result<void> make_folder(const std::string& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (problem)
        return failure(ErrorCode::WriteFailed, folder, "cannot be made: " + problem.message(),
                       "set TOUCHSTONE_DATA_DIR to a folder you may write");
    return {};
}

} // namespace

Result<ModelCard> ModelStore::import(const std::string& file, const ImportOptions& options) const try {
    if (!options.id.empty() && !is_id(options.id))
        return failure(ErrorCode::BadInput, {}, "\"" + options.id + "\" is no model id",
                       "use a-z, 0-9, '.', '_' and '-', and begin with a letter or digit");
    Result<nn::ModelFile> model = read_any_model(file, options);
    if (!model)
        return tl::unexpected(model.error());
    if (!options.id.empty())
        model->card.id = options.id;
    if (options.describe)
        options.describe(model->card);
    if (const Result<void> loads = check_loads(*model); !loads)
        return tl::unexpected(loads.error());

    const bool into_store = options.output.empty();
    const std::string name = model->card.id + ".safetensors";
    const std::string target = into_store ? folders_.store + "/" + name : options.output;
    if (into_store) {
        if (const std::optional<InstalledModel> taken = find(model->card.id))
            return failure(ErrorCode::BadInput, file,
                           "a model \"" + model->card.id + "\" exists already: " + taken->path,
                           "choose another name with --id, or remove that one first");
        if (const Result<void> made = make_folder(folders_.store); !made)
            return tl::unexpected(made.error());
    }
    if (const Result<void> written = nn::write_model_file(target, *model, nn::StoredType::Float32); !written)
        return tl::unexpected(written.error());
    Result<ModelCard> card = nn::read_model_card(target, true);
    if (card && into_store) {
        const auto record = [&](HashList& hashes) { hashes.set(name, card->sha256); };
        if (const Result<void> kept = HashList::change(folders_.store, record); !kept)
            return tl::unexpected(kept.error());
    }
    return card;
} catch (const std::bad_alloc&) {
    return failure(ErrorCode::OutOfMemory, file, "does not fit into memory", "close other programs");
}

} // namespace touchstone
