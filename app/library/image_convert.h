// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <QImage>

#include "engine/imaging/photo.h"

namespace touchstone::library {

/// The pixels as Format_RGB888 without a copy: the QImage owns them. Null when the photo is empty.
QImage image_of(RgbImage&& pixels);
/// Marks a picture that is not whole: a striped corner, dark and light, so that it shows on any photo.
void mark_damaged(QImage& image);

} // namespace touchstone::library
