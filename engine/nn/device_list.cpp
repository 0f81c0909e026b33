// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/device_list.h"

#include <array>

#ifdef TOUCHSTONE_TORCH_CUDA
#include <dlfcn.h>
#endif

namespace touchstone {

namespace {

#ifdef TOUCHSTONE_TORCH_CUDA

/// The few functions of NVIDIA's driver that tell what there is (CUDA Driver API: Initialization, Device Management).
/// Opened by hand: a program that is linked to the driver does not start where there is none. It stays open, because
/// Torch opens it again and its threads run on.
class Driver {
public:
    Driver()
        : library_(dlopen("libcuda.so.1", RTLD_NOW | RTLD_LOCAL)) {}

    bool is_there() const { return library_ != nullptr; }
    bool call_init(int& problem) const { return call<int(unsigned)>("cuInit", problem, 0U); }
    bool count(int& count, int& problem) const { return call<int(int*)>("cuDeviceGetCount", problem, &count); }

    Gpu describe(int index) const {
        Gpu gpu;
        gpu.device = Device{Device::Kind::Cuda, index};
        int problem = 0, handle = 0;
        std::array<char, 256> name{};
        std::size_t bytes = 0;
        if (!call<int(int*, int)>("cuDeviceGet", problem, &handle, index))
            return gpu;
        if (call<int(char*, int, int)>("cuDeviceGetName", problem, name.data(), static_cast<int>(name.size() - 1),
                                       handle))
            gpu.name = name.data();
        if (call<int(std::size_t*, int)>("cuDeviceTotalMem_v2", problem, &bytes, handle))
            gpu.memory_bytes = bytes;
        return gpu;
    }

private:
    /// True on success; `problem` is the driver's number otherwise, or -1 when it has no such function.
    template <class Signature, class... Arguments>
    bool call(const char* function, int& problem, Arguments... arguments) const {
        auto* const address = reinterpret_cast<Signature*>(dlsym(library_, function));
        problem = address ? address(arguments...) : -1;
        return problem == 0;
    }

    void* library_;
};

DeviceList ask() {
    const Driver driver;
    if (!driver.is_there())
        return {{}, "no NVIDIA driver is installed (libcuda.so.1 was not found)"};
    int problem = 0, count = 0;
    if (!driver.call_init(problem) || !driver.count(count, problem)) {
        constexpr int no_gpu = 100; // CUDA_ERROR_NO_DEVICE
        if (problem == no_gpu)
            return {{}, "the NVIDIA driver sees no GPU"};
        return {{}, "the NVIDIA driver does not work (its error " + std::to_string(problem) + ")"};
    }
    DeviceList list;
    for (int index = 0; index < count; ++index)
        list.gpus.push_back(driver.describe(index));
    if (list.gpus.empty())
        list.why_none = "the NVIDIA driver sees no GPU";
    return list;
}

#else

DeviceList ask() {
    return {{}, "this LibTorch has no CUDA: see \"GPUs and precision\" in the manual"};
}

#endif

} // namespace

const DeviceList& list_devices() {
    static const DeviceList list = ask();
    return list;
}

Result<std::vector<Device>> parse_devices(const std::string& text) {
    if (text != "cuda:all") {
        const Result<Device> device = parse_device(text);
        return device ? Result<std::vector<Device>>({*device}) : tl::unexpected(device.error());
    }
    const DeviceList& list = list_devices();
    if (list.gpus.empty())
        return failure(ErrorCode::NoDevice, {}, "there is no GPU to run on: " + list.why_none, "use --device cpu");
    std::vector<Device> devices;
    for (const Gpu& gpu : list.gpus)
        devices.push_back(gpu.device);
    return devices;
}

} // namespace touchstone
