// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/error.h"

namespace touchstone {

/// Where a network runs. A value handed down, never a global.
struct Device {
    enum class Kind { Cpu, Cuda } kind = Kind::Cpu;
    int index = 0;

    std::string name() const; ///< "cpu" or "cuda:0", as in results
    friend bool operator==(const Device&, const Device&) = default;
};

/// Reference keeps every golden tolerance in float32. Fast may use narrower operands where the device has them.
enum class Precision { Reference, Fast };
const char* precision_name(Precision precision);

/// "auto" | "cpu" | "cuda" | "cuda:N". NoDevice when the machine has no such device, BadInput for another word.
/// Asks list_devices() (device_list.h), not Torch.
Result<Device> parse_device(const std::string& text);
Result<Precision> parse_precision(const std::string& text);

/// What a network runs with when `asked` for on `device`: on a CPU without products of bfloat16 `fast` is `reference`,
/// and results say so.
Precision effective_precision(const Device& device, Precision asked);

} // namespace touchstone
