// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <optional>
#include <string_view>

#include "engine/nn/element_type.h"

/// The allow list of the pickle reader: the only "module.name" that a checkpoint may mention. None is ever called; each
/// stands for a value that the reader builds itself.
namespace touchstone::nn {

bool is_allowed_global(std::string_view global);

/// "torch.FloatStorage" and its kin; empty for anything else.
std::optional<ElementType> pickle_storage_type(std::string_view global);

/// The functions that wrap a tensor into an nn.Parameter.
bool rebuilds_parameter(std::string_view global);

} // namespace touchstone::nn
