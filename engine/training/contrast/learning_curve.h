// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

namespace touchstone::training {

/// The log of an encoder's training as an SVG picture: one small curve over the epochs for each of loss, top-1,
/// neighbour accuracy, alignment, uniformity and idle share, with its first, last, least and largest value.
std::string learning_curve(const std::string& log_lines);

} // namespace touchstone::training
