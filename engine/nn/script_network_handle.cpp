// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/script_network.h"
#include "engine/nn/torch_part.h"

namespace touchstone::nn {

ScriptNetwork::ScriptNetwork(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
ScriptNetwork::~ScriptNetwork() = default;
ScriptNetwork::ScriptNetwork(ScriptNetwork&&) noexcept = default;
ScriptNetwork& ScriptNetwork::operator=(ScriptNetwork&&) noexcept = default;

Result<ScriptNetwork> ScriptNetwork::load(const ScriptArchive& archive, const std::string& file, const Device& device) {
    const Result<const TorchPart*> torch = torch_part<TorchPart>();
    if (!torch)
        return tl::unexpected(torch.error());
    Result<std::unique_ptr<Impl>> impl = (*torch)->load_script(archive, file, device);
    if (!impl)
        return tl::unexpected(std::move(impl.error()));
    return ScriptNetwork(std::move(*impl));
}

Result<std::vector<double>> ScriptNetwork::run(std::span<const float> planes, int width, int height,
                                               int threads) const {
    return impl_->run(planes, width, height, threads);
}

} // namespace touchstone::nn
