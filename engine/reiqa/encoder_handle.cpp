// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include <algorithm>

#include "engine/imaging/resample.h"
#include "engine/reiqa/encoder.h"
#include "engine/reiqa/torch_part.h"

namespace touchstone::reiqa {

RgbImage half_scale(const RgbImage& photo) {
    const Size half{std::max(1, photo.size.width / 2), std::max(1, photo.size.height / 2)};
    return imaging::resize_pillow(photo, half, imaging::PillowFilter::Bicubic);
}

Encoder::Encoder(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
Encoder::~Encoder() = default;
Encoder::Encoder(Encoder&&) noexcept = default;
Encoder& Encoder::operator=(Encoder&&) noexcept = default;

const ModelCard& Encoder::card() const {
    return impl_->card();
}
const TrunkConfig& Encoder::config() const {
    return impl_->config();
}
bool Encoder::l2_normalised() const {
    return impl_->l2_normalised();
}

Result<Encoder> Encoder::load(const nn::ModelFile& file, Expert role, const Device& device, Precision precision) {
    const Result<const TorchPart*> torch = nn::torch_part<TorchPart>();
    if (!torch)
        return tl::unexpected(torch.error());
    Result<std::unique_ptr<Impl>> impl = (*torch)->load(file, role, device, precision);
    if (!impl)
        return tl::unexpected(std::move(impl.error()));
    return Encoder(std::move(*impl));
}

Result<ExpertFeatures> Encoder::run(const RgbImage& photo, const RgbImage& half, const EncoderOptions& options) const {
    return impl_->run(photo, half, options);
}

Result<std::vector<FeatureMap>> Encoder::stages(const RgbImage& photo) const {
    return impl_->stages(photo);
}

} // namespace touchstone::reiqa
