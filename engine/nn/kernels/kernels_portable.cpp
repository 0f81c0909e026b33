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
    for (int i = 0; i < bf16_tile_rows; ++i)
        for (int j = 0; j < bf16_panel; ++j) {
            const Bf16* b = t.b + (j / bf16_square) * bf16_step * bf16_square + 2 * (j % bf16_square);
            float sum = add ? c[i * c_stride + j] : 0.0f;
            for (int segment = 0; segment < t.segments; ++segment) {
                const Bf16* a = t.a + i * t.row_stride + segment * t.segment_stride;
                for (int k0 = 0; k0 < t.depth; k0 += bf16_step, b += bf16_step * bf16_panel)
                    for (int k = 0; k < bf16_step; k += 2)
                        sum += value_at(a, k0 + k) * value_at(b, k * bf16_square) +
                               value_at(a, k0 + k + 1) * value_at(b, k * bf16_square + 1);
            }
            c[i * c_stride + j] = sum;
        }
}

void tile_split(const TileOperands<SplitFloat>& t, float* c, std::ptrdiff_t c_stride, bool add) {
    constexpr int square = bf16_step * bf16_square;
    for (int i = 0; i < bf16_tile_rows; ++i)
        for (int j = 0; j < bf16_panel; ++j) {
            const Bf16* b = reinterpret_cast<const Bf16*>(t.b) + (j / bf16_square) * square + 2 * (j % bf16_square);
            float sum = add ? c[i * c_stride + j] : 0.0f;
            for (int segment = 0; segment < t.segments; ++segment) {
                const SplitFloat* row = t.a + i * t.row_stride + segment * t.segment_stride;
                for (int k0 = 0; k0 < t.depth; k0 += bf16_step, b += 2 * split_parts * square) {
                    const auto* a = reinterpret_cast<const Bf16*>(row + k0);
                    for (int k = 0; k < bf16_step; ++k) {
                        const std::ptrdiff_t at = k / 2 * 2 * bf16_square + k % 2;
                        float product = 0;
                        for (int left = 0; left < split_parts; ++left)
                            for (int right = 0; left + right < split_parts; ++right)
                                product += value_at(a, left * split_group + k) * value_at(b, 2 * right * square + at);
                        sum += product;
                    }
                }
            }
            c[i * c_stride + j] = sum;
        }
}

Kernels make() {
    Kernels k = common_kernels("portable");
    k.bf16.tile_rows = bf16_tile_rows;
    k.bf16.tile = tile_bf16;
    k.split.tile_rows = bf16_tile_rows;
    k.split.tile = tile_split;
    return k;
}

} // namespace portable

const Kernels& portable_kernels() {
    static const Kernels kernels = portable::make();
    return kernels;
}

} // namespace touchstone::nn
