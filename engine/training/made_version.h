// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/imaging/photo.h"

/// Photos made worse on purpose, so that a network can learn that a degraded copy ranks below its original. No library,
/// the same pixels on every machine. These are training material, not the published distortion banks.
namespace touchstone::training {

enum class MadeKind { GaussianBlur, MotionBlur, Noise, BlockCompression, Enlargement, Exposure };
inline constexpr int made_kinds = 5; ///< without exposure, which a configuration has to ask for

/// How many kinds there are to choose from.
constexpr int made_kind_count(bool exposure) {
    return made_kinds + (exposure ? 1 : 0);
}

struct MadeVersion {
    MadeKind kind = MadeKind::GaussianBlur;
    int level = 1; ///< 1 (slight) … 4 (gross)

    /// How much of a photo's quality is surely gone, 0…1: a cautious guess for margins, not a measured score.
    double severity() const;
    std::string kind_name() const; ///< "gaussian-blur"
    std::string name() const;      ///< "gaussian-blur-2"
};

/// Which kinds a short plan surely holds; the others take turns.
enum class PlanOrder { Noise, NoiseAndCompression };

/// `count` different versions for a photo, drawn by its name and the seed. Kinds take turns, and noise is always among
/// them: a small network takes it for detail unless it sees much of it.
/// Exposure comes after the others, and only if it is asked for.
std::vector<MadeVersion> plan_versions(const std::string& photo, int count, std::uint64_t seed,
                                       PlanOrder first = PlanOrder::Noise, bool exposure = false);

/// GaussianBlur σ 0.8, 1.6, 3.2, 6.4 px; MotionBlur 5, 9, 17, 33 px along a drawn direction; Noise σ 6, 12, 24, 48
/// levels, in half of the photos gray, in half stored as JPEG afterwards; BlockCompression: 8×8 DCT with JPEG's tables
/// at quality 40, 20, 10, 5, colour halved; both happen in half of the photos at 1.25 to 2 times the size, before a
/// reduction. Enlargement: box reduction by 2, 3, 4, 6 and bilinear enlargement back. Exposure: 0.7, 1.3, 2, 2.8 stops
/// too dark or, in half of the seeds, too bright, in linear light; what is too bright for 8 bits is lost.
RgbImage make_version(const RgbImage& photo, const MadeVersion& version, std::uint64_t seed);

/// The same kinds in a photo of true detail that is `ratio` times as long as what the network will see; the caller
/// reduces it afterwards. Blurs and enlargement are `ratio` times as wide, so that a level looks alike at every ratio;
/// noise and compression happen as they are, at JPEG qualities 65…46, 45…28, 27…14, 13…5 by level.
RgbImage make_own_size_version(const RgbImage& photo, const MadeVersion& version, double ratio, std::uint64_t seed);

/// MadeVersion::severity for such a version: noise and compression partly vanish in the reduction.
double own_size_severity(const MadeVersion& version, double ratio);

/// A photo as a sensor or film gives it, before any damage: noise of deviation `sigma`, in half of the seeds gray.
RgbImage with_grain(const RgbImage& photo, double sigma, std::uint64_t seed);

/// SplitMix64 of a seed and a text: every random choice of a run hangs on such a value, so that nothing depends on the
/// order in which things happen.
std::uint64_t mix_seed(std::uint64_t seed, const std::string& text);

/// A small counter-based generator (SplitMix64) with the draws that training needs.
class Draws {
public:
    explicit Draws(std::uint64_t seed)
        : state_(seed) {}
    std::uint64_t next();
    double unit(); ///< [0, 1)
    std::size_t below(std::size_t n);
    double normal();

    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i)
            std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t state_;
};

} // namespace touchstone::training
