// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/commands/feature_cache.h"

#include <filesystem>
#include <system_error>

#include "app/commands/npy.h"
#include "app/commands/output_sink.h"
#include "engine/base/files.h"

namespace touchstone::cli {

using nlohmann::json;

namespace {

std::string description_of(const std::string& file) {
    return file + ".json";
}

Result<json> read_description(const std::string& file) {
    const Result<Bytes> bytes = read_file(description_of(file), std::uint64_t{1} << 32);
    if (!bytes)
        return tl::unexpected(bytes.error());
    const char* text = reinterpret_cast<const char*>(bytes->data());
    json description = json::parse(text, text + bytes->size(), nullptr, false);
    if (!description.is_object() || !description.contains("origin") || !description.contains("photos") ||
        !description["photos"].is_array())
        return failure(ErrorCode::Damaged, description_of(file), "does not describe a cache of features",
                       "delete it and the .npy beside it");
    return description;
}

bool is_there(const std::string& file) {
    std::error_code ignored;
    return std::filesystem::exists(file, ignored);
}

} // namespace

json FeatureOrigin::to_json() const {
    return {{"content_encoder", content},
            {"quality_encoder", quality},
            {"native_limit", native_limit ? json(*native_limit) : json()},
            {"decode", decode},
            {"precision", precision}};
}

Result<FeatureCache> FeatureCache::open(const std::string& file, const FeatureOrigin& origin, std::size_t width) {
    FeatureCache cache;
    cache.file_ = file;
    cache.origin_ = origin.to_json();
    cache.width_ = width;
    if (!is_there(file))
        return cache;
    // Without it these may be somebody else's numbers, which must not be overwritten.
    if (!is_there(description_of(file)))
        return failure(ErrorCode::BadInput, file, "is there without the .json that says whose features these are",
                       "name another file with --features");
    const Result<json> description = read_description(file);
    if (!description)
        return tl::unexpected(description.error());
    if ((*description)["origin"] != cache.origin_) {
        cache.stale_ = true;
        return cache;
    }
    Result<NpyTable> table = read_npy(file);
    if (!table)
        return tl::unexpected(table.error());
    const json& photos = (*description)["photos"];
    if (table->cols != width || table->rows != photos.size())
        return failure(ErrorCode::Damaged, file, "does not have the rows that its .json lists", "delete both");
    for (std::size_t row = 0; row < photos.size(); ++row) {
        if (!photos[row].is_string())
            return failure(ErrorCode::Damaged, description_of(file), "lists something that is no hash", "delete it");
        if (!cache.rows_.emplace(photos[row].get<std::string>(), row).second)
            return failure(ErrorCode::Damaged, description_of(file), "lists one photo twice",
                           "delete it and the .npy beside it");
    }
    cache.values_ = std::move(table->values);
    return cache;
}

std::optional<std::vector<float>> FeatureCache::find(const std::string& photo_sha256) const {
    const auto row = rows_.find(photo_sha256);
    if (row == rows_.end())
        return std::nullopt;
    const auto first = values_.begin() + static_cast<std::ptrdiff_t>(row->second * width_);
    return std::vector<float>(first, first + static_cast<std::ptrdiff_t>(width_));
}

void FeatureCache::put(const std::string& photo_sha256, const std::vector<float>& row) {
    if (!rows_.emplace(photo_sha256, rows_.size()).second)
        return;
    values_.insert(values_.end(), row.begin(), row.end());
    changed_ = true;
}

Result<void> FeatureCache::save() {
    std::vector<std::string> photos(rows_.size());
    for (const auto& [hash, row] : rows_)
        photos[row] = hash;
    Result<std::unique_ptr<OutputSink>> sink = open_output(file_);
    if (!sink)
        return tl::unexpected(sink.error());
    const std::string_view numbers(reinterpret_cast<const char*>(values_.data()), values_.size() * sizeof(float));
    const std::string header = npy_header(photos.size(), width_);
    for (const std::string_view part : {std::string_view(header), numbers})
        if (Result<void> written = (*sink)->write(part); !written)
            return written;
    if (Result<void> done = (*sink)->commit(); !done)
        return done;
    changed_ = false;
    return write_file_atomically(description_of(file_), json{{"origin", origin_}, {"photos", photos}}.dump() + "\n");
}

} // namespace touchstone::cli
