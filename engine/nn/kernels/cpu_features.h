// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

namespace touchstone::nn {

/// What the processor and the operating system let this process use.
struct CpuFeatures {
    bool avx2 = false;        ///< with FMA
    bool avx512 = false;      ///< F, BW, DQ and VL
    bool avx512_bf16 = false; ///< products of bfloat16 pairs; implies avx512
    bool amx_bf16 = false;    ///< tiles of bfloat16; implies avx512_bf16. Linux grants the tiles' memory on request
};

/// Looked up once; the first call asks Linux for the tiles. Any thread.
const CpuFeatures& cpu_features();

} // namespace touchstone::nn
