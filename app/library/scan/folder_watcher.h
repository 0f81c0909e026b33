// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <QObject>

class QSocketNotifier;
class QTimer;

namespace touchstone::library {

/// Tells which folders changed: entries that came, went or were renamed, and files in them that were written. The
/// kernel's inotify itself, because QFileSystemWatcher on a folder does not see a file that is edited in place, and its
/// names are text, which folders' names need not be. Lives in one thread with an event loop.
class FolderWatcher : public QObject {
    Q_OBJECT
public:
    struct Options {
        int gather_ms = 500;                             ///< events are gathered for so long
        std::size_t most = static_cast<std::size_t>(-1); ///< folders; the system has a limit of its own
    };
    explicit FolderWatcher(Options options, QObject* parent = nullptr);
    ~FolderWatcher() override;

    /// Watches a folder (raw bytes, absolute); again is no matter. False when it cannot be: see unwatched().
    bool watch(const std::string& folder);
    void clear();
    std::size_t count() const { return by_path_.size(); }
    /// Folders that could not be watched: the system's limit was reached, or it cannot watch at all.
    const std::set<std::string>& unwatched() const { return unwatched_; }

Q_SIGNALS:
    void changed(const std::vector<std::string>& folders);
    void lostTrack(); ///< more happened than was kept: everything must be looked through

private:
    void read();
    void tell();

    Options options_;
    int fd_ = -1;
    QSocketNotifier* notifier_ = nullptr;
    QTimer* gather_ = nullptr;
    std::unordered_map<int, std::string> by_watch_;
    std::unordered_map<std::string, int> by_path_;
    std::set<std::string> unwatched_, dirty_;
    bool lost_ = false;
};

} // namespace touchstone::library
