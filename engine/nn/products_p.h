// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <torch/torch.h>

/// Matrix products of the networks. Private to the rooms that may include Torch.
///
/// Debian's LibTorch hands float32 products to whatever BLAS the system has (3 to 180 GFLOP/s on one and the same
/// machine, 2026-11), so on the CPU these go straight to oneDNN. Other devices and types use Torch's own. All of them
/// carry gradients when gradients are on.
namespace touchstone::nn {

/// a [m,k]·b [k,n] or batched [h,m,k]·[h,k,n]. Any strides; a view needs no copy when one of its last two is dense.
at::Tensor matmul(const at::Tensor& a, const at::Tensor& b);

/// The same into `out`, which has the result's shape and may be a view. Inference only.
void matmul_into(const at::Tensor& a, const at::Tensor& b, at::Tensor& out);

/// x [rows,in] · weightᵀ [in,out] + bias [out].
at::Tensor linear(const at::Tensor& x, const at::Tensor& weight, const at::Tensor& bias);

/// Threads used by products and Torch's operators called from this thread; 0 = one per core.
void use_threads(int count);

} // namespace touchstone::nn
