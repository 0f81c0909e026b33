// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <span>
#include <vector>

#include "app/culling/shot.h"

/// Sets that were taken on purpose and belong together whole.
namespace touchstone::culling {

/// Shots of one run in their order, as pointers into the caller's.
using Sequence = std::span<const Shot* const>;

/// Length of the exposure bracket that begins at the front; 0 when none does. At least three frames of one scene with
/// one focal length, aperture and size, in quick succession, no two with the same exposure: their bias steps, or, with
/// a camera that notes none, their exposures step evenly.
std::size_t bracket_length(Sequence shots, const GroupingRules& rules);

/// Length of the panorama that begins at the front; 0 when none does. At least three frames with one exposure and focal
/// length, each moved on in the same direction by a part of the frame that the next one still sees.
std::size_t panorama_length(Sequence shots, const GroupingRules& rules);

} // namespace touchstone::culling
