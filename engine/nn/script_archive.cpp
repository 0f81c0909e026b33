// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/script_archive.h"

#include <algorithm>
#include <cstring>
#include <optional>

#include "engine/nn/zip_archive.h"

namespace touchstone::nn {

namespace {

constexpr std::uint64_t max_text_bytes = std::uint64_t{16} << 20; ///< of all code and pickles together
constexpr std::size_t max_entries = 20'000;
constexpr std::size_t word = sizeof(std::int64_t);

bool is_number(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_text(std::string_view name) {
    return name == "version" || name == "data.pkl" || name == "constants.pkl" ||
           (name.starts_with("code/") && name.ends_with(".py") && name.find("..") == std::string_view::npos);
}

bool is_needed(std::string_view name) {
    return is_text(name) || (name.starts_with("data/") && is_number(name.substr(5))) ||
           (name.starts_with("constants/") && is_number(name.substr(10)));
}

/// What stands before "constants.pkl": the folder that everything lies in.
std::optional<std::string> root_of(const ZipArchive& zip) {
    static constexpr std::string_view last = "/constants.pkl";
    for (const ZipEntry& entry : zip.entries())
        if (entry.name.ends_with(last) && entry.name.find('/') == entry.name.size() - last.size())
            return entry.name.substr(0, entry.name.find('/') + 1);
    return std::nullopt;
}

Result<void> check_complete(const ScriptArchive& archive, const std::string& file) {
    for (const char* name : {"version", "data.pkl", "constants.pkl"})
        if (!archive.entries.contains(name))
            return failure(ErrorCode::BadModel, file, std::string("is no TorchScript network: it has no ") + name,
                           "save it with torch.jit.save by PyTorch 1.6 or newer");
    return {};
}

} // namespace

bool is_script_file(const std::string& path) {
    const Result<ZipArchive> zip = ZipArchive::open(path, CheckpointLimits{}.max_content_bytes);
    return zip && root_of(*zip).has_value();
}

Result<ScriptArchive> read_script_file(const std::string& path, const CheckpointLimits& limits) {
    const Result<ZipArchive> zip = ZipArchive::open(path, limits.max_content_bytes);
    if (!zip)
        return tl::unexpected(zip.error());
    ScriptArchive archive;
    const std::optional<std::string> root = root_of(*zip);
    if (!root || zip->entries().size() > max_entries)
        return failure(ErrorCode::BadModel, path,
                       root ? "has more parts than any network" : "is no TorchScript network: it has no constants.pkl",
                       "save it with torch.jit.save by PyTorch 1.6 or newer");
    std::uint64_t text = 0;
    for (const ZipEntry& entry : zip->entries()) {
        if (!entry.name.starts_with(*root))
            continue;
        std::string name = entry.name.substr(root->size());
        if (name == ".data/version")
            name = "version";
        if (!is_needed(name))
            continue;
        if (is_text(name) && (text += entry.size) > max_text_bytes)
            return failure(ErrorCode::TooLarge, path, "holds more code than any network");
        Result<Bytes> bytes = zip->read(entry);
        if (!bytes)
            return tl::unexpected(bytes.error());
        archive.entries.emplace(std::move(name), std::move(*bytes));
    }
    if (const Result<void> complete = check_complete(archive, path); !complete)
        return tl::unexpected(complete.error());
    return archive;
}

Checkpoint to_checkpoint(const ScriptArchive& archive) {
    Checkpoint checkpoint;
    for (const auto& [name, bytes] : archive.entries) {
        Tensor tensor;
        tensor.integers.assign(1 + (bytes.size() + word - 1) / word, 0);
        tensor.integers[0] = static_cast<std::int64_t>(bytes.size());
        if (!bytes.empty())
            std::memcpy(tensor.integers.data() + 1, bytes.data(), bytes.size());
        tensor.shape = {static_cast<std::int64_t>(tensor.integers.size())};
        checkpoint.tensors.emplace(name, std::move(tensor));
    }
    return checkpoint;
}

Result<ScriptArchive> from_checkpoint(const Checkpoint& checkpoint, const std::string& file) {
    ScriptArchive archive;
    std::uint64_t text = 0;
    for (const auto& [name, tensor] : checkpoint.tensors) {
        const std::uint64_t room = tensor.integers.empty() ? 0 : (tensor.integers.size() - 1) * word;
        const std::uint64_t size = tensor.integers.empty() ? 1 : static_cast<std::uint64_t>(tensor.integers[0]);
        if (size > room || room - size >= word || !is_needed(name))
            return failure(ErrorCode::Damaged, file, "'" + to_valid_utf8(name) + "' in it is no part of a network",
                           "import it again");
        if (is_text(name) && (text += size) > max_text_bytes)
            return failure(ErrorCode::TooLarge, file, "holds more code than any network");
        Bytes bytes(size);
        if (size > 0)
            std::memcpy(bytes.data(), tensor.integers.data() + 1, size);
        archive.entries.emplace(name, std::move(bytes));
    }
    if (const Result<void> complete = check_complete(archive, file); !complete)
        return tl::unexpected(complete.error());
    return archive;
}

} // namespace touchstone::nn
