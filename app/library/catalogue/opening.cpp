// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/catalogue/opening.h"

#include <algorithm>

#include "app/library/catalogue/backup.h"
#include "app/library/catalogue/notices.h"
#include "app/library/catalogue/schema.h"

namespace touchstone::library {

namespace {

using Mode = Connection::Mode;
using State = Catalogue::State;

/// An empty catalogue in a temporary folder. A file there is better than SQLite's shared memory database: the same log
/// lets readers go on while the writer writes, where the shared cache answers "table is locked".
void use_temporary(OpenedCatalogue& opened, State state) {
    opened.lock.reset();
    opened.state = state;
    opened.read_mode = Mode::Read;
    opened.log = true;
    opened.temporary = std::make_unique<TemporaryFolder>();
    // Without any place for a file this fails, and every call of the catalogue says so.
    opened.database = opened.temporary->path() + "/catalogue.db";
    if (auto connection = Connection::open(opened.database, Mode::ReadWrite))
        if ((*connection)->value("PRAGMA journal_mode = WAL"))
            (void)migrate(**connection);
}

/// The ids that nobody has used, not even for photos that are gone.
Result<void> read_state(OpenedCatalogue& opened) {
    auto connection = Connection::open(opened.database, opened.read_mode);
    if (!connection)
        return tl::unexpected(connection.error());
    for (auto [table, next] : {std::pair("photo", &opened.next_photo), std::pair("folder", &opened.next_folder)}) {
        const auto last =
            (*connection)
                ->value(std::string("SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = '") + table +
                        "'), 0), coalesce((SELECT max(id) FROM " + table + "), 0))");
        if (!last)
            return tl::unexpected(last.error());
        *next = std::min<std::int64_t>(last->toLongLong(), INT64_MAX / 2) + 1; // more were never given
    }
    const auto any = (*connection)->value("SELECT EXISTS (SELECT 1 FROM photo) OR EXISTS (SELECT 1 FROM collection)");
    if (!any)
        return tl::unexpected(any.error());
    opened.has_content = any->toBool();
    return {};
}

/// A copy that may be migrated and needs no files beside the original.
Result<void> use_copy(OpenedCatalogue& opened, const CatalogueFiles& files) {
    auto folder = std::make_unique<TemporaryFolder>();
    const std::string copy = folder->path() + "/catalogue.db";
    // By SQLite where it can open the file, for one whole state of it; byte by byte where it can make no index of the
    // log beside it, and where nobody writes for the same reason.
    Result<void> made = copy_catalogue(files.database, copy);
    if (!made) {
        remove_file(copy);
        made = copy_file(files.database, copy);
        if (made && file_exists(files.database + "-wal"))
            made = copy_file(files.database + "-wal", copy + "-wal");
    }
    if (!made)
        return made;
    auto connection = Connection::open(copy, Mode::ReadWrite);
    if (!connection)
        return tl::unexpected(connection.error());
    if (const auto log = (*connection)->value("PRAGMA journal_mode = WAL"); !log)
        return tl::unexpected(log.error());
    if (const auto migrated = migrate(**connection); !migrated)
        return migrated;
    opened.temporary = std::move(folder);
    opened.database = copy;
    opened.read_mode = Mode::Read;
    return {};
}

/// Looks at a catalogue without changing it, also while another process writes it.
void open_for_reading(OpenedCatalogue& opened, const CatalogueFiles& files) {
    opened.lock.reset();
    opened.state = State::ReadOnly;
    opened.database = files.database;
    if (!file_exists(files.database)) {
        use_temporary(opened, State::ReadOnly);
        return;
    }
    const bool has_log = file_exists(files.database + "-wal") && !is_empty_file(files.database + "-wal");
    // Nobody can write a folder that is read-only for us and has no log; but SQLite wants to make one's index.
    opened.read_mode = is_writable_folder(files.folder) || has_log ? Mode::Read : Mode::Immutable;
    auto connection = Connection::open(opened.database, opened.read_mode);
    auto schema = connection ? schema_of(**connection) : tl::unexpected(connection.error());
    if (connection)
        connection->reset();
    if (schema && *schema > latest_schema)
        opened.notices.push_back(notices::newer_schema(files.database));
    if (schema && *schema == 0) // another process is about to make it
        return use_temporary(opened, State::ReadOnly);
    if (schema && *schema >= latest_schema)
        return;
    if (const auto copied = use_copy(opened, files); !copied) {
        opened.notices.push_back(notices::unreadable(copied.error()));
        use_temporary(opened, State::ReadOnly);
    }
}

/// After an unclean end, or where there is no catalogue but backups: makes sure that the file is sound.
Result<void> make_sound(OpenedCatalogue& opened, const CatalogueFiles& files) {
    const bool missing = !file_exists(files.database);
    std::vector<std::string> damages;
    if (missing && backups_in(files.backups).empty() && !file_exists(files.database + "-wal"))
        return {};
    if (!missing) {
        // Without the marker the first look at the file is enough: it tells a file of another kind.
        if (file_exists(files.marker)) {
            auto found = damages_of(files.database);
            if (!found)
                return tl::unexpected(found.error());
            damages = std::move(*found);
        } else if (const auto connection = Connection::open(files.database, Mode::ReadWrite)) {
            const auto schema = schema_of(**connection);
            if (!schema && !(*connection)->sawDamage())
                return tl::unexpected(schema.error());
            if (!schema)
                damages.push_back(schema.error().what);
        } else if (connection.error().code == ErrorCode::Damaged) {
            damages.push_back(connection.error().what);
        } else {
            return tl::unexpected(connection.error());
        }
        if (damages.empty())
            return {};
    }
    const auto restored = restore(files);
    if (!restored)
        return tl::unexpected(restored.error());
    opened.notices.push_back(notices::restored(*restored));
    return {};
}

/// WAL where the file system carries it.
Result<void> choose_journal(OpenedCatalogue& opened, const CatalogueFiles& files, CatalogueStorage storage,
                            Connection& connection) {
    const bool network =
        storage == CatalogueStorage::Network || (storage == CatalogueStorage::Detect && is_network_like(files.folder));
    const auto mode = connection.value(network ? "PRAGMA journal_mode = TRUNCATE" : "PRAGMA journal_mode = WAL");
    if (!mode)
        return tl::unexpected(mode.error());
    opened.log = mode->toString() == QLatin1String("wal");
    if (network)
        opened.notices.push_back(notices::network(files.folder));
    else if (!opened.log)
        opened.notices.push_back(notices::no_log(files.folder));
    return {};
}

enum class Prepared { Ready, Newer, NotMigrated };

/// Under the lock. What goes wrong otherwise is an error, and the catalogue is used in memory.
Result<Prepared> prepare(OpenedCatalogue& opened, const CatalogueFiles& files, const CatalogueOptions& options) {
    if (const auto sound = make_sound(opened, files); !sound)
        return tl::unexpected(sound.error());
    auto connection = Connection::open(files.database, Mode::ReadWrite);
    if (!connection)
        return tl::unexpected(connection.error());
    const auto schema = schema_of(**connection);
    if (!schema)
        return tl::unexpected(schema.error());
    if (*schema > latest_schema)
        return Prepared::Newer;
    // A full disk may have no room for it; then an unclean end goes unnoticed, which SQLite survives by itself.
    (void)put_marker(files.marker);
    if (const auto chosen = choose_journal(opened, files, options.storage, **connection); !chosen)
        return tl::unexpected(chosen.error());
    if (*schema < latest_schema) {
        Result<void> migrated = *schema == 0 ? Result<void>() : back_up(files, options.kept_backups);
        if (migrated)
            migrated = migrate(**connection);
        if (!migrated && *schema == 0)
            return tl::unexpected(migrated.error());
        if (!migrated) {
            opened.notices.push_back(notices::not_migrated(migrated.error()));
            return Prepared::NotMigrated;
        }
    }
    if (const auto synced = sync_to_disk(files.folder); !synced)
        return tl::unexpected(synced.error());
    return Prepared::Ready;
}

void open_for_writing(OpenedCatalogue& opened, const CatalogueFiles& files, const CatalogueOptions& options) {
    if (const auto made = make_folders(files.folder); !made) {
        opened.notices.push_back(notices::in_memory(made.error()));
        return use_temporary(opened, State::InMemory);
    }
    auto lock = is_writable_folder(files.folder)
                    ? FileLock::take(files.lock)
                    : failure(ErrorCode::PermissionDenied, files.folder, "may not be written");
    if (!lock && !file_exists(files.database)) {
        opened.notices.push_back(notices::in_memory(lock.error()));
        return use_temporary(opened, State::InMemory);
    }
    if (!lock || !*lock) {
        opened.notices.push_back(lock ? notices::locked(files.folder, lock_holder(files.lock))
                                      : notices::not_writable(files.folder));
        return open_for_reading(opened, files);
    }
    opened.lock.emplace(std::move(**lock));
    opened.database = files.database;
    const auto prepared = prepare(opened, files, options);
    if (!prepared) {
        opened.notices.push_back(notices::in_memory(prepared.error()));
        return use_temporary(opened, State::InMemory);
    }
    if (*prepared != Prepared::Ready)
        open_for_reading(opened, files);
}

} // namespace

OpenedCatalogue open_catalogue(const CatalogueOptions& options) {
    OpenedCatalogue opened;
    const CatalogueFiles files(options.folder);
    if (options.folder.empty())
        use_temporary(opened, options.read_only ? State::ReadOnly : State::InMemory);
    else if (options.read_only)
        open_for_reading(opened, files);
    else
        open_for_writing(opened, files, options);
    if (const auto read = read_state(opened); !read && !opened.temporary) {
        opened.notices.push_back(notices::in_memory(read.error()));
        use_temporary(opened, opened.state == State::ReadOnly ? State::ReadOnly : State::InMemory);
    }
    return opened;
}

} // namespace touchstone::library
