// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/device.h"

#include <charconv>

#include <torch/torch.h>

namespace touchstone {

namespace {

Result<Device> cuda_device(const std::string& text, int index)
{
    const int count = torch::cuda::is_available() ? static_cast<int>(torch::cuda::device_count()) : 0;
    if (index >= count)
        return failure(ErrorCode::NoDevice, {},
                       "the device " + text + " is not there: this machine has " + std::to_string(count) +
                           " CUDA devices that this build can use",
                       "use --device cpu");
    return Device{Device::Kind::Cuda, index};
}

} // namespace

Result<Device> parse_device(const std::string& text)
{
    if (text == "cpu")
        return Device{};
    if (text == "auto")
        return torch::cuda::is_available() ? Device{Device::Kind::Cuda, 0} : Device{};
    if (text == "cuda")
        return cuda_device(text, 0);
    if (text.starts_with("cuda:")) {
        int index = -1;
        const char* end = text.data() + text.size();
        const auto [stop, problem] = std::from_chars(text.data() + 5, end, index);
        if (problem == std::errc{} && stop == end && index >= 0)
            return cuda_device(text, index);
    }
    return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no device", "use auto, cpu, cuda or cuda:N");
}

} // namespace touchstone
