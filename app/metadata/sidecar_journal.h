// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "app/metadata/sidecar_edit.h"
#include "engine/base/descriptor.h"

namespace touchstone::metadata {

/// One act of writing sidecars, as undo knows it.
struct JournalBatch {
    std::int64_t id = 0;
    std::string at;           ///< ISO 8601
    std::size_t sidecars = 0; ///< that it meant to write
    bool whole = false;       ///< it came to its end; otherwise the program was killed
    bool undone = false;
};

struct JournalRecord {
    std::string photo, sidecar;
    std::optional<std::string> before; ///< empty: the sidecar was made
    std::string after;
};

/// What was written to sidecars, in a folder beside the catalogue: one file of JSON lines for each batch, written and
/// synced before the sidecars are, so that a killed program's writing can be undone as well. Keeps the newest batches
/// (`kept`). One program at a time: a lock on the folder, held from open() to the destructor.
class SidecarJournal {
public:
    /// Makes the folder. Errors: WriteFailed when it cannot be used, or another program is writing sidecars.
    static Result<SidecarJournal> open(const std::string& folder, int kept = 50);
    /// For looking only; takes no lock. A folder that is not there has no batches.
    static Result<std::vector<JournalBatch>> list(const std::string& folder);
    static Result<std::vector<JournalRecord>> read(const std::string& folder, std::int64_t id);

    /// Begins a batch; ends the one before. Removes what a killed one left in the photos' folders.
    Result<std::int64_t> begin();
    /// Notes what is going to be written.
    Result<void> note(std::span<const SidecarEdit> edits);
    Result<void> end();
    Result<void> set_undone(std::int64_t id);
    const std::string& folder() const { return folder_; }

private:
    SidecarJournal(std::string folder, int kept, Descriptor lock)
        : folder_(std::move(folder))
        , kept_(kept)
        , lock_(std::move(lock)) {}
    Result<void> write(const std::string& text);
    void clear_leftovers(const std::vector<JournalBatch>& batches) const;
    void prune(const std::vector<JournalBatch>& batches) const;

    std::string folder_;
    int kept_;
    Descriptor lock_, file_;
    std::string file_path_;
};

/// "CATALOGUE/sidecar-journal"
std::string sidecar_journal_folder(const std::string& catalogue_folder);

struct WriteReport {
    std::int64_t batch = 0; ///< 0: nothing had to be written
    std::size_t written = 0, unchanged = 0;
    std::vector<Error> failures; ///< of planning and of writing, one for each photo
    std::size_t foreign = 0;     ///< of `failures`: another program changed the sidecar since it was read
    bool stopped = false;
};
/// The next edit, an error for that photo, or nothing: the end.
using EditSource = std::function<std::optional<Result<SidecarEdit>>()>;

/// Writes sidecars: some at a time, the journal first. A photo that fails does not keep the others from being written;
/// a journal that cannot be written does. `progress` is called after each photo. Memory: some hundred edits at most.
/// The calling thread; blocks.
Result<WriteReport> write_sidecars(SidecarJournal& journal, const EditSource& next,
                                   const std::function<void(const WriteReport&)>& progress, std::stop_token stop);

struct UndoReport {
    std::size_t restored = 0, removed = 0;
    std::size_t untouched = 0;   ///< were never written, or are as before already
    std::vector<Error> failures; ///< changed by others since, or cannot be written: left as they are
};
/// Puts back what a batch wrote, the last sidecar first. `dry_run`: only counts.
Result<UndoReport> undo_batch(SidecarJournal& journal, std::int64_t id, bool dry_run);

} // namespace touchstone::metadata
