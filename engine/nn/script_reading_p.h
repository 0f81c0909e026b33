// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include <torch/script.h>

#include "engine/nn/script_archive.h"

/// What Torch does with a network before anybody runs it. Everything here throws what Torch throws.
namespace touchstone::nn {

/// Torch evaluates the defaults of parameters and a class's constants while it reads code: nothing may be called there.
/// Looks at the code with Torch's own parser, which evaluates nothing. UnsafeModel.
Result<void> check_reading(const ScriptArchive& archive, const std::string& file);

/// Torch fills objects with what a pickle holds, whatever their class says, and compiled code then believes the class.
/// Every member and every element has to be of the type it is declared as. UnsafeModel.
Result<void> check_values(const torch::jit::Module& module, const std::string& file);

} // namespace touchstone::nn
