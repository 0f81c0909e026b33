// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <torch/script.h>
#include <torch/torch.h>

#include "engine/nn/network_failure.h"
#include "engine/nn/products_p.h"
#include "engine/nn/script_loading_p.h"
#include "engine/nn/torch_part.h"

namespace touchstone::nn {

namespace {

namespace jit = torch::jit;

/// A network's warnings are its maker's business, and its texts have no place on a terminal.
#if TORCH_VERSION_MAJOR >= 2
class Silence final : public c10::WarningHandler {
public:
    void process(const c10::Warning&) override {}
};
using SilenceGuard = c10::WarningUtils::WarningHandlerGuard;
#else
class Silence final : public c10::WarningHandler {
public:
    void process(const c10::SourceLocation&, const std::string&, bool) override {}
};
using SilenceGuard = c10::Warning::WarningHandlerGuard;
#endif

/// First line of what Torch says; the rest is where in Torch it was thrown.
std::string first_line(const std::exception& problem) {
    const std::string text = problem.what();
    return to_valid_utf8(text.substr(0, text.find('\n')));
}

Result<at::Device> torch_device(const Device& device) {
    if (device.kind == Device::Kind::Cpu)
        return at::Device(at::kCPU);
    if (!torch::cuda::is_available())
        return failure(ErrorCode::NoDevice, {}, "this machine has no GPU that Torch can use", "use --device cpu");
    return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(device.index));
}

class TorchScriptNetwork final : public ScriptNetwork::Impl {
public:
    TorchScriptNetwork(jit::Module module, at::Device device, std::string file)
        : module_(std::move(module))
        , device_(device)
        , file_(std::move(file)) {}

    Result<std::vector<double>> run(std::span<const float> planes, int width, int height, int threads) const override;

private:
    mutable jit::Module module_;
    at::Device device_;
    std::string file_;
};

Result<std::vector<double>> TorchScriptNetwork::run(std::span<const float> planes, int width, int height,
                                                    int threads) const {
    const auto fails = [this](const std::string& what) {
        return failure(ErrorCode::BadModel, file_, what, "import it with the --input and --size it was made for");
    };
    use_threads(threads);
    Silence silence;
    const SilenceGuard quiet(&silence);
    try {
        const c10::InferenceMode inference;
        const at::Tensor photo =
            torch::from_blob(const_cast<float*>(planes.data()), {1, 3, height, width}, at::kFloat).clone();
        const c10::IValue answer = module_.forward({photo.to(device_)});
        if (!answer.isTensor())
            return fails("the network answers with a " + answer.tagKind() + ", not with a tensor");
        const at::Tensor numbers = answer.toTensor().to(at::kCPU, at::kDouble).contiguous().reshape({-1});
        return std::vector<double>(numbers.data_ptr<double>(), numbers.data_ptr<double>() + numbers.numel());
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "is too large for this network and this machine's memory",
                       "use --native-limit");
    } catch (const std::exception& problem) {
        // TorchScript puts the reason last, behind the place in the code.
        const std::string text = problem.what();
        const Error failed = network_failure(text);
        if (failed.code == ErrorCode::OutOfMemory)
            return failure(ErrorCode::OutOfMemory, {}, "is too large for this network and this machine's memory",
                           "use --native-limit");
        // The file chooses the words of its own exceptions: only a network on a GPU can have lost it.
        if (failed.code == ErrorCode::NoDevice && !device_.is_cpu())
            return tl::unexpected(failed);
        const std::size_t reason = text.rfind("RuntimeError: ");
        const std::string last = reason == std::string::npos ? first_line(problem) : text.substr(reason + 14);
        return fails("the network failed: " + to_valid_utf8(last.substr(0, last.find('\n'))));
    }
}

Result<std::unique_ptr<ScriptNetwork::Impl>> open_script_network(const ScriptArchive& archive, const std::string& file,
                                                                 const Device& device) {
    const Result<at::Device> target = torch_device(device);
    if (!target)
        return tl::unexpected(target.error());
    try {
        Result<jit::Module> module = load_script(archive, file);
        if (!module)
            return tl::unexpected(module.error());
        if (!module->find_method("forward"))
            return failure(ErrorCode::BadModel, file, "is a TorchScript file without a network: it has no forward",
                           "export the whole network with torch.jit.script or torch.jit.trace");
        module->eval();
        module->to(*target);
        return std::make_unique<TorchScriptNetwork>(std::move(*module), *target, file);
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, file, "does not fit into memory", "close other programs");
    } catch (const std::exception& problem) {
        return failure(ErrorCode::BadModel, file, "cannot be read as a TorchScript network: " + first_line(problem),
                       "export it again; this version of the program reads what PyTorch " TORCH_VERSION " reads");
    }
}

} // namespace

const TorchPart torch_functions{open_script_network};

} // namespace touchstone::nn
