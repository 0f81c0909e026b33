// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/imaging/photo.h"

/// What a photo looks like from far away: cheap to make from a thumbnail, to keep, and to compare. It tells frames of
/// one scene from other scenes; it says nothing about quality.
namespace touchstone::culling {

/// Kept with every signature; raise it when the same photo gives other bytes.
inline constexpr int signature_method = 1;
inline constexpr int signature_edge = 32;

/// The luma of a photo (0.299 R + 0.587 G + 0.114 B, 0…255), averaged into 32 × 32 cells of equal size whatever the
/// photo's aspect, row-major: one KiB.
struct Signature {
    std::array<std::uint8_t, signature_edge * signature_edge> luma{};

    std::string bytes() const;
    static std::optional<Signature> of_bytes(std::string_view bytes); ///< empty for another length
    friend bool operator==(const Signature&, const Signature&) = default;
};
/// Any size from 1 × 1; a 256 px thumbnail is as good as the whole photo.
Signature signature_of(const RgbImage& photo);

/// A signature made ready for comparing.
struct Look {
    static constexpr int edge = 16;

    Signature signature;
    /// Bit i: coefficient i of the 8 × 8 lowest frequencies of the 32 × 32 DCT, without the constant one, is above
    /// their median (pHash: Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010).
    std::uint64_t hash = 0;
    float mean = 0, contrast = 0;           ///< of the luma; contrast is its standard deviation
    std::array<float, edge * edge> small{}; ///< halved, mean 0, length 1; all 0 for a plain picture

    /// Nothing can be recognised in it: lens cap, blown out, a plain wall.
    bool is_plain() const { return contrast < 4; }
    bool is_clipped() const { return mean < 14 || mean > 241; }
};
Look look_of(const Signature& signature);

/// Differing bits of the hashes, 0…63.
int hash_distance(const Look& a, const Look& b);

/// Normalised cross-correlation, −1…1: 1 for one scene whatever its exposure, about 0 for two unrelated ones.
double correlation(const Look& a, const Look& b);
/// The best one over shifts of up to `reach` sixteenths of the frame: hand-held frames of one scene.
double best_correlation(const Look& a, const Look& b, int reach = 2);

/// How far b's frame moved against a's: b(x, y) shows what a shows at (x + dx, y + dy), in parts of the frame's width
/// and height; right and down are positive.
struct Shift {
    double dx = 0, dy = 0;
    double correlation = 0; ///< of the parts that overlap
    double difference = 0;  ///< their mean absolute difference, levels: small for equal exposures
};
/// The best shift along one side of at least a tenth of the frame, with two fifths of it left in common, and at most a
/// sixteenth across. Empty when there is nothing to hold on to.
std::optional<Shift> find_shift(const Look& a, const Look& b);

} // namespace touchstone::culling
