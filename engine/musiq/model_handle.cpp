// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/musiq/model.h"
#include "engine/musiq/torch_part.h"

namespace touchstone {

const char* attention_method_name(AttentionMethod method) {
    return method == AttentionMethod::LastLayer ? "last-layer" : "rollout";
}

} // namespace touchstone

namespace touchstone::musiq {

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
    const Result<const TorchPart*> torch = nn::torch_part<TorchPart>();
    if (!torch)
        return tl::unexpected(torch.error());
    Result<std::unique_ptr<Impl>> impl = (*torch)->load(file, device, precision, kernels);
    if (!impl)
        return tl::unexpected(std::move(impl.error()));
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
