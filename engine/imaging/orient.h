// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/imaging/photo.h"

namespace touchstone::imaging {

/// The picture turned and mirrored so that EXIF `orientation` (1…8) becomes 1. Other numbers count as 1.
RgbImage apply_orientation(RgbImage image, int orientation);

/// Size after `apply_orientation`.
Size oriented_size(Size stored, int orientation);

/// Size with its long side at `edge`, aspect kept, the short side rounded and at least 1; unchanged when smaller.
Size fitted_size(Size size, int edge);

} // namespace touchstone::imaging
