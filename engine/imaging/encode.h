// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/base/files.h"
#include "engine/imaging/false_colour.h"
#include "engine/imaging/photo.h"

namespace touchstone::imaging {

/// A whole file as bytes, without metadata. Errors: BadInput for a picture without pixels or too large for the format,
/// OutOfMemory, Internal. Any thread.
Result<Bytes> encode_png(const RgbImage& image);
Result<Bytes> encode_png(const RgbaImage& image);

/// Quality 1…100, 4:2:0 below 90 and 4:4:4 from there on, slow integer transform.
Result<Bytes> encode_jpeg(const RgbImage& image, int quality);

} // namespace touchstone::imaging
