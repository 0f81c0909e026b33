// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

#include <torch/torch.h>

#include "engine/base/error.h"
#include "engine/nn/checkpoint.h"
#include "engine/nn/convolution_p.h"
#include "engine/reiqa/encoder.h"

namespace touchstone::reiqa {

/// Thrown inside a forward pass by a stop request, caught at the room's border.
struct Stopped {};

/// The buffers that a forward pass works in, reused from tile to tile, so that memory is taken once a photo. Where
/// operands are narrower than float32, the sums of the residual blocks (buffers 0 and 1) and the stem stay float32, and
/// each sum has a narrow copy for the convolutions that read it.
class Workspace {
public:
    /// `type` of the convolutions' operands behind the stem: kFloat or kBFloat16.
    Workspace(const at::Device& device, at::ScalarType type)
        : device_(device)
        , type_(type) {}

    /// Room for a batch of `count` tiles of that size; what was in the buffers is lost.
    void reserve(const TrunkConfig& config, std::int64_t count, Size tile);
    at::Tensor view(std::size_t buffer, std::int64_t n, std::int64_t channels, std::int64_t height,
                    std::int64_t width) const {
        return nn::channels_last_view(buffers_[buffer], n, channels, height, width);
    }
    /// Where the input of the network is to be written, float32.
    at::Tensor input(std::int64_t n, std::int64_t height, std::int64_t width) const {
        return nn::channels_last_view(narrow() ? input_ : buffers_[2], n, 3, height, width);
    }
    /// `sum` in the operands' type: itself, or its copy, which lasts until the next call.
    at::Tensor operand(const at::Tensor& sum) const;

private:
    bool narrow() const { return type_ != at::kFloat; }

    at::Device device_;
    at::ScalarType type_;
    std::array<at::Tensor, 4> buffers_;
    at::Tensor input_, copy_; ///< where narrow
};

/// ResNet v1.5 without its head, BatchNorm folded into the convolutions (in double), for inference.
class Trunk {
public:
    /// BadModel when a tensor is missing, superfluous, misshaped or not finite. Operands behind the stem are of
    /// `type`.
    static Result<Trunk> build(const nn::Checkpoint& checkpoint, const TrunkConfig& config, const std::string& file,
                               const at::Device& device, at::ScalarType type);

    /// Called with the stem's output (0) and every stage's (1…4).
    using Probe = std::function<void(int, const at::Tensor&)>;

    /// `input` is Workspace::input(). Returns the stage-4 map [n, features, rows, cols], channels-last, in a buffer of
    /// the workspace. Throws Stopped.
    at::Tensor run(const at::Tensor& input, const Workspace& workspace, const std::stop_token& stop,
                   const Probe& probe = {}) const;

private:
    struct Block {
        nn::Convolution conv1, conv2, conv3;
        std::optional<nn::Convolution> downsample;
        int stride = 1;
    };

    Trunk(nn::Convolution stem, std::vector<std::vector<Block>> stages);

    nn::Convolution stem_;
    std::vector<std::vector<Block>> stages_;
};

} // namespace touchstone::reiqa
