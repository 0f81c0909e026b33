// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/cpu_model.h"
#include "engine/musiq/model.h"
#include "engine/musiq/torch_part.h"
#include "engine/nn/kernels/kernels.h"

namespace touchstone {

const char* attention_method_name(AttentionMethod method) {
    return method == AttentionMethod::LastLayer ? "last-layer" : "rollout";
}

} // namespace touchstone

namespace touchstone::musiq {

namespace {

Result<std::unique_ptr<Model::Impl>> load_on(const nn::ModelFile& file, const Config& config, const Device& device,
                                             Precision precision, const nn::Kernels* kernels) {
    if (device.kind == Device::Kind::Cpu) {
        const Precision effective = kernels ? precision : effective_precision(device, precision);
        return load_cpu_model(file.weights, config, effective, kernels ? *kernels : nn::best_kernels());
    }
    const Result<const TorchPart*> torch = nn::torch_part<TorchPart>();
    if (!torch)
        return tl::unexpected(torch.error());
    return (*torch)->load(file, config, device, precision);
}

} // namespace

Model::Model(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
Model::~Model() = default;
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;

const Config& Model::config() const {
    return impl_->config();
}

Precision Model::precision() const {
    return impl_->precision();
}

Result<Model> Model::load(const nn::ModelFile& file, const Device& device, Precision precision,
                          const nn::Kernels* kernels) {
    if (file.card.architecture != "musiq")
        return failure(ErrorCode::BadModel, file.card.file,
                       "is a \"" + file.card.architecture + "\" model where a MUSIQ model is needed");
    const auto config = Config::from_json(file.card.config, file.card.preprocessing, file.card.file);
    if (!config)
        return tl::unexpected(config.error());
    if (const Result<void> fits = check_parameters(file.weights, *config, file.card.file); !fits)
        return tl::unexpected(fits.error());
    Result<std::unique_ptr<Impl>> impl = load_on(file, *config, device, precision, kernels);
    if (!impl) {
        Error error = std::move(impl.error());
        if (error.file.empty()) { // a library that is missing is named already
            error.file = file.card.file;
            error.remedy = "use --device cpu, or close other programs";
        }
        return tl::unexpected(std::move(error));
    }
    return Model(std::move(*impl));
}

Result<std::vector<Output>> Model::run(std::span<const TokenSequence* const> batch, const RunOptions& options) const {
    return impl_->run(batch, options);
}

Result<Model::Explained> Model::explain(const TokenSequence& sequence, AttentionMethod method,
                                        const RunOptions& options) const {
    return impl_->explain(sequence, method, options);
}

Result<Output> Model::trace(const TokenSequence& sequence, int stem_token, Trace& trace,
                            const RunOptions& options) const {
    return impl_->trace(sequence, stem_token, trace, options);
}

} // namespace touchstone::musiq
