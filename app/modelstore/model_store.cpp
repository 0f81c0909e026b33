// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/modelstore/model_store.h"

#include <algorithm>
#include <filesystem>
#include <sstream>
#include <system_error>

#include "app/modelstore/hash_list.h"
#include "engine/base/files.h"
#include "engine/nn/model_file.h"
#include "engine/scoring/scorer.h"

namespace touchstone {

namespace {

namespace fs = std::filesystem;

constexpr const char* model_suffix = ".safetensors";

std::vector<std::string> model_files(const std::string& folder) {
    std::vector<std::string> files;
    std::error_code problem;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        if (name.ends_with(model_suffix) && !name.starts_with('.'))
            files.push_back(entry->path().string());
    }
    std::sort(files.begin(), files.end());
    return files;
}

bool exists(const std::string& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

bool is_encoder(const InstalledModel& model) {
    return model.card && (model.card->architecture == "reiqa-content" || model.card->architecture == "reiqa-quality");
}

bool is_regressor(const InstalledModel& model) {
    return model.card && model.card->architecture == "reiqa-regressor";
}

bool was_fitted_on(const ModelCard& regressor, const std::string& encoder_sha256) {
    for (const char* key : {"content_encoder", "quality_encoder"})
        if (const auto hash = regressor.config.find(key); hash != regressor.config.end() && *hash == encoder_sha256)
            return true;
    return false;
}

constexpr std::uint64_t max_defaults_bytes = std::uint64_t{1} << 16;

std::string defaults_path(const std::string& store) {
    return store + "/default-models";
}

/// One id a line. A list that is missing or cannot be read is none: the shipped models then run.
std::vector<std::string> chosen_defaults(const std::string& store) {
    std::vector<std::string> ids;
    const Result<Bytes> bytes = read_file(defaults_path(store), max_defaults_bytes);
    if (!bytes)
        return ids;
    std::istringstream lines(std::string(reinterpret_cast<const char*>(bytes->data()), bytes->size()));
    for (std::string line; std::getline(lines, line);)
        if (!line.empty())
            ids.push_back(line);
    return ids;
}

std::string folder_of(const std::string& path) {
    const fs::path file(path);
    return file.has_parent_path() ? file.parent_path().string() : ".";
}

Error renamed(Error error, const std::string& path) {
    if (error.file.empty())
        error.file = path;
    return error;
}

} // namespace

std::string InstalledModel::id() const {
    return card ? card->id : fs::path(path).stem().string();
}

ModelStore::ModelStore(ModelFolders folders)
    : folders_(std::move(folders)) {}

std::vector<InstalledModel> ModelStore::list() const {
    std::vector<InstalledModel> models;
    const auto add_folder = [&](const std::string& folder, ModelPlace place, bool by_default) {
        for (const std::string& file : model_files(folder)) {
            InstalledModel model{file, place, by_default, nn::read_model_card(file, false)};
            model.runs_by_default = by_default && !is_encoder(model);
            const bool known = std::any_of(models.begin(), models.end(),
                                           [&](const InstalledModel& other) { return other.id() == model.id(); });
            if (!known)
                models.push_back(std::move(model));
        }
    };
    for (const std::string& folder : folders_.shipped)
        add_folder(folder, ModelPlace::Shipped, true);
    for (const std::string& folder : folders_.fallback)
        add_folder(folder, ModelPlace::Shipped, false);
    add_folder(folders_.store, ModelPlace::Store, false);
    const std::vector<std::string> chosen = chosen_defaults(folders_.store);
    const auto is_chosen = [&](const InstalledModel& model) {
        return !is_encoder(model) && std::find(chosen.begin(), chosen.end(), model.id()) != chosen.end();
    };
    if (std::any_of(models.begin(), models.end(), is_chosen))
        for (InstalledModel& model : models)
            model.runs_by_default = is_chosen(model);
    return models;
}

Result<std::vector<std::string>> ModelStore::default_models() const {
    std::vector<InstalledModel> models = list();
    std::erase_if(models, [](const InstalledModel& model) { return !model.runs_by_default; });
    const std::vector<std::string> chosen = chosen_defaults(folders_.store);
    const auto place = [&](const InstalledModel& model) {
        return std::find(chosen.begin(), chosen.end(), model.id()) - chosen.begin();
    };
    std::stable_sort(models.begin(), models.end(),
                     [&](const InstalledModel& a, const InstalledModel& b) { return place(a) < place(b); });
    std::vector<std::string> files;
    for (const InstalledModel& model : models)
        files.push_back(model.path);
    if (files.empty()) {
        std::string places;
        for (const std::string& folder : folders_.shipped)
            places += (places.empty() ? "" : ", ") + folder;
        return failure(ErrorCode::BadModel, {}, "no model came with this program (looked in " + places + ")",
                       "name one with --model, or set TOUCHSTONE_MODELS");
    }
    return files;
}

std::optional<InstalledModel> ModelStore::find(const std::string& id) const {
    for (InstalledModel& model : list())
        if (model.id() == id)
            return std::move(model);
    return std::nullopt;
}

Result<std::string> ModelStore::resolve(const std::string& id_or_file) const {
    const bool looks_like_file = id_or_file.find('/') != std::string::npos || id_or_file.ends_with(model_suffix);
    if (looks_like_file && exists(id_or_file))
        return id_or_file;
    if (const std::optional<InstalledModel> model = find(id_or_file))
        return model->path;
    if (exists(id_or_file))
        return id_or_file;
    std::string known;
    for (const InstalledModel& model : list())
        known += (known.empty() ? "" : ", ") + model.id();
    return failure(ErrorCode::NotFound, id_or_file, "is neither the id of a model nor a model file",
                   known.empty() ? "no model is installed" : "the models here are: " + known);
}

std::optional<std::string> ModelStore::find_by_hash(const std::string& sha256) const {
    std::vector<std::string> unrecorded;
    for (const InstalledModel& model : list()) {
        const Result<HashList> hashes = HashList::read(folder_of(model.path));
        const std::optional<std::string> recorded =
            hashes ? hashes->find(fs::path(model.path).filename().string()) : std::nullopt;
        if (recorded == sha256)
            return model.path;
        if (!recorded && is_encoder(model))
            unrecorded.push_back(model.path);
    }
    for (const std::string& path : unrecorded)
        if (const Result<std::string> hash = sha256_of_file(path); hash && *hash == sha256)
            return path;
    return std::nullopt;
}

VerifiedModel ModelStore::verify(const std::string& path) const {
    VerifiedModel result;
    result.path = path;
    result.id = InstalledModel{path, ModelPlace::Store, false, nn::read_model_card(path, false)}.id();
    const Result<std::string> hash = sha256_of_file(path);
    if (!hash) {
        result.error = hash.error();
        return result;
    }
    result.sha256 = *hash;
    const Result<HashList> hashes = HashList::read(folder_of(path));
    if (!hashes) {
        result.error = hashes.error();
        return result;
    }
    result.recorded = hashes->find(fs::path(path).filename().string());
    if (result.recorded && *result.recorded != result.sha256) {
        result.error = Error{ErrorCode::Damaged, path, "is not the file that was installed: its SHA-256 differs",
                             "import or install it again"};
        return result;
    }
    ScorerOptions options;
    options.find_model = [this](const std::string& sha256) { return find_by_hash(sha256); };
    const Result<std::unique_ptr<Scorer>> scorer = open_scorer(path, options);
    if (!scorer)
        result.error = renamed(scorer.error(), path);
    return result;
}

Result<void> ModelStore::remove(const std::string& id) const {
    const std::optional<InstalledModel> model = find(id);
    if (!model)
        return failure(ErrorCode::NotFound, {}, "there is no model \"" + id + "\"", "see: touchstone-cli models list");
    if (model->place == ModelPlace::Shipped)
        return failure(ErrorCode::BadInput, model->path, "came with the program and cannot be removed");
    if (is_encoder(*model))
        if (const Result<void> free = check_not_needed(*model); !free)
            return free;
    std::error_code problem;
    if (!fs::remove(model->path, problem))
        return failure(ErrorCode::WriteFailed, model->path, "cannot be removed: " + problem.message());
    const std::string name = fs::path(model->path).filename().string();
    return HashList::change(folders_.store, [&](HashList& hashes) { hashes.remove(name); });
}

Result<void> ModelStore::check_not_needed(const InstalledModel& encoder) const {
    const Result<std::string> hash = sha256_of_file(encoder.path);
    if (!hash)
        return {}; // what cannot be read, nothing can need
    for (const InstalledModel& other : list())
        if (is_regressor(other) && was_fitted_on(*other.card, *hash))
            return failure(ErrorCode::BadInput, encoder.path, "is needed by the regressor \"" + other.id() + "\"",
                           "remove that one first");
    return {};
}

Result<void> ModelStore::set_defaults(const std::vector<std::string>& ids) const {
    std::string text;
    for (const std::string& id : ids) {
        const std::optional<InstalledModel> model = find(id);
        if (!model)
            return failure(ErrorCode::NotFound, {}, "there is no model \"" + id + "\"",
                           "see: touchstone-cli models list");
        if (is_encoder(*model))
            return failure(ErrorCode::NoRegressor, model->path, "is an encoder, which has no score by itself",
                           "choose a regressor that was fitted on it");
        text += id + "\n";
    }
    std::error_code problem;
    if (text.empty()) {
        fs::remove(defaults_path(folders_.store), problem);
        if (problem)
            return failure(ErrorCode::WriteFailed, defaults_path(folders_.store),
                           "cannot be removed: " + problem.message());
        return {};
    }
    fs::create_directories(folders_.store, problem); // what is wrong with it, writing says
    return write_file_atomically(defaults_path(folders_.store), text);
}

} // namespace touchstone
