// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/kernels/cpu_features.h"

#if defined(__x86_64__)
#include <cpuid.h>
#endif
#if defined(__x86_64__) && defined(__linux__)
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace touchstone::nn {

namespace {

#if defined(__x86_64__) && defined(__linux__)

/// The state of the tiles is 8 KiB a thread, so Linux gives it only to processes that ask.
bool tiles_granted() {
    constexpr long request_permission = 0x1023, tile_data = 18; // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
    return syscall(SYS_arch_prctl, request_permission, tile_data) == 0;
}

#elif defined(__x86_64__)

bool tiles_granted() {
    return false;
}

#endif

CpuFeatures look_up() {
    CpuFeatures features;
#if defined(__x86_64__)
    // The compiler's check includes whether the operating system saves the registers; what it has no word for follows
    // from bits that it leaves alone.
    features.avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    features.avx512 = features.avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
    unsigned a = 0, b = 0, c = 0, d = 0;
    const bool has_bf16 = __get_cpuid_count(7, 1, &a, &b, &c, &d) && (a & (1u << 5));
    features.avx512_bf16 = features.avx512 && has_bf16;
    constexpr unsigned amx_bf16 = 1u << 22, amx_tile = 1u << 24;
    const bool has_tiles =
        __get_cpuid_count(7, 0, &a, &b, &c, &d) && (d & (amx_bf16 | amx_tile)) == (amx_bf16 | amx_tile);
    features.amx_bf16 = features.avx512_bf16 && has_tiles && tiles_granted();
#endif
    return features;
}

} // namespace

const CpuFeatures& cpu_features() {
    static const CpuFeatures features = look_up();
    return features;
}

} // namespace touchstone::nn
