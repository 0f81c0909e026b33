// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "ui/trash/trash_job.h"

#include "app/library/mailbox.h"

namespace touchstone::ui {

TrashJob::TrashJob(QObject* parent)
    : QObject(parent)
    , thread_([this](const std::stop_token& stop) { serve(stop); }) {}

TrashJob::~TrashJob() {
    thread_.request_stop();
    asked_.notify_all();
    thread_.join();
}

void TrashJob::serve(const std::stop_token& stop) {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(mutex_);
            asked_.wait(lock, stop, [this] { return !tasks_.empty(); });
            if (tasks_.empty())
                return; // asked to stop, and all is done
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task();
    }
}

void TrashJob::ask(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        tasks_.push_back(std::move(task));
    }
    asked_.notify_one();
}

void TrashJob::move(std::shared_ptr<TrashBatch> batch) {
    ask([this, batch = std::move(batch)] {
        library::TrashReport report = library::move_to_trash(batch->photos);
        // Behind what an undo could not put back.
        batch->files.insert(batch->files.end(), report.files.begin(), report.files.end());
        library::queue_call(this, [this, count = static_cast<int>(report.photos), problems = report.failures] {
            Q_EMIT
            moved(count, problems);
        });
    });
}

void TrashJob::bringBack(std::shared_ptr<TrashBatch> batch) {
    ask([this, batch = std::move(batch)] {
        const std::vector<Error> problems = library::bring_back(batch->files);
        library::queue_call(this, [this, problems] {
            Q_EMIT
            broughtBack(problems);
        });
    });
}

} // namespace touchstone::ui
