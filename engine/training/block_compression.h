// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/imaging/photo.h"

namespace touchstone::training {

/// How the halved colour gets its size back: each sample four times, or between the nearest four as libjpeg does it.
enum class ColourEnlargement { Repeated, Smooth };

/// What storing as a baseline JPEG does to the pixels, without a codec, so that a machine with LibTorch alone makes the
/// same versions: 8×8 DCT, the standard's example tables scaled to `quality` 1…100 as libjpeg scales them, 4:2:0.
/// Entropy coding changes no pixel and is left out.
RgbImage compress_blocks(const RgbImage& photo, int quality,
                         ColourEnlargement enlargement = ColourEnlargement::Repeated);

} // namespace touchstone::training
