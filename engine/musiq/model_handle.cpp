// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

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

/// Tokens made for a network of another shape would be read behind their end, or point behind the tables.
bool fits(const TokenSequence& sequence, const Config& config) {
    const auto below = [](const std::vector<int>& indices, int end) {
        return std::all_of(indices.begin(), indices.end(), [&](int index) { return index >= 0 && index < end; });
    };
    const std::size_t tokens = sequence.hash_index.size(), patch = static_cast<std::size_t>(config.patch);
    return sequence.scale_index.size() == tokens && sequence.patches.size() == tokens * 3 * patch * patch &&
           below(sequence.hash_index, config.grid * config.grid) && below(sequence.scale_index, config.scales());
}

tl::unexpected<Error> other_shape() {
    return failure(ErrorCode::Internal, {}, "the photo's tokens were made for a network of another shape");
}

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
    if (!std::all_of(batch.begin(), batch.end(), [&](const auto* photo) { return fits(*photo, config()); }))
        return other_shape();
    return impl_->run(batch, options);
}

Result<Model::Explained> Model::explain(const TokenSequence& sequence, AttentionMethod method,
                                        const RunOptions& options) const {
    if (!fits(sequence, config()))
        return other_shape();
    return impl_->explain(sequence, method, options);
}

Result<Output> Model::trace(const TokenSequence& sequence, int stem_token, Trace& trace,
                            const RunOptions& options) const {
    if (!fits(sequence, config()) || stem_token < 0 || stem_token >= sequence.tokens())
        return other_shape();
    return impl_->trace(sequence, stem_token, trace, options);
}

} // namespace touchstone::musiq
