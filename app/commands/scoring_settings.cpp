// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/scoring_settings.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "app/commands/console.h"
#include "app/modelstore/model_store.h"
#include "engine/nn/device_list.h"

namespace touchstone::cli {

std::vector<OptionSpec> scoring_options(bool several_models) {
    const char* model_help =
        several_models ? "Model to ask: the id of one that ships or was imported, or a model file. May be given "
                         "several times. Without it every default model runs."
                       : "Model to ask: the id of one that ships or was imported, or a model file. Without it "
                         "the first default model.";
    return {
        {"model", "ID|FILE", model_help, {}, several_models, false},
        {"device",
         "auto|cpu|cuda[:N]",
         "Where the network runs. auto takes the first GPU when there is one; cuda:all shares the photos out among all "
         "GPUs. What a GPU cannot do, for lack of memory or because it is lost, the CPU does, with a message.",
         {},
         false,
         false},
        {"precision",
         "",
         "reference (default) keeps float32; fast uses 16 bits where the CPU or GPU multiplies them faster, and "
         "differs by "
         "less than 0.3 of 100. Results name the one that was used: on a CPU without such products fast is reference.",
         {"reference", "fast"},
         false,
         false},
        {"native-limit",
         "PIXELS|none",
         "Longest side that the native scale may have; a larger photo is averaged down for it. Default: what the "
         "model's "
         "card says, 2048 for imported models. none = no limit.",
         {},
         false,
         false},
        {"decode",
         "",
         "upright (default) applies the orientation and colour profile; as-stored applies neither.",
         {"upright", "as-stored"},
         false,
         false},
    };
}

namespace {

Result<int> parse_count(const std::string& text, const std::string& option, int least) {
    int number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, number);
    if (problem == std::errc{} && stop == end && number >= least)
        return number;
    return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no value of --" + option,
                   "use a whole number from " + std::to_string(least) + " up");
}

Result<NativeLimit> parse_native_limit(const Arguments& arguments) {
    NativeLimit limit;
    if (!arguments.has("native-limit"))
        return limit;
    const std::string text = arguments.value("native-limit");
    if (text == "none") {
        limit.kind = NativeLimit::Kind::None;
        return limit;
    }
    const Result<int> pixels = parse_count(text, "native-limit", 1);
    if (!pixels)
        return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no value of --native-limit",
                       "use a number of pixels, or none");
    limit.kind = NativeLimit::Kind::Pixels;
    limit.pixels = *pixels;
    return limit;
}

} // namespace

Result<int> read_number(const Arguments& arguments, const std::string& option, int least, int otherwise) {
    return arguments.has(option) ? parse_count(arguments.value(option), option, least) : Result<int>(otherwise);
}

Result<ScoringSettings> read_settings(const Arguments& arguments) {
    ScoringSettings settings;
    const Result<NativeLimit> limit = parse_native_limit(arguments);
    if (!limit)
        return tl::unexpected(limit.error());
    settings.scorer.native_limit = *limit;
    const Result<Precision> precision = parse_precision(arguments.value("precision", "reference"));
    if (!precision)
        return tl::unexpected(precision.error());
    const Result<std::vector<Device>> devices = parse_devices(arguments.value("device", "auto"));
    if (!devices)
        return tl::unexpected(devices.error());
    settings.scorer.device = devices->front();
    settings.scorer.more_devices.assign(devices->begin() + 1, devices->end());
    settings.scorer.precision = effective_precision(devices->front(), *precision);
    if (settings.scorer.precision != *precision)
        Console("").message("this processor has no fast 16-bit products: fast is the same as reference here");
    settings.scorer.notice = [](const std::string& sentence) { Console("").message(sentence); };
    if (arguments.value("decode") == "as-stored")
        settings.decode.mode = imaging::DecodeMode::AsStored;
    return settings;
}

Result<std::vector<std::unique_ptr<Scorer>>> open_models(const Arguments& arguments, const ScorerOptions& options,
                                                         Models which) {
    const ModelStore store;
    std::vector<std::string> files;
    for (const std::string& wanted : arguments.values("model")) {
        const Result<std::string> file = store.resolve(wanted);
        if (!file)
            return tl::unexpected(file.error());
        if (std::find(files.begin(), files.end(), *file) == files.end())
            files.push_back(*file);
    }
    if (files.empty()) {
        Result<std::vector<std::string>> defaults = store.default_models();
        if (!defaults)
            return tl::unexpected(defaults.error());
        files = std::move(*defaults);
    }
    if (which == Models::First && files.size() > 1)
        files.resize(1);
    ScorerOptions finding = options;
    finding.find_model = [](const std::string& sha256) { return ModelStore().find_by_hash(sha256); };
    std::vector<std::unique_ptr<Scorer>> scorers;
    for (const std::string& file : files) {
        Result<std::unique_ptr<Scorer>> scorer = open_scorer(file, finding);
        if (!scorer)
            return tl::unexpected(scorer.error());
        scorers.push_back(std::move(*scorer));
    }
    return scorers;
}

int exit_code_for(const Error& error) {
    const bool wrong_word = error.code == ErrorCode::BadInput || error.code == ErrorCode::WriteFailed;
    return wrong_word ? exit_usage : exit_model;
}

Error vanished_if_missing(Error error) {
    if (error.code == ErrorCode::NotFound) {
        error.code = ErrorCode::Vanished;
        error.what = "is gone: it was there when the list was made";
        error.remedy = "put it back, or leave it out";
    }
    return error;
}

} // namespace touchstone::cli
