// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>

#include <torch/torch.h>

/// Brings rows of floats to a GPU while it works on the rows before. Private to the rooms that may include Torch.
namespace touchstone::nn {

/// Two page-locked buffers in turn, each with its counterpart on the device and a stream of its own: the processor
/// fills one while the other is on its way, and the network works on what arrived before. On the CPU, without streams,
/// it hands out the caller's own memory. Speaks to the device through c10's general interface, so no CUDA header is
/// needed.
///
/// One thread at a time. Errors: what Torch throws.
class Uploads {
public:
    /// `values`: floats in the largest piece.
    Uploads(const at::Device& device, at::ScalarType type, std::int64_t values);
    ~Uploads();
    Uploads(const Uploads&) = delete;
    Uploads& operator=(const Uploads&) = delete;

    /// `source` (float32, shape `shape`) on the device, in its type. What runs on the device's current stream
    /// afterwards sees it whole; what reads it has to be queued before the next send(). `source` may change at once,
    /// except on the CPU, where it is what is handed out.
    at::Tensor send(const float* source, at::IntArrayRef shape);

private:
    struct Lane;
    at::Device device_;
    at::ScalarType type_;
    std::array<std::unique_ptr<Lane>, 2> lanes_; ///< none on the CPU
    std::size_t next_ = 0;
};

} // namespace touchstone::nn
