// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <bit>
#include <cstdint>

/// IEEE 754 binary16 and bfloat16 against float32, bit for bit, in plain integers: no compiler option changes them.
namespace touchstone::nn {

/// Exact: every half has a float32.
inline float float_from_half(std::uint16_t half) {
    const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16;
    const std::uint32_t exponent = (half >> 10) & 31u;
    const std::uint32_t mantissa = half & 0x3FFu;
    if (exponent == 31)
        return std::bit_cast<float>(sign | 0x7F800000u | (mantissa << 13));
    if (exponent != 0)
        return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
    // Zero and the subnormals: mantissa * 2^-24, which float32 holds exactly.
    const float magnitude = static_cast<float>(mantissa) * 0x1p-24f;
    return std::bit_cast<float>(sign | std::bit_cast<std::uint32_t>(magnitude));
}

/// Rounds to nearest, ties to even; what is past 65504 (and not by less than half a step) becomes infinite.
inline std::uint16_t half_from_float(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
    const std::uint32_t magnitude = bits & 0x7FFFFFFFu;
    if (magnitude > 0x7F800000u) // keeps a NaN a NaN whatever part of its payload is lost
        return static_cast<std::uint16_t>(sign | 0x7E00u | ((magnitude >> 13) & 0x3FFu));
    if (magnitude >= 0x477FF000u) // 65520, halfway to the step that does not exist
        return static_cast<std::uint16_t>(sign | 0x7C00u);
    const auto round = [](std::uint32_t number, std::uint32_t shift) {
        const std::uint32_t kept = number >> shift;
        const std::uint32_t rest = number & ((1u << shift) - 1);
        const std::uint32_t tie = 1u << (shift - 1);
        return kept + ((rest > tie || (rest == tie && (kept & 1u) != 0)) ? 1u : 0u);
    };
    if (magnitude >= 0x38800000u) // a carry out of the mantissa lands in the exponent, as it should
        return static_cast<std::uint16_t>(sign | round(magnitude - (112u << 23), 13));
    const std::uint32_t exponent = magnitude >> 23;
    if (exponent < 102) // below half of the smallest subnormal
        return sign;
    return static_cast<std::uint16_t>(sign | round((magnitude & 0x7FFFFFu) | 0x800000u, 126 - exponent));
}

inline float float_from_bfloat16(std::uint16_t value) {
    return std::bit_cast<float>(std::uint32_t{value} << 16);
}

} // namespace touchstone::nn
