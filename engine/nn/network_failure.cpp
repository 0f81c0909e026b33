// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/network_failure.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace touchstone::nn {

namespace {

template <std::size_t n>
bool says_any(const std::string& text, const std::array<std::string_view, n>& phrases) {
    return std::any_of(phrases.begin(), phrases.end(),
                       [&](std::string_view phrase) { return text.find(phrase) != std::string::npos; });
}

/// Looked for first: a GPU that is out of memory says "CUDA error" too, and is not lost.
constexpr std::array<std::string_view, 6> no_room{"out of memory",
                                                  "can't allocate memory",
                                                  "not enough memory",
                                                  "CUBLAS_STATUS_ALLOC_FAILED",
                                                  "CUDNN_STATUS_ALLOC_FAILED",
                                                  "CUSOLVER_STATUS_ALLOC_FAILED"};
constexpr std::array<std::string_view, 7> lost_device{"CUDA error",    "CUDA driver", "CUDA-capable", "CUBLAS_STATUS_",
                                                      "CUDNN_STATUS_", "cuDNN error", "CUDA GPUs"};

/// Torch adds advice for programmers in further lines.
std::string first_line(const std::string& text) {
    return text.substr(0, text.find('\n'));
}

} // namespace

Error network_failure(const std::string& text) {
    const std::string what = "the network failed: " + first_line(text);
    if (says_any(text, no_room))
        return {ErrorCode::OutOfMemory, {}, what, "set a smaller --native-limit"};
    if (says_any(text, lost_device))
        return {ErrorCode::NoDevice, {}, what, "use --device cpu, or restart the program"};
    return {ErrorCode::Internal, {}, what, {}};
}

} // namespace touchstone::nn
