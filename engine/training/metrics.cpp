// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/metrics.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

namespace touchstone::training {

namespace {

double mean(std::span<const double> values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::vector<double> average_ranks(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
    std::vector<double> ranks(values.size());
    for (std::size_t first = 0; first < order.size();) {
        std::size_t last = first;
        while (last + 1 < order.size() && values[order[last + 1]] == values[order[first]])
            ++last;
        const double rank = 0.5 * static_cast<double>(first + last) + 1.0;
        for (std::size_t i = first; i <= last; ++i)
            ranks[order[i]] = rank;
        first = last + 1;
    }
    return ranks;
}

int sign(double value) {
    return (value > 0) - (value < 0);
}

nlohmann::json number_or_null(const std::optional<double>& value) {
    return value ? nlohmann::json(*value) : nlohmann::json();
}

} // namespace

std::optional<double> pearson(std::span<const double> a, std::span<const double> b) {
    if (a.size() < 2)
        return std::nullopt;
    const double mean_a = mean(a), mean_b = mean(b);
    double cross = 0, square_a = 0, square_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        const double da = a[i] - mean_a, db = b[i] - mean_b;
        cross += da * db;
        square_a += da * da;
        square_b += db * db;
    }
    if (square_a == 0 || square_b == 0)
        return std::nullopt;
    return cross / std::sqrt(square_a * square_b);
}

std::optional<double> spearman(std::span<const double> a, std::span<const double> b) {
    const std::vector<double> ranks_a = average_ranks(a), ranks_b = average_ranks(b);
    return pearson(ranks_a, ranks_b);
}

std::optional<double> kendall_tau_b(std::span<const double> a, std::span<const double> b) {
    std::int64_t balance = 0, untied_a = 0, untied_b = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        for (std::size_t j = i + 1; j < a.size(); ++j) {
            const int step_a = sign(a[i] - a[j]), step_b = sign(b[i] - b[j]);
            balance += step_a * step_b;
            untied_a += step_a != 0;
            untied_b += step_b != 0;
        }
    if (untied_a == 0 || untied_b == 0)
        return std::nullopt;
    return static_cast<double>(balance) / std::sqrt(static_cast<double>(untied_a) * static_cast<double>(untied_b));
}

Agreement agreement(std::span<const double> prediction, std::span<const double> target) {
    Agreement result;
    result.count = prediction.size();
    result.plcc = pearson(prediction, target);
    result.srcc = spearman(prediction, target);
    result.krcc = kendall_tau_b(prediction, target);
    double squares = 0, absolute = 0;
    for (std::size_t i = 0; i < prediction.size(); ++i) {
        const double difference = prediction[i] - target[i];
        squares += difference * difference;
        absolute += std::abs(difference);
    }
    result.rmse = std::sqrt(squares / static_cast<double>(prediction.size()));
    result.mae = absolute / static_cast<double>(prediction.size());
    return result;
}

double emd_r2(std::span<const double> p, std::span<const double> q) {
    double cumulative = 0, squares = 0;
    for (std::size_t i = 0; i < p.size(); ++i) {
        cumulative += p[i] - q[i];
        squares += cumulative * cumulative;
    }
    return std::sqrt(squares / static_cast<double>(p.size()));
}

nlohmann::json Agreement::to_json() const {
    return {{"n", count},
            {"srcc", number_or_null(srcc)},
            {"plcc", number_or_null(plcc)},
            {"krcc", number_or_null(krcc)},
            {"rmse", rmse},
            {"mae", mae},
            {"mapped", false}};
}

} // namespace touchstone::training
