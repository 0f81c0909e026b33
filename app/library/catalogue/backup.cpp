// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/backup.h"

#include "app/library/catalogue/connection.h"
#include "engine/base/files.h"

namespace touchstone::library {

namespace {

using Mode = Connection::Mode;

/// Only looks: for a file that nobody has open.
bool is_sound(const std::string& database) {
    const auto connection = Connection::open(database, Mode::Immutable);
    if (!connection)
        return false;
    const auto verdict = (*connection)->value("PRAGMA quick_check(1)");
    return verdict && verdict->toString() == QLatin1String("ok");
}

/// The damaged file's new name: one that is free.
std::string aside(const CatalogueFiles& files) {
    const std::string stem = files.folder + "/catalogue.damaged-" + time_stamp();
    std::string path = stem + ".db";
    for (int number = 2; file_exists(path) || file_exists(path + "-wal"); ++number)
        path = stem + '-' + std::to_string(number) + ".db";
    return path;
}

/// catalogue.db goes first: where it is missing, a log that is still there is known to be the damaged file's, and is
/// never replayed into another one.
Result<std::string> move_aside(const CatalogueFiles& files) {
    if (is_empty_file(files.database + "-wal"))
        remove_file(files.database + "-wal");
    const bool anything = file_exists(files.database) || file_exists(files.database + "-wal");
    const std::string path = aside(files);
    if (file_exists(files.database))
        if (const auto moved = rename_file(files.database, path); !moved)
            return tl::unexpected(moved.error());
    if (file_exists(files.database + "-wal"))
        if (const auto moved = rename_file(files.database + "-wal", path + "-wal"); !moved)
            return tl::unexpected(moved.error());
    remove_file(files.database + "-shm");
    remove_file(files.database + "-journal");
    return anything ? path : std::string();
}

/// Marks made since the backup, as far as their table is sound, for photos the backup knows. What a person said is
/// worth more than anything that can be computed again. Returns how many were put; a damaged file may give none.
std::int64_t save_marks(const std::string& damaged, const std::string& database) {
    const auto from = Connection::open(damaged, Mode::Read);
    const auto to = Connection::open(database, Mode::ReadWrite);
    if (!from || !to)
        return 0;
    const auto verdict = (*from)->value("PRAGMA quick_check('mark')");
    if (!verdict || verdict->toString() != QLatin1String("ok") || !(*to)->run("BEGIN IMMEDIATE"))
        return 0;
    std::int64_t saved = 0;
    if (const auto rows = (*from)->select("SELECT photo, rating, label, flag FROM mark")) {
        while ((*rows)->next()) {
            QSqlQuery& row = **rows;
            const auto put =
                (*to)->run("INSERT INTO mark (photo, rating, label, flag) SELECT id, ?, ?, ? FROM photo "
                           "WHERE id = ? ON CONFLICT (photo) DO UPDATE SET rating = excluded.rating, "
                           "label = excluded.label, flag = excluded.flag WHERE (rating, label, flag) IS NOT "
                           "(excluded.rating, excluded.label, excluded.flag)",
                           {row.value(1), row.value(2), row.value(3), row.value(0)});
            saved += put ? (*to)->changed() : 0;
        }
        (void)(*from)->done(**rows); // read as far as it could be
    }
    return (*to)->run("COMMIT") ? saved : 0;
}

} // namespace

Result<void> copy_catalogue(const std::string& from, const std::string& to) {
    auto connection = Connection::open(from, Mode::Read);
    if (!connection)
        return tl::unexpected(connection.error());
    const QString uri = QString::fromStdString("file:" + percent_encode_path(to));
    return (*connection)->run("VACUUM INTO ?", {uri});
}

Result<void> back_up(const CatalogueFiles& files, int kept) {
    if (const auto made = make_folders(files.backups); !made)
        return made;
    const std::string path = next_backup_path(files.backups), unfinished = path + ".part";
    remove_file(unfinished);
    Result<void> result = copy_catalogue(files.database, unfinished);
    if (result)
        result = sync_to_disk(unfinished);
    if (result && !is_sound(unfinished))
        result = failure(ErrorCode::Damaged, files.database, "its copy is not sound",
                         "start the program again, which checks the library");
    if (result)
        result = rename_file(unfinished, path);
    if (!result) {
        remove_file(unfinished);
        return result;
    }
    prune_backups(files.backups, kept);
    return sync_to_disk(files.backups);
}

bool is_backup_due(const CatalogueFiles& files, std::int64_t every_ms) {
    const auto known = backups_in(files.backups);
    if (known.empty())
        return true;
    const std::int64_t age = now_ms() - known.front().made_ms;
    return age < 0 || age >= every_ms;
}

Result<std::vector<std::string>> damages_of(const std::string& database) {
    const auto connection = Connection::open(database, Mode::ReadWrite);
    if (!connection) {
        if (connection.error().code == ErrorCode::Damaged)
            return std::vector<std::string>{connection.error().what};
        return tl::unexpected(connection.error());
    }
    std::vector<std::string> damages;
    const auto rows = (*connection)->select("PRAGMA quick_check");
    Result<void> ended = rows ? Result<void>() : tl::unexpected(rows.error());
    if (rows) {
        while ((*rows)->next())
            damages.push_back((*rows)->value(0).toString().toStdString());
        ended = (*connection)->done(**rows);
    }
    if (!ended && (*connection)->sawDamage())
        damages.push_back(ended.error().what);
    else if (!ended)
        return tl::unexpected(ended.error());
    std::erase(damages, "ok");
    return damages;
}

Result<Restored> restore(const CatalogueFiles& files) {
    const std::string prepared = files.database + ".restored";
    Restored restored;
    for (const Backup& backup : backups_in(files.backups)) {
        if (!is_sound(backup.path))
            continue;
        if (const auto copied = copy_file(backup.path, prepared); !copied)
            return tl::unexpected(copied.error());
        restored.from = backup.path;
        restored.from_ms = backup.made_ms;
        break;
    }
    const auto moved = move_aside(files);
    if (!moved)
        return tl::unexpected(moved.error());
    restored.kept_as = *moved;
    if (!restored.from.empty()) {
        if (!restored.kept_as.empty()) {
            restored.saved_marks = save_marks(restored.kept_as, prepared);
            remove_file(restored.kept_as + "-shm");
        }
        if (const auto placed = rename_file(prepared, files.database); !placed)
            return tl::unexpected(placed.error());
    }
    if (const auto synced = sync_to_disk(files.folder); !synced)
        return tl::unexpected(synced.error());
    return restored;
}

} // namespace touchstone::library
