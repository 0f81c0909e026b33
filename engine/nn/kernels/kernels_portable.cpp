// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
// For any processor: vectors of four floats, which SSE2 and NEON have and others are given by the compiler.
#include "engine/nn/kernels/kernels.h"

namespace touchstone::nn {

namespace portable {

#define TS_WIDTH 4
#define TS_TILE_ROWS 6
#define TS_TILE_VECTORS 2
#include "engine/nn/kernels/kernel_body.h"

constexpr int bf16_tile_rows = 4;

/// Slow and plain: what the fast tiles are compared with.
void tile_bf16(const TileOperands<Bf16>& t, float* c, std::ptrdiff_t c_stride, bool add) {
    const auto value = [](Bf16 x) { return __builtin_bit_cast(float, std::uint32_t{x.bits} << 16); };
    for (int i = 0; i < bf16_tile_rows; ++i)
        for (int j = 0; j < bf16_panel; ++j) {
            const Bf16* b = t.b + (j / bf16_square) * bf16_step * bf16_square + 2 * (j % bf16_square);
            float sum = add ? c[i * c_stride + j] : 0.0f;
            for (int segment = 0; segment < t.segments; ++segment) {
                const Bf16* a = t.a + i * t.row_stride + segment * t.segment_stride;
                for (int k0 = 0; k0 < t.depth; k0 += bf16_step, b += bf16_step * bf16_panel)
                    for (int k = 0; k < bf16_step; k += 2)
                        sum += value(a[k0 + k]) * value(b[k * bf16_square]) +
                               value(a[k0 + k + 1]) * value(b[k * bf16_square + 1]);
            }
            c[i * c_stride + j] = sum;
        }
}

Kernels make() {
    Kernels k = common_kernels("portable");
    k.bf16.tile_rows = bf16_tile_rows;
    k.bf16.tile = tile_bf16;
    return k;
}

} // namespace portable

const Kernels& portable_kernels() {
    static const Kernels kernels = portable::make();
    return kernels;
}

} // namespace touchstone::nn
