// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "engine/base/error.h"

/// Reading tensors out of other programs' files. No Torch: tensors are plain vectors. Nothing in a file is ever
/// executed, and every size is checked against the file's length before memory is taken.
namespace touchstone::nn {

/// One tensor. Floating types of any width arrive as float32 in `values`; integers in `integers`.
struct Tensor {
    std::vector<std::int64_t> shape; ///< row-major; empty = scalar
    std::vector<float> values;
    std::vector<std::int64_t> integers;

    bool is_integer() const { return !integers.empty(); }
    std::int64_t elements() const;
};

/// Name → tensor, sorted by name, and what else the file said.
struct Checkpoint {
    std::map<std::string, Tensor> tensors;
    std::map<std::string, std::string> metadata; ///< safetensors' "__metadata__"; empty for other formats
    std::vector<std::string> skipped;            ///< entries of a type that carries no weights, with the reason
};

struct CheckpointLimits {
    std::uint64_t max_file_bytes = std::uint64_t{16} << 30;
    std::uint64_t max_content_bytes = std::uint64_t{4} << 30; ///< of an archive, unpacked
    std::uint64_t max_tensor_elements = std::uint64_t{1} << 32;
    /// Of all tensors together. Compressed archives and views of one storage can announce far more than they hold.
    std::uint64_t max_total_elements = std::uint64_t{1} << 30;
};

/// By content, not by suffix: safetensors, NumPy `.npz` (stored or deflated), PyTorch's zip `.pth`.
/// Errors: UnsupportedFormat (legacy `.pth`, says how to convert it), Truncated, Damaged, TooLarge, UnsafeModel (the
/// pickle would call something that is not on the allow list).
Result<Checkpoint> read_checkpoint(const std::string& path, const CheckpointLimits& limits = {});

Result<Checkpoint> read_safetensors(const std::string& path, const CheckpointLimits& limits = {});
Result<Checkpoint> read_npz(const std::string& path, const CheckpointLimits& limits = {});

/// `select` names the inner dictionary to take ("model", "state_dict", "params"; empty = found automatically: the one
/// that holds tensors). Names come back flat, joined as the file has them; strip_prefix() takes "module." off.
Result<Checkpoint> read_pth(const std::string& path, const CheckpointLimits& limits = {}, const std::string& select = {});

void strip_prefix(Checkpoint& checkpoint, const std::string& prefix);

enum class StoredType { Float32, Float16 };

/// Writes float tensors (as `type`) and integer tensors (as I64), metadata included, atomically.
Result<void> write_safetensors(const std::string& path, const Checkpoint& checkpoint, StoredType type);

} // namespace touchstone::nn
