// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/nn/kernels/kernels.h"

/// The tables themselves; kernels.cpp chooses. Calling one on a processor that lacks its instructions ends the program.
namespace touchstone::nn {

const Kernels& avx2_kernels();
const Kernels& avx512_kernels();
const Kernels& avx512_bf16_kernels();
const Kernels& amx_kernels();

} // namespace touchstone::nn
