// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include <QObject>

#include "app/library/scan/folder_watcher.h"
#include "app/library/scan/library_scanner.h"
#include "app/library/scan/scan_run.h"

class QTimer;

namespace touchstone::library {

/// How the owner of a scanning thread stops what runs there. Any thread.
class ScanStops {
public:
    std::stop_token queueScan(); ///< stops what runs, and looks that begin before this scan
    void scanBegins();           ///< it is no longer queued
    void stopScan();
    void stopLook();
    void end(); ///< for good
    /// For a look at what changed; stopped already when a scan is queued.
    std::stop_token beginLook();

private:
    std::mutex mutex_;
    std::stop_source scan_, look_;
    int queued_ = 0;
    bool ended_ = false;
};

/// What the worker tells; called on its thread.
struct ScanReceiver {
    SendChanges send;
    std::function<void(quint64 generation, bool cancelled)> finished;
    std::function<void()> roots_changed;
    std::function<void()> looked; ///< after each scan or look, with everything committed
};

/// Scans, and looks again where something changed. Lives in the scanning thread; made there.
class ScanWorker : public QObject {
    Q_OBJECT
public:
    ScanWorker(std::shared_ptr<Catalogue> catalogue, ScannerOptions options, ScanReceiver receiver,
               std::shared_ptr<ScanStops> stops);

    void start(quint64 generation, const std::vector<ScanPlace>& places, const std::stop_token& stop);
    void stopWatching();
    /// Looks at folders that cannot be watched, and at roots that were away.
    void lookAgain();

private:
    void setPlaces(const std::vector<ScanPlace>& places);
    ScanEnd run(quint64 generation, const std::vector<ScanTask>& tasks, const std::stop_token& stop);
    void look(const std::vector<ScanTask>& tasks);
    void lookAt(const std::vector<std::string>& folders);
    void lookAtUnsteady();
    void takeEnd(const ScanEnd& end, const std::vector<ScanTask>& tasks);
    void tellUnwatched(quint64 generation);
    std::vector<ScanTask> tasksOf(const std::vector<std::string>& folders) const;

    std::shared_ptr<Catalogue> catalogue_;
    ScanReceiver receiver_;
    std::shared_ptr<ScanStops> stops_;
    UnsteadyFiles unsteady_;
    FolderWatcher* watcher_;
    QTimer *unsteady_timer_, *again_timer_;
    std::vector<ScanTask> places_; ///< what is watched, as whole tasks
    std::set<std::string> away_;   ///< paths of roots that are not there
    bool watching_ = false, told_unwatched_ = false;
};

} // namespace touchstone::library
