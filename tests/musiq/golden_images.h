// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <nlohmann/json.hpp>

#include "engine/imaging/photo.h"
#include "engine/musiq/config.h"

namespace touchstone::test {

/// The picture a case of golden/musiq.json names: a formula image or a PNG of golden/images.
RgbImage golden_image(const nlohmann::json& golden_case);

musiq::Flavour golden_flavour(const nlohmann::json& golden_case);

/// "formulaA_512x384 google", for a test's row.
std::string golden_label(const nlohmann::json& golden_case);

} // namespace touchstone::test
