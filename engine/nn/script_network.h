// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "engine/base/error.h"
#include "engine/nn/device.h"
#include "engine/nn/script_archive.h"

namespace touchstone::nn {

/// A TorchScript network that was found harmless: it computes, and does nothing else. It may compute for long, and
/// cannot be interrupted while it does. One thread at a time.
class ScriptNetwork {
public:
    /// check_script() first; then Torch reads the network, without running any of it, from a file made anew out of the
    /// checked parts, and every operator of every function, as Torch understood it, has to be on the allow list too.
    /// Errors: UnsafeModel, BadModel (Torch cannot read it, or it has no forward), NoDevice, OutOfMemory, those of
    /// torch_part(); all but the last name `file`.
    static Result<ScriptNetwork> load(const ScriptArchive& archive, const std::string& file, const Device& device);
    ~ScriptNetwork();
    ScriptNetwork(ScriptNetwork&&) noexcept;
    ScriptNetwork& operator=(ScriptNetwork&&) noexcept;

    /// forward() of one photo: `planes` is [3, height, width], row-major. The numbers of its answer, a tensor of any
    /// shape. `threads`: 0 = one per core. BadModel when it fails or answers with something else; OutOfMemory.
    Result<std::vector<double>> run(std::span<const float> planes, int width, int height, int threads) const;

    struct Impl; ///< engine/nn/torch_part.h

private:
    explicit ScriptNetwork(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace touchstone::nn
