// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/library/catalogue/catalogue_files.h"

/// Copies of the catalogue, and what is done when the catalogue itself is damaged. All block.
namespace touchstone::library {

/// A whole, compact copy of one state of the file, while others read and write it. `to` must not exist.
Result<void> copy_catalogue(const std::string& from, const std::string& to);

/// Puts a copy into the backup folder under its final name once it is on the disk and was found sound, then removes the
/// oldest but `kept`.
Result<void> back_up(const CatalogueFiles& files, int kept);
/// No backup, one older than `every_ms`, or one from the future: the clock was wrong then or is wrong now.
bool is_backup_due(const CatalogueFiles& files, std::int64_t every_ms);

/// What SQLite's quick_check says about the file; empty = sound. An error when it could not be looked at for another
/// reason than damage. Replays the log that a killed program left, so it may write.
Result<std::vector<std::string>> damages_of(const std::string& database);

struct Restored {
    std::string kept_as;          ///< the damaged file; empty = there was none at all
    std::string from;             ///< the backup; empty = none was sound, and the library begins anew
    std::int64_t from_ms = 0;     ///< its time
    std::int64_t saved_marks = 0; ///< that could still be read from the damaged file
};
/// Moves the damaged file and its log aside and puts the newest sound backup in its place. A kill in the middle leaves
/// no catalogue.db, and the next call does the rest.
Result<Restored> restore(const CatalogueFiles& files);

} // namespace touchstone::library
