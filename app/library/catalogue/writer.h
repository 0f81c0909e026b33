// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/library/catalogue/rows.h"

namespace touchstone::library {

struct PhotoMarks {
    PhotoId photo = no_photo;
    Marks marks;
    friend bool operator==(const PhotoMarks&, const PhotoMarks&) = default;
};

/// Changes the catalogue. Only ever handed to the work given to Catalogue::write(), on the writer's thread, inside a
/// transaction that is committed when the work succeeds and rolled back when it fails. Unknown ids are passed over.
/// Errors: WriteFailed with what SQLite said (full disk, read-only folder).
class CatalogueWriter {
public:
    virtual ~CatalogueWriter() = default;

    // -- where photos are
    /// Finds or adds the root. Roots that lie inside it become part of it: their photos keep ids, marks and scores.
    virtual Result<RootRow> addRoot(const std::string& absolute_path, bool loose = false) = 0;
    /// Forgets a root with its folders, photos and their marks; scores stay (they belong to contents).
    virtual Result<void> removeRoot(RootId root) = 0;
    virtual Result<void> setOffline(RootId root, bool offline) = 0;
    virtual Result<void> setScanned(RootId root, std::int64_t at_ms) = 0;
    /// Adds folders, or changes their mtime and path. Ids come from Catalogue::newFolderIds().
    virtual Result<void> putFolders(std::span<const FolderRow> folders) = 0;
    virtual Result<void> removeFolders(std::span<const FolderId> folders) = 0;

    // -- photos
    /// Ids come from Catalogue::newPhotoIds(). A photo whose folder and name are taken already is passed over.
    virtual Result<void> addPhotos(std::span<const PhotoFile> files) = 0;
    /// The bytes under a name changed: hash, facts, failure and the tie to scores are forgotten, marks stay.
    virtual Result<void> changePhotos(std::span<const PhotoFile> files) = 0;
    /// The same photo under another name or in another folder: everything stays with it.
    virtual Result<void> movePhotos(std::span<const PhotoFile> files) = 0;
    virtual Result<void> setMissing(std::span<const PhotoId> photos, bool missing) = 0;
    /// Forgets photos and their marks (the person asked for it).
    virtual Result<void> removePhotos(std::span<const PhotoId> photos) = 0;
    virtual Result<void> setFacts(std::span<const std::pair<PhotoId, FileFacts>> facts) = 0;
    virtual Result<void> setQuickKeys(std::span<const std::pair<PhotoId, ContentHash>> keys) = 0;
    virtual Result<void> setContents(std::span<const std::pair<PhotoId, ContentHash>> contents) = 0;
    virtual Result<void> setSharpness(std::span<const std::pair<PhotoId, double>> values) = 0;
    /// `raw` and `jpeg` of one shot; no_photo as the second undoes it.
    virtual Result<void> setPairs(std::span<const std::pair<PhotoId, PhotoId>> pairs) = 0;

    // -- what was found out and said
    virtual Result<void> addScores(const ModelRow& model, std::span<const ScoredContent> scores) = 0;
    virtual Result<void> setFailures(std::span<const FailureRow> failures) = 0;
    virtual Result<void> clearFailures(std::span<const PhotoId> photos) = 0;
    /// Returns the marks as they were, for undo. One journal row.
    virtual Result<std::vector<PhotoMarks>> changeMarks(std::span<const PhotoId> photos, const MarkChange& change) = 0;
    /// Puts marks as given (undo). One journal row.
    virtual Result<void> putMarks(std::span<const PhotoMarks> marks) = 0;

    // -- groups
    virtual Result<void> putSignatures(int method, std::span<const std::pair<ContentHash, std::string>> signatures) = 0;
    /// Dissolves groups, then makes others of the photos that exist, so that no photo is ever in half a group for a
    /// reader. A member of another group leaves it; fewer than two make no group. What was declined about the photos
    /// concerned is forgotten. The ids of the made ones, 0 where none was made.
    virtual Result<std::vector<std::int64_t>> changeGroups(std::span<const std::int64_t> dissolved,
                                                           std::span<const PhotoGroup> made) = 0;
    virtual Result<void> setDeclined(std::span<const PhotoId> photos, bool declined) = 0;

    virtual Result<CollectionRow> putCollection(const CollectionRow& collection) = 0; ///< id 0 = a new one
    virtual Result<void> removeCollection(std::int64_t id) = 0;
};

} // namespace touchstone::library
