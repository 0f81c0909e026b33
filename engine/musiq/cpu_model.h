// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include "engine/musiq/torch_part.h"

namespace touchstone::musiq {

/// The model on the CPU, without Torch. The checkpoint has been checked; `kernels` have what `precision` needs.
/// OutOfMemory.
Result<std::unique_ptr<Model::Impl>> load_cpu_model(const nn::Checkpoint& checkpoint, const Config& config,
                                                    Precision precision, const nn::Kernels& kernels);

} // namespace touchstone::musiq
