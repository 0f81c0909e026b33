// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/map_store.h"

#include <vector>

#include "app/library/cache_files.h"
#include "app/library/explanation_codec.h"

namespace touchstone::library {

namespace {

BlobKey key_of(const std::string& photo, const ExplainRequest& request, const ScoreRecipe& recipe) {
    // The decoder's generation is in the recipe.
    return blob_key(photo + '\n' + recipe.key() + '\n' + attention_method_name(request.method) + '\n' +
                    (request.measures ? "measures" : "plain") + '\n' + std::to_string(explanation_version));
}

/// By its content first, where that is known; it may not have been when the map was made.
std::vector<BlobKey> keys_of(const ExplainRequest& request, const ScoreRecipe& recipe) {
    std::vector<BlobKey> keys;
    if (request.content)
        keys.push_back(key_of("content\n" + request.content->hex(), request, recipe));
    const FoundFile& file = request.file;
    keys.push_back(
        key_of(absolute_path(file.path) + '\n' + std::to_string(file.bytes) + '\n' + std::to_string(file.mtime_ns),
               request, recipe));
    return keys;
}

Error cannot_keep(const std::string& folder, const Error& error) {
    return {ErrorCode::WriteFailed, folder, "maps cannot be kept here: " + error.what,
            "everything works, but they are computed again; make room there, or make the folder writable"};
}

} // namespace

MapStore::MapStore(std::string folder, std::uint64_t limit, std::function<void(const Error&)> on_problem)
    : blobs_({folder, "maps.db", limit}, [folder, tell = std::move(on_problem)](const Error& error) {
        if (tell)
            tell(cannot_keep(folder, error));
    }) {}

std::shared_ptr<const Explanation> MapStore::load(const ExplainRequest& request, const ScoreRecipe& recipe) {
    for (const BlobKey& key : keys_of(request, recipe)) {
        const auto blob = blobs_.find(key);
        if (!blob)
            continue;
        if (auto explanation = unpack_explanation(*blob)) {
            explanation->request = request;
            return std::make_shared<const Explanation>(std::move(*explanation));
        }
        blobs_.remove(key); // whatever it is: it is made again
    }
    return nullptr;
}

void MapStore::save(const Explanation& explanation, const ScoreRecipe& recipe) {
    if (QByteArray blob = pack_explanation(explanation); !blob.isEmpty())
        blobs_.put(keys_of(explanation.request, recipe).front(), std::move(blob));
}

} // namespace touchstone::library
