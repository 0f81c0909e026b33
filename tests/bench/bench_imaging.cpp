// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Decoding, resampling and measuring of 12 megapixels. The picture is made here, so that no file is needed.
#include <benchmark/benchmark.h>

#include "engine/imaging/decode.h"
#include "engine/imaging/encode.h"
#include "engine/imaging/measures.h"
#include "engine/imaging/resample.h"
#include "tests/support/formula_images.h"

namespace {

using namespace touchstone;
using namespace touchstone::imaging;

const RgbImage& photo()
{
    static const RgbImage image = test::smooth_scene(4000, 3000);
    return image;
}

const Bytes& jpeg()
{
    static const Bytes bytes = encode_jpeg(photo(), 92).value();
    return bytes;
}

void decode_jpeg(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(decode(jpeg(), {}, "made.jpg"));
}

void thumbnail_of_jpeg(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(decode_thumbnail(jpeg(), static_cast<int>(state.range(0)), {}, "made.jpg"));
}

void half_by_pillow_bicubic(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(resize_pillow(photo(), Size{2000, 1500}, PillowFilter::Bicubic));
}

void area_average_to_2048(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(shrink_area_average(photo(), 2048));
}

void tf_gaussian_to_384(benchmark::State& state)
{
    const LevelValues levels{};
    for (auto _ : state)
        benchmark::DoNotOptimize(resize_tf_gaussian(photo(), levels, Size{384, 288}));
}

void technical_measures(benchmark::State& state)
{
    for (auto _ : state)
        benchmark::DoNotOptimize(measure(photo()));
}

BENCHMARK(decode_jpeg)->Unit(benchmark::kMillisecond);
BENCHMARK(thumbnail_of_jpeg)->Arg(256)->Arg(512)->Unit(benchmark::kMillisecond);
BENCHMARK(half_by_pillow_bicubic)->Unit(benchmark::kMillisecond);
BENCHMARK(area_average_to_2048)->Unit(benchmark::kMillisecond);
BENCHMARK(tf_gaussian_to_384)->Unit(benchmark::kMillisecond);
BENCHMARK(technical_measures)->Unit(benchmark::kMillisecond);

} // namespace

BENCHMARK_MAIN();
