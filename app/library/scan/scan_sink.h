// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <utility>
#include <vector>

#include "app/library/catalogue/catalogue.h"
#include "app/library/scan/library_scanner.h"

namespace touchstone::library {

using SendChanges = std::function<void(std::shared_ptr<const ScanChanges>)>;

/// Where a scan puts what it finds: into the catalogue, in works of bounded size, and to the window, at most every
/// 100 ms or 1,000 photos. What the window hears of was given to the catalogue before. At most 32 works wait for the
/// disk; then the scan waits, too. Of one thread.
class ScanSink {
public:
    ScanSink(Catalogue& catalogue, quint64 generation, SendChanges send, std::stop_token stop);
    ~ScanSink();
    ScanSink(const ScanSink&) = delete;
    ScanSink& operator=(const ScanSink&) = delete;

    /// Whether what follows is written; false for places that the catalogue cannot take.
    void remember(bool remember) { remember_ = remember; }

    void folder(const FolderRow& folder); ///< new, before its photos
    void added(FoundPhoto photo);
    void changed(FoundPhoto photo, bool was_away);
    void back(FoundPhoto photo);
    void reportedBack(FoundPhoto photo); ///< of a root that was offline: nothing to write
    void moved(FoundPhoto photo);
    void refreshed(const PhotoFile& file); ///< the same photo; its file system gave it another inode
    void missing(PhotoId photo);
    void pair(PhotoId raw, PhotoId jpeg);
    void issue(Issue issue);
    void flush();

    /// After all photos of a root: folders that count as looked through and those that are gone, and the end of a whole
    /// scan (`root` 0 = it was none). Not written when something before it was not: a folder that is not listed again
    /// must not lack photos.
    void finishRoot(RootId root, std::vector<FolderRow> folders, std::vector<FolderId> gone);
    void setOffline(RootId root, bool offline);
    /// Waits for the disk, and tells when something could not be written.
    void settle();

private:
    struct Work;
    struct Progress;
    void begin();
    void count();
    void write(Catalogue::Work work);
    bool hasChanges() const;

    Catalogue& catalogue_;
    quint64 generation_;
    SendChanges send_;
    std::stop_token stop_;
    bool remember_ = true;
    std::size_t limit_;
    std::size_t counted_ = 0;
    std::chrono::steady_clock::time_point since_;
    std::shared_ptr<ScanChanges> changes_;
    std::shared_ptr<Work> work_;
    std::shared_ptr<Progress> progress_; ///< with the works that wait in the catalogue
};

} // namespace touchstone::library
