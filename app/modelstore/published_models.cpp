// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/modelstore/published_models.h"

#include <algorithm>
#include <array>
#include <cstdlib>

#include "app/modelstore/published_list.h"
#include "engine/base/files.h"

namespace touchstone {

namespace {

using nlohmann::json;

constexpr std::uint64_t max_list_bytes = std::uint64_t{4} << 20;
constexpr std::size_t hash_digits = 64;

bool is_hexadecimal(const std::string& text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_safe_url(const std::string& url) {
    const auto begins_with = [&](std::string_view start) {
        return url.size() > start.size() && url.starts_with(start);
    };
    return begins_with("https://") || begins_with("http://127.0.0.1:") || begins_with("http://localhost:");
}

template <std::size_t N>
bool one_of(const std::string& word, const std::array<const char*, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string problem_of(const PublishedModel& model) {
    for (const auto& [name, value] :
         {std::pair("title", &model.title), {"licence", &model.licence}, {"terms", &model.terms}})
        if (value->empty())
            return std::string(name) + " is missing";
    if (!one_of(model.architecture, std::array{"musiq", "reiqa-quality", "reiqa-content"}))
        return "architecture is not musiq, reiqa-quality or reiqa-content";
    if (!one_of(model.format, std::array{"npz", "pth", "safetensors"}))
        return "format is not npz, pth or safetensors";
    if (!is_safe_url(model.url))
        return "url is not an https address";
    if (!model.sha256.empty() && (model.sha256.size() != hash_digits || !is_hexadecimal(model.sha256)))
        return "sha256 is not 64 hexadecimal digits in lower case";
    if (model.sha256_start.size() > hash_digits || !is_hexadecimal(model.sha256_start))
        return "sha256_start is not hexadecimal in lower case";
    return {};
}

PublishedModel model_from(const json& object) {
    PublishedModel model;
    const auto text = [&](const char* key) { return object.value(key, std::string()); };
    model.id = text("id");
    model.title = text("title");
    model.architecture = text("architecture");
    model.preprocessing = text("preprocessing");
    model.format = text("format");
    model.url = text("url");
    model.page = text("page");
    model.sha256 = text("sha256");
    model.sha256_start = text("sha256_start");
    model.licence = text("licence");
    model.licence_url = text("licence_url");
    model.terms = text("terms");
    model.trained_on = text("trained_on");
    model.paper = text("paper");
    if (object.contains("bytes"))
        model.bytes = object.at("bytes").get<std::uint64_t>();
    if (object.contains("training_photos"))
        model.training_photos = object.at("training_photos").get<std::int64_t>();
    if (object.contains("notes"))
        model.notes = object.at("notes").get<std::vector<std::string>>();
    return model;
}

/// Range and direction are read, and the id checked, as those of a model file's card.
Result<PublishedModel> read_model(const json& object, const std::string& file) try {
    PublishedModel model = model_from(object);
    const Result<ModelCard> card = ModelCard::from_json(object, file);
    const std::string problem = card ? problem_of(model) : card.error().what;
    if (!problem.empty())
        return failure(ErrorCode::BadInput, file, "model \"" + to_valid_utf8(model.id) + "\": " + problem);
    model.range = card->range;
    model.higher_is_better = card->higher_is_better;
    return model;
} catch (const json::exception&) {
    return failure(ErrorCode::BadInput, file, "an entry of the list of models has a value of the wrong type");
}

} // namespace

void PublishedModel::describe(ModelCard& card) const {
    card.id = id;
    card.title = title;
    if (!preprocessing.empty())
        card.preprocessing = preprocessing;
    if (range)
        card.range = range;
    card.higher_is_better = higher_is_better;
    card.trained_on = trained_on;
    if (training_photos)
        card.trained_on += " (" + std::to_string(*training_photos) + " photos)";
    card.licence = licence + ": " + terms;
    card.source = url;
    card.notes = notes;
    if (!paper.empty())
        card.notes.push_back(paper);
}

nlohmann::ordered_json PublishedModel::to_json() const {
    nlohmann::ordered_json object{{"id", id},         {"title", title},   {"architecture", architecture},
                                  {"format", format}, {"url", url},       {"page", page},
                                  {"bytes", nullptr}, {"sha256", nullptr}};
    if (bytes)
        object["bytes"] = *bytes;
    if (!sha256.empty())
        object["sha256"] = sha256;
    else if (!sha256_start.empty())
        object["sha256_start"] = sha256_start;
    object["licence"] = licence;
    object["licence_url"] = licence_url;
    object["terms"] = terms;
    object["preprocessing"] = preprocessing;
    object["range"] = nullptr;
    if (range)
        object["range"] = {range->first, range->second};
    object["higher_is_better"] = higher_is_better;
    object["trained_on"] = trained_on;
    object["training_photos"] = nullptr;
    if (training_photos)
        object["training_photos"] = *training_photos;
    object["paper"] = paper;
    object["notes"] = notes;
    return object;
}

Result<std::vector<PublishedModel>> parse_published_models(std::string_view text, const std::string& file) {
    const json document = json::parse(text, nullptr, false);
    const auto list = document.is_object() ? document.find("models") : document.end();
    if (!document.is_object() || list == document.end() || !list->is_array())
        return failure(ErrorCode::BadInput, file, "is no list of models: it is not {\"models\": [ … ]}");
    std::vector<PublishedModel> models;
    for (const json& object : *list) {
        Result<PublishedModel> model = read_model(object, file);
        if (!model)
            return tl::unexpected(model.error());
        for (const PublishedModel& other : models)
            if (other.id == model->id)
                return failure(ErrorCode::BadInput, file, "the model \"" + model->id + "\" is in it twice");
        models.push_back(std::move(*model));
    }
    return models;
}

Result<std::vector<PublishedModel>> published_models() {
    const char* own = std::getenv("TOUCHSTONE_PUBLISHED_MODELS");
    if (!own || *own == '\0')
        return parse_published_models(published_list_text(), "models/published.json");
    const Result<Bytes> bytes = read_file(own, max_list_bytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    return parse_published_models({reinterpret_cast<const char*>(bytes->data()), bytes->size()}, own);
}

Result<PublishedModel> find_published_model(const std::string& id) {
    Result<std::vector<PublishedModel>> models = published_models();
    if (!models)
        return tl::unexpected(models.error());
    std::string known;
    for (PublishedModel& model : *models) {
        if (model.id == id)
            return std::move(model);
        known += (known.empty() ? "" : ", ") + model.id;
    }
    return failure(ErrorCode::NotFound, {}, "no published model is called \"" + to_valid_utf8(id) + "\"",
                   known.empty() ? "the list of published models is empty" : "there are: " + known);
}

} // namespace touchstone
