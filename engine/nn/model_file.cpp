// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/model_file.h"

#include <array>
#include <cstdint>
#include <new>
#include <span>

#include "engine/base/files.h"
#include "engine/nn/input_file.h"
#include "engine/nn/safetensors.h"

namespace touchstone::nn {

namespace {

constexpr const char* card_key = "touchstone.card";

Result<ModelCard> parse_card(const std::map<std::string, std::string>& metadata, const std::string& path) {
    const auto text = metadata.find(card_key);
    if (text == metadata.end())
        return failure(ErrorCode::BadModel, path, "has no model card", "import it with: touchstone-cli models import");
    const auto json = nlohmann::json::parse(text->second, nullptr, false);
    if (json.is_discarded())
        return failure(ErrorCode::BadModel, path, "its model card is not JSON");
    return ModelCard::from_json(json, path);
}

/// Zip archives (.npz, .pth) and bare pickles would be read as a header of absurd length, and say so.
Result<void> refuse_other_programs_files(const std::string& path) {
    const auto file = InputFile::open(path, CheckpointLimits{}.max_file_bytes);
    if (!file)
        return tl::unexpected(file.error());
    // Four bytes, so that no safetensors file of a possible header length looks alike.
    std::array<std::uint8_t, 4> start{};
    if (file->size() >= start.size() && !file->read(0, std::as_writable_bytes(std::span(start))))
        return failure(ErrorCode::ReadFailed, path, "cannot be read");
    const bool zip = start == std::array<std::uint8_t, 4>{'P', 'K', 3, 4};
    const bool pickle = start == std::array<std::uint8_t, 4>{0x80, 2, 0x8a, 0x0a};
    if (zip || pickle)
        return failure(ErrorCode::UnsupportedFormat, path, "is another program's checkpoint, not a model file",
                       "import it with: touchstone-cli models import FILE");
    return {};
}

} // namespace

Result<ModelFile> read_model_file(const std::string& path) {
    if (auto own = refuse_other_programs_files(path); !own)
        return tl::unexpected(std::move(own.error()));
    auto weights = read_safetensors(path);
    if (!weights)
        return tl::unexpected(std::move(weights.error()));
    auto card = parse_card(weights->metadata, path);
    if (!card)
        return tl::unexpected(std::move(card.error()));
    auto hash = sha256_of_file(path);
    if (!hash)
        return tl::unexpected(std::move(hash.error()));
    card->sha256 = std::move(*hash);
    weights->metadata.erase(card_key); // the card is its one home from here on
    return ModelFile{std::move(*card), std::move(*weights)};
}

Result<ModelCard> read_model_card(const std::string& path, bool with_hash) {
    if (auto own = refuse_other_programs_files(path); !own)
        return tl::unexpected(std::move(own.error()));
    const CheckpointLimits limits;
    try {
        auto file = InputFile::open(path, limits.max_file_bytes);
        if (!file)
            return tl::unexpected(std::move(file.error()));
        auto header = read_safetensors_header(*file, limits);
        if (!header)
            return tl::unexpected(std::move(header.error()));
        auto card = parse_card(header->metadata, path);
        if (!card || !with_hash)
            return card;
        auto hash = sha256_of_file(path);
        if (!hash)
            return tl::unexpected(std::move(hash.error()));
        card->sha256 = std::move(*hash);
        return card;
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path, "its header does not fit into memory");
    }
}

Result<void> replace_model_card(const std::string& path, const ModelCard& card) {
    // Reads and checks all of it first: only a file that is sound is written again.
    if (const auto whole = read_model_file(path); !whole)
        return tl::unexpected(whole.error());
    const auto bytes = read_file(path, CheckpointLimits{}.max_file_bytes);
    if (!bytes)
        return tl::unexpected(bytes.error());
    std::uint64_t length = 0;
    for (std::size_t i = 0; i < 8; ++i)
        length |= std::to_integer<std::uint64_t>((*bytes)[i]) << (8 * i);
    const std::string_view text(reinterpret_cast<const char*>(bytes->data()) + 8, length);
    try {
        nlohmann::json header = nlohmann::json::parse(text);
        header["__metadata__"][card_key] = card.to_json().dump();
        std::string changed = header.dump();
        changed.resize((changed.size() + 7) / 8 * 8, ' '); // keeps the tensors aligned
        Bytes file;
        file.reserve(8 + changed.size() + bytes->size() - 8 - length);
        for (std::size_t i = 0; i < 8; ++i)
            file.push_back(static_cast<std::byte>(changed.size() >> (8 * i)));
        const auto header_bytes = std::as_bytes(std::span(changed));
        file.insert(file.end(), header_bytes.begin(), header_bytes.end());
        file.insert(file.end(), bytes->begin() + static_cast<std::ptrdiff_t>(8 + length), bytes->end());
        return write_file_atomically(path, file);
    } catch (const nlohmann::json::exception&) {
        return failure(ErrorCode::BadInput, path, "the model card holds a text that is not UTF-8");
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path, "does not fit into memory");
    }
}

Result<void> write_model_file(const std::string& path, const ModelFile& model, StoredType type) {
    Checkpoint checkpoint = model.weights;
    try {
        checkpoint.metadata[card_key] = model.card.to_json().dump();
    } catch (const nlohmann::json::exception&) {
        return failure(ErrorCode::BadInput, path, "the model card holds a text that is not UTF-8");
    }
    return write_safetensors(path, checkpoint, type);
}

} // namespace touchstone::nn
