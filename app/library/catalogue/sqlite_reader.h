// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <unordered_map>

#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/reader.h"
#include "app/library/catalogue/scope_sql.h"

namespace touchstone::library {

/// CatalogueReader over a connection of its own.
class SqliteReader : public CatalogueReader {
public:
    explicit SqliteReader(std::unique_ptr<Connection> connection)
        : connection_(std::move(connection)) {}

    Result<std::vector<RootRow>> roots() override;
    Result<std::vector<FolderRow>> folders(RootId root) override;
    Result<std::vector<PhotoFile>> files(RootId root) override;
    Result<std::optional<RootRow>> rootOf(const std::string& absolute_path) override;
    Result<std::vector<PhotoId>> idsOf(std::span<const std::string> absolute_paths) override;
    Result<void> photos(const Scope& scope, std::span<const WantedScores> wanted,
                        const std::function<bool(PhotoEntry&&)>& take) override;
    Result<std::vector<PhotoEntry>> best(const Scope& scope, std::span<const WantedScores> wanted,
                                         bool higher_is_better, int count) override;
    Result<std::vector<double>> values(const Scope& scope, const std::string& recipe_key) override;
    Result<std::vector<ModelRow>> models() override;
    Result<std::vector<std::optional<ScoreRecord>>> scores(const std::string& recipe_key,
                                                           std::span<const ContentHash> contents) override;
    Result<std::vector<PhotoFile>> withoutFacts(int limit) override;
    Result<std::vector<PhotoFile>> withoutContent(int limit) override;
    Result<std::string> absolutePath(PhotoId id) override;
    Result<std::optional<FileFacts>> facts(PhotoId id) override;
    Result<void> shots(const Scope& scope, const std::function<bool(ShotRow&&)>& take) override;
    Result<std::vector<std::optional<std::string>>> signatures(int method,
                                                               std::span<const ContentHash> contents) override;
    Result<std::vector<PhotoGroup>> groups() override;
    Result<std::vector<PhotoId>> declined() override;
    Result<std::vector<CollectionRow>> collections() override;
    Result<Counts> counts() override;

private:
    /// A recipe the catalogue knows, and a record with all that its scores share.
    struct KnownRecipe {
        std::int64_t model = 0;
        ScoreRecord shared;
    };

    struct ScoreWalk {
        std::string sql;
        std::vector<QVariant> values;
    };

    Result<bool> someOffline();
    Result<std::optional<KnownRecipe>> recipe(const std::string& key);
    Result<std::vector<KnownRecipe>> recipes(std::span<const WantedScores> wanted);
    Result<void> takePhotos(const Scope& scope, const std::vector<KnownRecipe>& known,
                            const std::function<bool(PhotoEntry&&)>& take);
    Result<ScoreWalk> scoreWalk(std::string_view column, std::int64_t model, const Scope& scope);
    Result<std::vector<PhotoFile>> photoFiles(std::string_view sql, Connection::Values values);
    Result<std::unordered_map<FolderId, std::string>> folderPaths();
    Result<QString> word(std::int64_t id);
    Result<void> readWords();
    Result<PhotoEntry> entryOf(const QSqlQuery& row, const std::vector<KnownRecipe>& known);
    Result<ScoreRecord> recordOf(const QSqlQuery& row, int column, const ScoreRecord& shared);

    std::unique_ptr<Connection> connection_;
    std::unordered_map<std::int64_t, QString> words_;        ///< words never change
    std::unordered_map<FolderId, std::string> folder_paths_; ///< of the call that goes on
};

/// The path below `root` of something inside it; empty when it is the root itself. No value when it lies outside.
std::optional<std::string> path_inside_root(const std::string& root, const std::string& absolute_path);

} // namespace touchstone::library
