// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/inference_thread.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <pthread.h>

#include <QtDebug>

#include "engine/imaging/decode.h"

namespace touchstone::library {

namespace {
constexpr std::chrono::seconds wait_limit{10};
}

/// What posters and the thread share.
struct InferenceThread::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<Job> urgent, normal;
    ScorerFactory factory;
    ModelChoice choice;
    quint64 choice_number = 1;
    bool ended = false;
    std::stop_source stop;

    std::optional<Job> takeUrgent() {
        const std::lock_guard lock(mutex);
        if (urgent.empty() || stop.stop_requested())
            return std::nullopt;
        Job job = std::move(urgent.front());
        urgent.pop_front();
        return job;
    }

    /// Blocks until there is a job; empty when the thread shall end.
    std::optional<Job> take() {
        std::unique_lock lock(mutex);
        changed.wait(lock, [this] { return stop.stop_requested() || !urgent.empty() || !normal.empty(); });
        if (stop.stop_requested())
            return std::nullopt;
        std::deque<Job>& queue = urgent.empty() ? normal : urgent;
        Job job = std::move(queue.front());
        queue.pop_front();
        return job;
    }
};

struct InferenceThread::Thread : InferenceThread::Networks {
    explicit Thread(std::shared_ptr<State> shared)
        : state(std::move(shared)) {}

    std::shared_ptr<State> state;
    std::vector<std::unique_ptr<Scorer>> open;
    quint64 open_number = 0; ///< which choice is open
    bool in_urgent = false;

    Result<std::vector<Scorer*>> scorers() override {
        ModelChoice choice;
        ScorerFactory factory;
        quint64 number = 0;
        {
            const std::lock_guard lock(state->mutex);
            choice = state->choice;
            factory = state->factory;
            number = state->choice_number;
        }
        if (open_number != number) {
            open.clear();
            for (const std::string& file : choice.files) {
                auto scorer = factory(file, choice.options);
                if (!scorer) {
                    open.clear();
                    return tl::unexpected(scorer.error());
                }
                open.push_back(std::move(*scorer));
            }
            open_number = number;
        }
        std::vector<Scorer*> pointers;
        for (const auto& scorer : open)
            pointers.push_back(scorer.get());
        return pointers;
    }

    void runUrgent() override {
        if (in_urgent)
            return;
        in_urgent = true;
        while (auto job = state->takeUrgent())
            (*job)(*this, state->stop.get_token());
        in_urgent = false;
    }

    void loop() {
        while (auto job = state->take())
            (*job)(*this, state->stop.get_token());
        open.clear();
        imaging::decode_thread_finished();
        {
            const std::lock_guard lock(state->mutex);
            state->ended = true;
            state->urgent.clear();
            state->normal.clear();
        }
        state->changed.notify_all();
    }
};

InferenceThread::InferenceThread(ScorerFactory factory, ModelChoice choice)
    : state_(std::make_shared<State>()) {
    state_->factory = std::move(factory);
    state_->choice = std::move(choice);
    std::thread thread([state = state_] {
        ::pthread_setname_np(::pthread_self(), "inference");
        Thread(state).loop();
    });
    thread.detach(); // `ended` is waited for instead, because a join has no time limit
}

InferenceThread::~InferenceThread() {
    stop();
}

void InferenceThread::post(Job job) {
    {
        const std::lock_guard lock(state_->mutex);
        if (!state_->ended)
            state_->normal.push_back(std::move(job));
    }
    state_->changed.notify_all();
}

void InferenceThread::postUrgent(Job job) {
    {
        const std::lock_guard lock(state_->mutex);
        if (!state_->ended)
            state_->urgent.push_back(std::move(job));
    }
    state_->changed.notify_all();
}

void InferenceThread::setModels(ModelChoice choice) {
    const std::lock_guard lock(state_->mutex);
    state_->choice = std::move(choice);
    ++state_->choice_number;
}

void InferenceThread::stop() {
    {
        // Under the lock, so that the thread cannot fall asleep between looking and being told.
        const std::lock_guard lock(state_->mutex);
        state_->stop.request_stop();
    }
    state_->changed.notify_all();
    std::unique_lock lock(state_->mutex);
    if (!state_->changed.wait_for(lock, wait_limit, [this] { return state_->ended; }))
        qWarning("The model did not stop in time; its thread is left behind.");
}

} // namespace touchstone::library
