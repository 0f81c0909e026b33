// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
//
// Time to fit a regressor: bench_fit [photos [block length [splits [ridge|elastic-net]]]], by default 1162 photos
// (CLIVE) of 4 × 2048 features, 10 splits, ridge. The features share 60 hidden causes, as a network's do, and have 10 %
// of their own noise; the scores follow eight of the causes.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>

#include "engine/training/regression/regressor_fit.h"

using namespace touchstone::training;

namespace {

FitSet made_set(std::size_t photos, std::size_t block_length) {
    constexpr std::size_t causes = 60, felt = 8;
    std::mt19937 random(1);
    std::normal_distribution<float> normal;
    FitSet set;
    set.dataset = "made";
    set.block_length = block_length;
    std::vector<float> mixing(4 * block_length * causes);
    for (float& value : mixing)
        value = normal(random) / 8;
    for (std::size_t i = 0; i < photos; ++i) {
        float hidden[causes];
        for (float& value : hidden)
            value = normal(random);
        for (std::size_t j = 0; j < 4 * block_length; ++j) {
            float sum = 0.1f * normal(random);
            for (std::size_t k = 0; k < causes; ++k)
                sum += mixing[j * causes + k] * hidden[k];
            set.features.push_back(sum > 0 ? sum : 0);
        }
        double score = 50 + 5 * normal(random);
        for (std::size_t k = 0; k < felt; ++k)
            score += 6 * hidden[k];
        set.files.push_back(std::to_string(i));
        set.scores.push_back(score);
        set.groups.push_back(i);
    }
    return set;
}

} // namespace

int main(int argc, char** argv) {
    const auto number = [&](int place, std::size_t otherwise) {
        return argc > place ? static_cast<std::size_t>(std::atoll(argv[place])) : otherwise;
    };
    const FitSet set = made_set(number(1, 1162), number(2, 2048));
    FitOptions options;
    options.splits = number(3, 10);
    if (argc > 4 && std::string(argv[4]) == "elastic-net")
        options.kind = RegressorKind::ElasticNet;
    options.progress = [](std::size_t done, std::size_t total) { std::fprintf(stderr, "\r%zu/%zu", done, total); };
    const auto start = std::chrono::steady_clock::now();
    const auto fit = fit_regressor(set, options);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (!fit) {
        std::fprintf(stderr, "%s\n", fit.error().message().c_str());
        return 1;
    }
    std::printf("\n%zu photos, %zu features, %zu splits: %.1f s\n", set.files.size(), 4 * set.block_length,
                options.splits, seconds);
    for (const Experts experts : all_experts)
        std::printf("%s: alpha %g, %s\n", experts_name(experts), fit->report.of(experts).alpha,
                    fit->report.of(experts).figures().at("srcc").dump().c_str());
    for (const std::string& warning : fit->report.warnings)
        std::printf("%s\n", warning.c_str());
    return 0;
}
