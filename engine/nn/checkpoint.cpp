// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/checkpoint.h"

#include <algorithm>
#include <new>

#include "engine/nn/input_file.h"
#include "engine/nn/zip_archive.h"

namespace touchstone::nn {

namespace {

/// A zip is NumPy's when it holds arrays; PyTorch's reader says what is wrong with any other.
Result<Checkpoint> read_zip(const std::string& path, const CheckpointLimits& limits) {
    bool arrays = false;
    try {
        auto archive = ZipArchive::open(path, limits.max_file_bytes);
        if (!archive)
            return tl::unexpected(std::move(archive.error()));
        const auto& entries = archive->entries();
        arrays = std::any_of(entries.begin(), entries.end(),
                             [](const ZipEntry& entry) { return entry.name.ends_with(".npy"); });
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path, "its zip directory does not fit into memory");
    }
    return arrays ? read_npz(path, limits) : read_pth(path, limits);
}

} // namespace

Result<Checkpoint> read_checkpoint(const std::string& path, const CheckpointLimits& limits) {
    std::string start;
    {
        auto file = InputFile::open(path, limits.max_file_bytes);
        if (!file)
            return tl::unexpected(std::move(file.error()));
        start.resize(static_cast<std::size_t>(std::min<std::uint64_t>(file->size(), 9)));
        if (auto read = file->read(0, std::as_writable_bytes(std::span(start.data(), start.size()))); !read)
            return tl::unexpected(std::move(read.error()));
    }
    if (start.starts_with("PK"))
        return read_zip(path, limits);
    // A safetensors header is JSON behind eight bytes of length. The suffix decides only what a file's damage is
    // called.
    if ((start.size() == 9 && start[8] == '{') || path.ends_with(".safetensors"))
        return read_safetensors(path, limits);
    return read_pth(path, limits);
}

void strip_prefix(Checkpoint& checkpoint, const std::string& prefix) {
    std::map<std::string, Tensor> renamed;
    for (auto& [name, tensor] : checkpoint.tensors) {
        const bool prefixed = !prefix.empty() && name.starts_with(prefix) && name.size() > prefix.size();
        const std::string short_name = prefixed ? name.substr(prefix.size()) : name;
        // Two tensors must not become one: the longer name stays when the short one is taken.
        const bool taken = prefixed && checkpoint.tensors.count(short_name) != 0;
        renamed.emplace(taken ? name : short_name, std::move(tensor));
    }
    checkpoint.tensors = std::move(renamed);
}

} // namespace touchstone::nn
