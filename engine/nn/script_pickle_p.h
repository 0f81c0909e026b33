// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/nn/script_archive.h"

namespace touchstone::nn {

/// Follows the pickle `name` ("data.pkl" or "constants.pkl") step by step as Torch's reader would, which believes what
/// it reads: nothing may be taken that is not there, called that is no function of a network, nested past all reason or
/// put into itself, and every tensor has to lie within the bytes of its storage. Errors name `file`: UnsafeModel for
/// another instruction or function, Damaged for contradictions, Truncated.
Result<void> check_script_pickle(const ScriptArchive& archive, const std::string& name, const std::string& file);

} // namespace touchstone::nn
