// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <torch/torch.h>

#include "engine/musiq/device_pass_p.h"
#include "engine/musiq/network_p.h"
#include "engine/musiq/output.h"
#include "engine/musiq/torch_part.h"
#include "engine/nn/network_failure.h"
#include "engine/nn/products_p.h"

namespace touchstone::musiq {

namespace {

std::vector<float> to_floats(const at::Tensor& x) {
    const at::Tensor plain = x.contiguous().to(at::kCPU, at::kFloat);
    return {plain.data_ptr<float>(), plain.data_ptr<float>() + plain.numel()};
}

/// The room's border: what Torch throws becomes an Error.
template <class Work>
auto guarded(Work work) -> Result<decltype(work())> {
    try {
        const c10::InferenceMode inference;
        return work();
    } catch (const Stopped&) {
        return failure(ErrorCode::Cancelled, {}, "was cancelled");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "the network ran out of memory", "set a smaller --native-limit");
    } catch (const c10::Error& error) {
        return tl::unexpected(nn::network_failure(error.what_without_backtrace()));
    } catch (const std::exception& error) {
        return failure(ErrorCode::Internal, {}, std::string("the network failed: ") + error.what());
    }
}

/// The network on a GPU. On the CPU it runs without Torch (cpu_model.cpp).
class TorchModel final : public Model::Impl {
public:
    TorchModel(const Config& config, Precision precision, NetworkView view)
        : config_(config)
        , precision_(precision)
        , view_(std::move(view)) {}

    const Config& config() const override { return config_; }
    Precision precision() const override { return precision_; }

    Result<std::vector<Output>> run(std::span<const TokenSequence* const> batch,
                                    const RunOptions& options) const override {
        if (batch.empty())
            return std::vector<Output>{};
        return guarded([&] {
            nn::use_threads(options.threads);
            const at::Tensor logits = DevicePass(view_, options).run(batch);
            std::vector<Output> outputs;
            for (std::int64_t i = 0; i < logits.size(0); ++i)
                outputs.push_back(read_output(to_floats(logits[i])));
            return outputs;
        });
    }

    Result<Model::Explained> explain(const TokenSequence& sequence, AttentionMethod method,
                                     const RunOptions& options) const override {
        return guarded([&] {
            nn::use_threads(options.threads);
            DevicePass pass(view_, options);
            if (method == AttentionMethod::Rollout)
                pass.keep_layer_inputs();
            const TokenSequence* const photo = &sequence;
            Model::Explained result;
            result.output = read_output(to_floats(pass.run({&photo, 1})[0]));
            result.attention =
                read_attention(to_floats(method == AttentionMethod::Rollout ? pass.rollout() : pass.last_layer_row()));
            return result;
        });
    }

    Result<Output> trace(const TokenSequence&, int, Trace&, const RunOptions&) const override {
        return failure(ErrorCode::Internal, {}, "the steps of a network are written down on the CPU only");
    }

private:
    Config config_;
    Precision precision_;
    NetworkView view_;
};

Result<std::unique_ptr<Model::Impl>> load_on_gpu(const nn::ModelFile& file, const Config& config, const Device& device,
                                                 Precision precision) {
    auto parameters = parameters_from(file.weights, config, file.card.file);
    if (!parameters)
        return tl::unexpected(parameters.error());
    return guarded([&]() -> std::unique_ptr<Model::Impl> {
        const c10::Device place(at::kCUDA, static_cast<c10::DeviceIndex>(device.index));
        const bool fast = precision == Precision::Fast;
        if (!fast) { // GPUs round the operands of float32 products to 10 bits unless told otherwise
            at::globalContext().setAllowTF32CuBLAS(false);
            at::globalContext().setAllowTF32CuDNN(false);
        }
        NetworkView view = on_device(make_view(*parameters, config), place, fast ? at::kHalf : at::kFloat);
        return std::make_unique<TorchModel>(config, precision, std::move(view));
    });
}

} // namespace

const TorchPart torch_functions{load_on_gpu};

} // namespace touchstone::musiq
