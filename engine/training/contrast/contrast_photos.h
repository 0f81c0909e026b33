// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "engine/training/contrast/encoder_trainer.h"
#include "engine/training/photo_pack.h"

/// The photos of a run, all pixels in one pack. Private to the room; no Torch.
namespace touchstone::training {

struct ContrastPhotos {
    PhotoPack pack;
    std::vector<std::size_t> train, held_out; ///< indices into the pack
    std::string key;                          ///< of names and sizes: changes when the photos change
};

/// Decodes and reduces the photos of the folders, or opens the pack. A file that cannot be decoded is left out and
/// named in a message. Reuses the work folder's pack when the list of files is the same.
Result<ContrastPhotos> prepare_photos(const ContrastConfig& config, const ContrastCallbacks& callbacks,
                                      std::stop_token stop);

Result<void> write_contrast_pack(const ContrastConfig& config, const std::string& pack_file,
                                 const ContrastCallbacks& callbacks, std::stop_token stop);

} // namespace touchstone::training
