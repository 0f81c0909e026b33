// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/nn/checkpoint.h"

/// Google's MUSIQ checkpoints (Flax) name and lay out the same numbers differently from PyTorch (musiq.md 3).
namespace touchstone::musiq {

/// "conv_root.weight" → "conv_root/kernel", relative to the tree's root ("opt/target/").
std::string google_name(const std::string& name);

/// The tensor called `name` in the PyTorch naming, out of Flax's layout: HWIO → OIHW, transposed matrices, heads
/// joined, axes of length one dropped. A tensor of an unexpected rank comes back as it is, so that a check of its shape
/// fails.
nn::Tensor from_google_layout(const std::string& name, const nn::Tensor& tensor);

} // namespace touchstone::musiq
