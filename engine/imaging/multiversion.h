// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

/// Compiles a hot loop twice, for any x86-64 and for AVX2, and picks at program start. AVX2 alone (no FMA), so that
/// both give the same bits. Sanitizer builds define TOUCHSTONE_NO_MULTIVERSION: they cannot resolve so early.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(TOUCHSTONE_NO_MULTIVERSION)
#define TOUCHSTONE_MULTIVERSION __attribute__((target_clones("avx2", "default")))
#else
#define TOUCHSTONE_MULTIVERSION
#endif
