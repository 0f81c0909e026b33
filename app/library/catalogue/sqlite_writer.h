// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <unordered_map>

#include "app/library/catalogue/writer.h"

namespace touchstone::library {

class Connection;

/// CatalogueWriter over one connection, inside the transaction that WriteQueue keeps. The writer's thread only.
class SqliteWriter : public CatalogueWriter {
public:
    explicit SqliteWriter(Connection& connection);

    /// After a roll-back: what was remembered of rows may be gone with them.
    void forget();
    /// A person's marks were changed since the last call: the commit has to reach the disk.
    bool takeTouchedMarks() { return std::exchange(touched_marks_, false); }

    Result<RootRow> addRoot(const std::string& absolute_path, bool loose) override;
    Result<void> removeRoot(RootId root) override;
    Result<void> setOffline(RootId root, bool offline) override;
    Result<void> setScanned(RootId root, std::int64_t at_ms) override;
    Result<void> putFolders(std::span<const FolderRow> folders) override;
    Result<void> removeFolders(std::span<const FolderId> folders) override;

    Result<void> addPhotos(std::span<const PhotoFile> files) override;
    Result<void> changePhotos(std::span<const PhotoFile> files) override;
    Result<void> movePhotos(std::span<const PhotoFile> files) override;
    Result<void> setMissing(std::span<const PhotoId> photos, bool missing) override;
    Result<void> removePhotos(std::span<const PhotoId> photos) override;
    Result<void> setFacts(std::span<const std::pair<PhotoId, FileFacts>> facts) override;
    Result<void> setQuickKeys(std::span<const std::pair<PhotoId, ContentHash>> keys) override;
    Result<void> setContents(std::span<const std::pair<PhotoId, ContentHash>> contents) override;
    Result<void> setSharpness(std::span<const std::pair<PhotoId, double>> values) override;
    Result<void> setPairs(std::span<const std::pair<PhotoId, PhotoId>> pairs) override;

    Result<void> addScores(const ModelRow& model, std::span<const ScoredContent> scores) override;
    Result<void> setFailures(std::span<const FailureRow> failures) override;
    Result<void> clearFailures(std::span<const PhotoId> photos) override;
    Result<std::vector<PhotoMarks>> changeMarks(std::span<const PhotoId> photos, const MarkChange& change) override;
    Result<void> putMarks(std::span<const PhotoMarks> marks) override;
    Result<void> putSignatures(int method, std::span<const std::pair<ContentHash, std::string>> signatures) override;
    Result<std::vector<std::int64_t>> changeGroups(std::span<const std::int64_t> dissolved,
                                                   std::span<const PhotoGroup> made) override;
    Result<void> setDeclined(std::span<const PhotoId> photos, bool declined) override;
    Result<CollectionRow> putCollection(const CollectionRow& collection) override;
    Result<void> removeCollection(std::int64_t id) override;

private:
    struct MarkStep {
        PhotoId photo;
        Marks before, after;
    };

    Result<void> adoptFolders(RootId from, RootId to, const std::string& prefix);
    Result<void> adoptLooseFolders(RootId to, const std::string& path);
    Result<void> freeFolderPath(RootId root, const std::string& path, FolderId keep);
    Result<void> freeName(FolderId folder, const std::string& name, PhotoId keep);
    Result<std::optional<std::int64_t>> wordId(const std::string& text);
    Result<std::int64_t> contentId(const ContentHash& hash);
    Result<std::int64_t> modelId(const ModelRow& model);
    Result<void> addScore(std::int64_t model, const ScoredContent& scored);
    Result<std::optional<Marks>> marksOf(PhotoId photo);
    Result<void> writeMarks(std::span<const MarkStep> steps);
    Result<std::int64_t> makeGroup(const PhotoGroup& group);
    Result<void> addToJournal(std::span<const MarkStep> steps);

    Connection& connection_;
    bool touched_marks_ = false;
    std::unordered_map<std::string, std::int64_t> words_, models_;
};

/// A name no file can have, unique by the id: for rows whose name another file took over.
std::string displaced_name(std::int64_t id);

} // namespace touchstone::library
