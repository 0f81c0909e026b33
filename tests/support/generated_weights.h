// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

/// Deterministic weights that every language can reproduce bit for bit (golden README, "Weight generator").
namespace touchstone::test {

/// v_i in [−1, 1), exact in float32.
std::vector<float> generator(const std::string& name, std::int64_t count, const std::string& seed = {});

/// The scaled values of one MUSIQ parameter, by its pyiqa name.
std::vector<float> musiq_parameter(const std::string& name, const std::vector<std::int64_t>& shape,
                                   const std::string& seed = {});

/// The scaled values of one ResNet parameter: `network` is "quality/" or "content/", `name` torchvision's.
std::vector<float> resnet_parameter(const std::string& network, const std::string& name,
                                    const std::vector<std::int64_t>& shape, const std::string& seed = {});

} // namespace touchstone::test
