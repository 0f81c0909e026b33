// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: 2026 The Touchstone authors
#include "app/library/scoring_service.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <mutex>
#include <utility>

#include <sys/stat.h>

#include "app/library/feature_store.h"
#include "app/library/mailbox.h"
#include "app/library/score_cache.h"

namespace touchstone::library {

namespace {

constexpr int gather_ms = 80;
constexpr std::chrono::seconds rate_window(60); ///< the number stays readable, and follows a change in a minute
/// So many remembered photos are handed over at a time; a hundred thousand come in some hundred pieces.
constexpr std::size_t remembered_batch = 1000;

bool unchanged_on_disk(const FoundFile& file) {
    struct stat info {};
    return ::stat(file.path.c_str(), &info) == 0 && info.st_size == file.bytes &&
           std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec == file.mtime_ns;
}

/// Scores of such a model are only half of what is wanted: the nearest photos hang on its features.
bool wants_features(const Scorer& scorer) {
    return scorer.options().keep_features && scorer.card().architecture == "reiqa-regressor";
}

/// The model whose features the nearest photos are found by: the first regressor, which has both experts, else the last
/// expert. Another one's experts may be others, and two spaces must not be mixed. Null without Re-IQA.
const Scorer* feature_source_of(const std::vector<Scorer*>& scorers) {
    const Scorer* expert = nullptr;
    for (const Scorer* scorer : scorers) {
        if (wants_features(*scorer))
            return scorer;
        if (scorer->card().architecture.starts_with("reiqa"))
            expert = scorer;
    }
    return expert;
}

} // namespace

/// One start(): what the GUI thread and the job share.
struct ScoringService::Shared {
    Shared(std::vector<ScoringJob> all, PipelineOptions options, const std::string& folder, ScoringService* service)
        : jobs(std::move(all))
        , pipeline(std::move(options))
        , cache(folder)
        , features(folder)
        , mailbox(service)
        , owner(service)
        , done(jobs.size(), false) {}

    const std::vector<ScoringJob> jobs;
    const PipelineOptions pipeline;
    ScoreCache cache;      ///< the inference thread's
    FeatureStore features; ///< the inference thread's
    Mailbox mailbox;
    ScoringService* const owner; ///< only used through the mailbox

    // The inference thread's.
    std::vector<bool> done;
    const Scorer* feature_source = nullptr; ///< looked at, never called
    bool looked_up = false;
    bool feature_store_failed = false;
    std::vector<std::vector<std::size_t>> missing_by_model; ///< per job: positions of the models that have to answer

    std::mutex mutex; ///< guards what is below
    struct Outbox {
        std::vector<PhotoOutcome> outcomes;
        std::vector<Issue> issues;
        std::optional<std::vector<ModelCard>> cards;
        std::optional<Error> error;
        std::optional<int> remembered; ///< set once, when all lookups are done
        int done = 0, failed = 0;      ///< since the last collect()
        bool all_done = false;
        int ended_launch = 0;
    } outbox;
    bool collect_posted = false;

    std::stop_source stop; ///< of the present launch; the GUI thread's
    int launches = 0;      ///< the GUI thread's

    void tell(const std::function<void(Outbox&)>& change);
    void work(InferenceThread::Networks& networks, std::stop_token token, int launch);
    bool lookUp(const std::vector<Scorer*>& scorers, std::stop_token token);
    bool score(const std::vector<Scorer*>& scorers, InferenceThread::Networks& networks, std::stop_token token);
    void runGroup(const std::vector<std::size_t>& models, const std::vector<std::size_t>& members,
                  const std::vector<Scorer*>& scorers, InferenceThread::Networks& networks, std::stop_token token);
    void remember(const Scorer& scorer, const FoundFile& file, const ScoreRecord& record, const Assessment& assessment,
                  Size size, std::vector<Issue>& issues);
    void take(std::size_t at, ScoredPhoto&& photo, const std::vector<Scorer*>& scorers);
};

void ScoringService::Shared::tell(const std::function<void(Outbox&)>& change) {
    const std::lock_guard lock(mutex);
    change(outbox);
    if (collect_posted)
        return;
    collect_posted = true;
    mailbox.post([service = owner] { service->collect_timer_.start(); });
}

bool ScoringService::Shared::lookUp(const std::vector<Scorer*>& scorers, std::stop_token token) {
    if (looked_up)
        return true;
    std::vector<ScoreRecipe> recipes;
    for (const Scorer* scorer : scorers)
        recipes.push_back(ScoreRecipe::of(*scorer, pipeline.decode.mode));
    missing_by_model.resize(jobs.size());
    std::vector<PhotoOutcome> known;
    int whole = 0, since_tell = 0;
    const auto hand_over = [&] {
        tell([&](Outbox& box) {
            std::move(known.begin(), known.end(), std::back_inserter(box.outcomes));
            box.done += since_tell;
        });
        known.clear();
        since_tell = 0;
    };
    for (std::size_t at = 0; at < jobs.size(); ++at) {
        if (token.stop_requested()) {
            // Begun again from the start after a pause: what was handed over is only handed over once more.
            std::fill(done.begin(), done.end(), false);
            tell([&](Outbox& box) { box.done -= whole - since_tell; });
            return false;
        }
        PhotoOutcome outcome;
        outcome.id = jobs[at].id;
        missing_by_model[at].clear();
        for (std::size_t model = 0; model < recipes.size(); ++model) {
            const auto entry = cache.find(recipes[model], jobs[at].file);
            auto kept =
                entry && wants_features(*scorers[model]) ? features.find(recipes[model], jobs[at].file) : nullptr;
            if (entry && (kept || !wants_features(*scorers[model]))) {
                outcome.pixel_size = entry->pixel_size;
                if (kept && scorers[model] == feature_source)
                    outcome.features = std::move(kept);
                outcome.records.push_back(entry->record);
            } else {
                missing_by_model[at].push_back(model);
            }
        }
        if (!outcome.records.empty())
            known.push_back(std::move(outcome));
        if (missing_by_model[at].empty()) {
            done[at] = true;
            ++whole;
            ++since_tell;
        }
        if (known.size() >= remembered_batch)
            hand_over();
    }
    hand_over();
    looked_up = true;
    tell([&](Outbox& box) { box.remembered = whole; });
    return true;
}

void ScoringService::Shared::remember(const Scorer& scorer, const FoundFile& file, const ScoreRecord& record,
                                      const Assessment& assessment, Size size, std::vector<Issue>& issues) {
    const ScoreRecipe recipe = ScoreRecipe::of(scorer, pipeline.decode.mode);
    const auto complain = [&](const Result<void>& kept) {
        if (kept)
            return;
        Issue issue = issue_of(kept.error());
        issue.severity = Issue::Severity::Warning;
        issues.push_back(std::move(issue));
    };
    complain(cache.add(recipe, file, {record, size}));
    if (assessment.features && wants_features(scorer) && !feature_store_failed) {
        const Result<void> kept = features.add(recipe, file, *assessment.features);
        feature_store_failed = !kept; // said once
        complain(kept);
    }
}

void ScoringService::Shared::take(std::size_t at, ScoredPhoto&& photo, const std::vector<Scorer*>& scorers) {
    const ScoringJob& job = jobs[at];
    PhotoOutcome outcome;
    outcome.id = job.id;
    outcome.pixel_size = photo.size;
    std::vector<Issue> issues;
    const auto complain = [&](Error error) {
        issues.push_back(issue_of_photo(error, job.id, job.file.path));
        if (error.code == ErrorCode::NotFound)
            error = {ErrorCode::Vanished, error.file, "was deleted or moved meanwhile", "open the folder again"};
        outcome.error = std::move(error);
    };
    if (photo.error)
        complain(*photo.error);
    // Scored as it is now: if it changed after the scan, the number belongs to another key.
    const bool rememberable = !photo.assessments.empty() && unchanged_on_disk(job.file);
    for (std::size_t i = 0; i < photo.assessments.size(); ++i) {
        if (!photo.assessments[i]) {
            complain(photo.assessments[i].error());
            continue;
        }
        ScoreRecord record = record_of(*photo.assessments[i]);
        if (rememberable)
            remember(*scorers[i], job.file, record, *photo.assessments[i], photo.size, issues);
        if (photo.assessments[i]->features && scorers[i] == feature_source)
            outcome.features = photo.assessments[i]->features;
        outcome.records.push_back(std::move(record));
    }
    done[at] = true;
    tell([&](Outbox& box) {
        ++box.done;
        box.failed += outcome.records.empty();
        box.outcomes.push_back(std::move(outcome));
        std::move(issues.begin(), issues.end(), std::back_inserter(box.issues));
    });
}

void ScoringService::Shared::runGroup(const std::vector<std::size_t>& models, const std::vector<std::size_t>& members,
                                      const std::vector<Scorer*>& scorers, InferenceThread::Networks& networks,
                                      std::stop_token token) {
    std::vector<Scorer*> chosen;
    for (const std::size_t model : models)
        chosen.push_back(scorers[model]);
    std::vector<std::string> paths;
    for (const std::size_t at : members)
        paths.push_back(jobs[at].file.path);
    Pipeline run(chosen, pipeline);
    run.run(
        paths,
        [&](ScoredPhoto&& photo) {
            const std::size_t at = members[photo.index];
            take(at, std::move(photo), chosen);
            networks.runUrgent();
        },
        token);
}

/// True when every photo has its result.
bool ScoringService::Shared::score(const std::vector<Scorer*>& scorers, InferenceThread::Networks& networks,
                                   std::stop_token token) {
    // Mostly one group: all models for all photos. After a model was added, the others need not answer again.
    std::map<std::vector<std::size_t>, std::vector<std::size_t>> groups;
    for (std::size_t at = 0; at < jobs.size(); ++at)
        if (!done[at])
            groups[missing_by_model[at]].push_back(at);
    for (const auto& [models, members] : groups) {
        if (token.stop_requested())
            return false;
        runGroup(models, members, scorers, networks, token);
    }
    return std::find(done.begin(), done.end(), false) == done.end();
}

/// Runs on the inference thread.
void ScoringService::Shared::work(InferenceThread::Networks& networks, std::stop_token token, int launch) {
    const auto end = [&](bool all, std::optional<Error> error) {
        tell([&](Outbox& box) {
            box.all_done = all;
            box.error = std::move(error);
            box.ended_launch = launch;
        });
    };
    if (token.stop_requested())
        return end(false, std::nullopt);
    const auto scorers = networks.scorers();
    if (!scorers)
        return end(false, scorers.error());
    std::vector<ModelCard> cards;
    for (const Scorer* scorer : *scorers)
        cards.push_back(scorer->card());
    tell([&](Outbox& box) { box.cards = std::move(cards); });
    feature_source = feature_source_of(*scorers);
    if (!lookUp(*scorers, token))
        return end(false, std::nullopt);
    const bool all = score(*scorers, networks, token);
    if (all || token.stop_requested())
        return end(all, std::nullopt);
    end(false, Error{ErrorCode::Internal, {}, "scoring ended before all photos were done", "start it again"});
}

ScoringService::ScoringService(InferenceThread& inference, PipelineOptions pipeline, std::string cache_folder,
                               QObject* parent)
    : QObject(parent)
    , inference_(inference)
    , pipeline_(std::move(pipeline))
    , cache_folder_(std::move(cache_folder)) {
    collect_timer_.setSingleShot(true);
    collect_timer_.setInterval(gather_ms);
    connect(&collect_timer_, &QTimer::timeout, this, &ScoringService::collect);
}

ScoringService::~ScoringService() {
    if (!shared_)
        return;
    shared_->mailbox.close();
    shared_->stop.request_stop();
}

void ScoringService::setState(State state) {
    if (state_ == state)
        return;
    state_ = state;
    Q_EMIT
    stateChanged(state);
}

void ScoringService::start(std::vector<ScoringJob> jobs) {
    if (shared_) {
        shared_->stop.request_stop();
        collect();
        if (shared_)
            settle(true);
    }
    progress_ = {};
    progress_.total = static_cast<int>(jobs.size());
    startMeter();
    cancelling_ = false;
    shared_ = std::make_shared<Shared>(std::move(jobs), pipeline_, cache_folder_, this);
    setState(State::Loading);
    Q_EMIT
    progressChanged();
    launch();
}

/// What is remembered costs no work: only the photos after it tell how long the others will take.
void ScoringService::startMeter() {
    meter_ = RateMeter(rate_window);
    meter_.record(RateMeter::Clock::now(), 0);
    if (state_ == State::Paused)
        meter_.pause(RateMeter::Clock::now());
}

void ScoringService::launch() {
    shared_->stop = std::stop_source();
    const int number = ++shared_->launches;
    inference_.post([shared = shared_, token = shared_->stop.get_token(), stop = shared_->stop,
                     number](InferenceThread::Networks& networks, std::stop_token quitting) mutable {
        const std::stop_callback forward(quitting, [&stop] { stop.request_stop(); });
        shared->work(networks, token, number);
    });
}

void ScoringService::pause() {
    if (!shared_ || cancelling_ || state_ == State::Paused)
        return;
    // The job is ended, not held: so the thread is free for maps, and memory for waiting photos is given back.
    shared_->stop.request_stop();
    meter_.pause(RateMeter::Clock::now());
    setState(State::Paused);
}

void ScoringService::resume() {
    if (!shared_ || cancelling_ || state_ != State::Paused)
        return;
    meter_.resume(RateMeter::Clock::now());
    setState(State::Running);
    launch();
}

void ScoringService::cancel() {
    if (!shared_ || cancelling_)
        return;
    // The running photo's batch is still taken: collect() settles when the job has ended.
    cancelling_ = true;
    shared_->stop.request_stop();
    collect();
}

void ScoringService::abandon() {
    if (!shared_)
        return;
    shared_->stop.request_stop();
    settle(true);
}

void ScoringService::collect() {
    if (!shared_)
        return;
    const std::shared_ptr<Shared> run = shared_;
    Shared::Outbox box;
    {
        const std::lock_guard lock(run->mutex);
        const int ended = run->outbox.ended_launch;
        box = std::exchange(run->outbox, {});
        run->outbox.ended_launch = ended;
        run->collect_posted = false;
    }
    progress_.done += box.done;
    progress_.failed += box.failed;
    if (box.remembered) {
        progress_.remembered = *box.remembered;
        startMeter();
    }
    if (box.cards) {
        Q_EMIT
        modelsReady(*box.cards);
        if (state_ == State::Loading)
            setState(State::Running);
    }
    if (!box.outcomes.empty())
        Q_EMIT
    scored(std::make_shared<const std::vector<PhotoOutcome>>(std::move(box.outcomes)));
    if (box.remembered)
        Q_EMIT
    rememberedDelivered(*box.remembered);
    if (!box.issues.empty())
        Q_EMIT
    issuesRaised(box.issues);
    if (shared_ != run)
        return; // a receiver started something else
    if (state_ == State::Running) {
        meter_.record(RateMeter::Clock::now(), static_cast<std::size_t>(progress_.done - progress_.remembered));
        progress_.photos_per_second = meter_.rate();
        const auto left = meter_.seconds_left(static_cast<std::size_t>(progress_.total - progress_.remembered));
        progress_.seconds_left = left ? std::optional(static_cast<int>(std::lround(*left))) : std::nullopt;
    }
    Q_EMIT
    progressChanged();
    if (shared_ != run)
        return;
    if (box.error) {
        Q_EMIT
        failedToStart(*box.error);
        if (shared_ == run)
            settle(true);
    } else if (box.all_done) {
        settle(false);
    } else if (cancelling_ && box.ended_launch == run->launches) {
        settle(true);
    }
}

void ScoringService::settle(bool cancelled) {
    shared_->mailbox.close();
    shared_.reset();
    cancelling_ = false;
    collect_timer_.stop();
    setState(State::Idle);
    Q_EMIT
    finished(cancelled);
}

} // namespace touchstone::library
