// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What a session reads and writes: start weights, checkpoints, the finished model.
#include <algorithm>
#include <filesystem>
#include <fstream>

#include "engine/base/files.h"
#include "engine/musiq/model.h"
#include "engine/training/session_p.h"

namespace touchstone::training {

namespace {

constexpr const char* parts[] = {"now.", "average.", "best.", "moments."};

void put(nn::Checkpoint& into, const std::string& prefix, const NamedTensors& tensors) {
    for (auto& [name, tensor] : musiq::to_checkpoint(tensors).tensors)
        into.tensors[prefix + name] = std::move(tensor);
}

NamedTensors take(const nn::Checkpoint& from, const std::string& prefix, const at::Device& device) {
    NamedTensors tensors;
    for (const auto& [name, plain] : from.tensors)
        if (name.starts_with(prefix))
            tensors[name.substr(prefix.size())] =
                at::from_blob(const_cast<float*>(plain.values.data()), plain.shape, at::kFloat).clone().to(device);
    return tensors;
}

/// The rows that only training needs: small random ones, from the run's own seed.
at::Tensor extra_rows(std::int64_t rows, std::int64_t width, std::uint64_t seed) {
    Draws draws(mix_seed(seed, "extra outputs"));
    at::Tensor values = at::empty({rows, width});
    float* data = values.data_ptr<float>();
    for (std::int64_t i = 0; i < values.numel(); ++i)
        data[i] = static_cast<float>(0.05 * draws.normal());
    return values;
}

nlohmann::json quantiles(std::vector<double> scores) {
    std::sort(scores.begin(), scores.end());
    nlohmann::json list = nlohmann::json::array();
    for (int percent = 0; percent <= 100; ++percent) {
        const double place = static_cast<double>(percent) / 100 * static_cast<double>(scores.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, scores.size() - 1);
        const double value = scores[below] + (place - static_cast<double>(below)) * (scores[above] - scores[below]);
        list.push_back(std::round(value * 1000) / 1000);
    }
    return list;
}

struct InitWeights {
    NamedTensors weights;
    bool own_head = true; ///< false: the file's head answered another question and was replaced
    std::string digest;   ///< SHA-256 of the file
};

/// A model file, or another program's checkpoint of a MUSIQ network, the ImageNet pre-training among them.
Result<nn::ModelFile> read_start_model(const std::string& path, const TrainConfig& config) {
    const auto checkpoint = nn::read_checkpoint(path);
    if (!checkpoint)
        return tl::unexpected(checkpoint.error());
    if (checkpoint->metadata.contains("touchstone.card"))
        return nn::read_model_file(path);
    const bool google = config.network.flavour == musiq::Flavour::Google;
    return musiq::import_checkpoint(*checkpoint, path, google ? "google" : "pyiqa", musiq::ImportUse::Training);
}

/// The weights of a model file of the configuration's shape. Only the number of outputs may differ: what they mean
/// differs then, too, so the head starts small and random, as in a fresh network.
Result<InitWeights> read_init_weights(const std::string& model_file, const TrainConfig& config) {
    const auto file = read_start_model(model_file, config);
    if (!file)
        return tl::unexpected(file.error());
    if (file->card.architecture != "musiq")
        return failure(ErrorCode::BadModel, model_file, "is no MUSIQ network but \"" + file->card.architecture + "\"",
                       "start from a model that \"touchstone-cli train musiq\" or \"models import\" made");
    const auto shape = musiq::Config::from_json(file->card.config, file->card.preprocessing, model_file);
    if (!shape)
        return tl::unexpected(shape.error());
    nlohmann::json have = shape->to_json(), want = config.network.to_json();
    have["preprocessing"] = shape->flavour == musiq::Flavour::Google ? "google" : "pyiqa";
    want["preprocessing"] = config.network.flavour == musiq::Flavour::Google ? "google" : "pyiqa";
    for (const auto& [key, value] : want.items())
        if (key != "outputs" && have.value(key, nlohmann::json()) != value)
            return failure(ErrorCode::BadModel, model_file,
                           "is a network of another shape: \"" + key + "\" is " + have[key].dump() +
                               ", the configuration says " + value.dump(),
                           "make \"network\" and \"preprocessing\" in the configuration equal to the model's card");
    auto read = musiq::parameters_from(file->weights, *shape, model_file);
    if (!read)
        return tl::unexpected(read.error());
    const auto digest = sha256_of_file(model_file);
    if (!digest)
        return tl::unexpected(digest.error());
    InitWeights init{std::move(*read), shape->outputs == config.network.outputs, *digest};
    if (!init.own_head) {
        auto fresh = musiq::random_parameters(config.network, config.seed);
        init.weights["head.weight"] = fresh["head.weight"] * 0.1;
        init.weights["head.bias"] = fresh["head.bias"];
    }
    return init;
}

} // namespace

Result<FirstWeights> Session::first_weights() const {
    FirstWeights first;
    if (options_.init_model.empty()) {
        first.weights = musiq::random_parameters(config_.network, config_.seed);
        first.weights["head.weight"].mul_(0.1); // predictions start at the mean human score
    } else {
        auto read = read_init_weights(options_.init_model, config_);
        if (!read)
            return tl::unexpected(read.error());
        first.weights = std::move(read->weights);
        first.judged_before = read->own_head;
        first.digest = std::move(read->digest);
        if (read->own_head) {
            first.weights["head.weight"].div_(scale_.deviation);
            first.weights["head.bias"].sub_(scale_.mean).div_(scale_.deviation);
        }
    }
    if (!config_.blend.empty() && !first.judged_before)
        return failure(ErrorCode::BadInput, config_.work_folder,
                       "has nothing to blend with: \"blend\" needs a start model with the configuration's \"outputs\"",
                       "give one with --init, or leave \"blend\" out");
    const std::int64_t extra = layout_.rows() - layout_.score;
    if (extra > 0) {
        first.weights["head.weight"] =
            at::cat({first.weights["head.weight"], extra_rows(extra, config_.network.hidden, config_.seed)});
        first.weights["head.bias"] = at::cat({first.weights["head.bias"], at::zeros({extra})});
    }
    first.weights.merge(fresh_links(set_.lists));
    for (auto& [name, value] : first.weights)
        value = value.to(device_);
    return first;
}

Result<void> Session::start() {
    auto first = first_weights();
    if (!first)
        return tl::unexpected(first.error());
    parameters_ = std::move(first->weights);
    standing_.judge_start = first->judged_before;
    init_digest_ = first->digest;
    std::error_code ignored; // a log of an earlier run may or may not be there
    std::filesystem::remove(config_.work_folder + "/log.jsonl", ignored);
    return {};
}

/// What decided about the weights so far: stages that have not begun may still be changed or added.
std::string Session::checkpoint_key(int stage) const {
    nlohmann::json text = config_.text;
    nlohmann::json& stages = text["stages"];
    if (const auto begun = static_cast<std::size_t>(stage) + 1; stages.size() > begun)
        stages.erase(stages.begin() + static_cast<std::ptrdiff_t>(begun), stages.end());
    // Texts, and what only decides which weights are kept, may change between two parts of a run.
    for (const char* cosmetic :
         {"title", "licence", "trained_on", "source", "notes", "order_weight", "blend", "checkpoint_seconds"})
        text.erase(cosmetic);
    const std::string dump = text.dump() + set_.key;
    return sha256_hex(std::as_bytes(std::span(dump)));
}

nlohmann::json EpochSoFar::to_json() const {
    return {{"step", step}, {"loss", loss}, {"loss_terms", loss_terms}, {"seconds", seconds}};
}

EpochSoFar EpochSoFar::from_json(const nlohmann::json& json) {
    EpochSoFar so_far;
    so_far.step = json.value("step", 0L);
    so_far.loss = json.value("loss", 0.0);
    so_far.loss_terms = json.value("loss_terms", so_far.loss_terms);
    so_far.seconds = json.value("seconds", 0.0);
    return so_far;
}

Result<void> Session::save(const ParameterUpdate& update) const {
    nn::Checkpoint checkpoint;
    put(checkpoint, parts[0], parameters_);
    put(checkpoint, parts[1], average_);
    put(checkpoint, parts[2], best_);
    put(checkpoint, parts[3], update.state());
    nlohmann::json standing = {
        {"stage", standing_.stage},     {"epoch", standing_.epoch},           {"epochs_done", standing_.epochs_done},
        {"seconds", standing_.seconds}, {"best_stage", standing_.best_stage}, {"best_epoch", standing_.best_epoch},
        {"steps", update.steps()}};
    if (standing_.best_worth)
        standing["best_worth"] = *standing_.best_worth;
    standing["order_weight"] = standing_.order_weight;
    if (so_far_.step > 0)
        standing["epoch_so_far"] = so_far_.to_json();
    standing["judge_start"] = standing_.judge_start;
    checkpoint.metadata["standing"] = standing.dump();
    checkpoint.metadata["key"] = checkpoint_key(standing_.stage);
    if (!init_digest_.empty())
        checkpoint.metadata["init"] = init_digest_;
    return nn::write_safetensors(checkpoint_file(), checkpoint, nn::StoredType::Float32);
}

/// Whether a run goes on from what it began with: the file's content counts, not where it lies.
Result<void> Session::check_start_model() const {
    const std::string remedy = "give the --init that the run began with, or start without --resume";
    if (options_.init_model.empty() != init_digest_.empty())
        return failure(ErrorCode::BadInput, checkpoint_file(),
                       init_digest_.empty() ? "belongs to a run without a start model"
                                            : "belongs to a run that began with a model",
                       remedy);
    if (options_.init_model.empty())
        return {};
    const auto digest = sha256_of_file(options_.init_model);
    if (!digest)
        return tl::unexpected(digest.error());
    if (*digest != init_digest_)
        return failure(ErrorCode::BadModel, options_.init_model, "is not the model that the run began with", remedy);
    return {};
}

Result<bool> Session::resume() {
    if (!std::filesystem::exists(checkpoint_file()))
        return false;
    auto checkpoint = nn::read_safetensors(checkpoint_file());
    if (!checkpoint)
        return tl::unexpected(checkpoint.error());
    const nlohmann::json standing = nlohmann::json::parse(checkpoint->metadata["standing"], nullptr, false);
    if (!standing.is_object())
        return failure(ErrorCode::Damaged, checkpoint_file(), "does not say where the run stood",
                       "start without --resume");
    standing_.stage = standing.value("stage", 0);
    if (checkpoint->metadata["key"] != checkpoint_key(standing_.stage))
        return failure(ErrorCode::BadInput, checkpoint_file(), "belongs to another configuration",
                       "start without --resume, or give the run another work_folder");
    standing_.epoch = standing.value("epoch", 0);
    standing_.epochs_done = standing.value("epochs_done", 0);
    standing_.seconds = standing.value("seconds", 0.0);
    standing_.best_stage = standing.value("best_stage", "");
    standing_.best_epoch = standing.value("best_epoch", 0);
    if (standing.contains("best_worth"))
        standing_.best_worth = standing["best_worth"].get<double>();
    standing_.order_weight = standing.value("order_weight", 0.0);
    standing_.judge_start = standing.value("judge_start", false);
    if (standing.contains("epoch_so_far"))
        so_far_ = EpochSoFar::from_json(standing["epoch_so_far"]);
    resumed_steps_ = standing.value("steps", 0L);
    init_digest_ = checkpoint->metadata["init"];
    if (auto same = check_start_model(); !same)
        return tl::unexpected(same.error());
    parameters_ = take(*checkpoint, parts[0], device_);
    average_ = take(*checkpoint, parts[1], device_);
    best_ = take(*checkpoint, parts[2], device_);
    resumed_moments_ = take(*checkpoint, parts[3], device_);
    return true;
}

/// Without the rows and links that only training needs, and with the score's scale folded into the last layer.
NamedTensors Session::exported(const NamedTensors& weights) const {
    NamedTensors result = copy_of_weights(weights);
    std::erase_if(result, [](const auto& weight) { return weight.first.starts_with(link_prefix); });
    result["head.weight"] = (result["head.weight"].narrow(0, 0, layout_.score) * scale_.deviation).contiguous();
    result["head.bias"] =
        (result["head.bias"].narrow(0, 0, layout_.score) * scale_.deviation + scale_.mean).contiguous();
    return result;
}

std::string Session::best_name() const {
    if (!blended_)
        return "stage " + standing_.best_stage + ", epoch " + std::to_string(standing_.best_epoch);
    const nlohmann::json share = blended_->share, rest = std::round((1 - blended_->share) * 1e6) / 1e6;
    return share.dump() + " of " + blended_->tuned + " and " + rest.dump() + " of the start model";
}

ModelCard Session::make_card(const EpochReport& validation) const {
    ModelCard card;
    card.id = config_.id;
    card.title = config_.title.empty() ? config_.id : config_.title;
    card.architecture = "musiq";
    card.preprocessing = config_.network.flavour == musiq::Flavour::Google ? "google" : "pyiqa";
    card.config = config_.network.to_json();
    card.range = config_.range;
    card.native_limit = config_.native_limit > 0 ? config_.native_limit : set_.longest_side;
    card.shipped = config_.shipped;
    card.trained_on = config_.trained_on;
    card.licence = config_.licence;
    card.source = config_.source;
    card.notes = config_.notes;
    card.notes.push_back("seed " + std::to_string(config_.seed) + ", best weights: " + best_name());
    if (validation.validation)
        card.metrics["validation"] = validation.validation->to_json();
    if (!validation.ordered.empty())
        card.metrics["validation"]["made_versions_below"] = validation.ordered;
    if (config_.teacher.rates) { // no human score, then
        card.notes.push_back("taught by a network's distributions, not by people's; agreement is with that network");
        return card;
    }
    std::vector<double> scores;
    for (const Sample& sample : set_.samples)
        if (sample.severity == 0 && !has_no_score(sample.part))
            scores.push_back(sample.label.mos);
    card.human_scores = quantiles(std::move(scores));
    return card;
}

Result<TrainReport> Session::write_model() {
    const at::NoGradGuard no_gradients;
    const NamedTensors& chosen = best_.empty() ? parameters_ : best_;
    EpochReport judged;
    if (set_.clean(Part::Validation).size() > 1)
        validate(chosen, judged);
    const nn::ModelFile file{make_card(judged), musiq::to_checkpoint(exported(chosen))};
    if (auto written = nn::write_model_file(config_.output, file, nn::StoredType::Float16); !written)
        return tl::unexpected(written.error());
    TrainReport report{config_.output,        judged.validation, standing_.best_stage, standing_.best_epoch,
                       standing_.epochs_done, standing_.seconds, std::nullopt};
    if (blended_)
        report.blend = blended_->share;
    return report;
}

} // namespace touchstone::training
