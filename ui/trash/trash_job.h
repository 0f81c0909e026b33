// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include <QObject>

#include "app/library/trash.h"

namespace touchstone::ui {

/// What one act moved; shared by the act, which undoes it, and by the thread that does it.
struct TrashBatch {
    std::vector<std::string> photos;         ///< paths; never changed
    std::vector<library::TrashedFile> files; ///< of the job's thread: in the trash now
};

/// Moves photos to the trash and back, one batch after the other, on a thread of its own ("trash"). Lives in the GUI
/// thread; the destructor waits until what was asked for is done, so that no act stays half done.
class TrashJob : public QObject {
    Q_OBJECT
public:
    explicit TrashJob(QObject* parent = nullptr);
    ~TrashJob() override;

    void move(std::shared_ptr<TrashBatch> batch);
    void bringBack(std::shared_ptr<TrashBatch> batch);

Q_SIGNALS:
    /// `photos` that went; `problems`: one for each that stayed.
    void moved(int photos, const std::vector<touchstone::Error>& problems);
    void broughtBack(const std::vector<touchstone::Error>& problems);

private:
    void ask(std::function<void()> task);
    void serve(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any asked_;
    std::deque<std::function<void()>> tasks_; ///< guarded
    std::jthread thread_;
};

} // namespace touchstone::ui
