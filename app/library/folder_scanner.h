// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <QObject>

#include "app/library/issue.h"
#include "app/library/photo_entry.h"

class QThread;

namespace touchstone::library {

class Mailbox;

/// Part of a scan's result; shared, so that it is freed even when nobody receives it.
struct ScanBatch {
    quint64 generation = 0; ///< what start() returned; drop the batch when another scan is wanted now
    std::vector<FoundFile> files;
    std::vector<Issue> issues;
};

/// Finds the photos below paths. Lives in its owner's thread; a worker object walks on a thread of its own (named
/// "scan"), which this object owns and which ends in the destructor: interruption, then a wait of at most 5 s.
class FolderScanner : public QObject {
    Q_OBJECT
public:
    explicit FolderScanner(QObject* parent = nullptr);
    ~FolderScanner() override;

    /// Starts a scan, cancelling the one under way. Returns its generation.
    quint64 start(std::vector<std::string> paths);
    /// Takes effect at the next folder entry; `finished(…, true)` follows.
    void cancel();
    bool isRunning() const { return running_; }
    quint64 generation() const { return generation_; }

Q_SIGNALS:
    /// At most every 100 ms or 1,000 files.
    void found(std::shared_ptr<const touchstone::library::ScanBatch> batch);
    /// Once for each start() (a scan replaced by a newer one reports cancelled too).
    void finished(quint64 generation, bool cancelled);

private:
    void scanEnded(quint64 generation, bool cancelled);

    std::shared_ptr<Mailbox> mailbox_;
    QObject* worker_ = nullptr; ///< lives in thread_, dies with it
    QThread* thread_ = nullptr;
    std::stop_source stop_; ///< of the latest scan
    quint64 generation_ = 0;
    bool running_ = false;
};

} // namespace touchstone::library
