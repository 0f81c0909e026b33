// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <string>

#include "engine/nn/checkpoint.h"
#include "engine/nn/model_card.h"

namespace touchstone::nn {

/// One model = one `.safetensors` file whose header carries the card. Nothing else has to lie beside it.
struct ModelFile {
    ModelCard card;
    Checkpoint weights;
};

/// Reads card and weights and computes the SHA-256. BadModel when the file has no card.
Result<ModelFile> read_model_file(const std::string& path);

/// Card only: reads the header, no tensor. `with_hash` also reads the file once for its SHA-256.
Result<ModelCard> read_model_card(const std::string& path, bool with_hash);

/// Replaces the card of a model file and leaves every tensor's bytes as they are. Atomic. The file gets another SHA-256.
Result<void> replace_model_card(const std::string& path, const ModelCard& card);

Result<void> write_model_file(const std::string& path, const ModelFile& model, StoredType type);

} // namespace touchstone::nn
