// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/reiqa/half_vectors.h"

#include <array>

#include "engine/nn/half.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define TOUCHSTONE_F16C
#include <immintrin.h>
#endif

namespace touchstone::reiqa {

namespace {

constexpr std::size_t rows_per_block = 256;

/// Partial sums side by side, as the processor's registers have them: the compiler may then use what SIMD there is.
template <class Left>
float portable_dot(const Left* a, const std::uint16_t* b, std::size_t length) {
    std::array<float, half_row_step> sums{};
    for (std::size_t i = 0; i < length; i += half_row_step)
        for (std::size_t j = 0; j < half_row_step; ++j) {
            float left = 0;
            if constexpr (sizeof(Left) == sizeof(float))
                left = a[i + j];
            else
                left = nn::float_from_half(a[i + j]);
            sums[j] += left * nn::float_from_half(b[i + j]);
        }
    float total = 0;
    for (const float sum : sums)
        total += sum;
    return total;
}

#ifdef TOUCHSTONE_F16C

bool has_f16c() {
    static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("f16c") && // the set that every
                            __builtin_cpu_supports("fma");                                      // x86 since 2013 has
    return has;
}

__attribute__((target("avx2,f16c,fma"))) inline __m256 load(const std::uint16_t* from) {
    return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}

__attribute__((target("avx2,f16c,fma"))) inline __m256 load(const float* from) {
    return _mm256_loadu_ps(from);
}

template <class Left>
__attribute__((target("avx2,f16c,fma"))) float fast_dot(const Left* a, const std::uint16_t* b, std::size_t length) {
    __m256 even = _mm256_setzero_ps(), odd = _mm256_setzero_ps();
    for (std::size_t i = 0; i < length; i += 16) {
        even = _mm256_fmadd_ps(load(a + i), load(b + i), even);
        odd = _mm256_fmadd_ps(load(a + i + 8), load(b + i + 8), odd);
    }
    std::array<float, 8> sums;
    _mm256_storeu_ps(sums.data(), _mm256_add_ps(even, odd));
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) + ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

#endif

template <class Left>
float dot_of(const Left* a, const std::uint16_t* b, std::size_t length) {
#ifdef TOUCHSTONE_F16C
    if (has_f16c())
        return fast_dot(a, b, length);
#endif
    return portable_dot(a, b, length);
}

} // namespace

float dot(const std::uint16_t* a, const std::uint16_t* b, std::size_t length) {
    return dot_of(a, b, length);
}

float dot(const float* a, const std::uint16_t* b, std::size_t length) {
    return dot_of(a, b, length);
}

HalfRows::HalfRows(int dimension)
    : length_((static_cast<std::size_t>(dimension) + half_row_step - 1) / half_row_step * half_row_step) {}

std::size_t HalfRows::bytes() const {
    return blocks_.size() * rows_per_block * length_ * sizeof(std::uint16_t);
}

std::size_t HalfRows::append() {
    if (count_ == blocks_.size() * rows_per_block)
        blocks_.push_back(std::make_unique<std::uint16_t[]>(rows_per_block * length_));
    return count_++;
}

std::uint16_t* HalfRows::place(std::size_t number) {
    return blocks_[number / rows_per_block].get() + number % rows_per_block * length_;
}

const std::uint16_t* HalfRows::row(std::size_t number) const {
    return blocks_[number / rows_per_block].get() + number % rows_per_block * length_;
}

void HalfRows::set(std::size_t number, std::span<const float> unit) {
    std::uint16_t* to = place(number);
    for (std::size_t i = 0; i < length_; ++i)
        to[i] = nn::half_from_float(unit[i]);
}

} // namespace touchstone::reiqa
