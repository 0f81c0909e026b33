// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/musiq_trainer.h"
#include "engine/training/torch_part.h"
#include "engine/training/training_set.h"

namespace touchstone::training {

std::string EpochReport::json_line() const {
    nlohmann::json line = {
        {"stage", stage}, {"epoch", epoch}, {"learning_rate", learning_rate}, {"loss", loss}, {"seconds", seconds}};
    for (const auto& [name, value] : loss_terms)
        line["loss_terms"][name] = value;
    if (validation)
        line["validation"] = validation->to_json();
    if (!ordered.empty())
        line["ordered"] = ordered;
    if (blend)
        line["blend"] = *blend;
    return line.dump();
}

std::optional<double> EpochReport::worth(double order_weight) const {
    if (!validation || !validation->srcc)
        return std::nullopt;
    double share = 0;
    for (const auto& [kind, part] : ordered)
        share += part / static_cast<double>(ordered.size());
    return *validation->srcc + order_weight * share;
}

Result<TrainReport> train_musiq(const TrainConfig& config, const TrainOptions& options, const TrainCallbacks& callbacks,
                                std::stop_token stop) {
    const Result<const TorchPart*> torch = nn::torch_part<TorchPart>();
    if (!torch)
        return tl::unexpected(torch.error());
    return (*torch)->train_musiq(config, options, callbacks, std::move(stop));
}

Result<void> pack_photos(const TrainConfig& config, const std::string& pack_file, const TrainCallbacks& callbacks,
                         std::stop_token stop) {
    try {
        return write_clean_pack(config, pack_file, callbacks, std::move(stop));
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, pack_file, "needs more memory than there is", "close other programs");
    } catch (const std::exception& problem) {
        return failure(ErrorCode::Internal, pack_file, std::string("packing failed: ") + problem.what());
    }
}

} // namespace touchstone::training
