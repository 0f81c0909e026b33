// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/scoring/assessment.h"

#include <algorithm>

namespace touchstone {

AttentionMap::Rect AttentionMap::cell_rect(int row, int col, Size photo) const {
    // In scaled pixels first: the grid starts before the picture, because the zero padding is centred.
    const auto clip = [](int value, int limit) { return static_cast<double>(std::clamp(value, 0, limit)); };
    const double left = clip(col * patch - pad_left, scaled.width);
    const double right = clip((col + 1) * patch - pad_left, scaled.width);
    const double top = clip(row * patch - pad_top, scaled.height);
    const double bottom = clip((row + 1) * patch - pad_top, scaled.height);
    const double across = scaled.width > 0 ? static_cast<double>(photo.width) / scaled.width : 0.0;
    const double down = scaled.height > 0 ? static_cast<double>(photo.height) / scaled.height : 0.0;
    return {left * across, top * down, (right - left) * across, (bottom - top) * down};
}

} // namespace touchstone
