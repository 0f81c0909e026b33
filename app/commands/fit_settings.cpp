// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/fit_settings.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "app/modelstore/model_store.h"
#include "engine/nn/model_file.h"

namespace touchstone::cli {

namespace {

/// My taste needs more: ratings of one person, in six steps.
constexpr std::size_t least_rated = 40;

bool parse_real(const std::string& text, double& value) {
    const char* end = text.data() + text.size();
    const auto [stop, problem] = std::from_chars(text.data(), end, value);
    return problem == std::errc{} && stop == end && std::isfinite(value);
}

Result<std::optional<std::pair<double, double>>> read_range(const Arguments& arguments, training::ListKind kind) {
    if (!arguments.has("range")) {
        if (kind == training::ListKind::Stars)
            return std::pair(0.0, 5.0);
        return std::nullopt;
    }
    const std::string text = arguments.value("range");
    const std::size_t comma = text.find(',');
    std::pair<double, double> range;
    if (comma == std::string::npos || !parse_real(text.substr(0, comma), range.first) ||
        !parse_real(text.substr(comma + 1), range.second) || !(range.first < range.second))
        return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no value of --range",
                       "write the lowest and the highest score, as in --range 0,100");
    return range;
}

/// One limit for both encoders, so that the regressor's card can name it: the narrower one of their defaults.
Result<std::optional<int>> shared_native_limit(const Arguments& arguments, const NativeLimit& wanted) {
    std::optional<int> limit;
    for (const auto& [option, architecture] :
         {std::pair("content-encoder", "reiqa-content"), std::pair("quality-encoder", "reiqa-quality")}) {
        const Result<std::string> file = ModelStore().resolve(arguments.value(option));
        if (!file)
            return tl::unexpected(file.error());
        const Result<ModelCard> card = nn::read_model_card(*file, false);
        if (!card)
            return tl::unexpected(card.error());
        if (card->architecture != architecture)
            return failure(ErrorCode::BadModel, *file,
                           "is a \"" + card->architecture + "\" model and cannot be the --" + option,
                           std::string("name a \"") + architecture + "\" model");
        if (const std::optional<int> own = resolve_native_limit(wanted, *card))
            limit = std::min(limit.value_or(*own), *own);
    }
    return limit;
}

Result<void> read_solver(const Arguments& arguments, training::FitOptions& fit) {
    const Result<int> splits = read_number(arguments, "splits", 1, 10), seed = read_number(arguments, "seed", 0, 1);
    for (const Result<int>* number : {&splits, &seed})
        if (!*number)
            return tl::unexpected(number->error());
    fit.splits = static_cast<std::size_t>(*splits);
    fit.seed = static_cast<std::uint64_t>(*seed);
    if (arguments.value("regressor") == "elastic-net")
        fit.kind = training::RegressorKind::ElasticNet;
    fit.standardise = !arguments.has("plain-features");
    if (arguments.has("l1-ratio") &&
        (!parse_real(arguments.value("l1-ratio"), fit.l1_ratio) || fit.l1_ratio <= 0 || fit.l1_ratio > 1))
        return failure(ErrorCode::BadInput, {}, "\"" + arguments.value("l1-ratio") + "\" is no value of --l1-ratio",
                       "use a number above 0 and up to 1");
    return {};
}

} // namespace

Result<FitSettings> read_fit_settings(const Arguments& arguments) {
    FitSettings settings;
    Result<ScoringSettings> scoring = read_settings(arguments);
    if (!scoring)
        return tl::unexpected(scoring.error());
    settings.scoring = std::move(*scoring);
    if (arguments.has("from-ratings"))
        settings.list_kind = training::ListKind::Stars;
    settings.fit.fewest = settings.list_kind == training::ListKind::Stars ? least_rated : training::least_photos;
    if (const Result<void> solver = read_solver(arguments, settings.fit); !solver)
        return tl::unexpected(solver.error());
    const auto range = read_range(arguments, settings.list_kind);
    if (!range)
        return tl::unexpected(range.error());
    settings.range = *range;
    settings.lower_is_better = arguments.has("lower-is-better");
    for (const std::string& list : arguments.values("lower-is-better-in")) {
        if (std::find(arguments.operands.begin(), arguments.operands.end(), list) == arguments.operands.end())
            return failure(ErrorCode::BadInput, list, "is no list of this call", "name it as among the operands");
        settings.lower_lists.insert(list);
    }
    if (arguments.has("model")) {
        Result<std::vector<std::unique_ptr<Scorer>>> base =
            open_models(arguments, settings.scoring.scorer, Models::First);
        if (!base)
            return tl::unexpected(base.error());
        settings.base = std::move(base->front());
    }
    const Result<std::optional<int>> limit = shared_native_limit(arguments, settings.scoring.scorer.native_limit);
    if (!limit)
        return tl::unexpected(limit.error());
    settings.native_limit = *limit;
    settings.scoring.scorer.native_limit =
        *limit ? NativeLimit{NativeLimit::Kind::Pixels, **limit} : NativeLimit{NativeLimit::Kind::None, 0};
    return settings;
}

} // namespace touchstone::cli
