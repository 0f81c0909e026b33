// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/connection.h"
#include "app/library/catalogue/sqlite_writer.h"

namespace touchstone::library {

namespace {

std::string joined(const std::string& parent, const std::string& child) {
    return parent.empty() || child.empty() ? parent + child : parent + '/' + child;
}

/// The path of `inner` as seen from `outer`; empty when it does not lie inside (or is the same).
std::string inside(const std::string& outer, const std::string& inner) {
    const std::string start = outer == "/" ? outer : outer + '/';
    return inner.size() > start.size() && inner.starts_with(start) ? inner.substr(start.size()) : std::string();
}

struct Place {
    std::int64_t id;
    std::string path;
};

Result<std::vector<Place>> places(Connection& connection, std::string_view sql, Connection::Values values) {
    const auto rows = connection.select(sql, values);
    if (!rows)
        return tl::unexpected(rows.error());
    std::vector<Place> found;
    while ((*rows)->next())
        found.push_back({(*rows)->value(0).toLongLong(), bytes_of((*rows)->value(1))});
    if (const auto ended = connection.done(**rows); !ended)
        return tl::unexpected(ended.error());
    return found;
}

Result<std::optional<RootRow>> root_row(Connection& connection, std::string_view sql, Connection::Values values) {
    const auto rows = connection.select(sql, values);
    if (!rows)
        return tl::unexpected(rows.error());
    std::optional<RootRow> root;
    if ((*rows)->next())
        root = RootRow{(*rows)->value(0).toLongLong(), bytes_of((*rows)->value(1)),    (*rows)->value(2).toBool(),
                       (*rows)->value(3).toBool(),     (*rows)->value(4).toLongLong(), 0};
    if (const auto ended = connection.done(**rows); !ended)
        return tl::unexpected(ended.error());
    return root;
}

} // namespace

std::string displaced_name(std::int64_t id) {
    return std::string(1, '\0') + std::to_string(id);
}

SqliteWriter::SqliteWriter(Connection& connection)
    : connection_(connection) {}

void SqliteWriter::forget() {
    words_.clear();
    models_.clear();
}

Result<RootRow> SqliteWriter::addRoot(const std::string& absolute_path, bool loose) {
    const std::string path = loose ? "/" : absolute_path;
    const auto known = places(connection_, "SELECT id, path FROM root WHERE loose = ?", {loose});
    if (!known)
        return tl::unexpected(known.error());
    RootId found = 0;
    for (const Place& root : *known)
        if (root.path == path || !inside(root.path, path).empty())
            found = root.id;
    if (found == 0) {
        if (const auto added = connection_.run("INSERT INTO root (path, loose) VALUES (?, ?)", {blob(path), loose});
            !added)
            return tl::unexpected(added.error());
        const auto id = connection_.value("SELECT last_insert_rowid()");
        if (!id)
            return tl::unexpected(id.error());
        found = id->toLongLong();
        for (const Place& root : *known) {
            const std::string prefix = inside(path, root.path);
            if (loose || prefix.empty())
                continue;
            if (const auto adopted = adoptFolders(root.id, found, prefix); !adopted)
                return tl::unexpected(adopted.error());
        }
        if (const auto adopted = loose ? Result<void>() : adoptLooseFolders(found, path); !adopted)
            return tl::unexpected(adopted.error());
    }
    auto row =
        root_row(connection_, "SELECT id, path, loose, offline, last_scan_ms FROM root WHERE id = ?", {number(found)});
    if (!row)
        return tl::unexpected(row.error());
    return **row;
}

/// Folders of a root that lies inside a new one move there, with their photos.
Result<void> SqliteWriter::adoptFolders(RootId from, RootId to, const std::string& prefix) {
    const auto folders = places(connection_, "SELECT id, path FROM folder WHERE root = ?", {number(from)});
    if (!folders)
        return tl::unexpected(folders.error());
    for (const Place& folder : *folders) {
        const std::string path = joined(prefix, folder.path);
        if (const auto moved = connection_.run("UPDATE folder SET root = ?, path = ? WHERE id = ?",
                                               {number(to), blob(path), number(folder.id)});
            !moved)
            return moved;
    }
    return connection_.run("DELETE FROM root WHERE id = ?", {number(from)});
}

/// Files that were named themselves and lie inside the new root are its photos from now on. Their folders have to be
/// listed: so far only those files are known of them.
Result<void> SqliteWriter::adoptLooseFolders(RootId to, const std::string& path) {
    const auto folders =
        places(connection_, "SELECT f.id, f.path FROM folder f JOIN root r ON r.id = f.root WHERE r.loose = 1", {});
    if (!folders)
        return tl::unexpected(folders.error());
    for (const Place& folder : *folders) {
        const std::string whole = '/' + folder.path;
        const std::string relative = inside(path, whole);
        if (whole != path && relative.empty())
            continue;
        if (const auto freed = freeFolderPath(to, relative, folder.id); !freed)
            return freed;
        if (const auto moved = connection_.run("UPDATE folder SET root = ?, path = ?, mtime_ns = 0 WHERE id = ?",
                                               {number(to), blob(relative), number(folder.id)});
            !moved)
            return moved;
    }
    return {};
}

Result<void> SqliteWriter::removeRoot(RootId root) {
    touched_marks_ = true; // they go with it
    return connection_.run("DELETE FROM root WHERE id = ?", {number(root)});
}

Result<void> SqliteWriter::setOffline(RootId root, bool offline) {
    return connection_.run("UPDATE root SET offline = ? WHERE id = ?", {offline, number(root)});
}

Result<void> SqliteWriter::setScanned(RootId root, std::int64_t at_ms) {
    return connection_.run("UPDATE root SET last_scan_ms = ? WHERE id = ?", {number(at_ms), number(root)});
}

/// Another folder had this path: it is gone from the disk, or it would still have it. It goes; where photos belong to
/// it, it stays under a name of no file, and they are missing.
Result<void> SqliteWriter::freeFolderPath(RootId root, const std::string& path, FolderId keep) {
    const auto others = places(connection_, "SELECT id, path FROM folder WHERE root = ? AND path = ? AND id <> ?",
                               {number(root), blob(path), number(keep)});
    if (!others)
        return tl::unexpected(others.error());
    for (const Place& other : *others) {
        const FolderId id = other.id;
        if (const auto removed = removeFolders(std::span(&id, 1)); !removed)
            return removed;
        const std::string name = displaced_name(id);
        if (const auto named = connection_.run("UPDATE folder SET path = ? WHERE id = ?", {blob(name), number(id)});
            !named)
            return named;
    }
    return {};
}

Result<void> SqliteWriter::putFolders(std::span<const FolderRow> folders) {
    for (const FolderRow& folder : folders) {
        if (const auto freed = freeFolderPath(folder.root, folder.path, folder.id); !freed)
            return freed;
        // Of an unknown root: passed over.
        if (const auto put = connection_.run(
                "INSERT INTO folder (id, root, path, mtime_ns) SELECT ?, id, ?, ? FROM root WHERE id = ? "
                "ON CONFLICT (id) DO UPDATE SET path = excluded.path, mtime_ns = excluded.mtime_ns, "
                "root = excluded.root",
                {number(folder.id), blob(folder.path), number(folder.mtime_ns), number(folder.root)});
            !put)
            return put;
    }
    return {};
}

Result<void> SqliteWriter::removeFolders(std::span<const FolderId> folders) {
    for (const FolderId folder : folders) {
        if (const auto missing = connection_.run("UPDATE photo SET missing = 1 WHERE folder = ?", {number(folder)});
            !missing)
            return missing;
        if (const auto removed =
                connection_.run("DELETE FROM folder WHERE id = ? AND NOT EXISTS (SELECT 1 FROM photo WHERE folder = ?)",
                                {number(folder), number(folder)});
            !removed)
            return removed;
        if (const auto reset = connection_.run("UPDATE folder SET mtime_ns = 0 WHERE id = ?", {number(folder)}); !reset)
            return reset;
    }
    return {};
}

} // namespace touchstone::library
