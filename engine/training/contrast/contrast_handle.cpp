// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/training/contrast/contrast_photos.h"
#include "engine/training/contrast/encoder_trainer.h"
#include "engine/training/contrast/torch_part.h"

namespace touchstone::training {

std::string ContrastReport::json_line() const {
    nlohmann::json line = {{"stage", stage},
                           {"epoch", epoch},
                           {"learning_rate", learning_rate},
                           {"loss", loss},
                           {"contrast_loss", contrast_loss},
                           {"top1", top1},
                           {"alignment", alignment},
                           {"uniformity", uniformity},
                           {"seconds", seconds},
                           {"idle_share", idle_share},
                           {"photos_per_second", photos_per_second}};
    if (teacher_cosine)
        line["teacher_cosine"] = *teacher_cosine;
    if (neighbour_accuracy) {
        line["neighbour_accuracy"] = *neighbour_accuracy;
        line["chance"] = chance;
    }
    return line.dump();
}

Result<TrainReport> train_encoder(const ContrastConfig& config, const TrainOptions& options,
                                  const ContrastCallbacks& callbacks, std::stop_token stop) {
    const Result<const ContrastTorchPart*> torch = nn::torch_part<ContrastTorchPart>();
    if (!torch)
        return tl::unexpected(torch.error());
    return (*torch)->train_encoder(config, options, callbacks, std::move(stop));
}

Result<void> pack_encoder_photos(const ContrastConfig& config, const std::string& pack_file,
                                 const ContrastCallbacks& callbacks, std::stop_token stop) {
    return write_contrast_pack(config, pack_file, callbacks, std::move(stop));
}

} // namespace touchstone::training
