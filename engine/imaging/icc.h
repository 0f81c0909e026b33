// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <span>

namespace touchstone::imaging {

/// True for a matrix profile whose colorants and curves are those of sRGB, within what one 8-bit level can show. Such a
/// picture needs no conversion: it is faster, and its pixels stay those of the untagged twin.
bool is_srgb_profile(std::span<const std::byte> profile);

} // namespace touchstone::imaging
