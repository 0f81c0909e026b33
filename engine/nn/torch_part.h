// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/nn/networks_library.h"
#include "engine/nn/script_network.h"

/// What this room does with Torch, on the other side of the border (networks_library.h).
namespace touchstone::nn {

/// The other side of a ScriptNetwork.
struct ScriptNetwork::Impl {
    virtual ~Impl() = default;
    virtual Result<std::vector<double>> run(std::span<const float> planes, int width, int height,
                                            int threads) const = 0;
};

struct TorchPart {
    static constexpr const char* name = "nn";
    static constexpr std::uint64_t layout = layout_of<Error, Device, ScriptArchive>();

    Result<std::unique_ptr<ScriptNetwork::Impl>> (*load_script)(const ScriptArchive& archive, const std::string& file,
                                                                const Device& device);
};
extern const TorchPart torch_functions;

} // namespace touchstone::nn
