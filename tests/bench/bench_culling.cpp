// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// How long finding groups and proposing takes, without decoding: a day's shooting of 5,000 photos in the worst order,
// one long run; and a library of 100,000 in many.
#include <random>

#include <benchmark/benchmark.h>

#include "app/culling/grouping.h"
#include "app/culling/proposals.h"
#include "tests/app/culling/scenes.h"

using namespace touchstone;
using namespace touchstone::culling;

namespace {

/// Bursts of 1 … 8 of some 400 scenes, taken over and over again, a second or two apart: nothing splits the run.
std::vector<Shot> shots_of(int count, std::int64_t gap_ms) {
    std::vector<std::shared_ptr<const Look>> looks;
    for (unsigned scene = 0; scene < 400; ++scene)
        for (unsigned frame = 0; frame < 4; ++frame)
            looks.push_back(
                test::look_of_frame(test::Scene(scene).frame(0.01 * frame, 0, 0, {32, 32}, scene * 4 + frame + 1)));
    std::mt19937 random(7);
    std::vector<Shot> shots;
    std::int64_t at = 1'700'000'000'000;
    const RgbImage nothing(Size{1, 1});
    while (static_cast<int>(shots.size()) < count) {
        const unsigned scene = random() % 400;
        const int frames = 1 + static_cast<int>(random() % 8);
        for (int frame = 0; frame < frames; ++frame) {
            Shot next = test::shot(static_cast<std::int64_t>(shots.size()) + 1, at, nothing);
            next.look = looks[scene * 4 + random() % 4];
            shots.push_back(std::move(next));
            at += 150;
        }
        at += gap_ms;
    }
    shots.resize(static_cast<std::size_t>(count));
    return shots;
}

void BM_Group(benchmark::State& state) {
    const std::vector<Shot> shots = shots_of(static_cast<int>(state.range(0)), state.range(1));
    std::size_t groups = 0;
    for (auto _ : state)
        groups = group(shots).size();
    state.counters["groups"] = static_cast<double>(groups);
    state.counters["photos/s"] =
        benchmark::Counter(static_cast<double>(shots.size()), benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(BM_Group)
    ->Args({5'000, 1'500})
    ->Args({5'000, 60'000})
    ->Args({100'000, 60'000})
    ->Unit(benchmark::kMillisecond);

void BM_Look(benchmark::State& state) {
    const RgbImage thumbnail = test::Scene(3).frame(0, 0, 0, {256, 171});
    for (auto _ : state)
        benchmark::DoNotOptimize(look_of(signature_of(thumbnail)));
}
BENCHMARK(BM_Look)->Unit(benchmark::kMicrosecond);

void BM_Propose(benchmark::State& state) {
    std::vector<Candidate> photos(static_cast<std::size_t>(state.range(0)));
    std::mt19937 random(7);
    for (std::size_t i = 0; i < photos.size(); ++i) {
        photos[i].id = static_cast<std::int64_t>(i) + 1;
        photos[i].group = static_cast<std::int64_t>(i) / 4 + 1;
        photos[i].kind = library::GroupKind::Burst;
        photos[i].score = 40 + random() % 40;
        photos[i].sharpness = 5 + random() % 20;
    }
    std::size_t marks = 0;
    for (auto _ : state)
        marks = propose(photos, {}).marks.size();
    state.counters["marks"] = static_cast<double>(marks);
}
BENCHMARK(BM_Propose)->Arg(5'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
