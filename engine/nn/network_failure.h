// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/base/error.h"

namespace touchstone::nn {

/// What Torch said when a network failed, as an Error without a file. Torch has one class of exception for everything,
/// so the words decide (c10/core/CPUAllocator, c10/cuda/CUDACachingAllocator, c10/cuda/CUDAException):
///
/// * OutOfMemory: an allocator of the CPU or of a GPU, cuBLAS and cuDNN included, had no room;
/// * NoDevice: the GPU or its driver failed. Nothing else can be done with that device in this process;
/// * Internal: everything else.
///
/// Pure; any thread.
Error network_failure(const std::string& text);

} // namespace touchstone::nn
