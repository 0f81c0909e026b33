// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scoring_service.h"

#include <chrono>
#include <cmath>

namespace touchstone::library {

namespace {

constexpr int gather_ms = 80;
constexpr std::chrono::seconds rate_window(60); ///< the number stays readable, and follows a change in a minute

} // namespace

ScoringService::ScoringService(InferenceThread& inference, std::shared_ptr<Catalogue> catalogue,
                               PipelineOptions pipeline, const std::string& feature_folder, QObject* parent)
    : QObject(parent)
    , inference_(inference)
    , catalogue_(std::move(catalogue))
    , pipeline_(std::move(pipeline))
    , feature_folder_(feature_folder)
    , mailbox_(std::make_shared<Mailbox>(this))
    , run_(makeRun()) {
    collect_timer_.setSingleShot(true);
    collect_timer_.setInterval(gather_ms);
    connect(&collect_timer_, &QTimer::timeout, this, &ScoringService::collect);
}

ScoringService::~ScoringService() {
    mailbox_->close();
    stop_.request_stop();
    fetch_stop_.request_stop();
}

std::shared_ptr<ScoringRun> ScoringService::makeRun() {
    const auto wake = [this, mailbox = mailbox_] { mailbox->post([this] { collect_timer_.start(); }); };
    auto run = std::make_shared<ScoringRun>(catalogue_, pipeline_, feature_folder_, wake);
    run->setEffort(effort_);
    return run;
}

void ScoringService::setState(State state) {
    if (state_ == state)
        return;
    state_ = state;
    Q_EMIT
    stateChanged(state);
}

void ScoringService::add(std::vector<ScoringJob> jobs, bool in_front) {
    if (jobs.empty())
        return;
    if (state_ == State::Idle) {
        progress_ = {};
        meter_ = RateMeter(rate_window);
    }
    progress_.total += run_->queue().add(std::move(jobs), in_front);
    if (state_ == State::Idle) {
        cancelling_ = false;
        setState(State::Loading);
        launch();
    }
    Q_EMIT
    progressChanged();
}

void ScoringService::prefer(std::vector<PhotoId> first) {
    run_->queue().prefer(std::move(first));
}

void ScoringService::remove(const std::vector<PhotoId>& ids) {
    run_->queue().remove(ids);
    if (state_ != State::Idle)
        collect_timer_.start();
}

void ScoringService::fetchFeatures(std::vector<std::pair<PhotoId, ContentHash>> photos) {
    inference_.post([run = run_, token = fetch_stop_.get_token(),
                     photos = std::move(photos)](InferenceThread::Networks& networks, std::stop_token quitting) {
        std::stop_source stop;
        const std::stop_callback quit(quitting, [&stop] { stop.request_stop(); });
        const std::stop_callback abandoned(token, [&stop] { stop.request_stop(); });
        run->fetchFeatures(networks, photos, stop.get_token());
    });
}

void ScoringService::startMeter() {
    if (progress_.done - progress_.remembered == 0)
        meter_.record(RateMeter::Clock::now(), 0);
}

void ScoringService::launch() {
    stop_ = std::stop_source();
    launched_ = true;
    const int number = ++launches_;
    inference_.post([run = run_, token = stop_.get_token(), stop = stop_, number](InferenceThread::Networks& networks,
                                                                                  std::stop_token quitting) mutable {
        const std::stop_callback forward(quitting, [&stop] { stop.request_stop(); });
        run->work(networks, token, number);
    });
}

void ScoringService::setEffort(Effort effort) {
    effort_ = effort;
    run_->setEffort(effort);
}

void ScoringService::pause() {
    if (state_ == State::Idle || cancelling_ || state_ == State::Paused)
        return;
    // The job is ended, not held: so the thread is free for maps, and memory for waiting photos is given back.
    stop_.request_stop();
    meter_.pause(RateMeter::Clock::now());
    setState(State::Paused);
}

void ScoringService::resume() {
    if (cancelling_ || state_ != State::Paused)
        return;
    meter_.resume(RateMeter::Clock::now());
    setState(State::Running);
    if (!launched_)
        launch();
    // else collect() does, when the stopped launch has ended and its photos wait again
}

void ScoringService::cancel() {
    if (state_ == State::Idle || cancelling_)
        return;
    // The running photo's batch is still taken: collect() settles when the job has ended.
    cancelling_ = true;
    run_->queue().clear();
    stop_.request_stop();
    if (launched_)
        collect();
    else
        settle(true);
}

/// What the inference thread is at belongs to the former run: it ends soon, and speaks to nobody.
void ScoringService::abandon() {
    run_->queue().clear();
    stop_.request_stop();
    fetch_stop_.request_stop();
    fetch_stop_ = std::stop_source();
    run_ = makeRun();
    launched_ = false;
    if (state_ != State::Idle)
        settle(true);
}

void ScoringService::publish(ScoringRun::Outbox& box) {
    if (box.cards) {
        Q_EMIT
        modelsReady(*box.cards);
        if (state_ == State::Loading)
            setState(State::Running);
        startMeter();
    }
    if (!box.outcomes.empty())
        Q_EMIT
    scored(std::make_shared<const std::vector<PhotoOutcome>>(std::move(box.outcomes)));
    for (const FetchedFeatures& fetched : box.fetched)
        Q_EMIT
    featuresFetched(fetched);
    if (!box.issues.empty())
        Q_EMIT
    issuesRaised(box.issues);
}

/// What is remembered costs no work: only the other photos tell how long the rest will take.
void ScoringService::measure() {
    if (state_ != State::Running)
        return;
    meter_.record(RateMeter::Clock::now(), static_cast<std::size_t>(progress_.done - progress_.remembered));
    progress_.photos_per_second = meter_.rate();
    const auto left = meter_.seconds_left(static_cast<std::size_t>(progress_.total - progress_.remembered));
    progress_.seconds_left = left ? std::optional(static_cast<int>(std::lround(*left))) : std::nullopt;
}

void ScoringService::collect() {
    ScoringRun::Outbox box = run_->takeOutbox();
    if (box.ended_launch == launches_)
        launched_ = false;
    progress_.done += box.done;
    progress_.failed += box.failed;
    progress_.remembered += box.remembered;
    publish(box);
    if (state_ == State::Idle)
        return;
    const ScoringQueue& queue = run_->queue();
    progress_.total = progress_.done + queue.waiting() + queue.underWay();
    measure();
    Q_EMIT
    progressChanged();
    if (box.error) {
        run_->queue().clear();
        Q_EMIT
        failedToStart(*box.error);
        settle(true);
    } else if (launched_ || state_ == State::Idle) {
        return; // or a receiver ended everything
    } else if (cancelling_) {
        settle(true);
    } else if (queue.waiting() > 0) {
        if (state_ != State::Paused)
            launch(); // added, or given back by a pause, when the last launch was about to end
    } else if (state_ != State::Paused || progress_.done == progress_.total) {
        settle(false);
    }
}

void ScoringService::settle(bool cancelled) {
    cancelling_ = false;
    setState(State::Idle);
    Q_EMIT
    finished(cancelled);
}

} // namespace touchstone::library
