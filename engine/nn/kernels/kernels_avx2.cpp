// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/kernels/kernel_sets.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx2,fma,f16c")

namespace touchstone::nn::avx2 {

#define TS_WIDTH 8
#define TS_TILE_ROWS 6
#define TS_TILE_VECTORS 2
#define TS_MAX(a, b) _mm256_max_ps(a, b)
#include "engine/nn/kernels/kernel_body.h"

Kernels make() {
    return common_kernels("avx2");
}

} // namespace touchstone::nn::avx2

#pragma GCC pop_options

namespace touchstone::nn {

const Kernels& avx2_kernels() {
    static const Kernels kernels = avx2::make();
    return kernels;
}

} // namespace touchstone::nn

#endif
