// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/sqlite_reader.h"

namespace touchstone::library {

namespace {

constexpr std::string_view file_columns =
    "SELECT p.id, p.folder, p.name, p.bytes, p.mtime_ns, p.device, p.inode, p.missing, p.quick, c.hash "
    "FROM photo p LEFT JOIN content c ON c.id = p.content ";

PhotoFile file_of(const QSqlQuery& row) {
    PhotoFile file;
    file.id = row.value(0).toLongLong();
    file.folder = row.value(1).toLongLong();
    file.name = bytes_of(row.value(2));
    file.bytes = length_of(row.value(3));
    file.mtime_ns = file_time_of(row.value(4));
    file.device = static_cast<std::uint64_t>(row.value(5).toLongLong());
    file.inode = static_cast<std::uint64_t>(row.value(6).toLongLong());
    file.missing = row.value(7).toBool();
    file.quick = hash_of(row.value(8));
    file.content = hash_of(row.value(9));
    return file;
}

RootRow root_of(const QSqlQuery& row) {
    RootRow root;
    root.id = row.value(0).toLongLong();
    root.path = bytes_of(row.value(1));
    root.loose = row.value(2).toBool();
    root.offline = row.value(3).toBool();
    root.last_scan_ms = moment_of(row.value(4)).value_or(0);
    root.photos = row.value(5).toLongLong();
    return root;
}

} // namespace

std::optional<std::string> path_inside_root(const std::string& root, const std::string& absolute_path) {
    if (absolute_path == root)
        return std::string();
    const std::string start = root == "/" ? root : root + '/';
    if (!absolute_path.starts_with(start))
        return std::nullopt;
    return absolute_path.substr(start.size());
}

Result<std::vector<RootRow>> SqliteReader::roots() {
    // Two counts along indices are several times faster than looking at each photo's `missing`.
    const auto rows =
        connection_->select("SELECT r.id, r.path, r.loose, r.offline, r.last_scan_ms, "
                            "(SELECT count(*) FROM folder f JOIN photo p ON p.folder = f.id WHERE f.root = r.id) - "
                            "(SELECT count(*) FROM folder f JOIN photo p INDEXED BY photo_missing ON p.folder = f.id "
                            " WHERE f.root = r.id AND p.missing = 1) FROM root r ORDER BY r.id");
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<RootRow> found;
    while ((*rows)->next())
        found.push_back(root_of(**rows));
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return found;
}

Result<std::vector<FolderRow>> SqliteReader::folders(RootId root) {
    const auto rows = connection_->select("SELECT id, root, path, mtime_ns FROM folder WHERE root = ?", {number(root)});
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<FolderRow> found;
    while ((*rows)->next())
        found.push_back({(*rows)->value(0).toLongLong(), (*rows)->value(1).toLongLong(), bytes_of((*rows)->value(2)),
                         file_time_of((*rows)->value(3))});
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return found;
}

Result<std::vector<PhotoFile>> SqliteReader::photoFiles(std::string_view sql, Connection::Values values) {
    const auto rows = connection_->select(std::string(file_columns) + std::string(sql), values);
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<PhotoFile> found;
    while ((*rows)->next())
        found.push_back(file_of(**rows));
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return found;
}

Result<std::vector<PhotoFile>> SqliteReader::files(RootId root) {
    return photoFiles("WHERE p.folder IN (SELECT id FROM folder WHERE root = ?)", {number(root)});
}

Result<std::vector<PhotoFile>> SqliteReader::withoutFacts(int limit) {
    return photoFiles("WHERE p.has_facts = 0 AND p.missing = 0 AND p.folder NOT IN "
                      "(SELECT o.id FROM folder o JOIN root r ON r.id = o.root WHERE r.offline = 1) "
                      "ORDER BY p.mtime_ns DESC LIMIT ?",
                      {limit});
}

Result<std::vector<PhotoFile>> SqliteReader::withoutContent(int limit) {
    return photoFiles("WHERE p.content IS NULL AND p.missing = 0 AND p.folder NOT IN "
                      "(SELECT o.id FROM folder o JOIN root r ON r.id = o.root WHERE r.offline = 1) "
                      "AND NOT EXISTS (SELECT 1 FROM failure f WHERE f.photo = p.id) "
                      "ORDER BY p.mtime_ns DESC LIMIT ?",
                      {limit});
}

Result<std::optional<RootRow>> SqliteReader::rootOf(const std::string& absolute_path) {
    const auto all = roots();
    if (!all)
        return tl::unexpected(all.error());
    for (const RootRow& root : *all)
        if (!root.loose && path_inside_root(root.path, absolute_path))
            return root;
    return std::nullopt;
}

Result<std::vector<PhotoId>> SqliteReader::idsOf(std::span<const std::string> absolute_paths) {
    const Snapshot snapshot(*connection_);
    if (!snapshot.begun())
        return tl::unexpected(snapshot.begun().error());
    std::vector<RootRow> all;
    const auto rows = connection_->select("SELECT id, path, loose, offline, last_scan_ms, 0 FROM root ORDER BY loose");
    if (!rows)
        return tl::unexpected(rows.error());
    while ((*rows)->next())
        all.push_back(root_of(**rows));
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    std::vector<PhotoId> ids(absolute_paths.size(), no_photo);
    for (std::size_t at = 0; at < ids.size(); ++at) {
        for (const RootRow& root : all) {
            const auto below = path_inside_root(root.path, absolute_paths[at]);
            if (!below)
                continue;
            const std::size_t slash = below->rfind('/');
            const std::string folder = slash == std::string::npos ? std::string() : below->substr(0, slash);
            const std::string name = slash == std::string::npos ? *below : below->substr(slash + 1);
            const auto id = connection_->value("SELECT p.id FROM folder f JOIN photo p ON p.folder = f.id "
                                               "WHERE f.root = ? AND f.path = ? AND p.name = ?",
                                               {number(root.id), blob(folder), blob(name)});
            if (!id)
                return tl::unexpected(id.error());
            if (!id->isNull()) {
                ids[at] = id->toLongLong();
                break;
            }
        }
    }
    return ids;
}

Result<std::string> SqliteReader::absolutePath(PhotoId id) {
    const auto rows = connection_->select("SELECT r.path, f.path, p.name FROM photo p JOIN folder f ON f.id = p.folder "
                                          "JOIN root r ON r.id = f.root WHERE p.id = ?",
                                          {number(id)});
    if (!rows)
        return tl::unexpected(rows.error());
    std::string path;
    if ((*rows)->next()) {
        path = bytes_of((*rows)->value(0));
        for (int column : {1, 2}) {
            const std::string part = bytes_of((*rows)->value(column));
            if (part.empty())
                continue;
            if (!path.ends_with('/'))
                path += '/';
            path += part;
        }
    }
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    if (path.empty())
        return failure(ErrorCode::NotFound, {}, "the library has no such photo");
    return path;
}

Result<std::optional<FileFacts>> SqliteReader::facts(PhotoId id) {
    const auto rows = connection_->select(
        "SELECT p.captured_ms, c.text, l.text, p.exposure_seconds, p.f_number, p.iso, p.focal_mm, p.exposure_bias, "
        "p.width, p.height FROM photo p LEFT JOIN word c ON c.id = p.camera LEFT JOIN word l ON l.id = p.lens "
        "WHERE p.id = ? AND p.has_facts = 1",
        {number(id)});
    if (!rows)
        return tl::unexpected(rows.error());
    std::optional<FileFacts> facts;
    if ((*rows)->next()) {
        const QSqlQuery& row = **rows;
        facts.emplace();
        facts->captured_ms = moment_of(row.value(0));
        facts->camera = row.value(1).toString().toStdString();
        facts->lens = row.value(2).toString().toStdString();
        facts->exposure_seconds = real_of(row.value(3));
        facts->f_number = real_of(row.value(4));
        facts->iso = real_of(row.value(5));
        facts->focal_mm = real_of(row.value(6));
        facts->exposure_bias = real_of(row.value(7));
        const Size size = size_of(row.value(8), row.value(9));
        facts->width = size.width;
        facts->height = size.height;
    }
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return facts;
}

Result<std::vector<CollectionRow>> SqliteReader::collections() {
    const auto rows =
        connection_->select("SELECT id, name, filter, sort_order, built_in, place FROM collection ORDER BY place, id");
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<CollectionRow> found;
    while ((*rows)->next())
        found.push_back({(*rows)->value(0).toLongLong(), (*rows)->value(1).toString(), (*rows)->value(2).toString(),
                         (*rows)->value(3).toString(), (*rows)->value(4).toBool(), (*rows)->value(5).toInt()});
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return found;
}

Result<CatalogueReader::Counts> SqliteReader::counts() {
    const auto rows = connection_->select(
        "SELECT count(*) FILTER (WHERE missing = 0), count(*) FILTER (WHERE missing = 1), "
        "count(content) FILTER (WHERE missing = 0), count(*) FILTER (WHERE missing = 0 AND has_facts = 1), "
        "(SELECT count(*) FROM failure), (SELECT count(*) FROM mark), (SELECT count(*) FROM score) FROM photo");
    if (!rows)
        return tl::unexpected(rows.error());
    Counts counts;
    if ((*rows)->next()) {
        int column = 0;
        for (std::int64_t* count : {&counts.photos, &counts.missing, &counts.hashed, &counts.with_facts, &counts.failed,
                                    &counts.marked, &counts.scores})
            *count = (*rows)->value(column++).toLongLong();
    }
    if (const auto ended = connection_->done(**rows); !ended)
        return tl::unexpected(ended.error());
    return counts;
}

} // namespace touchstone::library
