// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/musiq/model.h"
#include "engine/nn/networks_library.h"

/// What this room does with Torch, on the other side of the border (engine/nn/networks_library.h).
namespace touchstone::musiq {

/// The other side of a Model; its functions are those of that class.
struct Model::Impl {
    virtual ~Impl() = default;
    virtual const Config& config() const = 0;
    virtual Precision precision() const = 0;
    virtual Result<std::vector<Output>> run(std::span<const TokenSequence* const> batch,
                                            const RunOptions& options) const = 0;
    virtual Result<Explained> explain(const TokenSequence& sequence, AttentionMethod method,
                                      const RunOptions& options) const = 0;
    virtual Result<Output> trace(const TokenSequence& sequence, int stem_token, Trace& trace,
                                 const RunOptions& options) const = 0;
};

struct TorchPart {
    static constexpr const char* name = "musiq";
    static constexpr std::uint64_t layout =
        nn::layout_of<Error, nn::ModelFile, Device, Config, RunOptions, Output, Trace, Model::Explained, TokenSequence>();

    /// On a GPU; on the CPU models do without Torch (cpu_model.h).
    Result<std::unique_ptr<Model::Impl>> (*load)(const nn::ModelFile& file, const Config& config, const Device& device,
                                                 Precision precision);
};
extern const TorchPart torch_functions;

} // namespace touchstone::musiq
