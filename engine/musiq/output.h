// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <span>

#include "engine/musiq/model.h"

namespace touchstone::musiq {

/// Value, or mean and deviation of the distribution over 1…n (musiq.md 2.7). In double: it costs nothing.
Output read_output(std::span<const float> logits);

/// `row` is the class token's attention, its own first.
TokenAttention read_attention(std::span<const float> row);

} // namespace touchstone::musiq
