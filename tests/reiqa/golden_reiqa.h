// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/imaging/photo.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/regressor.h"

/// The Re-IQA part of the golden vectors (golden README, reiqa.json).
namespace touchstone::test {

/// A file below golden/: a float32 vector as NumPy writes it, a picture.
std::vector<float> golden_vector(const std::string& file);
RgbImage golden_png(const std::string& file);

/// The picture a case is about: a formula image or a PNG of golden/images.
RgbImage golden_photo(const nlohmann::json& golden_case);

/// ResNet-50 with generated weights; loaded once for each role and device.
const reiqa::Encoder& golden_encoder(reiqa::Expert role, const Device& device = {});

/// w, μ, σ and b of the golden regressor as the model of both experts, and halves of it as those of one.
reiqa::Regressor golden_regressor();

/// Both experts at both scales.
reiqa::PhotoFeatures run_experts(const reiqa::Encoder& content, const reiqa::Encoder& quality, const RgbImage& photo,
                                 const reiqa::EncoderOptions& options);

/// Largest difference over the largest feature of `expected`.
double relative_difference(const std::vector<float>& got, const std::vector<float>& expected);

} // namespace touchstone::test

#define VERIFY_WITHIN(difference, tolerance)                                                                           \
    QVERIFY2((difference) <= (tolerance),                                                                              \
             qPrintable(QStringLiteral("off by %1, allowed %2").arg(difference).arg(tolerance)))
