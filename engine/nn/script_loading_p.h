// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include <torch/script.h>

#include "engine/nn/script_archive.h"

/// The only way in which a TorchScript file becomes a network here, whoever made it.
namespace touchstone::nn {

/// check_script() first; then Torch reads the network, without running any of it, from a file made anew out of the
/// checked parts, and every operator of every function, as Torch understood it, has to be on the allow list too. On the
/// CPU. Errors: UnsafeModel. Throws what Torch throws.
Result<torch::jit::Module> load_script(const ScriptArchive& archive, const std::string& file);

/// Adds the errors of read_script_file().
Result<torch::jit::Module> load_script_file(const std::string& file);

} // namespace touchstone::nn
