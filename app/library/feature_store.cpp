// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/feature_store.h"

#include <array>
#include <cstring>
#include <numeric>
#include <utility>
#include <vector>

#include "engine/nn/half.h"

namespace touchstone::library {

namespace {

constexpr int format_version = 3;

BlobKey key_of(const std::string& recipe, const ContentHash& content) {
    return blob_key("features " + std::to_string(format_version) + '\n' + recipe + '\n' + content.hex());
}

Error cannot_keep(const std::string& folder, const Error& error) {
    return {ErrorCode::WriteFailed, folder, "Re-IQA features cannot be kept here: " + error.what,
            "everything works, but they are computed again; make room there, or make the folder writable"};
}

using Lengths = std::array<std::uint32_t, reiqa::all_blocks.size()>;

/// The lengths of the four blocks, then their values as half floats, in the machine's order: the file does not travel.
QByteArray packed(const reiqa::PhotoFeatures& features) {
    Lengths lengths{};
    QByteArray values;
    for (std::size_t i = 0; i < lengths.size(); ++i) {
        const std::vector<float>& block = features.block(reiqa::all_blocks[i]);
        lengths[i] = static_cast<std::uint32_t>(block.size());
        for (const float value : block) {
            const std::uint16_t half = nn::half_from_float(value);
            values.append(reinterpret_cast<const char*>(&half), sizeof half);
        }
    }
    return QByteArray(reinterpret_cast<const char*>(lengths.data()), sizeof lengths) + values;
}

std::shared_ptr<const reiqa::PhotoFeatures> unpacked(const QByteArray& bytes) {
    Lengths lengths{};
    if (static_cast<std::size_t>(bytes.size()) < sizeof lengths)
        return nullptr;
    std::memcpy(lengths.data(), bytes.constData(), sizeof lengths);
    const auto values = std::accumulate(lengths.begin(), lengths.end(), std::uint64_t{0});
    if (static_cast<std::uint64_t>(bytes.size()) != sizeof lengths + values * sizeof(std::uint16_t))
        return nullptr;
    auto features = std::make_shared<reiqa::PhotoFeatures>();
    const char* next = bytes.constData() + sizeof lengths;
    const std::array blocks{&features->content.full, &features->content.half, &features->quality.full,
                            &features->quality.half};
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        blocks[i]->reserve(lengths[i]);
        for (std::uint32_t at = 0; at < lengths[i]; ++at, next += sizeof(std::uint16_t)) {
            std::uint16_t half = 0;
            std::memcpy(&half, next, sizeof half);
            blocks[i]->push_back(nn::float_from_half(half));
        }
    }
    return features;
}

} // namespace

FeatureStore::FeatureStore(std::string folder, std::uint64_t limit, std::function<void(const Error&)> on_problem)
    : blobs_({folder, "features.db", limit}, [folder, tell = std::move(on_problem)](const Error& error) {
        if (tell)
            tell(cannot_keep(folder, error));
    }) {}

std::shared_ptr<const reiqa::PhotoFeatures> FeatureStore::find(const std::string& recipe, const ContentHash& content) {
    const BlobKey key = key_of(recipe, content);
    const auto blob = blobs_.find(key);
    if (!blob)
        return nullptr;
    auto features = unpacked(*blob);
    if (!features)
        blobs_.remove(key); // whatever it is: it is made again
    return features;
}

void FeatureStore::add(const std::string& recipe, const ContentHash& content, const reiqa::PhotoFeatures& features) {
    blobs_.put(key_of(recipe, content), packed(features));
}

} // namespace touchstone::library
