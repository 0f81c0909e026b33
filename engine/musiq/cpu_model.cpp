// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/cpu_model.h"

#include <new>
#include <system_error>

#include "engine/musiq/cpu_network.h"
#include "engine/musiq/output.h"
#include "engine/musiq/stopped.h"

namespace touchstone::musiq {

namespace {

/// The room's border: what the network throws becomes an Error.
template <class Work>
auto guarded(Work work) -> Result<decltype(work())> {
    try {
        return work();
    } catch (const Stopped&) {
        return failure(ErrorCode::Cancelled, {}, "was cancelled");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, {}, "the network ran out of memory", "set a smaller --native-limit");
    } catch (const std::system_error& error) {
        return failure(ErrorCode::Internal, {}, std::string("the network got no threads: ") + error.what());
    }
}

class CpuModel final : public Model::Impl {
public:
    CpuModel(const Config& config, Precision precision, std::unique_ptr<CpuNetwork> network)
        : config_(config)
        , precision_(precision)
        , network_(std::move(network)) {}

    const Config& config() const override { return config_; }
    Precision precision() const override { return precision_; }

    Result<std::vector<Output>> run(std::span<const TokenSequence* const> batch,
                                    const RunOptions& options) const override {
        if (batch.empty())
            return std::vector<Output>{};
        return guarded([&] {
            std::vector<Output> outputs;
            for (const std::vector<float>& logits : network_->run({.photos = batch, .options = &options}).logits)
                outputs.push_back(read_output(logits));
            return outputs;
        });
    }

    Result<Model::Explained> explain(const TokenSequence& sequence, AttentionMethod method,
                                     const RunOptions& options) const override {
        return guarded([&] {
            const TokenSequence* const photo = &sequence;
            const CpuAnswer answer = network_->run({.photos = {&photo, 1}, .options = &options, .attention = method});
            return Model::Explained{read_output(answer.logits.front()), read_attention(answer.attention)};
        });
    }

    Result<Output> trace(const TokenSequence& sequence, int stem_token, Trace& trace,
                         const RunOptions& options) const override {
        return guarded([&] {
            const TokenSequence* const photo = &sequence;
            const CpuAnswer answer =
                network_->run({.photos = {&photo, 1}, .options = &options, .trace = &trace, .stem_token = stem_token});
            return read_output(answer.logits.front());
        });
    }

private:
    Config config_;
    Precision precision_;
    std::unique_ptr<CpuNetwork> network_;
};

} // namespace

Result<std::unique_ptr<Model::Impl>> load_cpu_model(const nn::Checkpoint& checkpoint, const Config& config,
                                                    Precision precision, const nn::Kernels& kernels) {
    return guarded([&]() -> std::unique_ptr<Model::Impl> {
        auto network = CpuNetwork::make(checkpoint, config, kernels, best_operands(kernels, config, precision));
        return std::make_unique<CpuModel>(config, precision, std::move(network));
    });
}

} // namespace touchstone::musiq
