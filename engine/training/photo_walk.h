// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "engine/training/training_set.h"

/// All photos that a configuration names. Private to the room; no Torch.
namespace touchstone::training {

/// A clean photo on its way into the set.
struct Walked {
    std::string name;
    Part part = Part::Train;
    int list = 0; ///< of Part::OtherList
    Label label;
    bool own_size = false; ///< larger than the network sees it: versions come first, then the reduction
};
using Deliver = std::function<Result<void>(Walked walked, RgbImage photo)>;

/// Walks all photos of the configuration in a fixed order and hands each over as it will be trained on: those with
/// scores, those of other lists, then tiles of those without.
Result<void> walk_photos(const TrainConfig& config, const TrainCallbacks& callbacks, std::stop_token stop,
                         const Deliver& deliver);

} // namespace touchstone::training
