// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/base/error.h"
#include "engine/imaging/photo.h"

namespace touchstone::imaging {

/// Draws one line of plain text in black with its top left corner at (x, y), as high as `height` pixels, cut off at the
/// picture's border. Internal when the machine has no font at all. By libvips' text (Pango): any thread.
Result<void> draw_text(RgbImage& picture, const std::string& text, int x, int y, int height);

} // namespace touchstone::imaging
