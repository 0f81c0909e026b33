// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/library/catalogue/catalogue.h"
#include "app/library/scan/move_finder.h"
#include "app/library/scan/root_walk.h"
#include "app/library/scan/scan_sink.h"
#include "app/library/scan/shot_pairs.h"
#include "app/library/scan/unsteady_files.h"

namespace touchstone::library {

/// What of one root is looked through.
struct ScanTask {
    RootRow root;
    bool whole = true;                ///< all of it; otherwise
    std::vector<std::string> folders; ///< these (relative to the root), and new ones in them
    std::vector<std::string> files;   ///< and these (absolute), of a loose root
};

struct ScanEnd {
    bool stopped = false;
    bool roots_changed = false;        ///< a root went offline or came back
    std::vector<RootRow> offline;      ///< roots that are not there
    std::vector<RootRow> whole_wanted; ///< roots where looking at some folders was not enough
};

/// One look at the disk: walks roots, compares them with the catalogue, finds out what moved, within a root or from
/// one to another, and writes what it found. Photos that nothing in the catalogue resembles are handed on as they are
/// found, all others when everything was walked. Stopped, it leaves the catalogue true and the folders to be listed
/// again. Of one thread; blocks.
class ScanRun : private WalkEvents {
public:
    using Entering = std::function<void(const std::string& folder)>;

    ScanRun(Catalogue& catalogue, UnsteadyFiles& unsteady, quint64 generation, SendChanges send, Entering entering,
            std::stop_token stop);
    ~ScanRun();

    ScanEnd run(const std::vector<ScanTask>& tasks);

private:
    struct Walked {
        ScanTask task;
        std::unique_ptr<KnownRoot> known;
        std::unique_ptr<RootWalk> walk;
        RootWalk::End end = RootWalk::End::Stopped;
        std::vector<std::vector<ShotFile>> fresh; ///< by position of the folder
    };

    void entering(const std::string& path) override;
    FolderId newFolder(const FolderRow& without_id) override;
    void arrived(KnownRoot& root, std::size_t folder, const PhotoFile& file, std::size_t replaced) override;
    void changed(KnownRoot& root, std::size_t known, const PhotoFile& file) override;
    void seen(KnownRoot& root, std::size_t known, const PhotoFile& file) override;
    void failed(const Error& error) override;

    bool read(const std::vector<ScanTask>& tasks);
    void walk(Walked& walked);
    void takeOffline(Walked& walked, bool offline);
    void gatherSources();
    void resolveArrivals();
    void place(Arrival& arrival, const std::optional<MoveFinder::Source>& source);
    void add(Arrival& arrival);
    void conclude(Walked& walked);
    void pairShots(Walked& walked);
    void remember(KnownRoot& root, std::size_t folder, const PhotoFile& file);
    bool remembers(const KnownRoot& root) const;

    Catalogue& catalogue_;
    UnsteadyFiles& unsteady_;
    Entering entering_;
    std::stop_token stop_;
    ScanSink sink_;
    std::unique_ptr<CatalogueReader> reader_;
    std::vector<Walked> walked_;
    std::vector<std::unique_ptr<KnownRoot>> others_; ///< roots that are not walked, for moves
    std::optional<MoveFinder> moves_;                ///< made when the first new file is met
    std::vector<Arrival> arrivals_;
    ScanEnd end_;
};

} // namespace touchstone::library
