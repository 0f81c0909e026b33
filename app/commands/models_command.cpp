// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <charconv>
#include <cstdio>

#include "app/commands/command_table.h"
#include "app/commands/console.h"
#include "app/commands/output_sink.h"
#include "app/commands/published_text.h"
#include "app/commands/score_format.h"
#include "app/commands/scoring_settings.h"
#include "app/modelstore/model_store.h"
#include "engine/base/files.h"
#include "engine/nn/model_file.h"

namespace touchstone::cli {

namespace {

using nlohmann::ordered_json;

int print(const std::string& text) {
    const Result<std::unique_ptr<OutputSink>> sink = open_output({});
    const Result<void> written = (*sink)->write(text);
    return written || (*sink)->reader_is_gone() ? exit_done : exit_some_failed;
}

std::string print_json(const ordered_json& json) {
    return json.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

std::string padded(const std::string& text, std::size_t width) {
    return text.size() >= width ? text : text + std::string(width - text.size(), ' ');
}

const char* place_name(ModelPlace place) {
    return place == ModelPlace::Shipped ? "shipped" : "imported";
}

/// Weights that cannot be read make the model unusable; a wrong word is the caller's mistake.
int model_problem(const char* command, const Error& error) {
    Console(command).error(error);
    return exit_code_for(error);
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
    std::string text = "[";
    for (const std::int64_t side : shape)
        text += (text.size() > 1 ? ", " : "") + std::to_string(side);
    return text + "]";
}

std::string card_text(const nn::ModelFile& model) {
    std::string text;
    const ordered_json card = card_json(model.card);
    for (const auto& [key, value] : card.items()) {
        const bool empty = value.is_null() || ((value.is_string() || value.is_structured()) && value.empty());
        const std::string shown = value.is_string()
                                      ? value.get<std::string>()
                                      : value.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
        text += padded(key, 18) + (empty ? "-" : printable(shown)) + "\n";
    }
    std::int64_t parameters = 0;
    std::string tensors;
    for (const auto& [name, tensor] : model.weights.tensors) {
        parameters += tensor.elements();
        tensors += "  " + padded(printable(name), 56) + "  " + shape_text(tensor.shape) + "\n";
    }
    text += padded("file", 18) + printable(model.card.file) + "\n";
    text += padded("parameters", 18) + std::to_string(parameters) + "\n";
    return text + std::to_string(model.weights.tensors.size()) + " tensors:\n" + tensors;
}

ordered_json info_json(const nn::ModelFile& model) {
    ordered_json json = card_json(model.card);
    json["file"] = to_valid_utf8(model.card.file);
    json["tensors"] = ordered_json::array();
    for (const auto& [name, tensor] : model.weights.tensors)
        json["tensors"].push_back({{"name", name}, {"shape", tensor.shape}});
    return json;
}

bool is_output_kind(const std::string& word) {
    return word == "scalar" || word == "distribution";
}

Result<std::pair<double, double>> read_range(const std::string& text) {
    std::pair<double, double> range;
    const char* end = text.data() + text.size();
    const auto low = std::from_chars(text.data(), end, range.first);
    const bool comma = low.ec == std::errc{} && low.ptr != end && *low.ptr == ',';
    const auto high = comma ? std::from_chars(low.ptr + 1, end, range.second) : low;
    if (!comma || high.ec != std::errc{} || high.ptr != end || !(range.first < range.second))
        return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no value of --range",
                       "use two numbers, the smaller one first: 1,10");
    return range;
}

/// --output and what belongs to a TorchScript network. "scalar" and "distribution" say what such a network gives; any
/// other word is a file.
Result<void> read_import_output(const Arguments& arguments, ImportOptions& options) {
    const bool script = options.architecture == "torchscript" || arguments.has("input") || arguments.has("size") ||
                        arguments.has("range") || arguments.has("lower-is-better");
    ImportOptions::Script column;
    for (const std::string& word : arguments.values("output")) {
        std::string& place = script && is_output_kind(word) ? column.output : options.output;
        if (!place.empty())
            return failure(ErrorCode::BadInput, {}, "the option --output is given twice", "name one file");
        place = word;
    }
    if (!script)
        return {};
    column.input = arguments.value("input");
    column.higher_is_better = !arguments.has("lower-is-better");
    const std::string size = arguments.value("size", "native");
    if (size != "native") {
        const Result<int> side = read_number(arguments, "size", 1, 0);
        if (!side)
            return failure(ErrorCode::BadInput, {}, "\"" + size + "\" is no value of --size",
                           "use native or a number of pixels");
        column.side = *side;
    }
    if (arguments.has("range")) {
        const Result<std::pair<double, double>> range = read_range(arguments.value("range"));
        if (!range)
            return tl::unexpected(range.error());
        column.range = *range;
    }
    options.script = std::move(column);
    return {};
}

/// Models that others publish, and which of them are here.
int list_published(bool as_json) {
    const Result<std::vector<PublishedModel>> models = published_models();
    if (!models)
        return model_problem("models list", models.error());
    const ModelStore store;
    std::vector<bool> installed;
    for (const PublishedModel& model : *models)
        installed.push_back(store.find(model.id).has_value());
    return print(as_json ? print_json(published_json(*models, installed)) : published_table(*models, installed));
}

} // namespace

int run_models_list(const Arguments& arguments, Interruption&) {
    if (arguments.has("published"))
        return list_published(arguments.value("format") == "json");
    const std::vector<InstalledModel> models = ModelStore().list();
    bool all_readable = true;
    std::size_t width = 2;
    for (const InstalledModel& model : models)
        width = std::max(width, model.id().size());
    ordered_json json = ordered_json::array();
    std::string text = models.empty() ? "" : padded("id", width) + "  default  place     title\n";
    for (const InstalledModel& model : models) {
        ordered_json entry{{"id", model.id()},
                           {"place", place_name(model.place)},
                           {"default", model.runs_by_default},
                           {"file", to_valid_utf8(model.path)}};
        std::string title;
        if (model.card) {
            title = model.card->title.empty() ? model.card->architecture : model.card->title;
            entry["architecture"] = model.card->architecture;
            entry["title"] = model.card->title;
        } else {
            all_readable = false;
            title = "[" + std::string(code_name(model.card.error().code)) + "]";
            entry["error"] = error_json(model.card.error());
            Console("models list").error(model.card.error());
        }
        json.push_back(std::move(entry));
        text += padded(printable(model.id()), width) + "  " + padded(model.runs_by_default ? "yes" : "no", 7) + "  " +
                padded(place_name(model.place), 8) + "  " + printable(title) + "\n";
    }
    if (models.empty())
        Console("models list").message("no model is installed");
    const int printed = print(arguments.value("format") == "json" ? print_json(json) : text);
    return all_readable ? printed : int{exit_model};
}

int run_models_info(const Arguments& arguments, Interruption&) {
    const bool as_json = arguments.value("format") == "json";
    const Result<std::string> file = ModelStore().resolve(arguments.operands.front());
    if (!file) {
        if (const auto published = find_published_model(arguments.operands.front()))
            return print(as_json ? print_json(published->to_json()) : published_text(*published));
        return model_problem("models info", file.error());
    }
    const Result<nn::ModelFile> model = nn::read_model_file(*file);
    if (!model)
        return model_problem("models info", model.error());
    return print(as_json ? print_json(info_json(*model)) : card_text(*model));
}

int run_models_import(const Arguments& arguments, Interruption&) {
    ImportOptions options;
    options.architecture = arguments.value("architecture");
    options.preprocessing = arguments.value("preprocessing");
    options.id = arguments.value("id");
    if (const Result<void> read = read_import_output(arguments, options); !read)
        return model_problem("models import", read.error());
    const Result<ModelCard> card = ModelStore().import(arguments.operands.front(), options);
    if (!card)
        return model_problem("models import", card.error());
    Console("models import").message("wrote " + card->file);
    return print(card->id + "\n");
}

int run_models_verify(const Arguments& arguments, Interruption&) {
    Console console("models verify");
    const ModelStore store;
    std::vector<std::string> files;
    if (!arguments.operands.empty()) {
        const Result<std::string> file = store.resolve(arguments.operands.front());
        if (!file)
            return model_problem("models verify", file.error());
        files.push_back(*file);
    } else {
        for (const InstalledModel& model : store.list())
            files.push_back(model.path);
    }
    if (files.empty())
        console.message("no model is installed");
    bool all_good = true;
    for (const std::string& file : files) {
        const VerifiedModel model = store.verify(file);
        std::string verdict = model.error ? "FAILED" : model.recorded ? "ok" : "ok (no hash on record)";
        if (model.error)
            console.error(*model.error);
        all_good = all_good && !model.error;
        if (const int printed = print(printable(model.id) + "  " + model.sha256 + "  " + verdict + "\n");
            printed != exit_done)
            return printed;
    }
    return all_good ? exit_done : exit_model;
}

int run_models_default(const Arguments& arguments, Interruption&) {
    const ModelStore store;
    if (const Result<void> kept = store.set_defaults(arguments.operands); !kept)
        return model_problem("models default", kept.error());
    const Result<std::vector<std::string>> files = store.default_models();
    if (!files)
        return model_problem("models default", files.error());
    std::string text;
    for (const std::string& file : *files)
        if (const Result<ModelCard> card = nn::read_model_card(file, false))
            text += card->id + "\n";
    return print(text);
}

int run_models_remove(const Arguments& arguments, Interruption&) {
    const std::string& id = arguments.operands.front();
    const Result<void> removed = ModelStore().remove(id);
    if (!removed)
        return model_problem("models remove", removed.error());
    Console("models remove").message("removed " + id);
    return exit_done;
}

} // namespace touchstone::cli
