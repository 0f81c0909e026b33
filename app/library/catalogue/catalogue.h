// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/library/catalogue/reader.h"
#include "app/library/catalogue/writer.h"
#include "app/library/issue.h"

namespace touchstone::library {

/// SQLite's write-ahead log needs memory that all who open the file share; file systems of the network have none.
enum class CatalogueStorage {
    Detect,  ///< by the file system the folder is on
    Local,   ///< WAL: readers never wait for the writer
    Network, ///< a rollback journal: slower, and a reader and the writer may wait for each other
};

struct CatalogueOptions {
    /// Holds catalogue.db, its lock and "backup". Empty = a catalogue in memory, gone with the object.
    std::string folder;
    /// Looks only: commands that print. Needs no lock and changes nothing.
    bool read_only = false;
    int kept_backups = 3;
    std::int64_t backup_every_ms = std::int64_t{24} * 3600 * 1000;
    CatalogueStorage storage = CatalogueStorage::Detect;
};
/// TOUCHSTONE_LIBRARY, or what Preferences say (QSettings of "touchstone", "library/folder"), or
/// "$XDG_DATA_HOME/touchstone/library": the same for the window and the command line.
std::string default_catalogue_folder();

/// The person's library on disk: which photos there are, what models and people said of them. One SQLite file in WAL
/// mode. One writer thread ("catalogue") owns the writing connection; each reading thread takes a reader() of its own.
/// The object may be shared and used from any thread. The destructor commits what waits, closes, and notes a clean end.
class Catalogue {
public:
    enum class State {
        Open,     ///< reads and writes
        ReadOnly, ///< another program has it, its schema is newer, or the folder may not be written: see notices()
        InMemory, ///< could not be opened at all, or was asked for: everything works until the program ends
    };

    /// Opens or makes it: takes the lock, checks it after an unclean end (and restores the last backup when it is
    /// damaged, keeping the damaged file beside it), copies it before a migration, migrates. Blocks: some 10 ms, or
    /// seconds for a check or migration of a large one. Never fails for want of a disk: see State.
    static std::shared_ptr<Catalogue> open(const CatalogueOptions& options);
    virtual ~Catalogue() = default;

    virtual State state() const = 0;
    /// What the person should know about opening: restored from a backup, read only and why, in memory only. Each
    /// names what to do.
    virtual std::vector<Issue> notices() const = 0;
    virtual std::string folder() const = 0;

    /// For the calling thread.
    virtual Result<std::unique_ptr<CatalogueReader>> reader() = 0;

    using Work = std::function<Result<void>(CatalogueWriter&)>;
    using Done = std::function<void(Result<void>)>;
    /// Queues work for the writer. Works run in the order they were given; each is its own savepoint, several that
    /// wait are committed together. `done` is called on the writer's thread after the commit is on the disk, with the
    /// error when the work or the commit failed. In state ReadOnly it fails at once, on the calling thread, without
    /// running the work.
    virtual void write(Work work, Done done = {}) = 0;
    /// The same, waiting for the commit; not on the GUI thread.
    virtual Result<void> writeNow(Work work) = 0;
    /// Waits until everything queued before is committed.
    virtual void flush() = 0;

    /// Ids nobody has used; without touching the disk, so that a scan shows photos before they are committed. The first
    /// of `count` that follow each other.
    virtual PhotoId newPhotoIds(std::int64_t count) = 0;
    virtual FolderId newFolderIds(std::int64_t count) = 0;

    /// quick_check, foreign keys and the program's own rules; empty = all well. Blocks.
    virtual Result<std::vector<std::string>> check() = 0;
    /// Copies the catalogue into `backup` now; blocks.
    virtual Result<void> backUp() = 0;
};

} // namespace touchstone::library
