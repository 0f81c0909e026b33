// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>

#include "app/library/catalogue/content_hash.h"
#include "app/library/score_recipe.h"
#include "engine/base/error.h"
#include "engine/reiqa/features.h"

namespace touchstone::library {

/// Re-IQA features of earlier runs, so that the nearest photos are known without running the networks again. One file
/// per recipe in a folder: fixed-size records of the content's hash and its features as half floats (2 bytes each; 16
/// KiB a photo for ResNet-50). Appended whole under a file lock; what a killed window left half-written is passed over.
/// An object is used by one thread at a time (the inference thread). Nothing here is ever fatal: features that are not
/// there are made again.
class FeatureStore {
public:
    explicit FeatureStore(std::string folder); ///< empty = keeps nothing

    bool contains(const ScoreRecipe& recipe, const ContentHash& content);
    /// Null when they are not there or cannot be read.
    std::shared_ptr<const reiqa::PhotoFeatures> find(const ScoreRecipe& recipe, const ContentHash& content);
    Result<void> add(const ScoreRecipe& recipe, const ContentHash& content, const reiqa::PhotoFeatures& features);

private:
    struct Table {
        std::uint32_t block_length = 0;                        ///< 0 = the file is not there yet
        std::unordered_map<std::string, std::uint64_t> places; ///< content in hexadecimal → record number
    };
    std::string fileOf(const std::string& key) const;
    Table& table(const ScoreRecipe& recipe);

    std::string folder_;
    std::map<std::string, Table> tables_;
};

} // namespace touchstone::library
