// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>

#include <torch/torch.h>

/// Convolutions of the networks, for inference. Private to the rooms that may include Torch.
namespace touchstone::nn {

/// One convolution with its bias, and what follows it in a residual network fused in. On the CPU it goes straight to
/// oneDNN: weights are reordered once into the layout that its kernels want, and the kernels for the sizes seen lately
/// are kept. Other devices and types use Torch's own.
///
/// Activations are [n, channels, height, width], dense in channels-last order ([n][y][x][c] in memory); inputs are of
/// the type that the convolution was made for, outputs of that type or float32. With bfloat16 the products are summed up
/// in float32 and rounded once, with what is added to them and the cut at 0 before that.
/// Not thread-safe: the caches change under run() and add().
class Convolution {
public:
    /// `weight` [out, in, k, k] and `bias` [out], float32, are taken over; where they lie is where the convolution runs.
    /// `type` of activations and weights: kFloat; kBFloat16 on the CPU; anything that Torch convolves elsewhere.
    Convolution(const at::Tensor& weight, const at::Tensor& bias, int stride, int padding,
                at::ScalarType type = at::kFloat);
    ~Convolution();
    Convolution(Convolution&&) noexcept;
    Convolution& operator=(Convolution&&) noexcept;

    std::int64_t out_channels() const;

    /// out = conv(x) + bias, negative values cut to 0 when `relu`. `out` must not overlap `x`.
    void run(const at::Tensor& x, at::Tensor out, bool relu) const;
    /// sum = relu(sum + conv(x) + bias): the end of a residual block.
    void add(const at::Tensor& x, at::Tensor sum) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

/// 3×3 maximum at stride 2; what is padded by one pixel never wins. `out` has half of x's sides, rounded up.
void max_pool_3x3(const at::Tensor& x, at::Tensor out);

/// A tensor of that shape over the first elements of the flat `memory`, channels-last.
at::Tensor channels_last_view(const at::Tensor& memory, std::int64_t n, std::int64_t channels, std::int64_t height,
                              std::int64_t width);

} // namespace touchstone::nn
