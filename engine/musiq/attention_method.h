// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

namespace touchstone {

/// Which of the two definitions of musiq.md 5 an attention map follows.
enum class AttentionMethod {
    Rollout,   ///< 0.5·A + 0.5·I multiplied down all layers, row of the class token
    LastLayer, ///< head mean of the class token's row in the last layer
};
const char* attention_method_name(AttentionMethod method); ///< "rollout", "last-layer"

} // namespace touchstone
