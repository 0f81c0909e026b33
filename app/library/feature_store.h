// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "app/library/blob_store.h"
#include "app/library/catalogue/content_hash.h"
#include "engine/base/error.h"
#include "engine/reiqa/features.h"

namespace touchstone::library {

/// Re-IQA features of earlier runs, in `FOLDER/features.db`, so that the nearest photos are known without running the
/// networks again. They belong to the content's hash and the recipe; half floats, 2 bytes each: 16 KiB a photo for
/// ResNet-50, so that the default bound holds some 120,000 photos. Those used longest ago give way, and are made again.
/// Any thread.
class FeatureStore {
public:
    static constexpr std::uint64_t default_limit = std::uint64_t{2} << 30;

    /// An empty folder keeps nothing. `on_problem` comes once, from the store's thread: features cannot be kept here.
    explicit FeatureStore(std::string folder, std::uint64_t limit = default_limit,
                          std::function<void(const Error&)> on_problem = {});

    /// Null when they are not there or cannot be read. `recipe` is ScoreRecipe::key().
    std::shared_ptr<const reiqa::PhotoFeatures> find(const std::string& recipe, const ContentHash& content);
    /// Does not wait for the disk.
    void add(const std::string& recipe, const ContentHash& content, const reiqa::PhotoFeatures& features);
    void flush() { blobs_.flush(); }
    int evicted() const { return blobs_.evicted(); }

private:
    BlobStore blobs_;
};

} // namespace touchstone::library
