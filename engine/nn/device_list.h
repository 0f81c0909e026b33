// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/nn/device.h"

namespace touchstone {

struct Gpu {
    Device device;
    std::string name;               ///< as its driver calls it, "NVIDIA H200"
    std::uint64_t memory_bytes = 0; ///< its own, all of it
};

/// The GPUs that networks can run on, and when there are none, why, as one clause.
struct DeviceList {
    std::vector<Gpu> gpus;
    std::string why_none;
};

/// Asks the driver, not Torch, so Torch is not loaded. The first call of a process may take some tenths of a second
/// where there is a driver, and starts threads of it; the answer is kept. Any thread.
const DeviceList& list_devices();

/// As parse_device(), and "cuda:all" for every GPU at once. At least one.
Result<std::vector<Device>> parse_devices(const std::string& text);

} // namespace touchstone
