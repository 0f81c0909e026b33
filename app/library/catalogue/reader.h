// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/library/catalogue/rows.h"

namespace touchstone::library {

/// Which photos are meant. Missing photos and those of offline roots are left out unless `with_missing`.
struct Scope {
    enum class Kind { All, Root, Folder, Ids };
    Kind kind = Kind::All;
    RootId root = 0;          ///< Root and Folder
    std::string folder;       ///< Folder: path relative to the root; what lies below it belongs to it
    std::vector<PhotoId> ids; ///< Ids
    bool with_missing = false;

    friend bool operator==(const Scope&, const Scope&) = default;
};

/// Scores that are wanted with the photos: those of one recipe, under the name the list knows the model by (the card's
/// id; "id@sha8" for an earlier version of a model that is in use).
struct WantedScores {
    std::string recipe_key;
    std::string listed_as; ///< becomes ScoreRecord::model
};

/// Reads the catalogue through a connection of its own. Made by Catalogue::reader() in the thread that uses it, and
/// used and destroyed in that thread only. A reader sees everything that was committed before a call began, and never
/// waits for the writer (WAL). Errors: ReadFailed with what SQLite said.
class CatalogueReader {
public:
    virtual ~CatalogueReader() = default;

    virtual Result<std::vector<RootRow>> roots() = 0;
    virtual Result<std::vector<FolderRow>> folders(RootId root) = 0;
    /// Every file row of a root, missing ones too, for the scan.
    virtual Result<std::vector<PhotoFile>> files(RootId root) = 0;
    /// The root that `absolute_path` is or lies in; empty when there is none. Loose files are not looked up.
    virtual Result<std::optional<RootRow>> rootOf(const std::string& absolute_path) = 0;
    /// Ids by absolute path; no_photo where unknown. In the order of `paths`.
    virtual Result<std::vector<PhotoId>> idsOf(std::span<const std::string> absolute_paths) = 0;

    /// Calls `take` for each photo of the scope with everything a list shows: marks, facts, failure, and its scores by
    /// the `wanted` recipes (all others are left out). In order of id; stops when `take` says false. `file.path` is
    /// absolute.
    virtual Result<void> photos(const Scope& scope, std::span<const WantedScores> wanted,
                                const std::function<bool(PhotoEntry&&)>& take) = 0;
    /// The best `count` photos of the scope by the first of the wanted recipes, best first, as photos() gives them:
    /// what a window shows before everything is read. Ties by id.
    virtual Result<std::vector<PhotoEntry>> best(const Scope& scope, std::span<const WantedScores> wanted,
                                                 bool higher_is_better, int count) = 0;
    /// All values of one recipe over the present photos of the scope, ascending; for percentiles.
    virtual Result<std::vector<double>> values(const Scope& scope, const std::string& recipe_key) = 0;

    virtual Result<std::vector<ModelRow>> models() = 0;
    /// Scores of some content; in the order of `contents`, empty where it was not scored by this recipe.
    virtual Result<std::vector<std::optional<ScoreRecord>>> scores(const std::string& recipe_key,
                                                                   std::span<const ContentHash> contents) = 0;
    /// Present photos of roots that are not offline, `limit` of them, newest file first: without facts (a file whose
    /// facts cannot be read is given empty ones), and without content hash (those with a failure are left out: they
    /// come again when the file changes).
    virtual Result<std::vector<PhotoFile>> withoutFacts(int limit) = 0;
    virtual Result<std::vector<PhotoFile>> withoutContent(int limit) = 0;
    virtual Result<std::string> absolutePath(PhotoId id) = 0; ///< NotFound when there is no such photo
    /// What the photo says of itself; empty until it was read.
    virtual Result<std::optional<FileFacts>> facts(PhotoId id) = 0;

    // -- groups
    /// Present photos of the scope with their facts, in order of id; stops when `take` says false.
    virtual Result<void> shots(const Scope& scope, const std::function<bool(ShotRow&&)>& take) = 0;
    /// Coarse pictures made by `method`, in the order of `contents`: empty where there is none, an empty text where the
    /// content cannot be decoded.
    virtual Result<std::vector<std::optional<std::string>>> signatures(int method,
                                                                       std::span<const ContentHash> contents) = 0;
    /// All groups with all their members, missing photos too; by id.
    virtual Result<std::vector<PhotoGroup>> groups() = 0;
    virtual Result<std::vector<PhotoId>> declined() = 0; ///< proposals about these were declined; ascending

    virtual Result<std::vector<CollectionRow>> collections() = 0;

    struct Counts {
        std::int64_t photos = 0, missing = 0, hashed = 0, with_facts = 0, failed = 0, marked = 0, scores = 0;
    };
    virtual Result<Counts> counts() = 0;
};

} // namespace touchstone::library
