// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/imaging/photo.h"

/// The synthetic pictures of the golden vectors (golden README), made from formulas so that no file is needed.
namespace touchstone::test {

RgbImage formula_a(int width, int height);
RgbImage formula_b(int width, int height);
RgbImage smooth_scene(int width, int height);

} // namespace touchstone::test
