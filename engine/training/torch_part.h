// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/nn/networks_library.h"
#include "engine/training/musiq_trainer.h"

/// What this room does with Torch, on the other side of the border (engine/nn/networks_library.h).
namespace touchstone::training {

struct TorchPart {
    static constexpr const char* name = "training";
    static constexpr std::uint64_t layout = nn::layout_of<Error, TrainConfig, TrainOptions, TrainCallbacks,
                                                          TrainProgress, EpochReport, TrainReport, Agreement>();

    decltype(&training::train_musiq) train_musiq;
};
extern const TorchPart torch_functions;

} // namespace touchstone::training
