// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scan/library_scanner.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include <sys/resource.h>

#include <QThread>
#include <QtDebug>

#include "app/library/mailbox.h"
#include "app/library/scan/facts_run.h"
#include "app/library/scan/scan_worker.h"

namespace touchstone::library {

namespace {

constexpr int wait_ms = 5000;
/// Linux keeps niceness by thread: the background gives way to everything else.
constexpr int background_niceness = 10;

/// When the background has something to do. Any thread.
class WakeUp {
public:
    void call() {
        const std::lock_guard lock(mutex_);
        called_ = true;
        changed_.notify_all();
    }
    /// False when it is to stop.
    bool wait(const std::stop_token& stop) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, stop, [&] { return called_; });
        called_ = false;
        return !stop.stop_requested();
    }

private:
    std::mutex mutex_;
    std::condition_variable_any changed_;
    bool called_ = false;
};

/// Ends a thread that was told to stop. A running QThread must not be destroyed; a dead network mount can hold one.
void end_thread(QThread* thread, const char* name) {
    if (!thread)
        return;
    thread->quit();
    if (thread->wait(wait_ms))
        delete thread;
    else
        qWarning("The thread \"%s\" did not end in time and is left behind.", name);
}

} // namespace

struct LibraryScanner::State {
    std::shared_ptr<Catalogue> catalogue;
    std::shared_ptr<Mailbox> mailbox;
    std::shared_ptr<ScanStops> stops = std::make_shared<ScanStops>();
    QThread* scan_thread = nullptr;
    ScanWorker* worker = nullptr; ///< lives in scan_thread, dies with it
    quint64 generation = 0;
    bool running = false;

    std::shared_ptr<FactsRun> facts;
    QThread* facts_thread = nullptr;
    std::stop_source facts_stop;
    std::shared_ptr<HashingGate> gate = std::make_shared<HashingGate>();
    std::shared_ptr<WakeUp> wake = std::make_shared<WakeUp>();
};

LibraryScanner::LibraryScanner(std::shared_ptr<Catalogue> catalogue, QObject* parent)
    : LibraryScanner(std::move(catalogue), ScannerOptions{}, parent) {}

LibraryScanner::LibraryScanner(std::shared_ptr<Catalogue> catalogue, ScannerOptions options, QObject* parent)
    : QObject(parent)
    , state_(std::make_unique<State>()) {
    state_->catalogue = std::move(catalogue);
    state_->mailbox = std::make_shared<Mailbox>(this);
    ScanReceiver receiver;
    receiver.send = [this, mailbox = state_->mailbox](std::shared_ptr<const ScanChanges> changes) {
        mailbox->post([this, changes = std::move(changes)] {
            retryFacts(*changes);
            Q_EMIT
            changed(changes);
        });
    };
    receiver.finished = [this, mailbox = state_->mailbox](quint64 generation, bool cancelled) {
        mailbox->post([this, generation, cancelled] {
            if (generation == state_->generation)
                state_->running = false;
            Q_EMIT
            finished(generation, cancelled);
        });
    };
    receiver.roots_changed = [this, mailbox = state_->mailbox] {
        mailbox->post([this] {
            Q_EMIT
            rootsChanged();
        });
    };
    receiver.looked = [wake = state_->wake] { wake->call(); };

    state_->scan_thread = new QThread;
    state_->scan_thread->setObjectName(QStringLiteral("scan"));
    state_->worker = new ScanWorker(state_->catalogue, std::move(options), std::move(receiver), state_->stops);
    state_->worker->moveToThread(state_->scan_thread); // with its watcher and timers
    connect(state_->scan_thread, &QThread::finished, state_->worker, &QObject::deleteLater);
    state_->scan_thread->start(QThread::LowPriority);
}

LibraryScanner::~LibraryScanner() {
    state_->mailbox->close();
    state_->stops->end();
    state_->facts_stop.request_stop();
    end_thread(state_->facts_thread, "facts");
    end_thread(state_->scan_thread, "scan");
}

quint64 LibraryScanner::start(std::vector<ScanPlace> places) {
    state_->running = true;
    const quint64 generation = ++state_->generation;
    const std::stop_token stop = state_->stops->queueScan();
    queue_call(state_->worker, [worker = state_->worker, generation, places = std::move(places), stop] {
        worker->start(generation, places, stop);
    });
    return generation;
}

void LibraryScanner::cancel() {
    state_->stops->stopScan();
}

void LibraryScanner::stopWatching() {
    state_->stops->stopLook();
    queue_call(state_->worker, [worker = state_->worker] { worker->stopWatching(); });
}

bool LibraryScanner::isRunning() const {
    return state_->running;
}

void LibraryScanner::becameActive() {
    queue_call(state_->worker, [worker = state_->worker] { worker->lookAgain(); });
}

void LibraryScanner::startBackground() {
    state_->wake->call();
    if (state_->facts_thread || state_->catalogue->state() == Catalogue::State::ReadOnly)
        return;
    const auto send = [this, mailbox = state_->mailbox](std::shared_ptr<const ScanChanges> changes) {
        mailbox->post([this, changes = std::move(changes)] {
            Q_EMIT
            changed(changes);
        });
    };
    state_->facts = std::make_shared<FactsRun>(state_->catalogue, state_->gate, [send](FoundFacts&& found) {
        auto changes = std::make_shared<ScanChanges>();
        changes->facts = std::move(found.facts);
        changes->contents = std::move(found.contents);
        send(std::move(changes));
    });
    state_->facts_thread =
        QThread::create([run = state_->facts, send, wake = state_->wake, stop = state_->facts_stop.get_token()] {
            ::setpriority(PRIO_PROCESS, 0, background_niceness);
            while (wake->wait(stop)) {
                const Result<void> done = run->run(stop);
                if (done || stop.stop_requested())
                    continue;
                auto changes = std::make_shared<ScanChanges>();
                changes->issues.push_back(issue_of(done.error()));
                send(std::move(changes));
            }
        });
    state_->facts_thread->setObjectName(QStringLiteral("facts"));
    state_->facts_thread->start(QThread::LowestPriority);
}

/// Files that are back may have been tried while they were away.
void LibraryScanner::retryFacts(const ScanChanges& changes) {
    if (!state_->facts || changes.back.empty())
        return;
    std::vector<PhotoId> ids;
    for (const FoundPhoto& photo : changes.back)
        ids.push_back(photo.file.id);
    state_->facts->retry(ids);
}

void LibraryScanner::holdHashing(bool hold) {
    state_->gate->hold(hold);
    if (!hold)
        state_->wake->call();
}

} // namespace touchstone::library
