// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/regressor.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

namespace touchstone::reiqa {

namespace {

constexpr const char* architecture = "reiqa-regressor";
constexpr std::size_t hash_digits = 64;

double dot(const std::vector<double>& a, const std::vector<double>& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

/// Reads the float64 vectors out of the pairs of float32 tensors.
class TensorReader {
public:
    explicit TensorReader(const nn::ModelFile& file)
        : file_(file) {}

    Result<LinearModel> model(const std::string& name, std::size_t features) {
        LinearModel model;
        std::vector<double> intercept;
        const bool standardised = file_.weights.tensors.contains(name + ".deviation");
        const std::tuple<const char*, std::size_t, std::vector<double>*> parts[] = {
            {".weights", features, &model.weights}, {".mean", features, &model.mean}, {".intercept", 1, &intercept}};
        for (const auto& [leaf, count, target] : parts)
            if (Result<void> read = values(name + leaf, count, *target); !read)
                return tl::unexpected(read.error());
        if (standardised) {
            if (Result<void> read = values(name + ".deviation", features, model.deviation); !read)
                return tl::unexpected(read.error());
            if (std::any_of(model.deviation.begin(), model.deviation.end(), [](double d) { return d <= 0; }))
                return failure(ErrorCode::BadModel, file_.card.file,
                               "the tensor \"" + name + ".deviation\" holds a value that is not above 0");
        }
        model.intercept = intercept.front();
        return model;
    }

    /// Tensors that nobody asked for.
    Result<void> check_nothing_left() const {
        for (const auto& [name, tensor] : file_.weights.tensors)
            if (!used_.contains(name))
                return failure(ErrorCode::BadModel, file_.card.file,
                               "the tensor \"" + name + "\" does not belong to a regressor");
        return {};
    }

private:
    Result<void> values(const std::string& name, std::size_t count, std::vector<double>& target) {
        target.assign(count, 0.0);
        for (const std::string& part : {name, name + ".low"}) {
            const auto found = file_.weights.tensors.find(part);
            if (found == file_.weights.tensors.end())
                return failure(ErrorCode::BadModel, file_.card.file, "the tensor \"" + part + "\" is missing");
            const nn::Tensor& tensor = found->second;
            if (tensor.shape != std::vector<std::int64_t>{static_cast<std::int64_t>(count)} ||
                tensor.values.size() != count)
                return failure(ErrorCode::BadModel, file_.card.file,
                               "the tensor \"" + part + "\" does not hold " + std::to_string(count) + " numbers");
            for (std::size_t i = 0; i < count; ++i)
                target[i] += tensor.values[i];
            used_.insert(part);
        }
        if (!std::all_of(target.begin(), target.end(), [](double v) { return std::isfinite(v); }))
            return failure(ErrorCode::BadModel, file_.card.file,
                           "the tensor \"" + name + "\" holds a value that is not a finite number");
        return {};
    }

    const nn::ModelFile& file_;
    std::set<std::string> used_;
};

void put(nn::Checkpoint& checkpoint, const std::string& name, const std::vector<double>& values) {
    nn::Tensor high, low;
    high.shape = low.shape = {static_cast<std::int64_t>(values.size())};
    for (const double value : values) {
        const auto near = static_cast<float>(value);
        high.values.push_back(near);
        low.values.push_back(static_cast<float>(value - near));
    }
    checkpoint.tensors[name] = std::move(high);
    checkpoint.tensors[name + ".low"] = std::move(low);
}

bool is_hash(const std::string& text) {
    return text.size() == hash_digits && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

/// What a card without this key says is an empty text.
std::string text_of(const ModelCard& card, const char* key) {
    const auto found = card.config.find(key);
    return found != card.config.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<std::size_t> check_card(const ModelCard& card) {
    if (card.architecture != architecture)
        return failure(ErrorCode::BadModel, card.file,
                       "is a \"" + card.architecture + "\" model where a Re-IQA regressor is needed");
    for (const char* key : {"content_encoder", "quality_encoder"})
        if (!is_hash(text_of(card, key)))
            return failure(ErrorCode::BadModel, card.file,
                           "its card does not name the SHA-256 of its encoders (\"" + std::string(key) + "\")",
                           "fit it again with: touchstone-cli fit");
    const auto length = card.config.find("block_length");
    if (length == card.config.end() || !length->is_number_integer() || length->get<std::int64_t>() < 1 ||
        length->get<std::int64_t>() > (1 << 20))
        return failure(ErrorCode::BadModel, card.file, "its card has no usable \"block_length\"");
    nlohmann::json order = nlohmann::json::array();
    for (const Block block : all_blocks)
        order.push_back(block_name(block));
    if (card.config.contains("block_order") && card.config.at("block_order") != order)
        return failure(ErrorCode::BadModel, card.file,
                       "its features stand in another order: " + card.config.at("block_order").dump());
    return static_cast<std::size_t>(length->get<std::int64_t>());
}

} // namespace

double LinearModel::score(std::span<const float> features) const {
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i)
        sum += deviation.empty() ? weights[i] * features[i] : weights[i] * ((features[i] - mean[i]) / deviation[i]);
    return intercept + sum;
}

std::vector<double> LinearModel::raw_weights() const {
    std::vector<double> raw = weights;
    for (std::size_t i = 0; i < deviation.size(); ++i)
        raw[i] /= deviation[i];
    return raw;
}

double LinearModel::raw_intercept() const {
    return deviation.empty() ? intercept : intercept - dot(raw_weights(), mean);
}

double LinearModel::score_of_mean() const {
    return deviation.empty() ? intercept + dot(weights, mean) : intercept;
}

Result<Regressor> regressor_from(const nn::ModelFile& file) {
    const Result<std::size_t> length = check_card(file.card);
    if (!length)
        return tl::unexpected(length.error());
    Regressor regressor;
    regressor.card = file.card;
    TensorReader reader(file);
    const std::tuple<const char*, std::size_t, LinearModel*> models[] = {
        {"both", 4, &regressor.both}, {"content", 2, &regressor.content}, {"quality", 2, &regressor.quality}};
    for (const auto& [name, blocks, target] : models) {
        Result<LinearModel> model = reader.model(name, blocks * *length);
        if (!model)
            return tl::unexpected(model.error());
        *target = std::move(*model);
    }
    if (Result<void> clean = reader.check_nothing_left(); !clean)
        return tl::unexpected(clean.error());
    return regressor;
}

nn::ModelFile to_model_file(const Regressor& regressor) {
    nn::ModelFile file;
    file.card = regressor.card;
    file.card.architecture = architecture;
    file.card.config["block_length"] = regressor.block_length();
    file.card.config["block_order"] = nlohmann::json::array();
    for (const Block block : all_blocks)
        file.card.config["block_order"].push_back(block_name(block));
    const std::pair<const char*, const LinearModel*> models[] = {
        {"both", &regressor.both}, {"content", &regressor.content}, {"quality", &regressor.quality}};
    for (const auto& [name, model] : models) {
        const std::string prefix = name;
        put(file.weights, prefix + ".weights", model->weights);
        put(file.weights, prefix + ".mean", model->mean);
        put(file.weights, prefix + ".intercept", {model->intercept});
        if (!model->deviation.empty())
            put(file.weights, prefix + ".deviation", model->deviation);
    }
    return file;
}

Result<void> check_encoders(const Regressor& regressor, const ModelCard& content, const ModelCard& quality) {
    const std::pair<const char*, const ModelCard*> encoders[] = {{"content", &content}, {"quality", &quality}};
    for (const auto& [role, card] : encoders) {
        const std::string wanted = text_of(regressor.card, (std::string(role) + "_encoder").c_str());
        if (card->sha256 != wanted)
            return failure(ErrorCode::BadModel, regressor.card.file,
                           "was fitted on the " + std::string(role) + " encoder " + wanted + ", not on " + card->id +
                               " with the hash " + card->sha256,
                           "use the encoders it names, or fit it again with: touchstone-cli fit");
    }
    return {};
}

} // namespace touchstone::reiqa
