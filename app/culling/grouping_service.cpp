// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/culling/grouping_service.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include <sys/resource.h>

#include <QThread>
#include <QtDebug>

#include "app/library/mailbox.h"

namespace touchstone::culling {

namespace {

constexpr int wait_ms = 5000;
constexpr int background_niceness = 10; ///< Linux keeps niceness by thread

using Clock = std::chrono::steady_clock;

} // namespace

struct GroupingService::State {
    explicit State(QObject* service)
        : mailbox(service) {}

    /// The number of the latest wish, once nothing new came for a while; 0 when it is to stop.
    quint64 waitForWish(const std::stop_token& token, std::chrono::milliseconds quiet, Clock::time_point not_before) {
        std::unique_lock lock(mutex);
        changed.wait(lock, token, [&] { return wish > done; });
        for (quint64 seen = 0; !token.stop_requested() && (seen != wish || Clock::now() < not_before);) {
            seen = wish;
            const auto until = std::max(Clock::now() + quiet, not_before);
            changed.wait_until(lock, token, until, [&] { return wish != seen; });
        }
        done = wish;
        return token.stop_requested() ? 0 : wish;
    }

    library::Mailbox mailbox;
    std::mutex mutex;
    std::condition_variable_any changed;
    quint64 wish = 0, done = 0;
    std::stop_source stop;
};

GroupingService::GroupingService(std::shared_ptr<library::Catalogue> catalogue, GroupingOptions options,
                                 QObject* parent)
    : GroupingService(std::move(catalogue), std::move(options), Pace{}, parent) {}

GroupingService::GroupingService(std::shared_ptr<library::Catalogue> catalogue, GroupingOptions options, Pace pace,
                                 QObject* parent)
    : QObject(parent)
    , state_(std::make_shared<State>(this)) {
    auto work = [this, state = state_, catalogue = std::move(catalogue), options = std::move(options), pace] {
        ::setpriority(PRIO_PROCESS, 0, background_niceness);
        const std::stop_token stop = state->stop.get_token();
        Clock::time_point not_before = Clock::now();
        while (const quint64 wish = state->waitForWish(stop, pace.quiet, not_before)) {
            const Clock::time_point begun = Clock::now();
            auto outcome = GroupingRun(catalogue, options).run(stop);
            not_before = Clock::now() + pace.rest * (Clock::now() - begun);
            state->mailbox.post([this, wish, outcome = std::move(outcome)] { take(wish, outcome); });
        }
    };
    thread_ = QThread::create(std::move(work));
    thread_->setObjectName(QStringLiteral("grouping"));
    thread_->start(QThread::LowestPriority);
}

GroupingService::~GroupingService() {
    state_->mailbox.close();
    state_->stop.request_stop();
    if (thread_->wait(wait_ms))
        delete thread_;
    else // a running QThread must not be destroyed; a dead network mount can hold one
        qWarning("The thread \"grouping\" did not end in time and is left behind.");
}

void GroupingService::look() {
    busy_ = true;
    {
        const std::lock_guard lock(state_->mutex);
        asked_ = ++state_->wish;
    }
    state_->changed.notify_all();
}

void GroupingService::take(quint64 asked, const Result<GroupingRun::Outcome>& outcome) {
    if (!outcome)
        Q_EMIT
    failed(outcome.error());
    else if (!outcome->changes.empty()) Q_EMIT
    grouped(outcome->changes);
    if (asked != asked_)
        return;
    busy_ = false;
    Q_EMIT
    finished();
}

} // namespace touchstone::culling
