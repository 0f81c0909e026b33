// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/kernels/kernel_sets.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx2,fma,prefer-vector-width=512")

namespace touchstone::nn::avx512 {

#define TS_WIDTH 16
#define TS_TILE_ROWS 12
#define TS_TILE_VECTORS 2
#define TS_MAX(a, b) _mm512_maskz_max_ps(0xFFFF, a, b)
#define TS_FROM_NEAREST(v) _mm512_maskz_reduce_ps(0xFFFF, v, _MM_FROUND_TO_NEAREST_INT)
#define TS_TIMES_EXP2(v, n) _mm512_maskz_scalef_ps(0xFFFF, v, n)
#define TS_ABOUT_RECIPROCAL(v) _mm512_maskz_rcp14_ps(0xFFFF, v)
#define TS_ANY_LARGER(a, b) (_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ) != 0)
#include "engine/nn/kernels/kernel_body.h"

Kernels make() {
    return common_kernels("avx512");
}

} // namespace touchstone::nn::avx512

#pragma GCC pop_options

namespace touchstone::nn {

const Kernels& avx512_kernels() {
    static const Kernels kernels = avx512::make();
    return kernels;
}

} // namespace touchstone::nn

#endif
