// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/projection/appearance_store.h"

#include <cstring>

#include "app/library/cache_files.h"

namespace touchstone::projection {

namespace {

library::BlobKey key_of(const library::FoundFile& file) {
    return library::blob_key("appearance " + std::to_string(Appearance::version) + '\n' +
                             library::absolute_path(file.path) + '\n' + std::to_string(file.bytes) + '\n' +
                             std::to_string(file.mtime_ns) + '\n' + std::to_string(library::decoder_generation));
}

} // namespace

AppearanceStore::AppearanceStore(std::string folder, std::uint64_t limit)
    : blobs_({std::move(folder), "looks.db", limit}) {}

std::optional<Appearance> AppearanceStore::find(const library::FoundFile& file) {
    const library::BlobKey key = key_of(file);
    const auto blob = blobs_.find(key);
    if (!blob)
        return std::nullopt;
    Appearance appearance;
    if (blob->size() != static_cast<qsizetype>(appearance.bytes.size())) {
        blobs_.remove(key); // whatever it is: it is made again
        return std::nullopt;
    }
    std::memcpy(appearance.bytes.data(), blob->constData(), appearance.bytes.size());
    return appearance;
}

void AppearanceStore::add(const library::FoundFile& file, const Appearance& appearance) {
    blobs_.put(key_of(file), QByteArray(reinterpret_cast<const char*>(appearance.bytes.data()),
                                        static_cast<qsizetype>(appearance.bytes.size())));
}

} // namespace touchstone::projection
