// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// What the sandbox costs: 500 JPEGs of 12 megapixels decoded in this process and by its workers, in turns, so that
// whatever else the machine does meets both alike; and how long a worker takes to start. The pictures are made here.
//   bench_sandbox [PHOTOS [THREADS]]
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/imaging/encode.h"
#include "engine/imaging/sandbox/decoder_pool.h"
#include "engine/imaging/sandbox/decoder_process.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::imaging;
namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

double milliseconds_since(Clock::time_point begin) {
    return std::chrono::duration<double, std::milli>(Clock::now() - begin).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

/// Twenty different pictures under as many names as wanted.
std::vector<std::string> make_photos(const fs::path& folder, int count) {
    constexpr int different = 20;
    std::vector<std::string> files;
    for (int i = 0; i < count; ++i) {
        const fs::path file = folder / (std::to_string(i) + ".jpg");
        if (i >= different) {
            fs::create_hard_link(files[static_cast<std::size_t>(i % different)], file);
        } else {
            const Bytes jpeg = encode_jpeg(test::smooth_scene(4000 + i, 3000 - i), 92).value();
            std::ofstream(file, std::ios::binary)
                .write(reinterpret_cast<const char*>(jpeg.data()), static_cast<std::streamsize>(jpeg.size()));
        }
        files.push_back(file.string());
    }
    return files;
}

/// Milliseconds for all of them on `threads` threads.
double decode_all(std::span<const std::string> files, int threads, FileDecoder* decoder) {
    std::atomic<std::size_t> next = 0;
    const auto begin = Clock::now();
    {
        std::vector<std::jthread> workers;
        for (int i = 0; i < threads; ++i)
            workers.emplace_back([&] {
                for (std::size_t at = next++; at < files.size(); at = next++) {
                    const auto photo =
                        decoder != nullptr ? decoder->decode(files[at], 0, {}) : decode_file(files[at], {});
                    if (!photo)
                        std::fprintf(stderr, "%s\n", photo.error().message().c_str());
                }
                decode_thread_finished();
            });
    }
    return milliseconds_since(begin);
}

int measure_throughput(const fs::path& folder, int photos, int threads) {
    auto pool = sandbox::DecoderPool::start({.program = TOUCHSTONE_DECODER});
    if (!pool) {
        std::fprintf(stderr, "%s\n", pool.error().message().c_str());
        return 1;
    }
    const std::vector<std::string> files = make_photos(folder, photos);
    constexpr std::size_t turn = 25;
    double here = 0, there = 0;
    std::vector<double> ratios;
    for (std::size_t at = 0; at < files.size(); at += turn) {
        const auto part = std::span(files).subspan(at, std::min(turn, files.size() - at));
        double part_here = 0, part_there = 0;
        const auto run_here = [&] { part_here = decode_all(part, threads, nullptr); };
        const auto run_there = [&] { part_there = decode_all(part, threads, pool->get()); };
        // Now one first, now the other.
        if (at / turn % 2 == 0) {
            run_here();
            run_there();
        } else {
            run_there();
            run_here();
        }
        ratios.push_back(part_here / part_there);
        here += part_here;
        there += part_there;
    }
    std::printf("%d photos of 12 MP on %d threads: in this process %.1f photos/s, in the sandbox %.1f photos/s\n",
                photos, threads, photos / here * 1000, photos / there * 1000);
    std::printf("throughput of the sandbox: %.3f of this process's (all), %.3f (median of turns)\n", here / there,
                median(ratios));
    return 0;
}

int measure_start() {
    std::vector<double> whole, worker;
    for (int i = 0; i < 15; ++i) {
        const auto begin = Clock::now();
        auto maker = sandbox::DecoderProcess::start(TOUCHSTONE_DECODER, 0);
        if (!maker)
            return 1;
        whole.push_back(milliseconds_since(begin));
        for (int k = 0; k < 10; ++k) {
            sandbox::Confinement limits;
            const auto before = Clock::now();
            auto made = (*maker)->spawn(limits);
            if (!made)
                return 1;
            worker.push_back(milliseconds_since(before));
            (*maker)->end(std::move(*made));
        }
    }
    std::printf("start of the program that makes workers: median %.1f ms, longest %.1f ms\n", median(whole),
                *std::max_element(whole.begin(), whole.end()));
    std::printf("start of a worker: median %.2f ms, longest %.2f ms (%zu starts)\n", median(worker),
                *std::max_element(worker.begin(), worker.end()), worker.size());
    return 0;
}

} // namespace

int main(int count, char** words) {
    initialise();
    const int photos = count > 1 ? std::max(1, std::atoi(words[1])) : 500;
    const int threads =
        count > 2 ? std::max(1, std::atoi(words[2])) : static_cast<int>(std::thread::hardware_concurrency());
    const fs::path folder = fs::temp_directory_path() / ("touchstone-bench-sandbox-" + std::to_string(::getpid()));
    fs::create_directory(folder);
    const int failed = measure_start() + measure_throughput(folder, photos, threads);
    fs::remove_all(folder);
    return failed;
}
