// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/workers.h"

#include <algorithm>
#include <mutex>

#include <QThreadPool>
#include <QtDebug>

namespace touchstone::library {

namespace {
constexpr int wait_ms = 5000;
}

struct Workers::Shared {
    Step step;
    Rest rest;
    std::size_t most = 1;
    QThreadPool* pool = nullptr; ///< the owner's

    mutable std::mutex mutex; ///< guards what follows
    bool stopping = false;
    std::size_t running = 0;
    quint64 wakes = 0; ///< a thread that finds nothing looks again if somebody woke the pool meanwhile

    void run() {
        for (;;) {
            quint64 seen = 0;
            {
                const std::lock_guard lock(mutex);
                seen = wakes;
            }
            while (!isStopping() && step()) {
            }
            bool last = false;
            {
                const std::lock_guard lock(mutex);
                if (!stopping && seen != wakes)
                    continue;
                last = --running == 0;
            }
            if (rest) // unlocked: it may wait for a lock under which somebody calls wake()
                rest(last);
            return;
        }
    }

    bool isStopping() const {
        const std::lock_guard lock(mutex);
        return stopping;
    }
};

Workers::Workers(const QString& name, int threads, QThread::Priority priority, Step step, Rest rest)
    : shared_(std::make_shared<Shared>()) {
    shared_->step = std::move(step);
    shared_->rest = std::move(rest);
    shared_->most = static_cast<std::size_t>(threads > 0 ? threads : std::max(1, QThread::idealThreadCount() / 2));
    shared_->pool = new QThreadPool;
    shared_->pool->setObjectName(name);
    shared_->pool->setMaxThreadCount(static_cast<int>(shared_->most));
    shared_->pool->setThreadPriority(priority);
}

Workers::~Workers() {
    {
        const std::lock_guard lock(shared_->mutex);
        shared_->stopping = true;
    }
    shared_->pool->clear();
    if (shared_->pool->waitForDone(wait_ms))
        delete shared_->pool;
    else // destroying the pool would wait for ever
        qWarning("%s: work did not end in time and is left behind.", qPrintable(shared_->pool->objectName()));
}

void Workers::wake(std::size_t pieces) {
    std::size_t more = 0;
    {
        const std::lock_guard lock(shared_->mutex);
        ++shared_->wakes;
        const std::size_t useful = std::min(shared_->most, pieces);
        more = useful - std::min(useful, shared_->running);
        shared_->running += more;
    }
    for (; more > 0; --more)
        shared_->pool->start([shared = shared_] { shared->run(); });
}

bool Workers::isWorking() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->running > 0;
}

} // namespace touchstone::library
