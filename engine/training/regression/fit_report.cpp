// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>
#include <cmath>

#include "engine/training/regression/regressor_fit.h"

namespace touchstone::training {

namespace {

struct Figure {
    const char* name;
    std::optional<double> (*of)(const MappedAgreement&);
};

constexpr Figure all_figures[] = {
    {"srcc", [](const MappedAgreement& a) { return a.raw.srcc; }},
    {"plcc", [](const MappedAgreement& a) { return a.raw.plcc; }},
    {"plcc_logistic4", [](const MappedAgreement& a) { return a.plcc_logistic4; }},
    {"krcc", [](const MappedAgreement& a) { return a.raw.krcc; }},
    {"rmse", [](const MappedAgreement& a) { return std::optional(a.raw.rmse); }},
    {"rmse_logistic4", [](const MappedAgreement& a) { return a.rmse_logistic4; }},
};

/// Median and quartiles of every figure over the splits; null where it was undefined in all of them.
nlohmann::json figures_of(const std::vector<const MappedAgreement*>& splits) {
    nlohmann::json json;
    for (const Figure& figure : all_figures) {
        std::vector<double> values;
        for (const MappedAgreement* split : splits)
            if (const std::optional<double> value = figure.of(*split))
                values.push_back(*value);
        const std::optional<Quartiles> quartiles = Quartiles::of(std::move(values));
        json[figure.name] = quartiles ? nlohmann::json{{"median", quartiles->median},
                                                       {"q1", quartiles->lower},
                                                       {"q3", quartiles->upper},
                                                       {"n", quartiles->count}}
                                      : nlohmann::json();
    }
    return json;
}

} // namespace

const char* experts_name(Experts experts) {
    switch (experts) {
    case Experts::Both:
        return "both";
    case Experts::Content:
        return "content";
    case Experts::Quality:
        break;
    }
    return "quality";
}

std::optional<Quartiles> Quartiles::of(std::vector<double> values) {
    if (values.empty())
        return std::nullopt;
    std::sort(values.begin(), values.end());
    const auto at = [&](double share) {
        const double place = share * static_cast<double>(values.size() - 1);
        const auto below = static_cast<std::size_t>(place);
        const std::size_t above = std::min(below + 1, values.size() - 1);
        return values[below] + (place - std::floor(place)) * (values[above] - values[below]);
    };
    return Quartiles{at(0.25), at(0.5), at(0.75), values.size()};
}

nlohmann::json ExpertsReport::figures() const {
    std::vector<const MappedAgreement*> tests;
    for (const SplitFigures& split : splits)
        tests.push_back(&split.test);
    return figures_of(tests);
}

nlohmann::json FitReport::to_json() const {
    nlohmann::json json{{"dataset", dataset},
                        {"photos", photos},
                        {"groups", groups},
                        {"higher_is_better", higher_is_better},
                        {"constant_features", constant_features},
                        {"alpha_grid", alphas},
                        {"warnings", warnings}};
    for (const Experts which : all_experts) {
        const ExpertsReport& report = of(which);
        nlohmann::json& part = json["experts"][experts_name(which)];
        part = {{"alpha", report.alpha},
                {"alpha_at_low_end", report.alpha_at_low_end},
                {"alpha_at_high_end", report.alpha_at_high_end},
                {"nonzero_weights", report.nonzero},
                {"figures", report.figures()},
                {"splits", nlohmann::json::array()}};
        for (const SplitFigures& split : report.splits)
            part["splits"].push_back({{"alpha", split.alpha},
                                      {"learnt", split.learnt},
                                      {"validated", split.validated},
                                      {"test", split.test.to_json()}});
    }
    for (const Split& split : splits)
        json["assignment"].push_back(split.letters());
    if (base) {
        std::vector<const MappedAgreement*> tests;
        for (const MappedAgreement& split : base->splits)
            tests.push_back(&split);
        json["base"] = {{"model", base->model},
                        {"figures", figures_of(tests)},
                        {"splits_won_by_the_fit", base->splits_won},
                        {"splits", base->splits.size()}};
    }
    return json;
}

} // namespace touchstone::training
