// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <QObject>

#include "app/library/catalogue/catalogue.h"
#include "app/library/issue.h"

namespace touchstone::library {

/// A photo's file with its whole name.
struct FoundPhoto {
    PhotoFile file;
    std::string path; ///< absolute
};

/// Part of what a scan found out; shared, so that it is freed even when nobody receives it.
struct ScanChanges {
    quint64 generation = 0;          ///< what start() returned; 0 = from watching or from the background
    std::vector<FoundPhoto> added;   ///< new to the library
    std::vector<FoundPhoto> back;    ///< were missing or offline; marks and scores are in the catalogue
    std::vector<FoundPhoto> changed; ///< other bytes under the same name: scores and facts are forgotten
    std::vector<FoundPhoto> moved;   ///< the same photo under another name: everything stays with it
    std::vector<PhotoId> missing;
    std::vector<std::pair<PhotoId, PhotoId>> pairs;        ///< RAW and JPEG of one shot; no_photo: has no partner now
    std::vector<std::pair<PhotoId, FileFacts>> facts;      ///< read in the background
    std::vector<std::pair<PhotoId, ContentHash>> contents; ///< hashed in the background
    std::vector<Issue> issues;
};

/// A folder to look through, or a file that was named itself.
struct ScanPlace {
    std::string path; ///< absolute
    RootRow root;     ///< of a folder; id 0 when the catalogue cannot take it (read only): then nothing is remembered
    bool is_file = false;
};

struct ScannerOptions {
    /// The file system's clock, nanoseconds since 1970; empty = the system's. Asked on the scanning thread.
    std::function<std::int64_t()> now_ns;
    int gather_ms = 500;          ///< changes are gathered for so long, then looked at
    int unsteady_ms = 500;        ///< files that are being copied are looked at so often
    int again_ms = 5 * 60 * 1000; ///< and what cannot be watched, and roots that are away
    std::size_t most_watches = static_cast<std::size_t>(-1);
};

/// Keeps the catalogue and the window true to the disk. Lives in the GUI thread; scans on a thread of its own (named
/// "scan"), reads facts and hashes on another one (named "facts", of low priority). Watches the folders that were
/// scanned. The destructor ends all: at the next entry, then a wait of at most 5 s each.
class LibraryScanner : public QObject {
    Q_OBJECT
public:
    explicit LibraryScanner(std::shared_ptr<Catalogue> catalogue, QObject* parent = nullptr);
    LibraryScanner(std::shared_ptr<Catalogue> catalogue, ScannerOptions options, QObject* parent = nullptr);
    ~LibraryScanner() override;

    /// Looks through these, replacing the scan under way, and watches them from then on (instead of what was watched).
    /// Returns its generation.
    quint64 start(std::vector<ScanPlace> places);
    void cancel(); ///< takes effect at the next folder entry; `finished(…, true)` follows
    void stopWatching();
    bool isRunning() const;

    /// Reads facts and hashes of photos that lack them, newest first, until there are none; goes on after new scans.
    void startBackground();
    void holdHashing(bool hold); ///< something more urgent needs the disk; facts are read all the same

    /// The window is looked at again: folders that cannot be watched, and roots that were offline, are looked through.
    void becameActive();

Q_SIGNALS:
    /// At most every 100 ms or 1,000 photos; the first one of a scan comes early.
    void changed(std::shared_ptr<const touchstone::library::ScanChanges> changes);
    /// Once for each start() (a scan replaced by a newer one reports cancelled too).
    void finished(quint64 generation, bool cancelled);
    void rootsChanged(); ///< a root went offline or came back

private:
    void retryFacts(const ScanChanges& changes);

    struct State;
    std::unique_ptr<State> state_;
};

} // namespace touchstone::library
