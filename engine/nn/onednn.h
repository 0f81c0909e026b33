// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <dnnl.hpp>

/// The one oneDNN engine of the process. Private to this room, and only there where oneDNN is compiled in.
namespace touchstone::nn {

inline dnnl::engine& cpu_engine() {
    static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

inline dnnl::stream& thread_stream() {
    static thread_local dnnl::stream stream(cpu_engine());
    return stream;
}

} // namespace touchstone::nn
