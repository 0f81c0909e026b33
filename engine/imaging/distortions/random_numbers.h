// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace touchstone::imaging {

/// Where a distortion takes its random numbers from. Every use asks under a name of its own and gets the same numbers
/// however often and in whatever order it asks, so that a result hangs on nothing but the seed. Tests hand in numbers
/// of their own (golden README, "random_with_given_numbers").
class RandomNumbers {
public:
    virtual ~RandomNumbers() = default;
    /// Numbers `first` … of the stream `name`, standard normal.
    virtual void normal(const std::string& name, std::uint64_t first, std::span<float> out) const = 0;
    /// The same, uniform in [0, 1).
    virtual void uniform(const std::string& name, std::uint64_t first, std::span<double> out) const = 0;

    double uniform(const std::string& name, std::uint64_t at) const {
        double value = 0;
        uniform(name, at, std::span(&value, 1));
        return value;
    }
};

/// SplitMix64 of seed, name and number; normal numbers by Box and Muller's transform of neighbouring pairs. Immutable:
/// any number of threads.
class SeededNumbers final : public RandomNumbers {
public:
    explicit SeededNumbers(std::uint64_t seed)
        : seed_(seed) {}
    using RandomNumbers::uniform;
    void normal(const std::string& name, std::uint64_t first, std::span<float> out) const override;
    void uniform(const std::string& name, std::uint64_t first, std::span<double> out) const override;

private:
    std::uint64_t seed_;
};

} // namespace touchstone::imaging
