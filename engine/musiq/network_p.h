// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include <torch/torch.h>

#include "engine/musiq/config.h"
#include "engine/musiq/model.h"
#include "engine/musiq/tokens.h"

/// The MUSIQ network as functions over tensors (musiq.md 2). Private to the rooms that may include Torch: inference
/// (model.cpp) and training use the same functions, so what is trained is what is scored.
namespace touchstone::musiq {

/// Parameters by their pyiqa name, exactly those of parameter_list(config).
using Parameters = std::map<std::string, at::Tensor>;

/// Copies a checkpoint's tensors; a missing, superfluous or misshaped one is named. `file` is for the message.
Result<Parameters> parameters_from(const nn::Checkpoint& checkpoint, const Config& config, const std::string& file);
nn::Checkpoint to_checkpoint(const Parameters& parameters);

/// Fresh weights for training: convolutions and linear layers by their fan-in, tables small, norms at one.
Parameters random_parameters(const Config& config, std::uint64_t seed);

struct Norm {
    at::Tensor weight, bias;
};
struct Linear {
    at::Tensor weight, bias; ///< [out,in], [out]
};

/// The parameters arranged for the forward pass: convolutions standardised, query, key and value joined. Gradients
/// flow back to the parameters; build it once for inference and once per step when training.
struct NetworkView {
    Config config;
    at::Tensor conv_root, conv1, conv2, conv3, conv_proj; ///< standardised (musiq.md 2.3)
    Norm gn_root, gn1, gn2, gn3, gn_proj;
    Linear embedding;
    at::Tensor cls, position, scale; ///< [hidden], [grid²,hidden], [scales,hidden]
    struct Block {
        Norm norm1, norm2;
        Linear qkv; ///< [3·hidden, hidden], query already scaled by 1/√d
        Linear out, fc1, fc2;
    };
    std::vector<Block> blocks;
    Norm encoder_norm;
    Linear head;
};
NetworkView make_view(const Parameters& parameters, const Config& config);

/// Several photos one behind the other, without class tokens.
struct TokenBatch {
    at::Tensor patches;                 ///< [tokens, 3, patch, patch]
    at::Tensor hash_index, scale_index; ///< [tokens], int64
    std::vector<std::int64_t> lengths;  ///< tokens of each photo
};
/// `patches` stays undefined unless asked for: inference feeds them to the stem piece by piece instead.
TokenBatch make_batch(std::span<const TokenSequence* const> sequences, const at::Device& device, bool with_patches);

constexpr double root_epsilon = 1e-6;       ///< of gn_root: flax.nn's default (musiq.md 2.1)
constexpr double bottleneck_epsilon = 1e-4; ///< of the other group norms: set by the authors (musiq.md 2.2)

/// Patches [n,3,p,p] → stem features [n, edge·edge·4·width], flattened (y, x, c). `trace` may be null.
at::Tensor stem(const NetworkView& view, const at::Tensor& patches, Trace* trace = nullptr);

/// Stem features → tokens + position + scale, class token in front of each photo: [Σ(length+1), hidden].
at::Tensor embed(const NetworkView& view, const at::Tensor& tokens, const TokenBatch& batch);

/// gelu(fc1) → fc2 with the flavour's GELU (musiq.md 2.6).
at::Tensor mlp(const NetworkView& view, const NetworkView::Block& block, const at::Tensor& x);
at::Tensor layer_norm(const at::Tensor& x, const Norm& norm);

/// The whole network with gradients, attention rows held whole: for training at a few hundred tokens a photo.
/// Returns the logits [photos, outputs]. `branch_factors` [layers, 2, photos] multiplies what attention and MLP add to
/// a photo's tokens (stochastic depth); undefined = 1.
at::Tensor forward_for_training(const NetworkView& view, const TokenBatch& batch,
                                const at::Tensor& branch_factors = {});

} // namespace touchstone::musiq
