// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "engine/nn/model_card.h"

namespace touchstone::library {

/// Reads what a model says of itself, with the SHA-256 of its file.
using CardReader = std::function<Result<ModelCard>(const std::string& model_file)>;

/// Hashes the file each time.
Result<ModelCard> read_card_of_file(const std::string& model_file);

/// Hashes a file once and remembers the answer in "model-hashes.json" of `cache_folder` for as long as the file is the
/// same by device, inode, size and both of its times, so that a start of the program does not read models of hundreds
/// of megabytes before it shows a photo. A file that changed within `settled` is not remembered: it may change again
/// without its times showing it. Without a folder, or one that cannot be written, nothing is remembered. Each reader is
/// used by one thread; several may share a folder.
CardReader remembering_card_reader(std::string cache_folder, std::chrono::seconds settled = std::chrono::seconds(2));

} // namespace touchstone::library
