// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <map>
#include <string>

#include "engine/base/error.h"
#include "engine/base/files.h"
#include "engine/nn/checkpoint.h"

/// TorchScript networks as data. Nothing here knows Torch, and nothing is executed.
namespace touchstone::nn {

/// The parts of a TorchScript file that a network needs: "version", "data.pkl", "constants.pkl", "code/….py", "data/N",
/// "constants/N". Everything else a file may hold (debugging notes, other programs' extras) is left behind.
struct ScriptArchive {
    std::map<std::string, Bytes> entries;
};

/// True for a zip file with code in it; false for everything else, also for what cannot be read.
bool is_script_file(const std::string& path);

/// Errors: those of ZipArchive; BadModel when a part is missing, TooLarge for more code than any network has.
Result<ScriptArchive> read_script_file(const std::string& path, const CheckpointLimits& limits = {});

/// As tensors of a model file, so that the model is one `.safetensors` file like any other: each part is a list of
/// 64-bit integers, its length in bytes first, then its bytes in little-endian groups of eight.
Checkpoint to_checkpoint(const ScriptArchive& archive);
/// Damaged when a length does not fit its bytes.
Result<ScriptArchive> from_checkpoint(const Checkpoint& checkpoint, const std::string& file);

/// Looks at a network before Torch does: its code word by word, its pickles instruction by instruction. UnsafeModel
/// names the first thing that a network does not need for computing: an operator or function that is not on the allow
/// list, a C++ class of a library, code that runs while loading (__setstate__), an import.
Result<void> check_script(const ScriptArchive& archive, const std::string& file);

} // namespace touchstone::nn
