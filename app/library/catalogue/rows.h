// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <QString>

#include "app/library/catalogue/content_hash.h"
#include "app/library/marks.h"
#include "app/library/photo_entry.h"
#include "app/library/photo_groups.h"
#include "app/library/score_recipe.h"
#include "app/metadata/file_facts.h"

/// The catalogue's rows as plain values. Paths and names are raw bytes. Times in milliseconds since 1970, UTC, unless
/// said otherwise.
namespace touchstone::library {

using metadata::FileFacts;
using RootId = std::int64_t;
using FolderId = std::int64_t;

/// A folder that the person gave the program. Photos below it belong to it; a root never lies inside another one.
struct RootRow {
    RootId id = 0;
    std::string path;              ///< absolute, no '/' at the end except for "/" itself
    bool loose = false;            ///< "/": holds single files that were named themselves; never walked
    bool offline = false;          ///< was not there at the last look (a drive that is not plugged in)
    std::int64_t last_scan_ms = 0; ///< end of the last whole scan; 0 = never
    std::int64_t photos = 0;       ///< present photos; filled by CatalogueReader::roots()
};

struct FolderRow {
    FolderId id = 0;
    RootId root = 0;
    std::string path;          ///< relative to the root; empty = the root itself
    std::int64_t mtime_ns = 0; ///< when it was listed last; 0 = must be listed again
};

/// A photo's file, as the scan sees it.
struct PhotoFile {
    PhotoId id = no_photo;
    FolderId folder = 0;
    std::string name;
    std::int64_t bytes = 0;
    std::int64_t mtime_ns = 0;
    std::uint64_t device = 0, inode = 0; ///< tells hard links and renames; not kept across mounts
    bool missing = false;                ///< was not found by the last scan; kept with its marks
    std::optional<ContentHash> quick, content;
};

/// One model's answer about some content. Kept for any photo with these bytes.
struct ScoredContent {
    ContentHash content;
    ScoreRecord record;
    Size pixel_size; ///< upright
};

/// A model as it was used: what scores of it share.
struct ModelRow {
    std::int64_t id = 0;
    ScoreRecipe recipe;
    /// Filled by CatalogueReader::models(). Differs from recipe.key() where the decoder of an earlier version gave
    /// other pixels.
    std::string recipe_key;
    std::string title;
    std::optional<std::pair<double, double>> range;
    bool higher_is_better = true;
    std::int64_t scores = 0; ///< filled by CatalogueReader::models()
};

/// Why a photo could not be scored or decoded; forgotten when the file changes.
struct FailureRow {
    PhotoId photo = no_photo;
    Error error; ///< its `file` is not kept: the photo knows its name
};

/// What grouping looks at: when and how a photo was taken. Only photos whose facts were read.
struct ShotRow {
    PhotoId id = no_photo;
    FolderId folder = 0;
    std::string name;
    FileFacts facts; ///< without the lens
    std::optional<ContentHash> content;
    PhotoId paired_with = no_photo; ///< only when the partner is present
    std::int64_t bytes = 0, mtime_ns = 0;
};

/// A saved collection: a filter and an order over the library (app/library/query).
struct CollectionRow {
    std::int64_t id = 0;
    QString name;
    QString filter; ///< filter text
    QString order;  ///< "score", "-captured"; empty = by score
    bool built_in = false;
    int place = 0;
};

} // namespace touchstone::library
