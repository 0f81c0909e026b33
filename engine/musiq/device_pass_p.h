// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include <torch/torch.h>

#include "engine/musiq/attention_p.h"
#include "engine/musiq/model.h"
#include "engine/musiq/network_p.h"

/// The MUSIQ network on a GPU, in Torch's own operators. Private to the room. It runs on the CPU as well, in every
/// type, where the tests hold it against the network of model.cpp.
namespace touchstone::musiq {

/// The view's weights where a DevicePass wants them: on `device`, those of convolutions and linear layers in `type`,
/// the rest in float32. `type` kFloat for Precision::Reference, kHalf for Fast: half keeps three bits more of a number
/// than bfloat16, and every GPU since 2016 has it.
NetworkView on_device(const NetworkView& view, const at::Device& device, at::ScalarType type);

/// One forward pass over a batch. Operands of products are of the weights' type; softmax, norms, residuals, the head
/// and the attention that is shown are float32. Lives for the length of a call; throws Stopped, and what Torch throws.
class DevicePass {
public:
    /// `view` by on_device().
    DevicePass(const NetworkView& view, const RunOptions& options);

    void keep_layer_inputs() { keep_inputs_ = true; }
    /// Logits [photos, outputs], float32, on the device.
    at::Tensor run(std::span<const TokenSequence* const> photos);
    /// As of the pass on the CPU: attention of the first photo's class token, [tokens + 1], float32.
    at::Tensor last_layer_row() const { return last_row_; }
    at::Tensor rollout();

private:
    at::Tensor stem_tokens(std::span<const TokenSequence* const> photos) const;
    at::Tensor attend(const at::Tensor& qkv) const;
    at::Tensor block(const NetworkView::Block& b, const at::Tensor& x) const;
    at::Tensor last_block(const NetworkView::Block& b, const at::Tensor& x);
    ChunkedAttention chunked(std::int64_t tokens) const;
    void stop_if_asked() const;

    const NetworkView& view_;
    const RunOptions& options_;
    at::Device device_;
    at::ScalarType type_;
    std::vector<std::int64_t> starts_, lengths_; ///< of each photo in the packed rows, class token included
    std::vector<at::Tensor> layer_inputs_;
    at::Tensor last_row_;
    bool keep_inputs_ = false;
};

} // namespace touchstone::musiq
