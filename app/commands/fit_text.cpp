// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/fit_text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace touchstone::cli {

using training::Experts;

namespace {

std::string significant(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.4g", value);
    return text;
}

/// "0.842 [0.830, 0.851]": median and quartiles.
std::string spread(const nlohmann::json& figure, int digits) {
    if (figure.is_null())
        return "-";
    return decimals(figure.at("median").get<double>(), digits) + " [" +
           decimals(figure.at("q1").get<double>(), digits) + ", " + decimals(figure.at("q3").get<double>(), digits) +
           "]";
}

std::vector<std::string> figure_cells(const std::string& name, const nlohmann::json& figures) {
    return {name,
            spread(figures.at("srcc"), 3),
            spread(figures.at("plcc"), 3),
            spread(figures.at("plcc_logistic4"), 3),
            spread(figures.at("krcc"), 3),
            spread(figures.at("rmse"), 2)};
}

std::string count_of(std::size_t number, const char* what) {
    return std::to_string(number) + " " + what;
}

} // namespace

std::string decimals(const std::optional<double>& value, int digits) {
    if (!value || !std::isfinite(*value))
        return "-";
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", digits, *value);
    return text;
}

std::string text_table(const std::vector<std::vector<std::string>>& rows) {
    std::vector<std::size_t> widths;
    for (const std::vector<std::string>& row : rows)
        for (std::size_t i = 0; i < row.size(); ++i) {
            widths.resize(std::max(widths.size(), i + 1));
            widths[i] = std::max(widths[i], row[i].size());
        }
    std::string text;
    for (const std::vector<std::string>& row : rows) {
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string gap(widths[i] - row[i].size(), ' ');
            text += i == 0 ? row[i] + gap : "  " + gap + row[i];
        }
        text.erase(text.find_last_not_of(' ') + 1);
        text += "\n";
    }
    return text;
}

std::string fit_text(const training::FitSet& set, const training::FitOptions& options,
                     const training::FitReport& report) {
    const auto [low, high] = std::minmax_element(set.scores.begin(), set.scores.end());
    const bool net = options.kind == training::RegressorKind::ElasticNet;
    std::string text = report.dataset + ": " + count_of(report.photos, "photos") +
                       (set.grouped ? " in " + count_of(report.groups, "groups") : "") + ", scores " +
                       significant(*low) + " to " + significant(*high) + ", " +
                       (set.higher_is_better ? "higher" : "lower") + " is better\n";
    text += std::string(net ? "elastic net" : "ridge") + (options.standardise ? "" : " on plain features") + ", " +
            count_of(options.splits, "splits") + " of 70/10/20 (seed " + std::to_string(options.seed) +
            "); on the test parts: median [quartiles]\n";
    std::vector<std::vector<std::string>> rows{
        {"features", "SRCC", "PLCC", "PLCC after logistic", "KRCC", "RMSE", "alpha"}};
    for (const Experts experts : training::all_experts) {
        rows.push_back(figure_cells(training::experts_name(experts), report.of(experts).figures()));
        rows.back().push_back(significant(report.of(experts).alpha));
    }
    if (report.base) {
        rows.push_back(figure_cells(report.base->model, report.to_json().at("base").at("figures")));
        rows.back().push_back("-");
    }
    text += text_table(rows);
    if (report.base)
        text += "the fit agrees better than " + report.base->model + " in " + std::to_string(report.base->splits_won) +
                " of " + count_of(report.base->splits.size(), "splits") + "\n";
    return text;
}

std::string cross_text(const std::vector<training::Fit>& fits, const std::vector<training::CrossFigures>& cells) {
    std::vector<std::vector<std::string>> rows{{"SRCC: fitted on \\ tried on"}};
    for (const training::Fit& fit : fits)
        rows[0].push_back(fit.report.dataset);
    auto cell = cells.begin();
    for (std::size_t from = 0; from < fits.size(); ++from) {
        rows.push_back({fits[from].report.dataset});
        for (std::size_t to = 0; to < fits.size(); ++to) {
            if (from != to) {
                rows.back().push_back(decimals((cell++)->agreement.raw.srcc, 3));
                continue;
            }
            const nlohmann::json own = fits[from].report.of(Experts::Both).figures().at("srcc");
            rows.back().push_back(own.is_null() ? "-" : "(" + decimals(own.at("median").get<double>(), 3) + ")");
        }
    }
    return text_table(rows) + "in brackets: median over the list's own test parts\n";
}

} // namespace touchstone::cli
