// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include "engine/nn/networks_library.h"
#include "engine/training/contrast/encoder_trainer.h"

/// What this folder does with Torch, on the other side of the border (engine/nn/networks_library.h).
namespace touchstone::training {

struct ContrastTorchPart {
    static constexpr const char* name = "contrast";
    static constexpr std::uint64_t layout = nn::layout_of<Error, ContrastConfig, TrainOptions, ContrastCallbacks,
                                                          ContrastReport, TrainProgress, TrainReport>();

    decltype(&training::train_encoder) train_encoder;
};
extern const ContrastTorchPart contrast_torch_functions;

} // namespace touchstone::training
