// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/device.h"

#include <charconv>

#include "engine/nn/device_list.h"
#include "engine/nn/kernels/cpu_features.h"

namespace touchstone {

namespace {

Result<Device> cuda_device(const std::string& text, int index) {
    const DeviceList& list = list_devices();
    if (list.gpus.empty())
        return failure(ErrorCode::NoDevice, {}, "the device " + text + " is not there: " + list.why_none,
                       "use --device cpu");
    if (static_cast<std::size_t>(index) >= list.gpus.size())
        return failure(ErrorCode::NoDevice, {},
                       "the device " + text + " is not there: this machine has " + std::to_string(list.gpus.size()) +
                           (list.gpus.size() == 1 ? " GPU" : " GPUs"),
                       "use --device cpu, or a smaller number");
    return Device{Device::Kind::Cuda, index};
}

} // namespace

std::string Device::name() const {
    return kind == Kind::Cpu ? "cpu" : "cuda:" + std::to_string(index);
}

const char* precision_name(Precision precision) {
    return precision == Precision::Fast ? "fast" : "reference";
}

Result<Device> parse_device(const std::string& text) {
    if (text == "cpu")
        return Device{};
    if (text == "auto")
        return list_devices().gpus.empty() ? Device{} : Device{Device::Kind::Cuda, 0};
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

Result<Precision> parse_precision(const std::string& text) {
    if (text == "reference")
        return Precision::Reference;
    if (text == "fast")
        return Precision::Fast;
    return failure(ErrorCode::BadInput, {}, "\"" + text + "\" is no precision", "use reference or fast");
}

Precision effective_precision(const Device& device, Precision asked) {
    const bool narrower = device.kind == Device::Kind::Cuda || nn::cpu_features().avx512_bf16;
    return narrower ? asked : Precision::Reference;
}

} // namespace touchstone
