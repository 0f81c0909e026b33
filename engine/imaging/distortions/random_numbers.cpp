// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/imaging/distortions/random_numbers.h"

#include <cmath>
#include <numbers>

namespace touchstone::imaging {

namespace {

std::uint64_t mixed(std::uint64_t z) {
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31);
}

std::uint64_t stream_of(std::uint64_t seed, const std::string& name) {
    std::uint64_t hash = 0xcbf29ce484222325ULL;
    for (const char c : name)
        hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    return mixed(hash + seed * 0x9E3779B97F4A7C15ULL);
}

std::uint64_t number_at(std::uint64_t stream, std::uint64_t at) {
    return mixed(stream + (at + 1) * 0x9E3779B97F4A7C15ULL);
}

} // namespace

void SeededNumbers::uniform(const std::string& name, std::uint64_t first, std::span<double> out) const {
    const std::uint64_t stream = stream_of(seed_, name);
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<double>(number_at(stream, first + i) >> 11) * 0x1.0p-53;
}

void SeededNumbers::normal(const std::string& name, std::uint64_t first, std::span<float> out) const {
    const std::uint64_t stream = stream_of(seed_, name);
    // One 64-bit number makes a pair: its upper half the radius, its lower half the angle.
    for (std::size_t i = 0; i < out.size();) {
        const std::uint64_t at = first + i;
        const std::uint64_t bits = number_at(stream, at / 2);
        const float u = static_cast<float>((bits >> 40) + 1) * 0x1.0p-24F; // (0, 1]
        const float angle = static_cast<float>(bits & 0xFFFFFFU) * (0x1.0p-24F * 2 * std::numbers::pi_v<float>);
        const float radius = std::sqrt(-2 * std::log(u));
        if (at % 2 == 0) {
            out[i++] = radius * std::cos(angle);
            if (i < out.size())
                out[i++] = radius * std::sin(angle);
        } else {
            out[i++] = radius * std::sin(angle);
        }
    }
}

} // namespace touchstone::imaging
