// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// Processors with products of bfloat16: pairwise in vectors (AVX-512), or in tiles as well (AMX).
#include "engine/nn/kernels/kernel_sets.h"

#if defined(__x86_64__)

#include <immintrin.h>

#pragma GCC push_options
#pragma GCC target("avx512f,avx512bw,avx512dq,avx512vl,avx512bf16,avx2,fma,amx-tile,amx-bf16,prefer-vector-width=512")

namespace touchstone::nn::avx512_bf16 {

#define TS_WIDTH 16
#define TS_TILE_ROWS 12
#define TS_TILE_VECTORS 2
#define TS_MAX(a, b) _mm512_maskz_max_ps(0xFFFF, a, b)
#define TS_FROM_NEAREST(v) _mm512_maskz_reduce_ps(0xFFFF, v, _MM_FROUND_TO_NEAREST_INT)
#define TS_TIMES_EXP2(v, n) _mm512_maskz_scalef_ps(0xFFFF, v, n)
#define TS_ABOUT_RECIPROCAL(v) _mm512_maskz_rcp14_ps(0xFFFF, v)
#define TS_ANY_LARGER(a, b) (_mm512_cmp_ps_mask(a, b, _CMP_GT_OQ) != 0)
#define TS_TO_BF16(v, p)                                                                                               \
    {                                                                                                                  \
        const __m256bh narrow = _mm512_cvtneps_pbh(v);                                                                 \
        __builtin_memcpy(&(p)->bits, &narrow, sizeof narrow);                                                          \
    }
#include "engine/nn/kernels/kernel_body.h"

constexpr int pair_rows = 12;

/// Pairs of the depth at a time: each lane adds the products of one pair.
void tile_pairs(const TileOperands<Bf16>& t, float* c, std::ptrdiff_t c_stride, bool add) {
    __m512 sum[pair_rows][2];
#pragma GCC unroll 12
    for (int i = 0; i < pair_rows; ++i)
#pragma GCC unroll 2
        for (int j = 0; j < 2; ++j)
            sum[i][j] = add ? _mm512_loadu_ps(c + i * c_stride + j * width) : _mm512_setzero_ps();
    const Bf16* b = t.b;
    for (int segment = 0; segment < t.segments; ++segment)
        for (int k0 = 0; k0 < t.depth; k0 += bf16_step, b += bf16_step * bf16_panel) {
            const Bf16* a = t.a + segment * t.segment_stride + k0;
            for (int k = 0; k < bf16_step; k += 2) {
                const __m512bh left = (__m512bh)_mm512_loadu_si512(b + k * bf16_square);
                const __m512bh right = (__m512bh)_mm512_loadu_si512(b + (bf16_step + k) * bf16_square);
#pragma GCC unroll 12
                for (int i = 0; i < pair_rows; ++i) {
                    int pair;
                    __builtin_memcpy(&pair, a + i * t.row_stride + k, sizeof pair);
                    const __m512bh both = (__m512bh)_mm512_set1_epi32(pair);
                    sum[i][0] = _mm512_dpbf16_ps(sum[i][0], both, left);
                    sum[i][1] = _mm512_dpbf16_ps(sum[i][1], both, right);
                }
            }
        }
#pragma GCC unroll 12
    for (int i = 0; i < pair_rows; ++i)
#pragma GCC unroll 2
        for (int j = 0; j < 2; ++j)
            _mm512_storeu_ps(c + i * c_stride + j * width, sum[i][j]);
}

constexpr int amx_rows = 32;

/// Eight tiles of 16 rows of 64 bytes: 0…3 the sums, 4 and 5 the left operand's rows, 6 and 7 the right's columns.
/// Lies in static memory, because GCC 12 believes that only its first 8 bytes are read and leaves the others unwritten.
struct alignas(64) TileConfig {
    std::uint8_t palette = 1, start_row = 0, reserved[14] = {};
    std::uint16_t row_bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};
static_assert(sizeof(TileConfig) == 64);
constinit const TileConfig tile_config;

void set_tiles_up() {
    _tile_loadconfig(&tile_config);
}

void give_tiles_back() {
    _tile_release();
}

void tile_amx(const TileOperands<Bf16>& t, float* c, std::ptrdiff_t c_stride, bool add) {
    const std::ptrdiff_t c_bytes = c_stride * 4, a_bytes = t.row_stride * 2;
    float* const lower = c + 16 * c_stride;
    if (add) {
        _tile_loadd(0, c, c_bytes);
        _tile_loadd(1, c + 16, c_bytes);
        _tile_loadd(2, lower, c_bytes);
        _tile_loadd(3, lower + 16, c_bytes);
    } else {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
    }
    const Bf16* b = t.b;
    for (int segment = 0; segment < t.segments; ++segment) {
        const Bf16* a = t.a + segment * t.segment_stride;
        for (int k = 0; k < t.depth; k += bf16_step, a += bf16_step, b += bf16_step * bf16_panel) {
            _tile_loadd(6, b, 64);
            _tile_loadd(4, a, a_bytes);
            _tile_dpbf16ps(0, 4, 6);
            _tile_loadd(7, b + bf16_step * bf16_square, 64);
            _tile_dpbf16ps(1, 4, 7);
            _tile_loadd(5, a + 16 * t.row_stride, a_bytes);
            _tile_dpbf16ps(2, 5, 6);
            _tile_dpbf16ps(3, 5, 7);
        }
    }
    _tile_stored(0, c, c_bytes);
    _tile_stored(1, c + 16, c_bytes);
    _tile_stored(2, lower, c_bytes);
    _tile_stored(3, lower + 16, c_bytes);
}

/// The products of one part of either operand.
#define TS_TILES_BY_TILES                                                                                              \
    _tile_dpbf16ps(0, 4, 6);                                                                                           \
    _tile_dpbf16ps(1, 4, 7);                                                                                           \
    _tile_dpbf16ps(2, 5, 6);                                                                                           \
    _tile_dpbf16ps(3, 5, 7)
#define TS_LOAD_LEFT(part)                                                                                             \
    _tile_loadd(4, a + (part)*split_group, a_bytes);                                                                   \
    _tile_loadd(5, a_below + (part)*split_group, a_bytes)
#define TS_LOAD_RIGHT(part)                                                                                            \
    _tile_loadd(6, b + 2 * (part)*square, 64);                                                                         \
    _tile_loadd(7, b + (2 * (part) + 1) * square, 64)

/// Six products for one, third and second parts before the first ones. Only one part of each operand fits beside the
/// sums; from one product to the next one of them stays.
void tile_amx_split(const TileOperands<SplitFloat>& t, float* c, std::ptrdiff_t c_stride, bool add) {
    const std::ptrdiff_t c_bytes = c_stride * 4, a_bytes = t.row_stride * static_cast<std::ptrdiff_t>(sizeof *t.a);
    float* const below = c + 16 * c_stride;
    if (add) {
        _tile_loadd(0, c, c_bytes);
        _tile_loadd(1, c + 16, c_bytes);
        _tile_loadd(2, below, c_bytes);
        _tile_loadd(3, below + 16, c_bytes);
    } else {
        _tile_zero(0);
        _tile_zero(1);
        _tile_zero(2);
        _tile_zero(3);
    }
    constexpr int square = bf16_step * bf16_square;
    const auto* b = reinterpret_cast<const Bf16*>(t.b);
    for (int segment = 0; segment < t.segments; ++segment) {
        const SplitFloat* group = t.a + segment * t.segment_stride;
        for (int k = 0; k < t.depth; k += bf16_step, group += split_group, b += 2 * split_parts * square) {
            const auto* a = reinterpret_cast<const Bf16*>(group);
            const auto* a_below = reinterpret_cast<const Bf16*>(group + 16 * t.row_stride);
            TS_LOAD_LEFT(2);
            TS_LOAD_RIGHT(0);
            TS_TILES_BY_TILES;
            TS_LOAD_LEFT(1);
            TS_TILES_BY_TILES;
            TS_LOAD_RIGHT(1);
            TS_TILES_BY_TILES;
            TS_LOAD_LEFT(0);
            TS_TILES_BY_TILES;
            TS_LOAD_RIGHT(2);
            TS_TILES_BY_TILES;
            TS_LOAD_RIGHT(0);
            TS_TILES_BY_TILES;
        }
    }
    _tile_stored(0, c, c_bytes);
    _tile_stored(1, c + 16, c_bytes);
    _tile_stored(2, below, c_bytes);
    _tile_stored(3, below + 16, c_bytes);
}

Kernels make_pairs() {
    Kernels k = common_kernels("avx512-bf16");
    k.bf16.tile_rows = pair_rows;
    k.bf16.tile = tile_pairs;
    return k;
}

Kernels make_amx() {
    Kernels k = common_kernels("amx-bf16");
    k.begin = set_tiles_up;
    k.end = give_tiles_back;
    k.bf16.tile_rows = amx_rows;
    k.bf16.tile = tile_amx;
    k.split.tile_rows = amx_rows;
    k.split.tile = tile_amx_split;
    k.split_pays = true;
    return k;
}

} // namespace touchstone::nn::avx512_bf16

#pragma GCC pop_options

namespace touchstone::nn {

const Kernels& avx512_bf16_kernels() {
    static const Kernels kernels = avx512_bf16::make_pairs();
    return kernels;
}

const Kernels& amx_kernels() {
    static const Kernels kernels = avx512_bf16::make_amx();
    return kernels;
}

} // namespace touchstone::nn

#endif
