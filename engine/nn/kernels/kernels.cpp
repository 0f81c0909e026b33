// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <vector>

#include "engine/nn/kernels/cpu_features.h"
#include "engine/nn/kernels/kernel_sets.h"

namespace touchstone::nn {

namespace {

std::vector<const Kernels*> find_usable() {
    std::vector<const Kernels*> usable{&portable_kernels()};
#if defined(__x86_64__)
    const CpuFeatures& features = cpu_features();
    if (features.avx2)
        usable.push_back(&avx2_kernels());
    if (features.avx512)
        usable.push_back(&avx512_kernels());
    if (features.avx512_bf16)
        usable.push_back(&avx512_bf16_kernels());
    if (features.amx_bf16)
        usable.push_back(&amx_kernels());
#endif
    return usable;
}

} // namespace

std::span<const Kernels* const> usable_kernels() {
    static const std::vector<const Kernels*> usable = find_usable();
    return usable;
}

const Kernels& best_kernels() {
    return *usable_kernels().back();
}

const Kernels* best_bf16_kernels() {
    return cpu_features().avx512_bf16 ? &best_kernels() : nullptr;
}

} // namespace touchstone::nn
