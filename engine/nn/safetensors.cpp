// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "engine/nn/safetensors.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <set>
#include <string_view>

#include <nlohmann/json.hpp>

#include "engine/base/files.h"
#include "engine/nn/half.h"

namespace touchstone::nn {

namespace {

using nlohmann::json;

constexpr std::uint64_t max_header_bytes = 100'000'000; // the format's own limit
constexpr const char* download_again = "copy or download it again";

tl::unexpected<Error> damaged(const std::string& path, std::string what) {
    return failure(ErrorCode::Damaged, path, std::move(what), download_again);
}

std::optional<ElementType> element_type(std::string_view dtype) {
    static constexpr std::array<std::pair<std::string_view, ElementType>, 13> names{{
        {"F64", ElementType::Float64},
        {"F32", ElementType::Float32},
        {"F16", ElementType::Float16},
        {"BF16", ElementType::BFloat16},
        {"I64", ElementType::Int64},
        {"I32", ElementType::Int32},
        {"I16", ElementType::Int16},
        {"I8", ElementType::Int8},
        {"U64", ElementType::UInt64},
        {"U32", ElementType::UInt32},
        {"U16", ElementType::UInt16},
        {"U8", ElementType::UInt8},
        {"BOOL", ElementType::Bool},
    }};
    for (const auto& [name, type] : names)
        if (name == dtype)
            return type;
    return std::nullopt;
}

Result<std::string> read_header_text(const InputFile& file) {
    if (file.size() < 8)
        return failure(ErrorCode::Truncated, file.path(), "is shorter than a safetensors header's length field",
                       download_again);
    std::uint64_t length = 0;
    if (auto read = file.read(0, std::as_writable_bytes(std::span(&length, 1))); !read)
        return tl::unexpected(std::move(read.error()));
    if (length > max_header_bytes)
        return damaged(file.path(), "announces a safetensors header of " + std::to_string(length) +
                                        " bytes, over the format's 100 MB");
    if (length > file.size() - 8)
        return failure(ErrorCode::Truncated, file.path(), "ends inside its safetensors header", download_again);
    std::string text(length, '\0');
    if (auto read = file.read(8, std::as_writable_bytes(std::span(text.data(), text.size()))); !read)
        return tl::unexpected(std::move(read.error()));
    return text;
}

/// JSON silently keeps one of two equal keys; here that would be one of two different tensors.
Result<json> parse_header(const std::string& text, const std::string& path) {
    std::vector<std::set<std::string>> open_objects;
    std::string twice;
    const auto watch = [&](int, json::parse_event_t event, json& parsed) {
        if (event == json::parse_event_t::object_start)
            open_objects.emplace_back();
        else if (event == json::parse_event_t::object_end)
            open_objects.pop_back();
        else if (event == json::parse_event_t::key && !open_objects.back().insert(parsed.get<std::string>()).second)
            twice = parsed.get<std::string>();
        return true;
    };
    try {
        json header = json::parse(text, watch);
        if (!twice.empty())
            return damaged(path, "names '" + twice + "' twice");
        if (!header.is_object())
            return damaged(path, "its safetensors header is not a JSON object");
        return header;
    } catch (const json::exception& error) {
        return damaged(path, "its safetensors header is not JSON: " + to_valid_utf8(error.what()));
    }
}

Result<std::vector<std::int64_t>> parse_shape(const json& value, const std::string& name, const std::string& path) {
    std::vector<std::int64_t> shape;
    if (!value.is_array())
        return damaged(path, "tensor '" + name + "' has no shape");
    for (const json& side : value) {
        if (!side.is_number_unsigned() || side.get<std::uint64_t>() > std::uint64_t{INT64_MAX})
            return damaged(path, "tensor '" + name + "' has a side that is not a number from 0 up");
        shape.push_back(side.get<std::int64_t>());
    }
    return shape;
}

Result<SafetensorsEntry> parse_entry(const std::string& name, const json& value, const std::string& path,
                                     const CheckpointLimits& limits) {
    if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string())
        return damaged(path, "tensor '" + name + "' has no dtype");
    SafetensorsEntry entry;
    entry.name = name;
    const auto dtype = value["dtype"].get<std::string>();
    const auto type = element_type(dtype);
    if (!type)
        return failure(ErrorCode::UnsupportedFormat, path, "tensor '" + name + "' has the unknown type '" + dtype + "'",
                       "save it as F32 or F16");
    entry.type = *type;
    auto shape = parse_shape(value.value("shape", json()), name, path);
    if (!shape)
        return tl::unexpected(std::move(shape.error()));
    entry.shape = std::move(*shape);

    const json offsets = value.value("data_offsets", json());
    if (!offsets.is_array() || offsets.size() != 2 || !offsets[0].is_number_unsigned() ||
        !offsets[1].is_number_unsigned())
        return damaged(path, "tensor '" + name + "' has no data_offsets");
    entry.begin = offsets[0].get<std::uint64_t>();
    entry.end = offsets[1].get<std::uint64_t>();
    if (entry.begin > entry.end)
        return damaged(path, "tensor '" + name + "' ends before it begins");

    const auto count = element_count(entry.shape);
    if (!count)
        return damaged(path, "tensor '" + name + "' has more elements than can be counted");
    if (*count > limits.max_tensor_elements)
        return failure(ErrorCode::TooLarge, path,
                       "tensor '" + name + "' has " + std::to_string(*count) + " elements, over the limit of " +
                           std::to_string(limits.max_tensor_elements));
    const std::uint64_t given = entry.end - entry.begin;
    const std::uint64_t size = element_size(entry.type);
    if (given % size != 0 || given / size != *count)
        return damaged(path, "tensor '" + name + "' has " + std::to_string(given) +
                                 " bytes, but its shape and type need " + std::to_string(*count) + " times " +
                                 std::to_string(size));
    return entry;
}

/// The data follow each other without a gap to the file's very end; offsets become file positions.
Result<void> check_layout(std::vector<SafetensorsEntry>& entries, std::uint64_t data_start, const InputFile& file) {
    std::sort(entries.begin(), entries.end(), [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
        return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
    });
    const std::uint64_t available = file.size() - data_start;
    std::uint64_t reached = 0;
    for (SafetensorsEntry& entry : entries) {
        if (entry.end > available)
            return failure(ErrorCode::Truncated, file.path(), "ends before the data of tensor '" + entry.name + "' do",
                           download_again);
        if (entry.begin < reached)
            return damaged(file.path(), "the data of tensor '" + entry.name + "' overlap another tensor's");
        if (entry.begin > reached)
            return damaged(file.path(), "there are unused bytes before tensor '" + entry.name + "'");
        reached = entry.end;
        entry.begin += data_start;
        entry.end += data_start;
    }
    if (reached != available)
        return damaged(file.path(),
                       "there are " + std::to_string(available - reached) + " bytes after the last tensor");
    return {};
}

Result<void> read_tensor(const InputFile& file, const SafetensorsEntry& entry, Tensor& tensor) {
    tensor.shape = entry.shape;
    const std::uint64_t total = entry.end - entry.begin;
    if (entry.type == ElementType::Float32) { // no detour over a second buffer for the usual case
        tensor.values.resize(total / sizeof(float));
        return file.read(entry.begin, std::as_writable_bytes(std::span(tensor.values)));
    }
    std::vector<std::byte> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(total, std::uint64_t{1} << 20)));
    for (std::uint64_t at = 0; at < total; at += buffer.size()) {
        const std::span part(buffer.data(),
                             static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), total - at)));
        if (auto read = file.read(entry.begin + at, part); !read)
            return read;
        append_elements(entry.type, part, false, tensor);
    }
    return {};
}

/// Appends the tensor's bytes; false when a finite value has no half.
bool append_bytes(const Tensor& tensor, StoredType type, Bytes& bytes) {
    const auto append = [&](const auto& values) {
        const auto raw = std::as_bytes(std::span(values));
        bytes.insert(bytes.end(), raw.begin(), raw.end());
    };
    if (tensor.is_integer()) {
        append(tensor.integers);
        return true;
    }
    if (type == StoredType::Float32) {
        append(tensor.values);
        return true;
    }
    std::vector<std::uint16_t> halves;
    halves.reserve(tensor.values.size());
    for (const float value : tensor.values) {
        halves.push_back(half_from_float(value));
        if (std::isfinite(value) && (halves.back() & 0x7FFFu) == 0x7C00u)
            return false;
    }
    append(halves);
    return true;
}

} // namespace

Result<SafetensorsHeader> read_safetensors_header(const InputFile& file, const CheckpointLimits& limits) {
    auto text = read_header_text(file);
    if (!text)
        return tl::unexpected(std::move(text.error()));
    auto header = parse_header(*text, file.path());
    if (!header)
        return tl::unexpected(std::move(header.error()));

    SafetensorsHeader result;
    for (const auto& [name, value] : header->items()) {
        if (name == "__metadata__") {
            if (!value.is_object())
                return damaged(file.path(), "its __metadata__ is not a JSON object");
            for (const auto& [key, word] : value.items()) {
                if (!word.is_string())
                    return damaged(file.path(), "the metadata '" + key + "' is not a text");
                result.metadata[key] = word.get<std::string>();
            }
            continue;
        }
        auto entry = parse_entry(name, value, file.path(), limits);
        if (!entry)
            return tl::unexpected(std::move(entry.error()));
        result.entries.push_back(std::move(*entry));
    }
    if (auto layout = check_layout(result.entries, 8 + text->size(), file); !layout)
        return tl::unexpected(std::move(layout.error()));
    return result;
}

Result<Checkpoint> read_safetensors(const std::string& path, const CheckpointLimits& limits) {
    try {
        auto file = InputFile::open(path, limits.max_file_bytes);
        if (!file)
            return tl::unexpected(std::move(file.error()));
        auto header = read_safetensors_header(*file, limits);
        if (!header)
            return tl::unexpected(std::move(header.error()));
        Checkpoint checkpoint;
        checkpoint.metadata = std::move(header->metadata);
        for (const SafetensorsEntry& entry : header->entries)
            if (auto read = read_tensor(*file, entry, checkpoint.tensors[entry.name]); !read)
                return tl::unexpected(std::move(read.error()));
        return checkpoint;
    } catch (const std::bad_alloc&) {
        return failure(ErrorCode::OutOfMemory, path, "its tensors do not fit into memory");
    }
}

Result<void> write_safetensors(const std::string& path, const Checkpoint& checkpoint, StoredType type) {
    json header = json::object();
    if (!checkpoint.metadata.empty())
        header["__metadata__"] = checkpoint.metadata;
    Bytes data;
    // Integers first: they are the widest, so that every tensor stays aligned to its own element size.
    for (const bool integers : {true, false}) {
        for (const auto& [name, tensor] : checkpoint.tensors) {
            if (tensor.is_integer() != integers)
                continue;
            const std::size_t stored = integers ? tensor.integers.size() : tensor.values.size();
            if (name == "__metadata__" || !is_valid_utf8(name) || element_count(tensor.shape) != stored)
                return failure(ErrorCode::BadInput, path,
                               "tensor '" + to_valid_utf8(name) + "' cannot be written: " +
                                   (element_count(tensor.shape) == stored
                                        ? "its name is reserved or not UTF-8"
                                        : "its shape does not fit its number of values"));
            const std::size_t begin = data.size();
            if (!append_bytes(tensor, type, data))
                return failure(ErrorCode::BadInput, path,
                               "tensor '" + name + "' holds a value that is too large for half precision",
                               "store it as float32");
            const char* dtype = integers ? "I64" : type == StoredType::Float32 ? "F32" : "F16";
            header[name] = {{"dtype", dtype}, {"shape", tensor.shape}, {"data_offsets", {begin, data.size()}}};
        }
    }
    std::string text;
    try {
        text = header.dump();
    } catch (const json::exception&) {
        return failure(ErrorCode::BadInput, path, "its metadata are not UTF-8");
    }
    text.resize((text.size() + 7) / 8 * 8, ' ');
    const std::uint64_t length = text.size();
    Bytes bytes;
    bytes.reserve(8 + text.size() + data.size());
    const auto append = [&](std::span<const std::byte> part) { bytes.insert(bytes.end(), part.begin(), part.end()); };
    append(std::as_bytes(std::span(&length, 1)));
    append(std::as_bytes(std::span(text.data(), text.size())));
    append(data);
    return write_file_atomically(path, bytes);
}

} // namespace touchstone::nn
