// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Megapixels a second on one core for every kind of the distortion bank, all five levels together, and the median over
// the kinds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "engine/imaging/decode.h"
#include "engine/imaging/distortions/distortions.h"
#include "tests/support/formula_images.h"

using namespace touchstone;
using namespace touchstone::imaging;

int main() {
    initialise();
    const RgbImage photo = test::smooth_scene(768, 512);
    using Clock = std::chrono::steady_clock;
    for (const DistortionBank bank : {DistortionBank::Kadid, DistortionBank::Published}) {
        std::vector<double> speeds;
        std::printf("%s\n", std::string(bank_name(bank)).c_str());
        for (const Distortion kind : distortion_kinds(bank)) {
            double best = 1e9; // of three rounds
            for (int round = 0; round < 3; ++round) {
                const auto start = Clock::now();
                for (int level = 1; level <= 5; ++level)
                    if (!distort(photo, kind, level, bank, SeededNumbers(static_cast<std::uint64_t>(level))))
                        return 1;
                best = std::min(best, std::chrono::duration<double>(Clock::now() - start).count());
            }
            speeds.push_back(5e-6 * static_cast<double>(photo.size.pixels()) / best);
            std::printf("  %-22s %8.1f MP/s\n", std::string(distortion_name(kind)).c_str(), speeds.back());
        }
        std::nth_element(speeds.begin(), speeds.begin() + static_cast<std::ptrdiff_t>(speeds.size() / 2), speeds.end());
        std::printf("  median                 %8.1f MP/s\n", speeds[speeds.size() / 2]);
    }
}
