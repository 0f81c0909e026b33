// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.h"

/// The files of a catalogue's folder, without SQLite: lock, marker of an unclean end, backups. Paths are raw bytes.
namespace touchstone::library {

struct CatalogueFiles {
    explicit CatalogueFiles(std::string catalogue_folder);

    std::string folder;
    std::string database; ///< catalogue.db; SQLite keeps catalogue.db-wal and -shm beside it
    std::string lock;     ///< catalogue.lock: whoever holds flock() on it writes
    std::string marker;   ///< catalogue.open: there while a writer has it; left behind by an unclean end
    std::string backups;  ///< folder "backup"
};

/// flock() on a file, released by the kernel when the process ends in whatever way.
class FileLock {
public:
    /// Empty when another process (or another object of this one) has it. WriteFailed when the file cannot be made.
    static Result<std::optional<FileLock>> take(const std::string& path);
    FileLock(FileLock&& other) noexcept;
    FileLock& operator=(FileLock&&) = delete;
    ~FileLock();

private:
    explicit FileLock(int fd)
        : fd_(fd) {}
    int fd_;
};
/// The process that wrote its number into the lock file last; 0 = unknown.
long lock_holder(const std::string& path);

bool file_exists(const std::string& path);
bool is_empty_file(const std::string& path); ///< there, with no bytes
/// May this process make and change files in the folder?
bool is_writable_folder(const std::string& folder);
/// A file system that other machines see, or that is not the kernel's own (NFS, SMB, sshfs and other FUSE, 9p, Ceph):
/// SQLite's write-ahead log needs shared memory, which does not work there.
bool is_network_like(const std::string& folder);

Result<void> make_folders(const std::string& folder);
Result<void> put_marker(const std::string& path);
/// fsync() of a file or folder: what was written or renamed stays after a power cut.
Result<void> sync_to_disk(const std::string& path);
/// Copies bytes and syncs them.
Result<void> copy_file(const std::string& from, const std::string& to);
Result<void> rename_file(const std::string& from, const std::string& to);
void remove_file(const std::string& path);

/// A copy in the backup folder. Numbered, because clocks go backwards.
struct Backup {
    int number = 0;
    std::string path;
    std::int64_t made_ms = 0; ///< the file's time
};
std::vector<Backup> backups_in(const std::string& folder); ///< newest first
/// Where the next one goes.
std::string next_backup_path(const std::string& folder);
/// Removes all but the newest `kept`, and what killed programs left half-done.
void prune_backups(const std::string& folder, int kept);

std::int64_t now_ms();
/// "20261125-083459", UTC, for file names.
std::string time_stamp();

/// A folder of its own below the first of $TMPDIR, /tmp, /dev/shm that takes one; removed with the object.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::string& path() const { return path_; } ///< empty when none could be made

private:
    std::string path_;
};

} // namespace touchstone::library
