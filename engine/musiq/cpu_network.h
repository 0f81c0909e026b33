// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "engine/musiq/attention_method.h"
#include "engine/musiq/model.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/kernels/kernels.h"

namespace touchstone::musiq {

/// One forward pass over several photos.
struct CpuRequest {
    std::span<const TokenSequence* const> photos{}; ///< at least one
    const RunOptions* options = nullptr;
    std::optional<AttentionMethod> attention{}; ///< of the first photo, when asked for
    Trace* trace = nullptr;                     ///< of the first photo, may be null
    int stem_token = 0;
};

struct CpuAnswer {
    std::vector<std::vector<float>> logits; ///< [photos][outputs]
    std::vector<float> attention;           ///< [1 + tokens], class token first, when asked for
};

/// What the products of a pass multiply. Sums, softmax, normalisations and residuals are float32 always.
enum class Operands { Float32, SplitFloat32, Bf16 };

/// How a pass of this precision runs fastest by these kernels. Fast takes bfloat16 where there are such products, and
/// is reference elsewhere; that takes split float32 where it pays and the network's widths are multiples of a group.
Operands best_operands(const nn::Kernels& kernels, const Config& config, Precision precision);

/// The whole MUSIQ network (musiq.md 2) for inference on the CPU, without Torch: weights packed once, products with
/// what follows them fused in, attention in tiles, memory kept from photo to photo. The memory of a finished pass is
/// kept for the next one up to a bound, so several threads may run at once and each has its own.
class CpuNetwork {
public:
    /// `checkpoint` holds exactly the tensors of parameter_list(config); `kernels` has products of such operands.
    static std::unique_ptr<CpuNetwork> make(const nn::Checkpoint& checkpoint, const Config& config,
                                            const nn::Kernels& kernels, Operands operands);
    virtual ~CpuNetwork() = default;

    /// Throws Stopped and std::bad_alloc.
    virtual CpuAnswer run(const CpuRequest& request) const = 0;

protected:
    CpuNetwork() = default;
};

} // namespace touchstone::musiq
