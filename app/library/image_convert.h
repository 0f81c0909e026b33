// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include <QColorSpace>
#include <QImage>

#include "engine/imaging/photo.h"

namespace touchstone::library {

/// The pixels as Format_RGB888 without a copy: the QImage owns them. Null when the photo is empty.
QImage image_of(RgbImage&& pixels);
/// The same on pixels that others hold as well. Null when there are none.
QImage image_of(std::shared_ptr<const RgbImage> pixels);
/// An sRGB picture in the colours of a screen; the same picture when `screen` is not valid, which stands for sRGB.
QImage in_colours_of(const QImage& picture, const QColorSpace& screen);
/// Marks a picture that is not whole: a striped corner, dark and light, so that it shows on any photo.
void mark_damaged(QImage& image);

} // namespace touchstone::library
