// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>

#include <QImage>
#include <QString>

namespace touchstone::test {

enum class Fault { None, Blurred, Noisy, Dark, Bright };

/// A landscape of a sky, hills, water and trees, the same for the same seed on every machine. For pictures in the
/// documentation and for tests that need something like a photo.
QImage landscape(std::uint32_t seed, QSize size, Fault fault = Fault::None);

/// Writes `count` landscapes as JPEG into `folder`, about half of them with a fault; sizes up to `longSide`. Names say
/// what they show. False when a file could not be written.
bool writeLandscapes(const QString& folder, int count, int longSide);

} // namespace touchstone::test
