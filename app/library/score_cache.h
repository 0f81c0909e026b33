// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/library/photo_entry.h"
#include "app/library/score_recipe.h"

namespace touchstone::library {

/// What a photo is remembered by: absolute path, size and mtime.
std::string photo_key(const FoundFile& photo);

/// Scores of earlier runs: one file of JSON lines per recipe in a folder, keyed by path, size and mtime of the photo.
/// Lines are appended whole under a file lock, so that several windows may write at once; lines that do not parse are
/// passed over. An object is used by one thread at a time (the inference thread). Nothing here is ever fatal: without a
/// writable folder it works for the session only.
class ScoreCache {
public:
    explicit ScoreCache(std::string folder); ///< empty = remembers nothing on disk

    struct Entry {
        ScoreRecord record;
        Size pixel_size;
    };
    /// Reads the recipe's file when it was not read yet.
    std::optional<Entry> find(const ScoreRecipe& recipe, const FoundFile& photo);
    /// Remembers and appends. The error is given once per cache object; later failures are silent.
    Result<void> add(const ScoreRecipe& recipe, const FoundFile& photo, const Entry& entry);

private:
    using Table = std::unordered_map<std::string, Entry>;
    std::string fileOf(const std::string& key) const;
    Table& table(const ScoreRecipe& recipe, const std::string& key);

    std::string folder_;
    std::map<std::string, Table> tables_;
    bool complained_ = false;
};

} // namespace touchstone::library
