// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/nn/checkpoint.h"
#include "engine/nn/element_type.h"
#include "engine/nn/input_file.h"

namespace touchstone::nn {

/// One entry of a safetensors header, already checked against the file's length and the other entries.
struct SafetensorsEntry {
    std::string name;
    ElementType type = ElementType::Float32;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0, end = 0; ///< bytes, counted from the file's start
};

struct SafetensorsHeader {
    std::vector<SafetensorsEntry> entries; ///< in the order of their data
    std::map<std::string, std::string> metadata;
};

/// Reads and checks the header; touches no tensor's bytes.
Result<SafetensorsHeader> read_safetensors_header(const InputFile& file, const CheckpointLimits& limits);

} // namespace touchstone::nn
